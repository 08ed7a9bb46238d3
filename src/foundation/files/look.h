#pragma once
#include <optional>
#include <string_view>

#include "foundation/files/file.h"

namespace files {

// What bytes look like by themselves, whatever they are called.
struct look {
  std::optional<kind> known = {};  // of what may be kept; an archive is `docx` until its parts are read
  std::string_view says = {};      // "an HTML page", for a sentence
  std::string_view remedy = {};    // of what is not kept
};

// Pure; looks at the first bytes, and at all of them only for plain text.
look look_at(std::string_view bytes);

// Whether the bytes are text that can be kept: UTF-8 without control characters but tab, line ends and form feed.
bool is_plain_text(std::string_view bytes);

}  // namespace files
