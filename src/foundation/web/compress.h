#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace web {

// Compresses with gzip, keeping zlib's 256 KiB of working memory between bodies. One per thread.
class gzip_writer {
 public:
  // level: 1 (fast) … 9 (small).
  explicit gzip_writer(int level);
  ~gzip_writer();
  gzip_writer(const gzip_writer&) = delete;
  gzip_writer& operator=(const gzip_writer&) = delete;
  // The compressed bytes; std::runtime_error when zlib fails (out of memory).
  std::string compress(std::string_view body);

 private:
  struct stream;
  std::unique_ptr<stream> stream_;
};

}  // namespace web
