#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

struct sqlite3_vfs;

namespace power_loss {

// What the disk holds of one file for certain, and what was written since its last sync.
struct file_state {
  struct change {
    std::int64_t at = 0;
    std::string data;
    bool truncates = false;  // to `at` bytes
  };
  std::string durable;
  std::vector<change> pending;
};

// An SQLite file system (named "power_loss") that passes everything on to the machine's own and remembers which bytes a
// power cut would be sure to leave. At chosen moments it writes down what the disk might hold after a cut: the durable
// bytes, and of the unsynced ones a random part, in sectors of 512 bytes.
class disk {
 public:
  // moment: called at every write, truncation and sync with the disk's mutex held; returns true to cut the power in a
  // copy, false to go on. take: gets the name (without folder) and bytes of each file of such a copy.
  struct options {
    std::uint32_t seed = 1;
    bool syncs_lie = false;  // a disk that does not keep what it was told to sync
    std::function<bool()> moment;
    std::function<void(const std::map<std::string, std::string>&)> take;
  };
  explicit disk(options how);
  ~disk();
  disk(const disk&) = delete;
  disk& operator=(const disk&) = delete;
  std::mutex& mutex() { return mutex_; }

  // For the file system's functions:
  std::shared_ptr<file_state> opened(const std::string& path);
  void removed(const std::string& path);
  void changed(file_state& file, file_state::change what);
  void synced(file_state& file);

 private:
  void maybe_cut();
  std::string after_cut(const file_state& file);

  options how_;
  std::mutex mutex_;
  std::mt19937 random_;
  std::map<std::string, std::shared_ptr<file_state>> files_;
  std::unique_ptr<sqlite3_vfs> vfs_;
};

}  // namespace power_loss
