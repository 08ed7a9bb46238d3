#include "unit/store/power_loss_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <new>

namespace power_loss {
namespace {

constexpr std::size_t sector = 512;

void apply(std::string& bytes, std::size_t at, std::string_view data) {
  if (bytes.size() < at + data.size()) bytes.resize(at + data.size(), '\0');
  bytes.replace(at, data.size(), data);
}

// One open file: the real one lies in memory right behind this.
struct open_file {
  sqlite3_file base;
  disk* owner;
  std::shared_ptr<file_state> state;  // nullptr: a temporary file nobody would miss
};

open_file* ours(sqlite3_file* file) { return reinterpret_cast<open_file*>(file); }
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(ours(file) + 1); }
sqlite3_vfs* below() { return sqlite3_vfs_find("unix"); }

int close_file(sqlite3_file* file) {
  const int code = real(file)->pMethods == nullptr ? SQLITE_OK : real(file)->pMethods->xClose(real(file));
  ours(file)->state.~shared_ptr();
  return code;
}
int read_file(sqlite3_file* file, void* to, int count, sqlite3_int64 at) { return real(file)->pMethods->xRead(real(file), to, count, at); }
int write_file(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
  const auto& state = ours(file)->state;
  if (state) ours(file)->owner->changed(*state, {.at = at, .data = std::string(static_cast<const char*>(from), static_cast<std::size_t>(count))});
  return real(file)->pMethods->xWrite(real(file), from, count, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (ours(file)->state) ours(file)->owner->changed(*ours(file)->state, {.at = size, .data = {}, .truncates = true});
  return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int) {  // the real sync would only cost time
  if (ours(file)->state) ours(file)->owner->synced(*ours(file)->state);
  return SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) { return real(file)->pMethods->xFileSize(real(file), size); }
int lock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int check_lock(sqlite3_file* file, int* reserved) { return real(file)->pMethods->xCheckReservedLock(real(file), reserved); }
int control_file(sqlite3_file* file, int what, void* argument) {
  if (what == SQLITE_FCNTL_SIZE_HINT || what == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;  // growth is seen in writes only
  return real(file)->pMethods->xFileControl(real(file), what, argument);
}
int sector_size(sqlite3_file*) { return static_cast<int>(sector); }
int characteristics(sqlite3_file*) { return 0; }  // promises nothing: sectors may tear, writes may swap
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** to) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, to);
}
int shm_lock(sqlite3_file* file, int at, int count, int flags) { return real(file)->pMethods->xShmLock(real(file), at, count, flags); }
void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }
int fetch(sqlite3_file* file, sqlite3_int64 at, int count, void** to) { return real(file)->pMethods->xFetch(real(file), at, count, to); }
int unfetch(sqlite3_file* file, sqlite3_int64 at, void* from) { return real(file)->pMethods->xUnfetch(real(file), at, from); }

const sqlite3_io_methods methods{3,         close_file,  read_file,  write_file,   truncate_file, sync_file,       file_size,
                                 lock_file, unlock_file, check_lock, control_file, sector_size,   characteristics, shm_map,
                                 shm_lock,  shm_barrier, shm_unmap,  fetch,        unfetch};

int open_one(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* owner = static_cast<disk*>(vfs->pAppData);
  new (&ours(file)->state) std::shared_ptr<file_state>(name == nullptr ? nullptr : owner->opened(name));
  ours(file)->owner = owner;
  real(file)->pMethods = nullptr;
  const int code = below()->xOpen(below(), name, real(file), flags, out_flags);
  file->pMethods = &methods;  // even after an error: SQLite then calls close
  return code;
}
int delete_one(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  static_cast<disk*>(vfs->pAppData)->removed(name);
  return below()->xDelete(below(), name, sync_folder);
}

}  // namespace

disk::disk(options how) : how_(std::move(how)), random_(how_.seed), vfs_(std::make_unique<sqlite3_vfs>(*below())) {
  vfs_->zName = "power_loss";
  vfs_->szOsFile = static_cast<int>(sizeof(open_file)) + below()->szOsFile;
  vfs_->pAppData = this;
  vfs_->xOpen = open_one;
  vfs_->xDelete = delete_one;
  sqlite3_vfs_register(vfs_.get(), 0);
}

disk::~disk() { sqlite3_vfs_unregister(vfs_.get()); }

std::shared_ptr<file_state> disk::opened(const std::string& path) {
  const std::lock_guard lock(mutex_);
  auto& state = files_[std::filesystem::path(path).filename().string()];
  if (!state) state = std::make_shared<file_state>();
  return state;
}

void disk::removed(const std::string& path) {
  const std::lock_guard lock(mutex_);
  files_.erase(std::filesystem::path(path).filename().string());
}

void disk::changed(file_state& file, file_state::change what) {
  const std::lock_guard lock(mutex_);
  file.pending.push_back(std::move(what));
  maybe_cut();
}

void disk::synced(file_state& file) {
  const std::lock_guard lock(mutex_);
  maybe_cut();
  if (how_.syncs_lie) return;
  for (const auto& one : file.pending) {
    if (one.truncates) {
      file.durable.resize(static_cast<std::size_t>(one.at), '\0');
    } else {
      apply(file.durable, static_cast<std::size_t>(one.at), one.data);
    }
  }
  file.pending.clear();
}

void disk::maybe_cut() {
  if (!how_.moment()) return;
  std::map<std::string, std::string> left;
  for (const auto& [name, state] : files_) left[name] = after_cut(*state);
  how_.take(left);
}

// Of the unsynced changes each is there or not; of a write that is there, sometimes only some sectors.
std::string disk::after_cut(const file_state& file) {
  std::string bytes = file.durable;
  for (const auto& one : file.pending) {
    if (random_() % 2 == 0) continue;
    if (one.truncates) {
      bytes.resize(static_cast<std::size_t>(one.at), '\0');
      continue;
    }
    const bool torn = random_() % 4 == 0;
    for (std::size_t from = 0; from < one.data.size(); from += sector) {
      if (torn && random_() % 2 == 0) continue;
      apply(bytes, static_cast<std::size_t>(one.at) + from, std::string_view(one.data).substr(from, sector));
    }
  }
  return bytes;
}

}  // namespace power_loss
