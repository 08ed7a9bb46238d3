#include "foundation/files/content_folder.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "foundation/base/problem.h"
#include "foundation/files/disk.h"
#include "foundation/seal/hash.h"

namespace files {
namespace {

constexpr std::string_view thumbnail_ending = ".thumb";
constexpr std::size_t first_digits = 2;  // of a hash: its folder
constexpr std::size_t digits = 64;
constexpr base::duration writing_time = base::hours(2);  // beyond what a content waits: a file in the making may be one being written now

bool is_hexadecimal(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// The names within a folder; none when it cannot be read.
std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> out;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    out.push_back(at->path().filename().string());
  }
  return out;
}

bool has_content(const std::string& path, std::string_view sha256, std::int64_t bytes) {
  std::string there;
  return read_whole(path, bytes, there) && seal::to_hex(seal::sha256(there)) == sha256;
}

}  // namespace

content_folder::content_folder(std::string path) : path_(std::move(path)) {}

content_folder::hold::hold(content_folder& in, std::string sha256) : in_(in), sha256_(std::move(sha256)) {
  std::unique_lock lock(in_.mutex_);
  in_.pardoned_.wait(lock, [this] { return !in_.condemned_.contains(sha256_); });
  in_.held_.insert(sha256_);
}

content_folder::hold::~hold() {
  const std::scoped_lock lock(in_.mutex_);
  in_.held_.erase(in_.held_.find(sha256_));
}

// A name from the database becomes part of a path only when it is a hash.
std::string content_folder::folder_of(std::string_view sha256) const {
  if (sha256.size() != digits || !is_hexadecimal(sha256)) throw std::logic_error("not a SHA-256: " + std::string(sha256));
  return path_ + "/" + std::string(sha256.substr(0, first_digits));
}

std::string content_folder::path_of(std::string_view sha256) const { return folder_of(sha256) + "/" + std::string(sha256.substr(first_digits)); }

void content_folder::put(const hold& of, std::string_view content, std::string_view thumbnail) {
  const auto folder = folder_of(of.sha256());
  const auto path = path_of(of.sha256());
  const auto small = path + std::string(thumbnail_ending);
  make_folder(path_);
  make_folder(folder);
  const bool has = has_content(path, of.sha256(), static_cast<std::int64_t>(content.size()));
  if (has) mark_as_written(path);
  std::unique_ptr<unfinished_file> whole, picture;
  if (!has) whole = std::make_unique<unfinished_file>(folder, content);
  if (!thumbnail.empty() && !(has && std::filesystem::exists(small))) picture = std::make_unique<unfinished_file>(folder, thumbnail);
  if (picture) picture->move_to(small);
  try {
    if (whole) whole->move_to(path);
  } catch (...) {
    if (!std::filesystem::exists(path)) ::unlink(small.c_str());
    throw;
  }
  sync_folder(folder);
}

std::string content_folder::get(std::string_view sha256, std::int64_t bytes) const {
  std::string out;
  if (read_whole(path_of(sha256), bytes, out)) return out;
  throw base::problem(500, "content_lost", "The file's content is lost or damaged.", "Its SHA-256 is " + std::string(sha256) + ".",
                      "Have the administrator bring it back from a backup of the data folder.");
}

std::string content_folder::get_thumbnail(std::string_view sha256) const {
  std::string out;
  if (!read_whole(path_of(sha256) + std::string(thumbnail_ending), -1, out)) throw base::not_found("small picture");
  return out;
}

content_folder::state content_folder::verify(std::string_view sha256) const {
  const auto path = path_of(sha256);
  if (!std::filesystem::exists(path)) return state::missing;
  return has_content(path, sha256, -1) ? state::whole : state::damaged;
}

bool content_folder::is_of(std::string_view database) {
  const auto path = path_ + "/database";
  std::string named;
  if (read_whole(path, -1, named)) return named == database;
  if (std::filesystem::exists(path_)) unfinished_file(path_, database).move_to(path);
  return true;
}

std::int64_t content_folder::sweep(base::instant before, const known_contents& known) {
  std::int64_t removed = 0;
  for (const auto& first : names_in(path_)) {
    if (first.size() != first_digits || !is_hexadecimal(first)) continue;
    const auto folder = path_ + "/" + first + "/";
    std::set<std::string> old;  // contents, also of small pictures that have none
    for (const auto& name : names_in(folder)) {
      const bool unfinished = name.starts_with(unfinished_file::prefix);
      if (written_at(folder + name) >= (unfinished ? before - writing_time : before)) continue;
      const auto stem = name.substr(0, digits - first_digits);
      const bool ours =
          stem.size() == digits - first_digits && is_hexadecimal(stem) && (name == stem || name == stem + std::string(thumbnail_ending));
      if (ours) old.insert(first + stem);
      if (unfinished && ::unlink((folder + name).c_str()) == 0) ++removed;
    }
    if (old.empty()) continue;
    const auto needed = known(first);
    for (const auto& sha256 : old) {
      if (!needed.contains(sha256) && remove_unknown(sha256, known)) ++removed;
    }
  }
  return removed;
}

bool content_folder::condemn(const std::string& sha256) {
  const std::scoped_lock lock(mutex_);
  return !held_.contains(sha256) && condemned_.insert(sha256).second;
}

// Nobody holds it, and whoever wants to waits until it is decided: so it is asked again whether it is known, and nothing can
// come between the answer and the removal.
bool content_folder::remove_unknown(const std::string& sha256, const known_contents& known) {
  if (!condemn(sha256)) return false;
  const auto pardon = [this](const std::string* one) {
    const std::scoped_lock lock(mutex_);
    condemned_.erase(*one);
    pardoned_.notify_all();
  };
  const std::unique_ptr<const std::string, decltype(pardon)> until_the_end(&sha256, pardon);
  if (known(std::string_view(sha256).substr(0, first_digits)).contains(sha256)) return false;
  const auto path = path_of(sha256);
  ::unlink((path + std::string(thumbnail_ending)).c_str());
  return ::unlink(path.c_str()) == 0;
}

}  // namespace files
