#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>

#include "app/place.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace app {
namespace {

constexpr std::size_t most_bytes = 512U << 20;  // of one file of calls, unpacked

// gzread takes plain files too.
std::string read_gzip(const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw base::problem(400, "bad_calls", "The calls cannot be read.", path, "Check the path and its permissions.");
  std::string out;
  std::array<char, 1 << 16> buffer{};
  for (;;) {
    const int got = gzread(file.get(), buffer.data(), buffer.size());
    if (got < 0 || out.size() > most_bytes) {
      throw base::problem(400, "bad_calls", "The calls cannot be read.", path + " is broken or larger than 512 MiB", "Make the file again.");
    }
    if (got == 0) return out;
    out.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

// splitmix64: a well-mixed number from the row's place in the file, so a drawn hour never changes.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ULL;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// A moment within the day in seconds, by the hourly weights.
std::int64_t drawn_second(const std::array<double, 24>& profile, std::uint64_t row) {
  const double total = std::accumulate(profile.begin(), profile.end(), 0.0);
  if (total <= 0) return static_cast<std::int64_t>(mixed(row) % 86'400);
  double left = static_cast<double>(mixed(row) >> 11) / 9007199254740992.0 * total;  // 2^53
  std::size_t hour = 0;
  while (hour < 23 && left >= profile[hour]) left -= profile[hour++];
  return static_cast<std::int64_t>(hour) * 3'600 + static_cast<std::int64_t>(mixed(row ^ 0xABCDEF) % 3'600);
}

// The columns' numbers in the header; absent columns get its size.
struct columns {
  std::size_t lon, lat, time, date, type, detail;
};

columns find_columns(const std::vector<std::string>& header, const call_description& call) {
  const auto find = [&](const std::string& name) {
    return name.empty() ? header.size() : static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  };
  return {find(call.lon), find(call.lat), find(call.time), find(call.date), find(call.type), find(call.detail)};
}

// The local wall time of a row as UTC; nothing when there is none.
std::optional<base::instant> time_of(const std::string& text, const place& where) {
  std::string rfc = text.substr(0, 19);
  if (rfc.size() == 10) rfc += "T00:00:00";
  const auto local = base::instant_from_rfc3339(rfc + "Z");
  if (!local) return std::nullopt;
  return *local - base::minutes(where.utc_offset_min);
}

}  // namespace

past_calls read_calls(const place& where) {
  past_calls out;
  if (where.calls.empty()) return out;
  const std::string text = read_gzip(where.calls);
  std::string_view rest = text;
  const auto header = base::take_csv_row(rest);
  if (!header) return out;
  const columns at = find_columns(*header, where.call);
  std::uint64_t row = 0;
  while (const auto cells = base::take_csv_row(rest)) {
    ++row;
    const auto cell = [&](std::size_t column) { return column < cells->size() ? (*cells)[column] : std::string(); };
    const auto lon = base::parse_double(cell(at.lon));
    const auto lat = base::parse_double(cell(at.lat));
    const std::string when = where.call.time.empty() ? cell(at.date) : cell(at.time);
    const bool has_hour = when.size() >= 19;
    const auto time = time_of(has_hour ? when : when.substr(0, 10), where);
    if (!lon || !lat || !time) {
      ++out.unreadable;
      continue;
    }
    past_call call{.at = *time, .where = {*lon, *lat}, .type = cell(at.type), .detail = cell(at.detail)};
    if (!has_hour) {
      call.at = call.at + base::seconds(drawn_second(where.hour_profile, row));
      call.hour_drawn = true;
    }
    if (where.holds(call.where)) {
      out.calls.push_back(std::move(call));
    } else {
      ++out.outside;
    }
  }
  std::stable_sort(out.calls.begin(), out.calls.end(), [](const past_call& a, const past_call& b) { return a.at < b.at; });
  return out;
}

}  // namespace app
