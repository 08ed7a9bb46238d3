#include "foundation/files/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>

#include "foundation/seal/encoding.h"
#include "foundation/seal/random.h"

namespace files {
namespace {

// An open file that closes itself.
class descriptor {
 public:
  descriptor(const std::string& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

}  // namespace

base::problem not_written(const std::string& path, int error) {
  const std::string detail = std::filesystem::path(path).filename().string() + ": " + std::strerror(error);
  if (error == ENOSPC || error == EDQUOT) {
    return {507, "disk_full", "The disk is full.", detail,
            "Nothing was kept. Have the administrator free space on the disk of the data folder, then send it again."};
  }
  return {503, "folder_unwritable", "The file could not be written.", detail,
          "Nothing was kept. Have the administrator look at the disk and at who may write to the data folder."};
}

unfinished_file::unfinished_file(const std::string& folder, std::string_view bytes)
    : path_(folder + "/" + std::string(prefix) + seal::to_base64url(seal::random_bytes(12))) {
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file_ < 0) throw not_written(path_, errno);
  try {
    write(bytes);
  } catch (...) {
    if (file_ >= 0) ::close(file_);
    ::unlink(path_.c_str());
    throw;
  }
}

unfinished_file::~unfinished_file() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

void unfinished_file::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto done = ::write(file_, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) throw not_written(path_, done < 0 ? errno : ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(done));  // a short write: the next one tells why
  }
  if (::fsync(file_) != 0) throw not_written(path_, errno);
  const int closed = ::close(file_);
  file_ = -1;
  if (closed != 0) throw not_written(path_, errno);
}

void unfinished_file::move_to(const std::string& path) {
  if (::rename(path_.c_str(), path.c_str()) != 0) throw not_written(path, errno);
  path_.clear();
}

void make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) {
    sync_folder(std::filesystem::path(path).parent_path().string());
  } else if (errno != EEXIST) {
    throw not_written(path, errno);
  }
}

void sync_folder(const std::string& path) {
  const descriptor folder(path, O_RDONLY | O_DIRECTORY);
  if (!folder.is_open() || ::fsync(folder.number()) != 0) throw not_written(path, errno);
}

bool read_whole(const std::string& path, std::int64_t bytes, std::string& into) {
  const descriptor file(path, O_RDONLY);
  struct stat what {};
  if (!file.is_open() || ::fstat(file.number(), &what) != 0 || !S_ISREG(what.st_mode)) return false;
  if (bytes >= 0 && what.st_size != bytes) return false;
  into.resize(static_cast<std::size_t>(what.st_size));
  for (std::size_t at = 0; at < into.size();) {
    const auto got = ::read(file.number(), into.data() + at, into.size() - at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += static_cast<std::size_t>(got);
  }
  return true;
}

base::instant written_at(const std::string& path) {
  struct stat what {};
  if (::lstat(path.c_str(), &what) != 0) return {std::numeric_limits<std::int64_t>::max()};
  return {std::int64_t{what.st_mtim.tv_sec} * 1'000'000 + what.st_mtim.tv_nsec / 1'000};
}

void mark_as_written(const std::string& path) { ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0); }

}  // namespace files
