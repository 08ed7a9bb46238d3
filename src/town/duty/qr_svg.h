#pragma once
#include <string>
#include <string_view>

namespace duty {

// The text as a QR code (error correction M), drawn as SVG with its quiet zone, black on white. At most 500 bytes;
// throws std::length_error for more.
std::string qr_svg(std::string_view text);

}  // namespace duty
