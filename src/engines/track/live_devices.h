#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engines/track/device_store.h"
#include "engines/track/intake.h"
#include "foundation/seal/hash.h"
#include "foundation/store/store.h"

namespace track {

// How fast a device may report. A phone that was out of reach replays what it gathered, so that much may come at once.
struct device_pace {
  double fixes_s = 20;   // 0: as fast as it likes
  double burst = 2'000;  // fixes
};

// What a device did since the server's start. Safe to share between threads.
class device_activity {
 public:
  // Whether this many fixes are within its pace; then they are counted against it. `steady` is the time that never goes back.
  bool may_send(std::size_t fixes, base::duration steady, const device_pace& pace);
  void heard(base::instant now);
  void count(const verdicts& of);
  void refuse(std::string_view why, std::int64_t count = 1);
  // Fills in the members that say what it did.
  void show(device& in) const;

 private:
  mutable std::mutex mutex_;
  double spent_ = 0;  // of the burst
  base::duration spent_at_{};
  std::int64_t heard_us_ = 0;
  std::int64_t accepted_ = 0, late_ = 0, duplicate_ = 0, off_shift_ = 0;
  std::map<std::string, std::int64_t, std::less<>> refused_;
};

// A device as the doors know it.
struct known_device {
  device what;
  seal::digest key{};  // of its key
  std::shared_ptr<device_activity> activity = std::make_shared<device_activity>();
};
using device_ptr = std::shared_ptr<const known_device>;

// All devices, found without a query. Follows commits: a removed device is unknown before its removal is answered. Safe to
// share between threads.
class live_devices {
 public:
  explicit live_devices(store::database& store) : store_(store) {}
  // Reads all anew; what each did is kept. At start.
  void rebuild();
  // For store::database::on_commit: follows the topic device.
  void hear(std::span<const store::committed_event> events);

  // nullptr when no device has this key (it costs one SHA-256), or this name.
  [[nodiscard]] device_ptr find_by_key(std::string_view key) const;
  [[nodiscard]] device_ptr find_by_name(std::string_view name) const;
  // By id, for what it did; nullptr when there is none.
  [[nodiscard]] device_ptr find(std::string_view id) const;
  [[nodiscard]] std::size_t size() const;

 private:
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct digest_hash {
    std::size_t operator()(const seal::digest& d) const { return std::hash<std::string_view>{}(seal::bytes_of(d).substr(0, 8)); }
  };
  using by_text = std::unordered_map<std::string, device_ptr, text_hash, std::equal_to<>>;
  static device_ptr look_up(const by_text& in, std::string_view text);
  void put(stored_device one);
  void remove(std::string_view id);

  store::database& store_;
  mutable std::shared_mutex mutex_;  // guards the rest
  by_text by_id_;
  by_text by_name_;
  std::unordered_map<seal::digest, device_ptr, digest_hash> by_key_;
};

}  // namespace track
