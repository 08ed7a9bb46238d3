#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "foundation/base/time.h"

namespace web {

struct address_limits_config {
  std::size_t max_connections = 256;  // open at once from one address; 0: no limit
  double requests_s = 200;            // refilled per second and address; 0: no limit
  double burst = 600;                 // requests that may come at once
  bool limit_loopback = false;        // whether 127.0.0.0/8 and ::1 are limited too (they are the proxy's, the tests')
};

// An address as a key: IPv4 whole, IPv6 by its /64 (one customer has at least that).
using address_key = std::array<unsigned char, 16>;

// Counts connections and meters requests per address. Safe to share between threads. Remembers at most 65,536
// addresses; when full, those at rest are forgotten first, and newcomers beyond that are not metered.
class address_limits {
 public:
  explicit address_limits(const address_limits_config& config) : config_(config) {}

  // Whether one more connection may be opened; counts it when so.
  bool open(const address_key& from);
  void close(const address_key& from);
  // 0 when a request may pass (it is counted), else the seconds, at least 1, after which to try again.
  std::int64_t retry_after_s(const address_key& from, base::duration steady);

 private:
  struct entry {
    std::size_t connections = 0;
    double tokens = 0;
    std::int64_t at_us = 0;  // steady time of the last refill
    bool metered = false;
  };
  entry* find_or_make(const address_key& from);  // with the lock held
  struct hash {
    std::size_t operator()(const address_key& key) const;
  };
  address_limits_config config_;
  std::mutex mutex_;
  std::unordered_map<address_key, entry, hash> entries_;
};

// The key of an address in text ("10.1.2.3", "2001:db8::1"); all zero for what is not one.
address_key key_of_address(std::string_view text);
bool is_address_text(std::string_view text);
bool is_loopback(const address_key& key);

}  // namespace web
