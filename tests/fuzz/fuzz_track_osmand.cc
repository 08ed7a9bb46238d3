#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/osmand_read.h"

namespace {

constexpr base::instant received{1'700'000'000'000'000};

void check(const track::phone_message& read) {
  if (read.fixes.empty() && read.unread.empty()) std::abort();
  if (read.fixes.size() > track::most_phone_fixes) std::abort();
  for (const auto& one : read.fixes) {
    if (!std::isfinite(one.lat) || !std::isfinite(one.lon) || one.at.us < 0) std::abort();
    if (one.speed_mps && !(*one.speed_mps >= 0 && std::isfinite(*one.speed_mps))) std::abort();
    if (one.battery_share && !(*one.battery_share >= 0 && *one.battery_share <= 1)) std::abort();
  }
}

// name=value pairs parted by '&', not decoded: the decoding is the web's.
std::vector<track::name_and_value> pairs_of(std::string_view text) {
  std::vector<track::name_and_value> out;
  while (!text.empty() && out.size() < 64) {
    const auto one = text.substr(0, text.find('&'));
    const auto equals = one.find('=');
    out.emplace_back(one.substr(0, equals), equals == std::string_view::npos ? "" : one.substr(equals + 1));
    text.remove_prefix(one.size() == text.size() ? one.size() : one.size() + 1);
  }
  return out;
}

}  // namespace

// The same bytes as a query and as JSON: fixes with finite numbers, or reasons, never neither.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(track::read_osmand_json(text, received));
  const auto query = track::read_osmand(pairs_of(text), received);
  if (query.fixes.size() + query.unread.size() != 1) std::abort();
  check(query);
  return 0;
}
