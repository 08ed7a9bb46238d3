#include <zlib.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "foundation/files/byte_order.h"
#include "foundation/files/photo.h"

// The colours' meaning (ICC.1:2022, sections 7.2 and 7.3), written anew: of a profile by three primaries and curves, or of grey
// by one, there remain the numbers. Its makers' names, devices, dates and texts do not.
namespace files {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t head_bytes = 128;
constexpr std::size_t entry_bytes = 12;
constexpr std::size_t most_entries = 100;
constexpr std::size_t longest_profile = 1'000'000;

// How long the numbers of such a part are, by its own head; nothing when it is not of a kind that is kept.
std::optional<std::size_t> length_of(std::string_view content) {
  if (content.size() < 12) return std::nullopt;
  const auto type = content.substr(0, 4);
  if (type == "XYZ "sv) return 20;
  if (type == "sf32"sv) return 8 + 9 * 4;
  if (type == "cicp"sv) return 12;
  if (type == "curv"sv) return 12 + 2 * std::size_t{big32(content, 8)};
  constexpr std::size_t figures[] = {1, 3, 4, 5, 7};
  const auto function = big16(content, 8);
  if (type == "para"sv && function < std::size(figures)) return 12 + 4 * figures[function];
  return std::nullopt;
}

struct kept_part {
  std::string_view name, content;
};

// The parts that are numbers; nothing when the profile is broken or is made another way.
std::optional<std::vector<kept_part>> parts_of(std::string_view profile) {
  constexpr std::string_view kept[] = {"wtpt", "chad", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC", "kTRC", "cicp"};
  const std::size_t count = big32(profile, head_bytes);
  if (count > most_entries || profile.size() < head_bytes + 4 + count * entry_bytes) return std::nullopt;
  std::vector<kept_part> out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = head_bytes + 4 + i * entry_bytes;
    const auto name = profile.substr(at, 4);
    const std::size_t offset = big32(profile, at + 4);
    if (std::ranges::find(kept, name) == std::end(kept)) continue;
    if (offset >= profile.size()) return std::nullopt;
    const auto content = profile.substr(offset);
    const auto length = length_of(content);
    if (!length || *length > content.size()) return std::nullopt;
    out.push_back({.name = name, .content = content.substr(0, *length)});
  }
  return out;
}

bool is_whole(const std::vector<kept_part>& parts, std::string_view space) {
  const auto has = [&](std::string_view name) { return std::ranges::find(parts, name, &kept_part::name) != parts.end(); };
  if (space == "GRAY"sv) return has("kTRC");
  constexpr std::string_view needed[] = {"rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"};
  return space == "RGB "sv && std::ranges::all_of(needed, has);
}

// The head without who made it, for what, when and on what.
std::string plain_head(std::string_view profile) {
  std::string head(profile.substr(0, head_bytes));
  const auto blank = [&](std::size_t from, std::size_t to) {
    std::fill(head.begin() + static_cast<std::ptrdiff_t>(from), head.begin() + static_cast<std::ptrdiff_t>(to), '\0');
  };
  blank(0, 8);            // size, written anew, and the program
  blank(24, 36);          // when
  blank(40, 64);          // platform, flags, maker, model, attributes
  blank(80, head_bytes);  // creator, digest, reserved
  return head;
}

std::string written(std::string_view profile, const std::vector<kept_part>& parts) {
  auto out = plain_head(profile);
  append_big32(out, static_cast<std::uint32_t>(parts.size()));
  std::size_t offset = head_bytes + 4 + parts.size() * entry_bytes;
  for (const auto& part : parts) {
    out += part.name;
    append_big32(out, static_cast<std::uint32_t>(offset));
    append_big32(out, static_cast<std::uint32_t>(part.content.size()));
    offset += (part.content.size() + 3) / 4 * 4;
  }
  for (const auto& part : parts) {
    out += part.content;
    out.resize((out.size() + 3) / 4 * 4, '\0');
  }
  std::string size;
  append_big32(size, static_cast<std::uint32_t>(out.size()));
  return out.replace(0, 4, size);
}

}  // namespace

std::string plain_profile(std::string_view profile) {
  if (profile.size() < head_bytes + 4 || profile.size() > longest_profile || profile.substr(36, 4) != "acsp"sv) return {};
  const auto parts = parts_of(profile);
  return parts && is_whole(*parts, profile.substr(16, 4)) ? written(profile, *parts) : std::string();
}

std::string plain_packed_profile(std::string_view packed) {
  std::string unpacked(longest_profile, '\0');
  auto length = static_cast<uLongf>(unpacked.size());
  const auto* from = reinterpret_cast<const Bytef*>(packed.data());
  if (::uncompress(reinterpret_cast<Bytef*>(unpacked.data()), &length, from, static_cast<uLong>(packed.size())) != Z_OK) return {};
  unpacked.resize(length);
  const auto plain = plain_profile(unpacked);
  if (plain.empty()) return {};
  std::string out(::compressBound(static_cast<uLong>(plain.size())), '\0');
  length = static_cast<uLongf>(out.size());
  const auto* what = reinterpret_cast<const Bytef*>(plain.data());
  if (::compress(reinterpret_cast<Bytef*>(out.data()), &length, what, static_cast<uLong>(plain.size())) != Z_OK) return {};
  out.resize(length);
  return out;
}

}  // namespace files
