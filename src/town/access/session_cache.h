#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "foundation/store/store.h"
#include "town/access/access.h"

namespace accounts {

// Who is asking: from the token of a cookie or bearer field to a caller, from memory in under a microsecond once it is
// known. Hears the database's commits: what changes an account's access drops what is remembered of it before the change
// is acknowledged. Safe to share between threads.
class session_cache {
 public:
  // Make it before the database is used. `time` must outlive it; the database's listener does not need it to live.
  session_cache(store::database& db, const base::clock& time, const settings& how);
  ~session_cache();
  session_cache(const session_cache&) = delete;
  session_cache& operator=(const session_cache&) = delete;

  // The caller behind a session's token, seen now from `remote`; nullptr when the session is over or never was.
  std::shared_ptr<const operation::caller> find_by_cookie(std::string_view token, std::string_view remote);
  // The caller behind an API token; base::problem 401 (bad_token) when there is none.
  std::shared_ptr<const operation::caller> get_by_bearer(std::string_view token, std::string_view remote);

  // Whether a caller found earlier may go on hearing an event stream: its session is neither over nor idle, and may do
  // the same things still. Does not count as use of the session.
  bool is_current(const operation::caller& who);

  // To be called every few seconds: writes back when sessions were last seen (each at most once a minute), drops what is
  // over, and what other nodes or commands changed in the same database.
  void tend();

  // For /metrics.
  [[nodiscard]] std::size_t size() const;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace accounts
