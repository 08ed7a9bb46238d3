#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "foundation/files/file.h"

namespace files {

inline constexpr std::size_t longest_name = 200;  // bytes

// A name as it was sent, made harmless to show and to save under: only what is behind the last slash or backslash; without
// control characters and marks that turn or hide text; without what file systems forbid; no device of Windows; at most
// longest_name bytes, the ending kept. "" when nothing is left. Reduced, never refused; `sent` must be UTF-8.
std::string safe_name(std::string_view sent);

// The ending as it tells a type, in small letters: "jpg"; "" when there is none ("2024.03.01", ".profile").
std::string ending_in(std::string_view name);

// Whether a file of this kind may have such an ending, or be sent under such a media type (without parameters, small letters).
bool fits_ending(kind of, std::string_view ending);
bool fits_media_type(kind of, std::string_view media_type);

// The safe name with the ending of its kind; of a file without a name "photo.jpg" or "document.pdf".
std::string name_for(kind of, std::string_view safe);

}  // namespace files
