#include "app/replay_pace.h"

#include <algorithm>
#include <chrono>

namespace app {
namespace {

constexpr auto step = std::chrono::milliseconds(100);

// Input of POST /api/replay.
struct pace_change {
  std::optional<std::int64_t> speed;
  std::optional<bool> paused;
};

const record::table& record_of(const pace_change*) {
  static constexpr record::field fields[] = {
      record::field_of<&pace_change::speed>({.name = "speed", .summary = "virtual seconds per second", .minimum = 1, .maximum = 600}),
      record::field_of<&pace_change::paused>({.name = "paused", .summary = "whether it stands still"}),
  };
  static const record::table table{.name = "ReplayPace", .summary = "How fast a replay runs.", .fields = fields};
  return table;
}

}  // namespace

void replay_pace::wait_until(base::instant to) {
  std::unique_lock lock(mutex_);
  while (clock_.now() < to) {
    changed_.wait_for(lock, step);
    if (paused_) continue;
    const auto left = to - clock_.now();
    const base::duration jump{std::chrono::duration_cast<std::chrono::microseconds>(step).count() * speed_};
    clock_.advance(std::min(left, jump));
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
