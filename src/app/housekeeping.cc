#include "app/housekeeping.h"

#include <chrono>

#include <algorithm>

#include "foundation/base/log.h"
#include "foundation/record/json_text.h"

namespace app {
namespace {

constexpr base::duration retry_after = base::seconds(5);  // what failed while the database was away is not left for an hour

}  // namespace

housekeeping::housekeeping(std::vector<job> jobs, const base::clock& time) : time_(time) {
  for (auto& one : jobs) {
    report seen{.name = one.name, .every = one.every, .last_run = {}, .failed = false, .detail = {}};
    entries_.push_back({.what = std::move(one), .seen = std::move(seen), .next = time_.steady()});
  }
}

housekeeping::~housekeeping() { stop(); }

void housekeeping::start() {
  thread_ = std::thread([this] { serve(); });
}

void housekeeping::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void housekeeping::serve() {
  for (;;) {
    run_due();
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, std::chrono::milliseconds(500), [this] { return stopping_; })) return;
  }
}

void housekeeping::run_due() {
  for (auto& entry : entries_) {
    if (time_.steady() < entry.next) continue;
    std::string fault, outcome;
    try {
      entry.what.work();
      if (entry.what.outcome) outcome = entry.what.outcome();
    } catch (const std::exception& error) {
      fault = error.what();
      base::log(base::log_level::error, "job_failed", {{"job", std::string_view(entry.what.name)}, {"detail", std::string_view(fault)}});
    }
    const std::scoped_lock lock(mutex_);
    entry.seen.last_run = time_.now();
    entry.seen.failed = !fault.empty();
    entry.seen.detail = fault.empty() ? std::move(outcome) : std::move(fault);
    entry.next = base::duration{time_.steady().us + (entry.seen.failed ? std::min(entry.what.every, retry_after) : entry.what.every).us};
  }
}

std::vector<housekeeping::report> housekeeping::reports() const {
  const std::scoped_lock lock(mutex_);
  std::vector<report> out;
  for (const auto& entry : entries_) out.push_back(entry.seen);
  return out;
}

bool housekeeping::is_alive() const {
  const std::scoped_lock lock(mutex_);
  for (const auto& entry : entries_) {
    if (time_.steady().us - entry.next.us > 2 * entry.what.every.us + base::seconds(10).us) return false;
  }
  return true;
}

std::string recurring_work_json(const std::vector<housekeeping::report>& all) {
  std::string out = R"({"items":[)";
  for (const auto& one : all) {
    if (out.back() != '[') out += ',';
    record::json_object item;
    item.text("name", one.name);
    item.number("every_s", one.every.seconds());
    item.raw("last_run", one.last_run.us == 0 ? "null" : '"' + base::to_rfc3339(one.last_run) + '"');
    item.raw("failed", one.failed ? "true" : "false");
    item.text("detail", one.detail);
    out += item.done();
  }
  return out + "]}";
}

}  // namespace app
