#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "app/place.h"
#include "app/replay_report.h"
#include "foundation/base/position.h"
#include "foundation/base/time.h"

namespace app {

// A way driven or walked: where, and how long it takes.
struct replay_route {
  std::vector<base::position> line;
  double duration_s = 0;
  double distance_m = 0;
};

// Where one is on a route after some seconds, at an even speed; at its ends before and after.
base::position along_route(const replay_route& route, double seconds);

struct replay_unit {
  std::string id;
  base::position home;
  double turnout_s = 60;
  std::string kind;  // car, motorcycle, foot
};

struct taken_call {
  std::string incident_id;
  int priority = 3;
  std::size_t units = 1;
};

struct unit_report {
  std::string unit_id;
  base::position where;
  base::instant at;
};

// The road times of the units that could be sent, nearest by straight line and nearest by road.
struct straight_line_comparison {
  double fastest_s = 0;
  double straight_line_s = 0;
  bool differs = false;
};

// What the replay asks of the system it drives: the real one through its operations, or a small one in tests.
class replay_desk {
 public:
  virtual ~replay_desk() = default;
  virtual taken_call take_call(const past_call& call) = 0;
  // The units to send now, best first; empty when none can be sent.
  virtual std::vector<std::string> recommend(const std::string& incident_id) = 0;
  // False when somebody else has it.
  virtual bool assign(const std::string& incident_id, const std::string& unit_id) = 0;
  // en_route, on_scene, cleared, released.
  virtual void set_status(const std::string& unit_id, const std::string& status) = 0;
  virtual void close(const std::string& incident_id) = 0;
  virtual void report_positions(const std::vector<unit_report>& reports) = 0;
  virtual std::optional<replay_route> route(base::position from, base::position to, const std::string& kind) = 0;
  // Of the units the last recommendation could have sent; nothing when there was none.
  virtual std::optional<straight_line_comparison> compare(const std::string& incident_id) = 0;
  // The virtual time moves here; called before anything happens at that time, and may wait (a replay being watched).
  virtual void advance_to(base::instant now) = 0;
};

struct replay_rules {
  double service_mean_s = 1'500;           // time at the scene: lognormal around this …
  double service_spread = 0.5;             // … with this standard deviation of its logarithm; both invented
  base::duration beat = base::minutes(4);  // positions are reported at least this often
  std::uint64_t seed = 1;
};

// Sends calls through a system on virtual time, with units moving on the roads. Deterministic for a seed.
class replay_town {
 public:
  replay_town(replay_desk& desk, std::vector<replay_unit> units, replay_rules rules);
  // `told` hears how many calls are done after each.
  std::vector<replayed_call> run(const std::vector<past_call>& calls, const std::function<void(std::size_t)>& told = {});
  [[nodiscard]] const replay_totals& totals() const { return totals_; }

 private:
  enum class step { call, sets_out, arrives, clears, home, beat };
  struct event {
    base::instant at;
    std::int64_t order;  // of making: events of one moment keep it
    step what;
    std::size_t subject;  // call or unit
    std::int64_t epoch;   // of the unit when this was planned: a newer plan voids it
    bool operator>(const event& other) const { return at == other.at ? order > other.order : at > other.at; }
  };
  struct moving {
    replay_unit unit;
    base::position where;
    std::optional<replay_route> route;
    base::instant started;
    std::int64_t epoch = 0;
    std::optional<std::size_t> call;
    base::instant assigned;
  };
  struct open_call {
    taken_call taken;
    std::size_t missing = 0;  // units still to come
    std::size_t working = 0;  // units assigned and not yet released
    bool done = false;
  };
  void plan(base::instant at, step what, std::size_t subject);
  void happen(const event& e, const std::vector<past_call>& calls);
  void arrives_call(std::size_t index, const past_call& call);
  void send_units(std::size_t index);
  void send_unit(std::size_t index, std::size_t unit);
  void sets_out(std::size_t unit, const past_call& call);
  void arrives(std::size_t unit);
  void clears(std::size_t unit);
  void retry_waiting();
  void report_moving(bool all);
  [[nodiscard]] base::position position_of(const moving& one) const;
  [[nodiscard]] base::duration service_time(std::size_t index) const;

  replay_desk& desk_;
  replay_rules rules_;
  std::vector<moving> units_;
  std::map<std::string, std::size_t> unit_by_id_;
  std::priority_queue<event, std::vector<event>, std::greater<>> events_;
  std::vector<replayed_call> results_;
  std::vector<open_call> open_;
  std::vector<std::size_t> waiting_;
  replay_totals totals_;
  base::instant now_;
  std::int64_t order_ = 0;
};

}  // namespace app
