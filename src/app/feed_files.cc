#include "app/feed_files.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/base/time.h"

namespace app {
namespace {

constexpr std::size_t longest_line = 4'096;

base::problem bad_file(const std::string& path, const std::string& why) {
  return {400, "bad_file", "This file cannot be fed.", path + ": " + why,
          "Its first line names the columns: lat, lon, unix_ts or utc, and cab or user."};
}

// Where the columns are; -1: there is none of this name.
struct columns {
  int lat = -1, lon = -1, at = -1, mover = -1;
};

columns columns_of(const std::string& path, std::string_view header) {
  columns out;
  const auto names = base::split(header, ',');
  const auto find = [&](std::initializer_list<std::string_view> wanted) {
    for (const auto name : wanted) {
      const auto found = std::find(names.begin(), names.end(), name);
      if (found != names.end()) return static_cast<int>(found - names.begin());
    }
    throw bad_file(path, "no column " + std::string(*wanted.begin()));
  };
  out.lat = find({"lat", "latitude"});
  out.lon = find({"lon", "longitude"});
  out.at = find({"unix_ts", "utc", "at"});
  out.mover = find({"cab", "user", "unit", "device"});
  return out;
}

std::optional<std::int64_t> time_of(std::string_view text) {
  if (const auto seconds = base::parse_double(text)) return static_cast<std::int64_t>(*seconds * 1e6);
  std::string whole(text);
  if (whole.size() > 10 && whole[10] == ' ') whole[10] = 'T';
  auto found = base::instant_from_rfc3339(whole);
  if (!found) found = base::instant_from_rfc3339(whole + "Z");
  return found ? std::optional(found->us) : std::nullopt;
}

class reader {
 public:
  reader(feed_track& into, std::size_t most_movers) : into_(into), most_movers_(most_movers) {}

  void read(const std::string& path) {
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    if (!file) throw bad_file(path, "cannot be opened");
    std::array<char, longest_line> line{};
    if (gzgets(file.get(), line.data(), static_cast<int>(line.size())) == nullptr) throw bad_file(path, "is empty");
    const auto where = columns_of(path, base::trim(line.data()));
    while (gzgets(file.get(), line.data(), static_cast<int>(line.size())) != nullptr) take(base::trim(line.data()), where);
    int failed = Z_OK;
    const char* why = gzerror(file.get(), &failed);
    if (failed != Z_OK && failed != Z_STREAM_END) throw bad_file(path, why);
  }

 private:
  void take(std::string_view line, const columns& where) {
    if (line.empty()) return;
    std::array<std::string_view, 4> cells;
    int column = 0;
    for (std::string_view rest = line;; ++column) {
      const auto comma = rest.find(',');
      const auto cell = rest.substr(0, comma);
      if (column == where.lat) cells[0] = cell;
      if (column == where.lon) cells[1] = cell;
      if (column == where.at) cells[2] = cell;
      if (column == where.mover) cells[3] = cell;
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
    const auto lat = base::parse_double(cells[0]);
    const auto lon = base::parse_double(cells[1]);
    const auto at = time_of(cells[2]);
    if (!lat || !lon || !at || cells[3].empty()) {
      ++into_.unread;
      return;
    }
    if (const auto mover = mover_of(cells[3])) into_.fixes.push_back({.mover = *mover, .at_us = *at, .lat = *lat, .lon = *lon});
  }

  std::optional<std::uint32_t> mover_of(std::string_view name) {
    const auto [at, fresh] = numbers_.try_emplace(std::string(name), static_cast<std::uint32_t>(into_.movers.size()));
    if (!fresh) return at->second;
    if (most_movers_ > 0 && into_.movers.size() >= most_movers_) {
      numbers_.erase(at);
      return std::nullopt;
    }
    into_.movers.emplace_back(name);
    return at->second;
  }

  feed_track& into_;
  std::size_t most_movers_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace

feed_track read_feed_files(const std::vector<std::string>& paths, std::size_t most_movers) {
  feed_track out;
  reader all(out, most_movers);
  for (const auto& path : paths) all.read(path);
  std::stable_sort(out.fixes.begin(), out.fixes.end(), [](const feed_fix& a, const feed_fix& b) { return a.at_us < b.at_us; });
  return out;
}

}  // namespace app
