#include "foundation/web/address_limits.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

namespace web {
namespace {

constexpr std::size_t max_entries = 65'536;

// IPv4 as an IPv4-mapped IPv6 address; false when the text is no address.
bool parse(std::string_view text, address_key& key) {
  const std::string terminated(text);
  key.fill(0);
  if (::inet_pton(AF_INET, terminated.c_str(), key.data() + 12) == 1) {
    key[10] = key[11] = 0xFF;
    return true;
  }
  return ::inet_pton(AF_INET6, terminated.c_str(), key.data()) == 1;
}

bool is_mapped_v4(const address_key& key) {
  return key[10] == 0xFF && key[11] == 0xFF && std::all_of(key.begin(), key.begin() + 10, [](unsigned char b) { return b == 0; });
}

}  // namespace

address_key key_of_address(std::string_view text) {
  address_key key{};
  if (!parse(text, key)) key.fill(0);
  const bool loopback6 = std::all_of(key.begin(), key.end() - 1, [](unsigned char b) { return b == 0; });
  if (!is_mapped_v4(key) && !loopback6) std::fill(key.begin() + 8, key.end(), static_cast<unsigned char>(0));
  return key;
}

bool is_address_text(std::string_view text) {
  address_key key{};
  return parse(text, key);
}

bool is_loopback(const address_key& key) {
  if (is_mapped_v4(key)) return key[12] == 127;
  return key[15] == 1 && std::all_of(key.begin(), key.end() - 1, [](unsigned char b) { return b == 0; });
}

std::size_t address_limits::hash::operator()(const address_key& key) const {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  std::memcpy(&high, key.data(), 8);
  std::memcpy(&low, key.data() + 8, 8);
  return static_cast<std::size_t>((high * 0x9E3779B97F4A7C15ULL) ^ (low * 0xC2B2AE3D27D4EB4FULL));
}

address_limits::entry* address_limits::find_or_make(const address_key& from) {
  const auto found = entries_.find(from);
  if (found != entries_.end()) return &found->second;
  if (entries_.size() >= max_entries) {
    std::erase_if(entries_, [](const auto& one) { return one.second.connections == 0; });
    if (entries_.size() >= max_entries) return nullptr;
  }
  return &entries_[from];
}

bool address_limits::open(const address_key& from) {
  if (config_.max_connections == 0 || (!config_.limit_loopback && is_loopback(from))) return true;
  const std::scoped_lock lock(mutex_);
  entry* const known = find_or_make(from);
  if (known == nullptr) return true;
  if (known->connections >= config_.max_connections) return false;
  ++known->connections;
  return true;
}

void address_limits::close(const address_key& from) {
  if (config_.max_connections == 0 || (!config_.limit_loopback && is_loopback(from))) return;
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(from);
  if (found != entries_.end() && found->second.connections > 0) --found->second.connections;
}

std::int64_t address_limits::retry_after_s(const address_key& from, base::duration steady) {
  if (config_.requests_s <= 0 || (!config_.limit_loopback && is_loopback(from))) return 0;
  const std::scoped_lock lock(mutex_);
  entry* const known = find_or_make(from);
  if (known == nullptr) return 0;
  if (!known->metered) {
    known->metered = true;
    known->tokens = config_.burst;
  } else {
    known->tokens = std::min(config_.burst, known->tokens + static_cast<double>(steady.us - known->at_us) / 1e6 * config_.requests_s);
  }
  known->at_us = steady.us;
  if (known->tokens >= 1) {
    known->tokens -= 1;
    return 0;
  }
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil((1 - known->tokens) / config_.requests_s)));
}

}  // namespace web
