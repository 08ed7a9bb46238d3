#pragma once
#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

#include "support/test_folder.h"

namespace test {

// A file system of its own of a few MiB.
class small_disk {
 public:
  explicit small_disk(int mebibytes) {
    std::filesystem::create_directory(path_);
    const auto size = "size=" + std::to_string(mebibytes) + "m";
    if (::mount("tmpfs", path_.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, size.c_str()) != 0) why_not_ = std::strerror(errno);
  }
  ~small_disk() {
    if (why_not_.empty()) ::umount2(path_.c_str(), MNT_DETACH);
  }
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& why_not() const { return why_not_; }  // "" when it is mounted

  // Takes all that is free, to the last block.
  void fill() const {
    const int file = ::open((path_ + "/ballast").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    for (std::size_t piece = 1U << 20U; piece >= 4096;) {
      const std::string block(piece, 'x');
      const auto written = ::write(file, block.data(), block.size());
      if (written != static_cast<ssize_t>(piece)) piece /= 2;
    }
    ::close(file);
  }
  void make_room() const { std::filesystem::remove(path_ + "/ballast"); }

 private:
  folder folder_;
  std::string path_ = folder_.file("disk");
  std::string why_not_;
};

}  // namespace test
