#include "foundation/store/writer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "foundation/base/log.h"
#include "foundation/store/operation_transaction.h"

namespace store {
namespace {

constexpr auto idle_wait = std::chrono::milliseconds(1000);    // then it looks whether all is well, and what others wrote
constexpr base::duration group_time = base::milliseconds(20);  // no further operation joins a group older than this
constexpr base::duration longest_gather = base::milliseconds(1);
constexpr int collision_attempts = 6;
constexpr int losses_limit = 3;  // of the connection, in one group

bool is_fatal(const std::exception_ptr& failure) {
  if (!failure) return false;
  try {
    std::rethrow_exception(failure);
  } catch (const unwritable_error&) {
    return true;
  } catch (const lost_error&) {
    return true;
  } catch (...) {
    return false;
  }
}

bool is_collision(const std::exception_ptr& failure) {
  if (!failure) return false;
  try {
    std::rethrow_exception(failure);
  } catch (const collision_error&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace

writer::writer(const options& how, const base::clock& time, std::unique_ptr<session> db)
    : how_(how), time_(time), ids_(time), db_(std::move(db)), log_(how.node, base::id_source(time).next()), queue_(how.queue_limit) {
  log_.load(*db_);
  thread_ = std::thread([this] { loop(); });
}

writer::~writer() {
  queue_.stop();
  thread_.join();
}

void writer::add_listener(std::function<void(std::span<const committed_event>)> one) {
  const std::lock_guard lock(listeners_mutex_);
  listeners_.push_back(std::move(one));
}

health writer::state() const {
  const std::lock_guard lock(state_mutex_);
  health now = state_;
  now.queued = static_cast<std::int64_t>(queue_.size());
  return now;
}

void writer::loop() {
  std::vector<queued_work> group;
  std::size_t last = 1;
  const auto next = [&] {
    const auto gather = std::chrono::microseconds(std::min(commit_took_.us / 2, longest_gather.us));
    return write_queue::waiting_for{.patience = idle_wait, .expected = last, .gather = gather};
  };
  while (queue_.take(group, how_.group_limit, next())) {
    last = std::max<std::size_t>(group.size(), 1);
    if (group.empty()) {
      idle();
    } else {
      run(group);
      group.clear();
    }
  }
}

// Nobody asks for anything: find out whether the database is (still, or again) there, and hand on what the command line
// has written meanwhile.
void writer::idle() {
  try {
    if (!state().writable || log_.is_behind(*db_)) probe();
  } catch (const std::exception& e) {
    db_->roll_back();
    note_trouble(e);
    try {
      db_->reconnect();
    } catch (const std::exception& still) {
      note_trouble(still);
    }
  }
}

// A commit of nothing but the marker: proof that writing works again. It takes over what others wrote, as every group does.
void writer::probe() {
  db_->begin_write();
  log_.begin_group(*db_);
  db_->commit();
  settle(0);
}

void writer::run(works all) {
  while (!all.empty()) {
    const auto count = run_group(all);
    answer(all.first(count));
    all = all.subspan(count);
  }
}

// Brings a first part of the operations to an end; returns how many.
std::size_t writer::run_group(works all) {
  for (int losses = 1;; ++losses) {
    try {
      if (attempt(all)) settle(good_);
      return attempted_;
    } catch (const lost_error& e) {
      note_trouble(e);
      if (recover(all)) return attempted_;
      // Back again and nothing was committed: once more. What breaks the connection each time is found by going one by one.
      if (losses % losses_limit != 0) continue;
      take_back(all, std::current_exception());
      if (all.size() == 1) return 1;
      all = all.first(1);
    } catch (const unwritable_error& e) {
      note_trouble(e);
      take_back(all, std::current_exception());
      return all.size();
    } catch (...) {
      // Not even begun, or the commit itself was refused (a deferred constraint): then one by one, so that only the
      // guilty operation fails.
      take_back(all, std::current_exception());
      if (!begun_ || all.size() == 1) return all.size();
      all = all.first(1);
    }
  }
}

// Runs the operations and commits; false when none succeeded, so that there was nothing to commit.
bool writer::attempt(works all) {
  attempted_ = good_ = 0;
  begun_ = commit_sent_ = false;
  db_->begin_write();
  log_.begin_group(*db_);
  begun_ = true;
  const auto began_at = time_.steady();
  for (auto& one : all) {
    good_ += run_one(one, all.size() == 1) ? 1U : 0U;
    ++attempted_;
    if (time_.steady().us - began_at.us > group_time.us) break;
  }
  if (good_ == 0) {
    db_->roll_back();
    log_.forget();
    return false;
  }
  log_.write(*db_);
  commit_sent_ = true;
  const auto commit_at = time_.steady();
  db_->commit();
  commit_took_ = base::duration{time_.steady().us - commit_at.us};
  return true;
}

// Whether the operation succeeded; throws only what ends the whole group. Alone in its group it needs no savepoint: what it did is
// all there is to roll back.
bool writer::run_one(queued_work& one, bool alone) {
  for (int attempt = 1;; ++attempt) {
    if (!alone) db_->savepoint();
    operation_transaction within({.db = *db_, .ids = ids_, .who = one.who, .now = time_.now()});
    call(one, within);
    if (is_fatal(db_->failure())) std::rethrow_exception(db_->failure());
    if (!one.error) {
      if (!alone) db_->release_savepoint();
      log_.add(within.wanted());
      return true;
    }
    const bool again = is_collision(db_->failure()) && attempt < collision_attempts;
    if (alone) {
      begin_again();
    } else {
      db_->roll_back_savepoint();
    }
    if (!again) return false;
  }
}

void writer::begin_again() {
  db_->roll_back();
  log_.forget();
  db_->begin_write();
  log_.begin_group(*db_);
}

void writer::call(queued_work& one, transaction& within) {
  one.error = nullptr;
  try {
    one.what(within);
    one.error = db_->failure();  // an error the work swallowed is an error all the same
  } catch (...) {
    one.error = std::current_exception();
  }
}

void writer::take_back(works all, const std::exception_ptr& why) {
  db_->roll_back();
  log_.forget();
  for (auto& one : all) one.error = why;
}

// A commit is durable: the numbers hold and the world may know.
void writer::settle(std::size_t operations) {
  waited_ms_ = 0;
  log_.commit();
  {
    const std::lock_guard lock(state_mutex_);
    if (!state_.writable) base::log(base::log_level::info, "store_writable_again");
    if (!state_.writable) state_.since = time_.now();
    state_.writable = true;
    state_.detail.clear();
    state_.committed += static_cast<std::int64_t>(operations);
    if (operations > 0) ++state_.groups;
    state_.last_commit_at = time_.now();
  }
  tell_listeners();
}

void writer::tell_listeners() {
  const auto events = log_.events();
  if (events.empty()) return;
  const std::lock_guard lock(listeners_mutex_);
  for (const auto& listener : listeners_) {
    try {
      listener(events);
    } catch (const std::exception& e) {
      base::log(base::log_level::error, "commit_listener_failed", {{"detail", e.what()}});
    }
  }
}

void writer::answer(works all) {
  for (auto& one : all) {
    try {
      if (one.done) one.done(std::exchange(one.error, nullptr));  // who is told owns it
    } catch (const std::exception& e) {
      base::log(base::log_level::error, "write_answer_failed", {{"detail", e.what()}});
    }
  }
}

}  // namespace store
