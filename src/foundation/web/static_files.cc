#include "foundation/web/static_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <mutex>

#include "foundation/base/log.h"
#include "foundation/base/text.h"
#include "foundation/seal/hash.h"
#include "foundation/web/compress.h"
#include "foundation/web/http_rules.h"
#include "foundation/web/precondition.h"
#include "foundation/web/response_writer.h"

namespace web {
namespace {

namespace fs = std::filesystem;
using bytes = std::shared_ptr<const std::string>;

constexpr std::size_t worth_compressing = 1024;  // bytes
constexpr int gzip_level = 9;                    // done once per file

struct ending {
  std::string_view text;
  std::string_view type;
};

constexpr std::array<ending, 24> endings{{{".html", "text/html; charset=utf-8"},
                                          {".js", "text/javascript; charset=utf-8"},
                                          {".mjs", "text/javascript; charset=utf-8"},
                                          {".css", "text/css; charset=utf-8"},
                                          {".json", "application/json"},
                                          {".geojson", "application/geo+json"},
                                          {".map", "application/json"},
                                          {".webmanifest", "application/manifest+json"},
                                          {".wasm", "application/wasm"},
                                          {".svg", "image/svg+xml"},
                                          {".png", "image/png"},
                                          {".jpg", "image/jpeg"},
                                          {".jpeg", "image/jpeg"},
                                          {".webp", "image/webp"},
                                          {".gif", "image/gif"},
                                          {".ico", "image/x-icon"},
                                          {".woff2", "font/woff2"},
                                          {".woff", "font/woff"},
                                          {".txt", "text/plain; charset=utf-8"},
                                          {".md", "text/plain; charset=utf-8"},
                                          {".xml", "application/xml"},
                                          {".pdf", "application/pdf"},
                                          {".pbf", "application/x-protobuf"},
                                          {".mvt", "application/vnd.mapbox-vector-tile"}}};

std::string_view last_segment(std::string_view address) { return address.substr(address.rfind('/') + 1); }

// "index-BX2f1a9c.js": eight or more characters of base64url between the last '-' or the first '.' and the ending.
bool has_hash(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  const auto stem = name.substr(0, dot);
  const auto mark = stem.find_last_of("-.");
  if (mark == std::string_view::npos || mark == 0) return false;
  const auto hash = stem.substr(mark + 1);
  // A '-' may be a character of the hash itself.
  const auto from = hash.size() >= 8 ? mark : stem.size() >= 9 ? stem.size() - 9 : std::string_view::npos;
  return from != std::string_view::npos && from > 0 && (stem[from] == '-' || stem[from] == '.');
}

// A link may point anywhere inside the folder, but not out of it.
bool is_inside(const fs::path& root, const fs::path& found) {
  std::error_code failed;
  const auto real = fs::canonical(found, failed);
  if (failed) return false;
  return std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first == root.end();
}

bool is_hidden(const fs::path& relative) {
  return std::any_of(relative.begin(), relative.end(), [](const fs::path& part) { return part.string().starts_with('.'); });
}

void warn(std::string_view event, const fs::path& path) { base::log(base::log_level::warning, event, {{"file", std::string_view(path.native())}}); }

}  // namespace

struct static_files::file {
  std::string type;
  std::string hash;  // of the plain content: 32 hexadecimal digits
  bool hashed_name = false;
  bytes plain;
  bytes brotli;
  mutable bytes gzip;  // set with `once`
  mutable std::once_flag once;

  const bytes& gzipped() const {
    std::call_once(once, [this] {
      if (gzip || plain->size() < worth_compressing || !is_compressible(type)) return;
      auto packed = std::make_shared<const std::string>(gzip_writer(gzip_level).compress(*plain));
      if (packed->size() < plain->size()) gzip = std::move(packed);
    });
    return gzip;
  }
};

static_files::static_files(static_options options) : options_(std::move(options)) {}
static_files::~static_files() = default;

void static_files::add(std::string_view address, std::string content) {
  auto made = std::make_unique<file>();
  made->type = content_type_of(address);
  made->hash = seal::to_hex(seal::sha256(content)).substr(0, 32);
  made->hashed_name =
      std::any_of(options_.hashed_under.begin(), options_.hashed_under.end(), [&](const std::string& under) { return address.starts_with(under); }) &&
      has_hash(last_segment(address));
  total_ += content.size();
  made->plain = std::make_shared<const std::string>(std::move(content));
  files_[std::string(address)] = std::move(made);
}

std::size_t static_files::add_folder(const std::filesystem::path& folder, std::string_view prefix) {
  std::error_code failed;
  const auto root = fs::canonical(folder, failed);
  if (failed || !fs::is_directory(root)) {
    throw base::problem(500, "no_such_folder", "The folder of web files cannot be read.", folder.string(), "Check the path and its rights.");
  }
  std::vector<std::pair<std::string, std::string>> packed;  // addresses and contents of .br and .gz
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root, fs::directory_options::skip_permission_denied)) {
    const auto relative = entry.path().lexically_relative(root);
    if (!entry.is_regular_file(failed) || is_hidden(relative)) continue;
    if (!is_inside(root, entry.path())) {
      warn("web_file_outside", entry.path());
      continue;
    }
    if (entry.file_size() > options_.max_file || total_ + entry.file_size() > options_.max_total) {
      warn("web_file_too_large", entry.path());
      continue;
    }
    std::ifstream in(entry.path(), std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in) {
      warn("web_file_unreadable", entry.path());
      continue;
    }
    std::string address = std::string(prefix) + relative.generic_string();
    ++count;
    if (address.ends_with(".br") || address.ends_with(".gz")) {
      packed.emplace_back(std::move(address), std::move(content));
    } else {
      add(address, std::move(content));
    }
  }
  for (auto& [address, content] : packed) {
    const auto owner = files_.find(address.substr(0, address.size() - 3));
    if (owner == files_.end()) {  // not beside a plain file: a file of its own
      add(address, std::move(content));
      continue;
    }
    (address.ends_with(".br") ? owner->second->brotli : owner->second->gzip) = std::make_shared<const std::string>(std::move(content));
  }
  return count;
}

const static_files::file* static_files::find(const request& what) const {
  std::string address = what.path;
  if (address.ends_with('/')) address += "index.html";
  if (const auto at = files_.find(address); at != files_.end()) return at->second.get();
  if (!options_.one_page || last_segment(what.path).find('.') != std::string_view::npos) return nullptr;
  const auto accept = what.header("accept").value_or("");
  if (!accepts_token(accept, "text/html")) return nullptr;
  const auto at = files_.find("/index.html");
  return at == files_.end() ? nullptr : at->second.get();
}

response static_files::answer(const request& what) const {
  const file* const found = find(what);
  if (found == nullptr)
    return problem_response(base::problem(404, "no_such_file", "There is nothing at this address.", "", "Check the address."), what);
  const auto accepted = what.header("accept-encoding").value_or("");
  response answer{.content_type = found->type, .shared_body = found->plain};
  std::string tag = found->hash;
  const bool varies = found->brotli || found->gzipped();
  if (found->brotli && accepts_token(accepted, "br")) {
    answer.shared_body = found->brotli;
    answer.headers.push_back({"Content-Encoding", "br"});
    tag += "-br";
  } else if (found->gzipped() && accepts_token(accepted, "gzip")) {
    answer.shared_body = found->gzipped();
    answer.headers.push_back({"Content-Encoding", "gzip"});
    tag += "-gz";
  }
  tag = '"' + tag + '"';
  if (varies) answer.headers.push_back({"Vary", "Accept-Encoding"});
  answer.headers.push_back({"Cache-Control", found->hashed_name ? "public, max-age=31536000, immutable" : "no-cache"});
  answer.headers.push_back({"ETag", tag});
  if (has_matching_tag(what.header("if-none-match").value_or(""), tag)) {
    answer.status = 304;
    answer.content_type.clear();
    answer.shared_body.reset();
    std::erase_if(answer.headers, [](const name_value& h) { return h.name == "Content-Encoding"; });
  }
  return answer;
}

handler static_files::handle() const {
  return [this](const request& what, const reply& to) { to(answer(what)); };
}

std::string_view content_type_of(std::string_view name) {
  const std::string lower = base::lower_ascii(last_segment(name));
  const auto at = std::find_if(endings.begin(), endings.end(), [&](const ending& e) { return lower.ends_with(e.text); });
  return at == endings.end() ? "application/octet-stream" : at->type;
}

}  // namespace web
