#include "town/access/password_gate.h"

#include "foundation/base/problem.h"

namespace accounts {

// One of the places for running hashes, given back at the end.
class password_gate::turn {
 public:
  explicit turn(password_gate& gate) : gate_(gate) {
    std::unique_lock lock(gate.mutex_);
    if (gate.running_ >= gate.most_.running) {
      if (gate.waiting_ >= gate.most_.waiting) refuse();
      ++gate.waiting_;
      const bool free = gate.freed_.wait_for(lock, gate.most_.patience, [&] { return gate.running_ < gate.most_.running; });
      --gate.waiting_;
      if (!free) refuse();
    }
    ++gate.running_;
  }
  ~turn() {
    {
      const std::lock_guard lock(gate_.mutex_);
      --gate_.running_;
    }
    gate_.freed_.notify_one();
  }
  turn(const turn&) = delete;
  turn& operator=(const turn&) = delete;

 private:
  [[noreturn]] static void refuse() {
    throw base::problem(503, "sign_in_busy", "Too many are signing in at once.", "", "Try again in a few seconds.");
  }
  password_gate& gate_;
};

bool password_gate::verify(std::string_view hash, std::string_view password) {
  const turn mine(*this);
  return seal::verify_password(hash, password);
}

std::string password_gate::hash(std::string_view password) {
  const turn mine(*this);
  return seal::hash_password(password, cost_);
}

}  // namespace accounts
