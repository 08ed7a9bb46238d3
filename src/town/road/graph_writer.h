#pragma once
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "town/road/graph_layout.h"

namespace road {

// Puts the sections of a graph file together in memory.
class graph_writer {
 public:
  graph_writer();

  template <typename T>
  void add(section s, std::span<const T> records) {
    static_assert(std::is_trivially_copyable_v<T>);
    add_bytes(s, {reinterpret_cast<const char*>(records.data()), records.size_bytes()});
  }
  template <typename T>
  void add(section s, const std::vector<T>& records) {
    add(s, std::span<const T>(records));
  }

  // Fills the header and gives up the bytes.
  std::string finish(std::uint64_t source_digest, box_e7 bounds);

 private:
  void add_bytes(section s, std::string_view bytes);
  graph_header header_;
  std::string file_;
};

// Writes a file so that readers see the old content or the new, never half of one, also after a power cut: temporary file
// beside it, fsync, rename, fsync of the folder. Throws base::problem 507 `disk_full` or 500 `graph_not_written`.
void write_whole_file(const std::string& path, std::string_view bytes);

}  // namespace road
