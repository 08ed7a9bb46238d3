#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace seal {

std::string to_base64(std::string_view bytes);                     // RFC 4648 §4 with padding
std::optional<std::string> from_base64(std::string_view text);     // exactly what to_base64 writes
std::string to_base64url(std::string_view bytes);                  // RFC 4648 §5 without padding
std::optional<std::string> from_base64url(std::string_view text);  // exactly what to_base64url writes
std::string to_base32(std::string_view bytes);                     // RFC 4648 §6 without padding
// As people type it: lower case, spaces, hyphens and padding are let through; nothing for other characters.
std::optional<std::string> from_base32(std::string_view text);

}  // namespace seal
