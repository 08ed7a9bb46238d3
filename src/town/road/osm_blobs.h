#pragma once
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/problem.h"

namespace road {

// The frames of an .osm.pbf: reads one blob after the other and unpacks it. The limits are those of the format
// (OpenStreetMap wiki, "PBF Format"): a header of at most 64 KiB, a blob of at most 32 MiB packed or unpacked.
class osm_blobs {
 public:
  osm_blobs(std::istream& in, std::string name) : in_(in), name_(std::move(name)) {}

  // Moves to the next blob; false at the clean end of the file. Throws base::problem for a broken frame.
  bool next();
  [[nodiscard]] const std::string& type() const { return type_; }
  // The unpacked bytes of the present blob (unpacks on the first call); valid until next().
  std::string_view data();
  [[nodiscard]] std::uint64_t offset() const { return offset_; }  // of the present blob's frame
  [[nodiscard]] std::uint64_t bytes_read() const { return position_; }

  // A problem of the present blob, with its byte offset and what to do.
  [[nodiscard]] base::problem broken(const std::string& what) const;
  [[nodiscard]] base::problem unsupported(const std::string& what, const std::string& remedy) const;

 private:
  bool read(std::vector<char>& into, std::size_t count, const char* what);
  void read_header(std::size_t size);
  void unpack(std::string_view packed, std::int64_t raw_size);

  std::istream& in_;
  std::string name_;
  std::string type_;
  std::uint64_t offset_ = 0;
  std::uint64_t position_ = 0;
  std::int64_t data_size_ = 0;
  std::vector<char> header_;
  std::vector<char> blob_;
  std::vector<char> raw_;
  std::string_view data_;
  bool unpacked_ = false;
};

}  // namespace road
