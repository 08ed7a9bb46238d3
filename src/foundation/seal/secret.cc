#include "foundation/seal/secret.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace seal {
namespace {

base::problem file_problem(const std::string& path, const std::string& detail, const std::string& remedy) {
  return {500, "secret_file", "A secret file cannot be used.", path + ": " + detail, remedy};
}

// An open file that closes itself.
class descriptor {
 public:
  explicit descriptor(int number) : number_(number) {}
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

// The new name is durable only when its folder is flushed too.
void flush_folder(const std::string& path) {
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() >= 0) ::fsync(opened.number());
}

}  // namespace

secret32::~secret32() { sodium_memzero(bytes_.data(), bytes_.size()); }

secret32::secret32(secret32&& other) noexcept : bytes_(other.bytes_) { sodium_memzero(other.bytes_.data(), other.bytes_.size()); }

secret32& secret32::operator=(secret32&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    sodium_memzero(other.bytes_.data(), other.bytes_.size());
  }
  return *this;
}

secret32 secret32::random() {
  secret32 out;
  randombytes_buf(out.bytes_.data(), out.bytes_.size());
  return out;
}

void wipe(std::string& text) {
  sodium_memzero(text.data(), text.size());
  text.clear();
}

void save_secret(const std::string& path, const secret32& secret) {
  const descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.number() < 0) {
    throw file_problem(path, std::strerror(errno), "Name a file that does not exist yet, in a folder the server may write.");
  }
  std::string text = base::to_hex({reinterpret_cast<const char*>(secret.data()), 32}) + "\n";
  const bool written = ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file.number()) == 0;
  const int error = errno;
  wipe(text);
  if (!written) {
    ::unlink(path.c_str());
    throw file_problem(path, std::strerror(error), "Free some space and try again.");
  }
  flush_folder(path);
}

secret32 load_secret(const std::string& path) {
  const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) throw file_problem(path, std::strerror(errno), "Restore the file from the installation's backup of keys.");
  struct stat about {};
  if (::fstat(file.number(), &about) != 0 || !S_ISREG(about.st_mode)) throw file_problem(path, "it is not a plain file", "Name the key file itself.");
  if ((about.st_mode & 077U) != 0) throw file_problem(path, "other users may read or write it", "Run chmod 600 on it.");
  std::string text(128, '\0');
  const ssize_t got = ::read(file.number(), text.data(), text.size());
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  auto bytes = base::from_hex(base::trim(text));
  wipe(text);
  if (!bytes || bytes->size() != 32)
    throw file_problem(path, "it does not hold 64 hexadecimal digits", "Restore the file from the installation's backup of keys.");
  secret32 out;
  std::copy(bytes->begin(), bytes->end(), out.data());
  wipe(*bytes);
  return out;
}

}  // namespace seal
