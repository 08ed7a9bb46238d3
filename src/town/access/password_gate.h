#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "foundation/seal/password.h"

namespace accounts {

struct gate_limits {
  std::size_t running = 2;
  std::size_t waiting = 6;
  std::chrono::milliseconds patience{3000};
};

// Every argon2id hash takes 64 MiB and a tenth of a second or two: a flood of sign-ins must not eat the machine. At most
// `running` are computed at once and `waiting` wait, `patience` at most; all others get a 503 (sign_in_busy) at once.
class password_gate {
 public:
  explicit password_gate(seal::password_cost cost, const gate_limits& most = {}) : cost_(cost), most_(most) {}
  // As seal::verify_password and seal::hash_password, when its turn has come.
  bool verify(std::string_view hash, std::string_view password);
  std::string hash(std::string_view password);
  [[nodiscard]] bool outdated(std::string_view hash) const { return seal::needs_rehash(hash, cost_); }

 private:
  class turn;
  seal::password_cost cost_;
  gate_limits most_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::size_t running_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace accounts
