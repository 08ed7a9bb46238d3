#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <iostream>
#include <thread>

#include "app/commands.h"
#include "app/feed.h"
#include "foundation/base/clock.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace app {
namespace {

using wall = std::chrono::steady_clock;

// When each fix is sent, and with what time. At a speed: as far behind the start as it was behind the first, divided by the speed, and
// its time is the moment it is sent, so that the first is now and none lies ahead of the clock. As fast as it goes: at once, and
// the last one is now, as from phones that were out of reach.
class feed_clock {
 public:
  feed_clock(const feed_options& how, const feed_track& track, base::instant now) : keep_(how.keep_times), start_(now) {
    first_us_ = track.fixes.front().at_us;
    shift_us_ = now.us - track.fixes.back().at_us;
    if (how.speed == "max") return;
    const auto speed = base::parse_double(how.speed);
    if (!speed || !(*speed > 0) || *speed > 1e6)
      throw base::problem(400, "bad_call", "This is no speed.", how.speed, R"(Say a number above 0, or "max".)");
    speed_ = *speed;
  }
  // After the start.
  [[nodiscard]] std::chrono::microseconds due(const feed_fix& fix) const {
    return std::chrono::microseconds(speed_ > 0 ? static_cast<std::int64_t>(static_cast<double>(fix.at_us - first_us_) / speed_) : 0);
  }
  [[nodiscard]] std::int64_t sent_time(const feed_fix& fix) const {
    if (keep_) return fix.at_us;
    return speed_ > 0 ? start_.us + due(fix).count() : fix.at_us + shift_us_;
  }

 private:
  bool keep_;
  base::instant start_;
  double speed_ = 0;  // 0: as fast as it goes
  std::int64_t first_us_ = 0;
  std::int64_t shift_us_ = 0;
};

// One run: the fixes over several connections, each mover's on one.
class feed_run {
 public:
  feed_run(const feed_options& how, const feed_track& track, const std::vector<feed_target>& targets)
      : how_(how), track_(track), targets_(targets), clock_(how, track, base::system_clock().now()) {}

  void run() {
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < how_.connections; ++i) threads.emplace_back([this, i] { serve(i); });
    const auto last = wall::now() + std::chrono::hours(24 * 365);
    for (bool over = false; !over;) {
      std::unique_lock lock(mutex_);
      over = wake_.wait_until(lock, std::min(last, wall::now() + std::chrono::seconds(1)), [this] { return done_ == how_.connections; });
      lock.unlock();
      if (!how_.quiet && !over) tell_progress();
    }
    for (auto& one : threads) one.join();
    if (failure_) std::rethrow_exception(failure_);
  }
  [[nodiscard]] double took_s() const { return std::chrono::duration<double>(wall::now() - start_).count(); }
  [[nodiscard]] std::int64_t sent() const { return sent_; }
  [[nodiscard]] const feed_counts& counts() const { return counts_; }

 private:
  void serve(std::size_t connection) {
    try {
      const auto sender = make_feed_sender(how_, counts_);
      std::vector<outgoing> waiting;
      for (const auto& fix : track_.fixes) {
        if (failed_) break;
        if (fix.mover % how_.connections != connection) continue;
        const auto due = start_ + clock_.due(fix);
        if (due > wall::now() || waiting.size() >= sender->most_at_once()) send(*sender, waiting);
        std::this_thread::sleep_until(due);
        auto& one = waiting.emplace_back(outgoing{.target = &targets_[fix.mover], .fix = fix});
        one.fix.at_us = clock_.sent_time(fix);
      }
      send(*sender, waiting);
      sender->finish();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failed_ = true;
      if (!failure_) failure_ = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    ++done_;
    wake_.notify_all();
  }
  void send(feed_sender& by, std::vector<outgoing>& waiting) {
    if (waiting.empty()) return;
    by.send(waiting);
    sent_ += static_cast<std::int64_t>(waiting.size());
    waiting.clear();
  }
  void tell_progress() const {
    std::cerr << sent_ << " of " << track_.fixes.size() << " sent, " << static_cast<std::int64_t>(static_cast<double>(sent_) / took_s()) << "/s\n";
  }

  const feed_options& how_;
  const feed_track& track_;
  const std::vector<feed_target>& targets_;
  const feed_clock clock_;
  feed_counts counts_;
  const wall::time_point start_ = wall::now();
  std::atomic<std::int64_t> sent_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;  // guards the next two
  std::condition_variable wake_;
  std::size_t done_ = 0;
  std::exception_ptr failure_;
};

void tell_result(const feed_run& run, const std::map<std::string, std::int64_t>& before, std::map<std::string, std::int64_t> after) {
  std::cout << run.sent() << " positions in " << run.took_s() << " s\n";
  for (const auto& [reason, count] : run.counts().all()) std::cout << count << " " << reason << "\n";
  for (auto& [reason, count] : after) {
    const auto found = before.find(reason);
    if (found != before.end()) count -= found->second;
    if (count > 0) std::cout << count << " " << reason << "\n";
  }
}

}  // namespace

void feed_counts::add(std::string_view reason, std::int64_t count) {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(reason);
  if (found != counts_.end()) {
    found->second += count;
  } else {
    counts_.emplace(reason, count);
  }
}

std::map<std::string, std::int64_t, std::less<>> feed_counts::all() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

int command_feed(const feed_options& how) {
  auto track = read_feed_files(how.files, how.units);
  if (how.most_fixes > 0 && track.fixes.size() > how.most_fixes) track.fixes.resize(how.most_fixes);
  if (track.fixes.empty()) throw base::problem(400, "bad_file", "There is no position in these files.", "", "Name other files.");
  if (how.connections == 0) throw base::problem(400, "bad_call", "At least one connection is needed.", "", "Say --connections 4.");
  const auto targets = prepare_targets(how, track.movers);
  std::cout << track.fixes.size() << " positions of " << track.movers.size() << " units";
  if (track.unread > 0) std::cout << ", " << track.unread << " lines unread";
  std::cout << std::endl;
  const auto before = device_counts(how, targets);
  feed_run run(how, track, targets);
  run.run();
  tell_result(run, before, device_counts(how, targets));
  return 0;
}

}  // namespace app
