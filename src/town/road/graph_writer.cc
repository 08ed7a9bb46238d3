#include "town/road/graph_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "foundation/base/problem.h"

namespace road {
namespace {

base::problem not_written(const std::string& path, int error) {
  const std::string detail = path + ": " + std::strerror(error);
  if (error == ENOSPC || error == EDQUOT) return {507, "disk_full", "The disk is full", detail, "Free some space and import again."};
  return {500, "graph_not_written", "The road graph could not be written", detail, "Check that the folder exists and may be written to."};
}

// A file that disappears again unless it was moved to its place.
class temporary_file {
 public:
  explicit temporary_file(const std::string& target) : target_(target), path_(target + ".new-" + std::to_string(::getpid())) {
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file_ < 0) throw not_written(path_, errno);
  }
  ~temporary_file() {
    if (file_ >= 0) ::close(file_);
    if (!moved_) ::unlink(path_.c_str());
  }
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto done = ::write(file_, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) throw not_written(path_, errno);
      bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    if (::fsync(file_) != 0) throw not_written(path_, errno);
    const int file = std::exchange(file_, -1);
    if (::close(file) != 0) throw not_written(path_, errno);
  }

  void move_into_place() {
    if (::rename(path_.c_str(), target_.c_str()) != 0) throw not_written(target_, errno);
    moved_ = true;
    auto folder = std::filesystem::path(target_).parent_path();
    if (folder.empty()) folder = ".";
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return;  // the file is there; only its name may be lost in a power cut
    ::fsync(opened);
    ::close(opened);
  }

 private:
  std::string target_, path_;
  int file_ = -1;
  bool moved_ = false;
};

}  // namespace

graph_writer::graph_writer() { file_.assign(sizeof(graph_header), '\0'); }

void graph_writer::add_bytes(section s, std::string_view bytes) {
  file_.resize((file_.size() + 63) / 64 * 64);
  header_.sections[static_cast<std::size_t>(s)] = {.offset = file_.size(), .bytes = bytes.size()};
  file_.append(bytes);
}

std::string graph_writer::finish(std::uint64_t source_digest, box_e7 bounds) {
  header_.header_bytes = sizeof(graph_header);
  header_.file_bytes = file_.size();
  header_.source_digest = source_digest;
  header_.bounds = bounds;
  std::memcpy(file_.data(), &header_, sizeof header_);
  constexpr auto summed_from = offsetof(graph_header, checksum) + sizeof header_.checksum;
  header_.checksum = digest(std::string_view(file_).substr(summed_from));
  std::memcpy(file_.data(), &header_, sizeof header_);
  return std::move(file_);
}

void write_whole_file(const std::string& path, std::string_view bytes) {
  temporary_file file(path);
  file.write(bytes);
  file.move_into_place();
}

}  // namespace road
