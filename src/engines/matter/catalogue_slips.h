#pragma once
#include <optional>
#include <string>
#include <string_view>

// Slips that YAML reads as something else, many lines further down or not at all: looked for in the text itself, before it is read.
namespace matter {

struct slip {
  int line = 0;  // where it was made
  std::string code, what, remedy;
};

// The first of these: a text in quotes that goes on over its line, a { or [ that is never closed, full-width punctuation where YAML
// needs its own. Comments and blocks behind | or > are left alone.
std::optional<slip> find_slip(std::string_view text);

}  // namespace matter
