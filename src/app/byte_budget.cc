#include "app/byte_budget.h"

namespace app {

struct byte_budget::state {
  struct share {
    std::size_t bytes = 0;
    std::size_t tickets = 0;
  };
  struct ticket {
    ticket(std::shared_ptr<state> of, std::string who, std::size_t size) : from(std::move(of)), account(std::move(who)), bytes(size) {}
    ~ticket() {
      const std::scoped_lock lock(from->mutex);
      from->taken -= bytes;
      auto& own = from->shares[account];
      own.bytes -= bytes;
      if (--own.tickets == 0) from->shares.erase(account);
    }
    ticket(const ticket&) = delete;
    ticket& operator=(const ticket&) = delete;
    std::shared_ptr<state> from;
    std::string account;
    std::size_t bytes;
  };

  explicit state(const bounds& limits) : most(limits) {}
  const bounds most;
  std::mutex mutex;
  std::size_t taken = 0;
  std::map<std::string, share> shares;
};

byte_budget::byte_budget(bounds most) : state_(std::make_shared<state>(most)) {}

std::shared_ptr<void> byte_budget::take(const std::string& account, std::size_t bytes) const {
  auto made = [&]() -> bool {
    const std::scoped_lock lock(state_->mutex);
    const auto found = state_->shares.find(account);
    const auto own = found == state_->shares.end() ? state::share{} : found->second;
    const auto& most = state_->most;
    if (bytes > most.bytes - state_->taken || own.tickets >= most.tickets_of_account) return false;
    if (own.tickets > 0 && own.bytes + bytes > most.bytes_of_account) return false;
    state_->taken += bytes;
    state_->shares[account] = {.bytes = own.bytes + bytes, .tickets = own.tickets + 1};
    return true;
  };
  return made() ? std::make_shared<state::ticket>(state_, account, bytes) : nullptr;
}

std::size_t byte_budget::taken() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->taken;
}

}  // namespace app
