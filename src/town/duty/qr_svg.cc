#include "town/duty/qr_svg.h"

#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace duty {
namespace {

constexpr std::size_t longest_text = 500;
constexpr int quiet = 4;  // modules around the code: ISO/IEC 18004

// Neighbouring dark modules of a row become one stroke.
void append_row(std::string& path, const unsigned char* row, int width, int y) {
  for (int x = 0; x < width; ++x) {
    if ((row[x] & 1U) == 0) continue;
    const int from = x;
    while (x < width && (row[x] & 1U) != 0) ++x;
    path += "M" + std::to_string(from + quiet) + " " + std::to_string(y + quiet) + "h" + std::to_string(x - from) + "v1h-" +
            std::to_string(x - from) + "z";
  }
}

}  // namespace

std::string qr_svg(std::string_view text) {
  if (text.size() > longest_text) throw std::length_error("too long for a QR code");
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M), &QRcode_free);
  if (!code) throw std::runtime_error("the QR code could not be made");
  const auto side = std::to_string(code->width + 2 * quiet);
  std::string path;
  for (int y = 0; y < code->width; ++y) append_row(path, code->data + y * code->width, code->width, y);
  return R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + " " + side + R"(" shape-rendering="crispEdges"><rect width=")" + side +
         R"(" height=")" + side + R"(" fill="#fff"/><path d=")" + path + R"(" fill="#000"/></svg>)";
}

}  // namespace duty
