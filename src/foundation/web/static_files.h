#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/web/reply.h"

namespace web {

struct static_options {
  std::vector<std::string> hashed_under = {"/assets/"};  // below these, names with a hash ("index-BX2f1a9c.js") never change
  bool one_page = true;                     // an unknown address without a dot in its last segment answers index.html to a browser asking for a page
  std::size_t max_file = 64 * 1024 * 1024;  // bytes; larger files are left out, with a warning in the log
  std::size_t max_total = 512 * 1024 * 1024;
};

// Files served from memory: what is not read at the start cannot be asked for, so no request reaches the disk.
// Precompressed neighbours (x.js.br, x.js.gz) are used when the client accepts them; text without one is compressed
// with gzip at its first use. Safe to share between threads once filled.
class static_files {
 public:
  explicit static_files(static_options options = {});
  ~static_files();
  static_files(const static_files&) = delete;
  static_files& operator=(const static_files&) = delete;

  // Reads the folder and all below it; addresses begin with `prefix` ("/"). Hidden files, and links that lead out of the
  // folder, are left out. Returns how many it read; base::problem no_such_folder when it cannot be read.
  std::size_t add_folder(const std::filesystem::path& folder, std::string_view prefix = "/");
  // One file from memory; replaces one of the same address.
  void add(std::string_view address, std::string content);

  // GET or HEAD of request.path. 404 as a problem.
  [[nodiscard]] response answer(const request& what) const;
  // For a route "/{path*}". This object must outlive the server.
  [[nodiscard]] handler handle() const;

 private:
  struct file;
  [[nodiscard]] const file* find(const request& what) const;
  static_options options_;
  std::map<std::string, std::unique_ptr<file>, std::less<>> files_;
  std::size_t total_ = 0;
};

// By the name's ending; application/octet-stream for the unknown.
std::string_view content_type_of(std::string_view name);

}  // namespace web
