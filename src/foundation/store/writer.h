#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "foundation/base/id.h"
#include "foundation/store/node_log.h"
#include "foundation/store/session.h"
#include "foundation/store/write_queue.h"

namespace store {

// The one thread that writes: drains its queue into one transaction with a savepoint per operation, commits once, then
// tells the listeners and answers everybody.
class writer {
 public:
  // `db` is migrated already. Starts the thread.
  writer(const options& how, const base::clock& time, std::unique_ptr<session> db);
  // Finishes what is queued, then stops.
  ~writer();
  writer(const writer&) = delete;
  writer& operator=(const writer&) = delete;

  void push(queued_work one) { queue_.push(std::move(one)); }
  void add_listener(std::function<void(std::span<const committed_event>)> one);
  [[nodiscard]] health state() const;
  [[nodiscard]] bool is_this_thread() const { return std::this_thread::get_id() == thread_.get_id(); }
  [[nodiscard]] const node_log& log() const { return log_; }  // its tree: on the writer's thread only

 private:
  using works = std::span<queued_work>;

  void loop();
  void idle();
  void probe();
  void run(works all);
  std::size_t run_group(works all);
  bool attempt(works all);
  bool run_one(queued_work& one, bool alone);
  void begin_again();
  void call(queued_work& one, transaction& within);
  void take_back(works all, const std::exception_ptr& why);
  bool recover(works all);
  outcome what_became();
  void settle(std::size_t operations);
  void note_trouble(const std::exception& error);
  void tell_listeners();
  void answer(works all);

  const options how_;
  const base::clock& time_;
  base::id_source ids_;
  std::unique_ptr<session> db_;
  node_log log_;
  write_queue queue_;

  // Of the group under way.
  std::size_t attempted_ = 0;  // operations tried so far
  std::size_t good_ = 0;       // … that succeeded
  bool begun_ = false;
  base::duration commit_took_{};  // the last commit
  bool commit_sent_ = false;

  int waited_ms_ = 0;  // for a lost server, since it was lost
  mutable std::mutex state_mutex_;
  health state_;
  std::mutex listeners_mutex_;
  std::vector<std::function<void(std::span<const committed_event>)>> listeners_;
  std::thread thread_;
};

}  // namespace store
