#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "app/feed_files.h"
#include "app/feed_http.h"

namespace app {

// What the command line said of a feed.
struct feed_options {
  std::vector<std::string> files;
  std::string protocol = "json";
  std::string to;               // where the fixes go: http:// or, for mqtt, mqtt://
  std::string server;           // mqtt: http:// of the server, for units and devices
  std::string token;            // an API token; for json, for --create, and for what became of phones' fixes
  std::string keys_file;        // lines name:key of the devices
  std::string speed = "1";      // how many times faster than it was, or "max"
  std::string prefix = "feed";  // of the names of units and devices
  std::size_t units = 0;        // at most; 0: all the files have
  std::size_t most_fixes = 0;   // at most; 0: all
  std::size_t connections = 4;
  bool create = false;
  bool keep_times = false;
  bool quiet = false;
};

// Counts by reason, from several threads.
class feed_counts {
 public:
  void add(std::string_view reason, std::int64_t count = 1);
  [[nodiscard]] std::map<std::string, std::int64_t, std::less<>> all() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::int64_t, std::less<>> counts_;
};

// Whom a mover's fixes are sent for.
struct feed_target {
  std::string unit_id;
  std::string device;
  std::string key;
};

// Finds each mover's unit, and its device where the protocol needs one; makes those that are missing when asked to, and writes their
// keys into the keys file. Throws base::problem with the remedy.
std::vector<feed_target> prepare_targets(const feed_options& how, const std::vector<std::string>& movers);

// What the server says became of these devices' fixes, summed up by reason.
std::map<std::string, std::int64_t> device_counts(const feed_options& how, const std::vector<feed_target>& targets);

// One connection's way of sending by a protocol. Fixes of one mover always go the same way, in order.
struct outgoing {
  const feed_target* target = nullptr;
  feed_fix fix;  // with the time it is to be sent with
};
class feed_sender {
 public:
  virtual ~feed_sender() = default;
  // Sends them; returns when they are acknowledged (mqtt: handed to the broker). Counts what the answers say.
  virtual void send(const std::vector<outgoing>& fixes) = 0;
  // Waits for what is under way.
  virtual void finish() {}
  [[nodiscard]] virtual std::size_t most_at_once() const { return 1; }
};
std::unique_ptr<feed_sender> make_feed_sender(const feed_options& how, feed_counts& counts);

}  // namespace app
