#include "app/replay_pace.h"

#include <algorithm>
#include <chrono>

namespace app {
namespace {

constexpr std::chrono::microseconds longest_step = std::chrono::milliseconds(100);
constexpr std::chrono::microseconds longest_gap = std::chrono::seconds(1);  // a machine that slept does not leap

// Input of POST /api/replay.
struct pace_change {
  std::optional<std::int64_t> speed;
  std::optional<bool> paused;
};

const record::table& record_of(const pace_change*) {
  static constexpr record::field fields[] = {
      record::field_of<&pace_change::speed>({.name = "speed", .summary = "virtual seconds per second", .minimum = 1, .maximum = most_speed}),
      record::field_of<&pace_change::paused>({.name = "paused", .summary = "whether it stands still"}),
  };
  static const record::table table{.name = "ReplayPace", .summary = "How fast a replay runs.", .fields = fields};
  return table;
}

}  // namespace

// Moves the clock by the time that has truly passed, so that neither many events close together nor slow ones cost speed.
void replay_pace::wait_until(base::instant to) {
  using std::chrono::microseconds;
  std::unique_lock lock(mutex_);
  while (clock_.now() < to) {
    const auto left = to - clock_.now();
    changed_.wait_for(lock, paused_ ? longest_step : std::min<microseconds>(longest_step, microseconds(left.us / speed_ + 1)));
    const auto now = std::chrono::steady_clock::now();
    const base::duration passed{std::min(longest_gap, std::chrono::duration_cast<microseconds>(now - moved_)).count() * speed_};
    moved_ = now;
    if (!paused_) clock_.advance(std::min(left, passed));
  }
}

void replay_pace::count(std::size_t done) {
  const std::scoped_lock lock(mutex_);
  done_ = done;
}

std::string replay_pace::state_json() {
  const std::scoped_lock lock(mutex_);
  return R"({"mode":"replay","speed":)" + std::to_string(speed_) + R"(,"paused":)" + (paused_ ? "true" : "false") + R"(,"virtual_now":")" +
         base::to_rfc3339(clock_.now()) + R"(","calls_done":)" + std::to_string(done_) + R"(,"calls_total":)" + std::to_string(total_) + "}";
}

void replay_pace::add_operations(std::vector<operation::definition>& to) {
  to.push_back({.name = "get_replay",
                .method = "GET",
                .path = "/api/replay",
                .summary = "How far the replay is and how fast it runs.",
                .permission = "place.read",
                .output_shape = operation::shape::other,
                .read = [this](const operation::request&, store::connection&) { return operation::answer{.body = state_json()}; }});
  // It changes no data, only the watcher's own clock, so it is no write.
  to.push_back({.name = "set_replay_pace",
                .method = "POST",
                .path = "/api/replay",
                .summary = "Sets speed and pause of the replay being watched.",
                .permission = "place.read",
                .input = &record_of(static_cast<const pace_change*>(nullptr)),
                .output_shape = operation::shape::other,
                .read = [this](const operation::request& what, store::connection&) {
                  const auto wanted = record::from_json<pace_change>(what.body);
                  {
                    const std::scoped_lock lock(mutex_);
                    if (wanted.speed) speed_ = static_cast<int>(*wanted.speed);
                    if (wanted.paused) paused_ = *wanted.paused;
                  }
                  changed_.notify_all();
                  return operation::answer{.body = state_json()};
                }});
}

}  // namespace app
