#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/time.h"

namespace moment {

// Looks into records as text, without building a tree: a moment is a thousand records of which two members matter. The text
// is one well-formed JSON object (the history refuses anything else); nested objects are stepped over.

// The member's value as it stands in the text ("null", "\"abc\"", "{…}"); empty when there is none.
std::string_view find_member(std::string_view object, std::string_view name);
// A text member without escapes (ids, codes, times); empty when absent, null or no text.
std::string_view text_member(std::string_view object, std::string_view name);
std::optional<base::instant> time_member(std::string_view object, std::string_view name);
std::optional<std::int64_t> integer_member(std::string_view object, std::string_view name);
// Puts `json` in the member's place; without such a member nothing changes.
void set_member(std::string& object, std::string_view name, std::string_view json);

}  // namespace moment
