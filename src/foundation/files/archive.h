#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/files/file.h"

namespace files {

struct archive_part {
  std::string_view name;
  std::string_view packed;  // its bytes in the archive
  bool deflated = false;    // else stored as it is
  std::uint64_t unpacked = 0;
  std::uint32_t checksum = 0;
  std::size_t begins = 0;  // its local head
  std::size_t ends = 0;    // its packed bytes
};

struct archive {
  std::vector<archive_part> parts;  // in the order of the directory
  std::size_t comment_at = 0;       // where the comment's length stands, the archive's last two bytes without one
};

// Reads a ZIP's directory and holds it against the parts: they begin at the first byte, follow each other without a gap or
// an overlap and end where the directory begins, no two alike in name, none sealed, within the limits of number, size and
// ratio. Throws base::problem broken_file or swollen_archive. Pure; foreign bytes.
archive read_archive(std::string_view bytes, const limits& within);

// Whether the bytes end as an archive does: then they are one for programs that look from the end.
bool ends_as_archive(std::string_view bytes);

// Unpacks the part in small pieces, keeping none of it but the first `keep` bytes, which it returns. Throws broken_file when
// it is not exactly as long as the directory says, or does not match its checksum.
std::string check_part(const archive_part& one, std::size_t keep = 0);

}  // namespace files
