#include <optional>

#include "foundation/files/byte_order.h"
#include "foundation/files/photo.h"
#include "foundation/files/refusals.h"

namespace files {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t head_bytes = 12;  // RIFF, size, WEBP
constexpr std::uint32_t has_profile = 0x20, has_alpha = 0x10, has_motion = 0x02;

struct size {
  std::int64_t width = 0;
  std::int64_t height = 0;
  bool operator==(const size&) const = default;
};

// Of a lossy picture's first frame.
size size_of_vp8(std::string_view content) {
  if (content.size() < 10 || (byte_at(content, 0) & 1U) != 0 || content.substr(3, 3) != "\x9D\x01\x2A"sv) {
    throw broken_file("The WebP does not say how large it is.");
  }
  return {.width = little16(content, 6) & 0x3FFFU, .height = little16(content, 8) & 0x3FFFU};
}

// Of a lossless picture.
size size_of_vp8l(std::string_view content) {
  if (content.size() < 5 || content[0] != '\x2F') throw broken_file("The WebP does not say how large it is.");
  const auto bits = little32(content, 1);
  return {.width = (bits & 0x3FFFU) + 1, .height = (bits >> 14U & 0x3FFFU) + 1};
}

void append_chunk(std::string& out, std::string_view name, std::string_view content) {
  out += name;
  append_little32(out, static_cast<std::uint32_t>(content.size()));
  out += content;
  if (content.size() % 2 != 0) out += '\0';
}

// The chunks of a WebP that are the picture.
class webp_parts {
 public:
  explicit webp_parts(const limits& within) : within_(within) {}

  void take(std::string_view name, std::string_view content) {
    if (name == "VP8X") return take_head(content);
    if (name == "VP8 " || name == "VP8L") return take_picture(name, content);
    if (name == "ANIM" || name == "ANMF") throw broken_file("It is a moving picture.");
    if (name == "ICCP" && profile_.empty()) profile_ = plain_profile(content);
    if (name == "ALPH" && !alpha_ && !picture_) alpha_ = content;
  }

  photo clean() const {
    if (!picture_) throw broken_file("The WebP holds no picture.");
    if (extended_ && canvas_ != size_) throw broken_file("The WebP says two different sizes.");
    photo out{.bytes = "RIFF", .width = size_.width, .height = size_.height};
    std::string chunks;
    if (extended_) append_chunk(chunks, "VP8X", head());
    if (extended_ && !profile_.empty()) append_chunk(chunks, "ICCP", profile_);
    if (extended_ && alpha_ && lossy_) append_chunk(chunks, "ALPH", *alpha_);
    append_chunk(chunks, lossy_ ? "VP8 " : "VP8L", *picture_);
    append_little32(out.bytes, static_cast<std::uint32_t>(chunks.size() + 4));
    out.bytes += "WEBP";
    out.bytes += chunks;
    return out;
  }

 private:
  void take_head(std::string_view content) {
    if (extended_ || content.size() < 10) throw broken_file("The WebP has a broken head.");
    extended_ = true;
    flags_ = byte_at(content, 0);
    if ((flags_ & has_motion) != 0) throw broken_file("It is a moving picture.");
    canvas_ = {.width = little24(content, 4) + 1, .height = little24(content, 7) + 1};
    check_pixels(canvas_.width, canvas_.height, within_);
  }

  void take_picture(std::string_view name, std::string_view content) {
    if (picture_) throw broken_file("The WebP holds two pictures.");
    lossy_ = name == "VP8 ";
    size_ = lossy_ ? size_of_vp8(content) : size_of_vp8l(content);
    check_pixels(size_.width, size_.height, within_);
    picture_ = content;
  }

  // The flags tell what is there now, and no more.
  std::string head() const {
    std::string out;
    append_little32(out, (profile_.empty() ? 0 : has_profile) | (flags_ & has_alpha));
    for (const auto side : {size_.width, size_.height}) {
      for (unsigned shift = 0; shift < 24; shift += 8) out += static_cast<char>((side - 1) >> shift & 0xFF);
    }
    return out;
  }

  const limits& within_;
  bool extended_ = false;  // there is a VP8X
  std::uint32_t flags_ = 0;
  size canvas_;
  size size_;
  bool lossy_ = false;
  std::string profile_;  // the colours' meaning
  std::optional<std::string_view> alpha_, picture_;
};

}  // namespace

photo clean_webp(std::string_view bytes, const limits& within) {
  if (bytes.size() < head_bytes || !bytes.starts_with("RIFF") || bytes.substr(8, 4) != "WEBP") throw broken_file("It does not begin as a WebP.");
  const std::size_t size = little32(bytes, 4);
  if (size < 4 || size > bytes.size() - 8) throw broken_file("The picture ends before its end: it was not sent or saved whole.");
  bytes = bytes.substr(0, size + 8);  // what is behind it is no part of the picture
  webp_parts parts(within);
  for (std::size_t at = head_bytes; at < bytes.size();) {
    if (bytes.size() - at < 8) throw broken_file("The WebP ends within a part.");
    const std::size_t length = little32(bytes, at + 4);
    if (length > bytes.size() - at - 8) throw broken_file("A part of the WebP is longer than the file.");
    parts.take(bytes.substr(at, 4), bytes.substr(at + 8, length));
    at += 8 + length + length % 2;
  }
  return parts.clean();
}

}  // namespace files
