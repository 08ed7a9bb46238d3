#include <optional>
#include <vector>

#include "foundation/files/byte_order.h"
#include "foundation/files/photo.h"
#include "foundation/files/refusals.h"

namespace files {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

constexpr std::uint32_t marker_end = 0xD9, marker_scan = 0xDA, marker_app0 = 0xE0, marker_comment = 0xFE;
constexpr std::size_t most_scans = 100;                   // a progressive photo has about ten
constexpr std::int64_t most_scan_pixels = 2'000'000'000;  // each scan goes over all of them
constexpr std::int64_t least_pixels_a_byte = 512;         // a block of 8 × 8 takes one bit at the very least
constexpr std::string_view profile_head = "ICC_PROFILE\0"sv;
constexpr std::size_t most_in_a_segment = 65'000;

bool is_restart(std::uint32_t marker) { return marker >= 0xD0 && marker <= 0xD7; }
bool is_frame(std::uint32_t marker) { return marker >= 0xC0 && marker <= 0xC2; }
bool is_table(std::uint32_t marker) { return marker == 0xC4 || marker == 0xDB || marker == 0xDD; }

// What is kept of a JPEG, found in one pass and written in order.
class jpeg_parts {
 public:
  jpeg_parts(std::string_view bytes, const limits& within) : bytes_(bytes), within_(within) {}

  photo clean() {
    if (!bytes_.starts_with("\xFF\xD8"sv)) throw broken_file("It does not begin as a JPEG.");
    at_ = 2;
    for (auto marker = next_marker(); marker != marker_end; marker = next_marker()) take(marker);
    judge();
    return {.bytes = written(), .width = width_, .height = height_, .orientation = orientation_};
  }

 private:
  // The marker at the present place; fill bytes before it are left out.
  std::uint32_t next_marker() {
    if (at_ >= bytes_.size()) throw broken_file("The photo ends before its end: it was not sent or saved whole.");
    if (bytes_[at_] != '\xFF') throw broken_file("Between two parts of the JPEG lies what belongs to neither.");
    while (at_ < bytes_.size() && bytes_[at_] == '\xFF') ++at_;
    if (at_ >= bytes_.size()) throw broken_file("The photo ends before its end: it was not sent or saved whole.");
    return byte_at(bytes_, at_++);
  }

  // The segment's content, behind its length.
  std::string_view segment() {
    if (bytes_.size() - at_ < 2) throw broken_file("The photo ends before its end: it was not sent or saved whole.");
    const std::size_t length = big16(bytes_, at_);
    if (length < 2 || length > bytes_.size() - at_) throw broken_file("A part of the JPEG is longer than the file.");
    const auto content = bytes_.substr(at_ + 2, length - 2);
    at_ += length;
    return content;
  }

  void take(std::uint32_t marker) {
    if (marker == marker_scan) return take_scan();
    if (is_frame(marker)) return take_frame();
    if (is_table(marker)) return keep(segment());
    if (marker >= marker_app0 && marker <= 0xEF) return take_application(marker, segment());
    if (marker == marker_comment) {
      segment();
      return;
    }
    throw broken_file("It is a JPEG of a form that browsers do not show.");
  }

  void take_frame() {
    const auto frame = segment();
    if (width_ != 0 || frame.size() < 6) throw broken_file("The JPEG says twice, or not at all, how large it is.");
    const auto components = byte_at(frame, 5);
    const bool usual = byte_at(frame, 0) == 8 && (components == 1 || components == 3 || components == 4);
    if (!usual || frame.size() != 6 + 3 * components) throw broken_file("It is a JPEG of a form that browsers do not show.");
    height_ = big16(frame, 1);
    width_ = big16(frame, 3);
    check_pixels(width_, height_, within_);
    keep(frame);
  }

  // The scan's head and its bits, up to the next marker that is none of their own.
  void take_scan() {
    if (width_ == 0) throw broken_file("The JPEG does not say how large it is.");
    if (++scans_ > most_scans || static_cast<std::int64_t>(scans_) > most_scan_pixels / (width_ * height_)) {
      throw broken_file("The JPEG goes over its picture more often than any camera makes it.");
    }
    keep(segment());
    const auto from = at_;
    for (;; ++at_) {
      at_ = bytes_.find('\xFF', at_);
      if (at_ == std::string_view::npos || at_ + 1 >= bytes_.size())
        throw broken_file("The photo ends before its end: it was not sent or saved whole.");
      const auto next = byte_at(bytes_, at_ + 1);
      if (next == 0 || is_restart(next))
        ++at_;
      else if (next != 0xFF)
        break;
    }
    picture_bytes_ += static_cast<std::int64_t>(at_ - from);
    kept_.push_back(bytes_.substr(from, at_ - from));
  }

  // Of what programs write beside the picture only what is needed to show it right, and that anew.
  void take_application(std::uint32_t marker, std::string_view content) {
    if (marker == marker_app0 && content.starts_with("JFIF\0"sv) && content.size() >= 12) {
      if (density_.empty()) density_ = std::string(content.substr(5, 7));
    } else if (marker == 0xE1 && content.starts_with("Exif\0\0"sv)) {
      if (orientation_ == 1) orientation_ = read_orientation(content.substr(6));
    } else if (marker == 0xE2 && content.starts_with(profile_head) && content.size() >= profile_head.size() + 2) {
      // Numbered from 1, in order: one that is not is not read.
      profile_in_order_ = profile_in_order_ && byte_at(content, profile_head.size()) == ++profile_parts_;
      profile_ += content.substr(profile_head.size() + 2);
    } else if (marker == 0xEE && content.starts_with("Adobe"sv) && content.size() >= 12) {
      if (!transform_) transform_ = content[11];
    }
  }

  void judge() const {
    if (scans_ == 0) throw broken_file("The JPEG holds no picture.");
    if (picture_bytes_ < width_ * height_ / least_pixels_a_byte - (width_ + height_)) throw broken_file("The JPEG holds less picture than it says.");
  }

  // With its marker and length, the four bytes before it.
  void keep(std::string_view content) {
    kept_.push_back(bytes_.substr(static_cast<std::size_t>(content.data() - bytes_.data()) - 4, content.size() + 4));
  }

  static void append_segment(std::string& out, std::uint32_t marker, std::string_view content) {
    out += '\xFF';
    out += static_cast<char>(marker);
    append_big16(out, static_cast<std::uint32_t>(content.size() + 2));
    out += content;
  }

  std::string plain_profile_segment() const {
    const auto plain = profile_in_order_ ? plain_profile(profile_) : std::string();
    std::string out;
    if (!plain.empty() && plain.size() <= most_in_a_segment) append_segment(out, 0xE2, std::string(profile_head) + "\x01\x01" + plain);
    return out;
  }

  std::string written() const {
    std::size_t size = 128 + profile_.size();
    for (const auto part : kept_) size += part.size();
    std::string out;
    out.reserve(size);
    out += "\xFF\xD8"sv;
    if (!density_.empty()) append_segment(out, marker_app0, "JFIF\0"s + density_ + "\0\0"s);  // without its own small picture
    if (orientation_ != 1) out += orientation_segment(orientation_);
    out += plain_profile_segment();
    if (transform_) append_segment(out, 0xEE, "Adobe\0\x64\0\0\0\0"s + *transform_);
    for (const auto part : kept_) out += part;
    return out += "\xFF\xD9"sv;
  }

  std::string_view bytes_;
  const limits& within_;
  std::size_t at_ = 0;
  std::int64_t width_ = 0, height_ = 0;
  std::int64_t picture_bytes_ = 0;  // of all scans
  std::size_t scans_ = 0;
  int orientation_ = 1;
  std::string density_;  // version, units and density of JFIF; "": there is none
  std::string profile_;  // the colours' meaning (ICC), as it came
  std::uint32_t profile_parts_ = 0;
  bool profile_in_order_ = true;
  std::optional<char> transform_;  // how Adobe's programs mixed the colours: without it they come out wrong
  std::vector<std::string_view> kept_;
};

}  // namespace

photo clean_jpeg(std::string_view bytes, const limits& within) { return jpeg_parts(bytes, within).clean(); }

}  // namespace files
