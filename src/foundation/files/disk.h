#pragma once
#include <string>
#include <string_view>

#include "foundation/base/problem.h"
#include "foundation/base/time.h"

// The few calls of the operating system that keep a content.
namespace files {

// What a failed call means: 507 disk_full, or 503 folder_unwritable.
base::problem not_written(const std::string& path, int error);

// A file under a name of its own, written and on the disk; gone again unless it was moved to its place.
class unfinished_file {
 public:
  static constexpr std::string_view prefix = ".new-";
  unfinished_file(const std::string& folder, std::string_view bytes);
  ~unfinished_file();
  unfinished_file(const unfinished_file&) = delete;
  unfinished_file& operator=(const unfinished_file&) = delete;
  void move_to(const std::string& path);

 private:
  void write(std::string_view bytes);
  std::string path_;
  int file_ = -1;
};

void make_folder(const std::string& path);  // mode 0700, durable; its parent must be there
void sync_folder(const std::string& path);

// The whole file; false when it cannot be read or has another size than `bytes` (-1: any).
bool read_whole(const std::string& path, std::int64_t bytes, std::string& into);

// When it was last written; nothing known: the far future.
base::instant written_at(const std::string& path);
void mark_as_written(const std::string& path);  // now

}  // namespace files
