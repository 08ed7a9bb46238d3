#pragma once
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/time.h"

namespace files {

// Contents on disk under the SHA-256 of their bytes, each once: FOLDER/ab/cdef…, and beside it cdef….thumb, its small
// picture. A content appears whole and durable or not at all. Safe to share between threads.
class content_folder {
 public:
  explicit content_folder(std::string path);  // made when the first content is put

  // While it lives the sweep leaves this content alone: from before it is put until its row is committed.
  class hold {
   public:
    hold(content_folder& in, std::string sha256);
    ~hold();
    hold(const hold&) = delete;
    hold& operator=(const hold&) = delete;
    [[nodiscard]] const std::string& sha256() const { return sha256_; }

   private:
    content_folder& in_;
    const std::string sha256_;
  };

  // Durable when it returns; what is there already and whole is left as it is. `thumbnail` may be empty. Throws base::problem
  // 507 disk_full or 503 folder_unwritable; then nothing of it is left.
  void put(const hold& of, std::string_view content, std::string_view thumbnail);
  // Throws base::problem 500 content_lost when it is not there or not of this size.
  [[nodiscard]] std::string get(std::string_view sha256, std::int64_t bytes) const;
  [[nodiscard]] std::string get_thumbnail(std::string_view sha256) const;  // 404 when there is none

  enum class state { whole, missing, damaged };
  [[nodiscard]] state verify(std::string_view sha256) const;  // reads it all

  // Whether the contents are those of this database, by a mark it was given when it was made. The first one asked about is it.
  [[nodiscard]] bool is_of(std::string_view database);

  // Which of these contents, all of one folder (the first two digits), are known.
  using known_contents = std::function<std::set<std::string>(std::string_view first_digits)>;
  // Removes contents last written before this moment that nobody knows and nobody holds, and files that were never finished.
  // Returns how many.
  std::int64_t sweep(base::instant before, const known_contents& known);

 private:
  [[nodiscard]] std::string folder_of(std::string_view sha256) const;
  [[nodiscard]] std::string path_of(std::string_view sha256) const;
  [[nodiscard]] bool condemn(const std::string& sha256);
  bool remove_unknown(const std::string& sha256, const known_contents& known);

  const std::string path_;
  std::mutex mutex_;
  std::condition_variable pardoned_;
  std::multiset<std::string> held_;
  std::set<std::string> condemned_;  // being looked at by the sweep: a hold waits
};

}  // namespace files
