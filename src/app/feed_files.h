#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace app {

// A position as a file has it: not judged, dirt and all.
struct feed_fix {
  std::uint32_t mover = 0;  // index into feed_track::movers
  std::int64_t at_us = 0;
  double lat = 0;
  double lon = 0;
};

// What position files say, by time; of equal times the order of the files.
struct feed_track {
  std::vector<std::string> movers;  // in the order they first appear
  std::vector<feed_fix> fixes;
  std::int64_t unread = 0;  // lines without a time or without two numbers for a place
};

// Reads CSV files, also packed with gzip, whose first line names the columns: lat, lon, a time (unix_ts in seconds, utc or at as
// "yyyy-MM-dd HH:mm:ss" or RFC 3339) and who it is (cab, user, unit or device). most_movers: only those who appear first, 0 all.
// Throws base::problem bad_file naming the file and what is missing.
feed_track read_feed_files(const std::vector<std::string>& paths, std::size_t most_movers);

}  // namespace app
