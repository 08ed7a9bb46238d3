#include <algorithm>
#include <chrono>
#include <thread>

#include "foundation/base/log.h"
#include "foundation/base/problem.h"
#include "foundation/store/writer.h"

// What the writer does when the database is lost.
namespace store {

// After a lost connection. True when the operations have their answer, false when they are to run again.
bool writer::recover(works all) {
  auto why = std::current_exception();
  const auto became = what_became();
  if (became == outcome::not_committed) return false;
  if (became == outcome::committed) {
    settle(good_);
    return true;
  }
  attempted_ = all.size();
  log_.forget();
  if (commit_sent_) {
    why = std::make_exception_ptr(base::problem(503, "outcome_unknown", "It is not known whether the change was saved.",
                                                "The database was lost at the moment of saving and did not come back in time.",
                                                "Look whether it is there before you send it again; with the same Idempotency-Key "
                                                "sending again is safe."));
  }
  for (auto& one : all) one.error = why;
  return true;
}

// Tries until the server is there and says what became of the group, or patience ends (unknown). Patience counts from
// the moment the server was lost, so that what queues up behind is refused quickly; a shutdown has none.
outcome writer::what_became() {
  for (int pause_ms = 20;; pause_ms = std::min(pause_ms * 2, 500)) {
    try {
      db_->reconnect();
      const auto became = commit_sent_ ? log_.look_up(*db_) : outcome::not_committed;
      if (became != outcome::not_committed || waited_ms_ < how_.reconnect_ms) return became;
      // It keeps breaking while the work runs: enough.
      commit_sent_ = false;
      return outcome::unknown;
    } catch (const std::exception& e) {
      note_trouble(e);
    }
    if (waited_ms_ >= how_.reconnect_ms || queue_.stopped()) return outcome::unknown;
    std::this_thread::sleep_for(std::chrono::milliseconds(pause_ms));
    waited_ms_ += pause_ms;
  }
}

void writer::note_trouble(const std::exception& error) {
  const auto* problem = dynamic_cast<const base::problem*>(&error);
  const std::string detail = problem != nullptr ? problem->detail : error.what();
  const std::lock_guard lock(state_mutex_);
  if (state_.writable) {
    state_.since = time_.now();
    base::log(base::log_level::error, "store_unwritable", {{"detail", std::string_view(detail)}});
  }
  state_.writable = false;
  state_.detail = detail;
}

}  // namespace store
