#include "engines/matter/scheduler.h"

#include <algorithm>
#include <chrono>

#include "engines/matter/clock_rules.h"
#include "engines/matter/recurrence.h"
#include "foundation/base/log.h"
#include "foundation/seal/random.h"

namespace matter {
namespace {

constexpr base::duration lease_time = base::seconds(30);
constexpr base::duration renewed_before = base::seconds(20);  // it runs out
constexpr std::int64_t clocks_a_commit = 500;
constexpr std::int64_t clocks_of_a_matter = 40;  // more never wait at once
constexpr int most_commits = 20;                 // a round: others' work gets between
constexpr base::duration recurring_every = base::minutes(1);
const store::actor itself{.account_id = "", .remote = "local", .request_id = "scheduler"};

const operation::caller& nobody() {
  static const operation::caller who;
  return who;
}

struct due_clocks {
  std::vector<std::string> matters;
  bool more = false;
};

// Without those that cannot be counted: they must not take the others' turn.
due_clocks find_due(store::connection& db, base::instant now, const stuck_matters& stuck) {
  const auto wanted = clocks_a_commit + clocks_of_a_matter * static_cast<std::int64_t>(stuck.size());
  const auto rows =
      db.query("SELECT matter_id, next_at FROM matter_clocks WHERE next_at <= $1 ORDER BY next_at, matter_id LIMIT $2", {now.us, wanted});
  due_clocks out;
  auto& ids = out.matters;
  for (std::size_t i = 0; i < rows.size() && static_cast<std::int64_t>(ids.size()) < clocks_a_commit; ++i) {
    if (!stuck.contains(rows.text(i, 0))) ids.push_back(rows.text(i, 0));
  }
  out.more = static_cast<std::int64_t>(ids.size()) == clocks_a_commit;
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return out;
}

// Cases that changed, as they were and are, each with what is said of it.
struct batch {
  std::vector<matter_case> was, is;
  std::vector<std::vector<line>> lines;
};

// Asks `change` of each. One that cannot be counted (its edition is damaged) is left as it is and named; the others go on.
template <class Change>
batch change_each(const services& on, store::transaction& work, std::vector<matter_case> all, stuck_matters& stuck, const Change& change) {
  const auto present = on.catalogue.now();
  const auto areas = on.areas.now();
  batch out;
  for (auto& one : all) {
    try {
      const auto of = on.catalogue.kind_at(work.db(), one.what.kind, one.what.kind_version);
      const surroundings in{.of = *of,
                            .all = present->all,
                            .days = present->days,
                            .areas = *areas,
                            .utc_offset_min = on.utc_offset_min,
                            .who = nobody(),
                            .now = work.now()};
      auto after = one;
      std::vector<line> said;
      if (!change(after, said, in)) continue;
      out.is.push_back(std::move(after));
      out.lines.push_back(std::move(said));
      out.was.push_back(std::move(one));
    } catch (const base::problem& why) {
      if (why.code != "kind_unreadable") throw;
      stuck[one.what.id] = one.what.number + ": " + why.what();
    } catch (const std::logic_error& why) {
      stuck[one.what.id] = one.what.number + ": " + why.what();
    }
  }
  return out;
}

std::string count_detail(const batch& all) { return R"({"matters":)" + std::to_string(all.is.size()) + "}"; }

}  // namespace

scheduler::scheduler(const services& on, store::database& db, std::string node)
    : on_(on), db_(db), holder_(std::move(node) + "/" + seal::random_recovery_code()) {}

scheduler::~scheduler() { stop(); }

void scheduler::start() {
  thread_ = std::thread([this] { serve(); });
}

void scheduler::stop() {
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  give_up_lease();
}

void scheduler::serve() {
  for (;;) {
    run_once();
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; })) return;
  }
}

// Taking it is a compare-and-set; a lease that ends further ahead than one can is of a clock that was wrong.
bool scheduler::hold_lease() {
  const auto now = on_.time.now();
  if (lease_until_ && now < *lease_until_ - renewed_before && now > *lease_until_ - lease_time - base::seconds(1)) return true;
  bool held = false;
  std::string holder;
  db_.write_and_wait(itself, [&](store::transaction& work) {
    const auto until = now + lease_time;
    work.db().execute("INSERT INTO leases (name, holder, held_until, epoch) VALUES ('scheduler', $1, $2, 1) ON CONFLICT DO NOTHING",
                      {holder_, until.us});
    const auto changed = work.db().execute(
        "UPDATE leases SET holder = $1, held_until = $2, epoch = epoch + 1 WHERE name = 'scheduler' AND (holder = $1 OR held_until <= $3 OR "
        "held_until > $4)",
        {holder_, until.us, now.us, (until + lease_time).us});
    held = changed == 1;
    const auto rows = work.db().query("SELECT holder FROM leases WHERE name = 'scheduler'");
    holder = rows.empty() ? "" : rows.text(0, 0);
  });
  lease_until_ = held ? std::optional(now + lease_time) : std::nullopt;
  const std::scoped_lock lock(mutex_);
  seen_.leads = held;
  seen_.holder = holder;
  return held;
}

void scheduler::give_up_lease() {
  if (!lease_until_) return;
  try {
    db_.write_and_wait(itself, [&](store::transaction& work) {
      work.db().execute("UPDATE leases SET held_until = 0 WHERE name = 'scheduler' AND holder = $1", {holder_});
    });
  } catch (const std::exception& why) {  // it runs out by itself
    base::log(base::log_level::warning, "lease_not_given_up", {{"detail", std::string_view(why.what())}});
  }
  lease_until_ = std::nullopt;
}

std::int64_t scheduler::run_once() {
  std::int64_t fired = 0;
  std::string fault;
  bool none_left = false;
  try {
    if (hold_lease()) {
      const auto now = on_.time.now();
      const bool minute = on_.time.steady().us - last_recurring_.us >= recurring_every.us || last_recurring_.us < 0;
      if (minute) tell_stuck();
      none_left = fire_all(now, fired) && stuck_.empty();
      if (minute) {
        open_recurring(now);
        last_recurring_ = on_.time.steady();
      }
    }
  } catch (const std::exception& why) {  // tried again in a second
    fault = why.what();
    base::log(base::log_level::error, "scheduler_failed", {{"detail", std::string_view(fault)}});
  }
  std::int64_t waiting = 0;
  try {
    if (!none_left) waiting = count_waiting();
  } catch (const std::exception& why) {
    fault = why.what();
  }
  if (fault.empty() && !stuck_.empty()) {
    fault = std::to_string(stuck_.size()) + " matters cannot be counted: " + stuck_.begin()->second;
  }
  const std::scoped_lock lock(mutex_);
  seen_.last_run = on_.time.now();
  if (fired > 0) seen_.last_fired = seen_.last_run;
  seen_.fired += fired;
  seen_.waiting = waiting;
  seen_.fault = std::move(fault);
  ran_at_ = std::chrono::steady_clock::now();
  return fired;
}

// False when it stopped before the last one.
bool scheduler::fire_all(base::instant now, std::int64_t& fired) {
  for (int i = 0; i < most_commits; ++i) {
    const auto some = fire_some(now);
    fired += some.fired;
    if (!some.more) return true;
  }
  return false;
}

std::int64_t scheduler::count_waiting() {
  std::int64_t waiting = 0;
  db_.read([&](store::connection& db) {
    waiting = db.query("SELECT count(*) FROM matter_clocks WHERE next_at <= $1", {on_.time.now().us}).integer(0, 0);
  });
  return waiting;
}

// Once a minute: named in the log, and tried again.
void scheduler::tell_stuck() {
  for (const auto& [id, why] : stuck_) base::log(base::log_level::error, "matter_not_counted", {{"detail", std::string_view(why)}});
  stuck_.clear();
}

scheduler::fired_some scheduler::fire_some(base::instant now) {
  std::int64_t fired = 0;
  due_clocks due;
  db_.read([&](store::connection& db) { due = find_due(db, now, stuck_); });
  if (due.matters.empty()) return {};
  const auto& ids = due.matters;
  db_.write_and_wait(itself, [&](store::transaction& work) {
    fired = 0;  // the work may run again
    auto all = change_each(on_, work, load_clocked(work.db(), ids), stuck_, [&](matter_case& one, std::vector<line>& said, surroundings in) {
      in.now = now;
      changes out;
      fire_due(one, out, in);
      fired += static_cast<std::int64_t>(out.lines.size());
      said = std::move(out.lines);
      return true;
    });
    save_clocked(work, all.was, all.is, all.lines);
    if (!all.is.empty()) work.journal({.action = "fire_clocks", .subject_kind = "matters", .subject_id = "", .detail = count_detail(all)});
  });
  return {.fired = fired, .more = due.more};
}

void scheduler::open_recurring(base::instant now) {
  const auto opened = open_due_recurrences(on_, db_, now);
  const std::scoped_lock lock(mutex_);
  seen_.opened += opened;
}

void scheduler::recount_provisional() {
  const auto present = on_.catalogue.now();
  std::vector<std::string> ids;
  db_.read([&](store::connection& db) {
    // A notice also changes days of the December before its year, which was no guess until then.
    const auto last = present->days.last_published().value_or(1970);
    const auto december = calendar::start_of(*calendar::day_from_text(std::to_string(last - 1) + "-12-01"), on_.utc_offset_min);
    const auto rows = db.query(
        "SELECT DISTINCT matter_id FROM matter_clocks WHERE ended_at IS NULL AND (provisional OR due_at >= $1) ORDER BY matter_id", {december.us});
    for (std::size_t i = 0; i < rows.size(); ++i) ids.push_back(rows.text(i, 0));
  });
  stuck_matters stuck;
  for (std::size_t at = 0; at < ids.size(); at += static_cast<std::size_t>(clocks_a_commit)) {
    const auto some = std::span(ids).subspan(at, std::min(static_cast<std::size_t>(clocks_a_commit), ids.size() - at));
    db_.write_and_wait(itself, [&](store::transaction& work) {
      auto all = change_each(on_, work, load_clocked(work.db(), some), stuck, [](matter_case& one, std::vector<line>& said, const surroundings& in) {
        if (!recount(one, in)) return false;
        note_due(one);
        auto& next = said.emplace_back();
        next.at = in.now;
        next.kind = "recounted";
        next.round = one.what.round;
        next.text = {.zh = "节假日安排公布，期限重新计算", .en = "The year's working days were published: deadlines counted again"};
        return true;
      });
      save_clocked(work, all.was, all.is, all.lines);
      if (!all.is.empty()) work.journal({.action = "recount_deadlines", .subject_kind = "matters", .subject_id = "", .detail = count_detail(all)});
    });
  }
  for (const auto& [id, why] : stuck) base::log(base::log_level::error, "matter_not_counted", {{"detail", std::string_view(why)}});
}

scheduler_report scheduler::report() const {
  const std::scoped_lock lock(mutex_);
  return seen_;
}

bool scheduler::is_alive() const {
  const std::scoped_lock lock(mutex_);
  return std::chrono::steady_clock::now() - ran_at_ < std::chrono::seconds(30);
}

}  // namespace matter
