// links: moment track duty
// 30 days × 500 units × a fix every 10 s (130 million) in the trails of SQLite, beside the town's history: one unit's day, everything
// at a past moment (incidents, assignments, units and where each of them was), and what a million fixes weigh. The fixes drive, walk
// and stand by thirds, with a receiver's noise; hours lie as the recorder leaves them: joined, the last one in six parts. Argument:
// days (30 when left out).
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "bench/bench_report.h"
#include "bench/past_town.h"
#include "engines/track/recorder.h"
#include "engines/track/trail_api.h"
#include "engines/track/trail_store.h"
#include "insight/moment/moment_api.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "town/duty/unit_api.h"

namespace {

constexpr int fix_every_s = 10;
constexpr double fastest_mps[] = {14, 1.6, 0};

// One unit's movement, from fix to fix.
class mover {
 public:
  explicit mover(int unit) : random_(static_cast<std::uint64_t>(unit)), fastest_(fastest_mps[unit % 3]), lon_(-122.66 + unit % 25 * 0.002) {}

  track::fix next(base::instant at) {
    if (chance_(random_) < 0.05) heading_ = std::floor(chance_(random_) * 8) * 45;
    if (chance_(random_) < 0.03) standing_ = !standing_;
    const double speed = standing_ ? 0 : fastest_ * (0.6 + 0.4 * chance_(random_));
    lat_ += speed * fix_every_s * std::cos(heading_ / 57.2958) / 111'000;
    lon_ += speed * fix_every_s * std::sin(heading_ / 57.2958) / 78'000;
    if (std::abs(lat_ - 45.52) > 0.05 || std::abs(lon_ + 122.66) > 0.08) heading_ = std::fmod(heading_ + 180, 360);
    track::sent_fix sent{.lon = lon_ + noise_(random_) / 78'000, .lat = lat_ + noise_(random_) / 111'000, .at = at};
    sent.speed_mps = std::max(0.0, speed + 0.1 * noise_(random_));
    if (!standing_) sent.heading_deg = std::fmod(heading_ + noise_(random_) + 360, 360);
    sent.accuracy_m = 3 + std::floor(chance_(random_) * 6);
    return track::kept(sent, at + base::milliseconds(400 + static_cast<std::int64_t>(chance_(random_) * 2'000)));
  }

 private:
  std::mt19937_64 random_;
  std::uniform_real_distribution<double> chance_{0, 1};
  std::normal_distribution<double> noise_{0, 2};  // metres
  double fastest_;
  double lon_, lat_ = 45.52, heading_ = 0;
  bool standing_ = false;
};

void add_fleet(store::database& db) {
  db.write_and_wait({}, [](store::transaction& work) {
    for (int i = 0; i < bench::units; ++i) {
      duty::unit one;
      one.id = bench::unit_id(i);
      one.name = "Car " + std::to_string(i);
      one.force = "police";
      one.on_shift = true;
      duty::add_unit(work, one);
    }
  });
}

// Seals hour by hour; the last hour in six parts, as it lies until it is joined.
void add_trails(store::database& db, int days) {
  std::vector<mover> movers;
  for (int i = 0; i < bench::units; ++i) movers.emplace_back(i);
  const int hours = days * 24;
  for (int hour = 0; hour < hours; ++hour) {
    const int parts = hour + 1 == hours ? 6 : 1;
    for (int part = 0; part < parts; ++part) {
      std::vector<track::logged_unit> all;
      const auto begin = bench::began + base::hours(hour) + base::seconds(3'600 / parts * part);
      for (int i = 0; i < bench::units; ++i) {
        auto& unit = all.emplace_back();
        unit.unit_id = bench::unit_id(i);
        for (int s = i % fix_every_s; s < 3'600 / parts; s += fix_every_s)
          unit.all.push_back(movers[static_cast<std::size_t>(i)].next(begin + base::seconds(s)));
      }
      db.write_and_wait({}, [&](store::transaction& work) { track::add_parts(work.db(), all, work.new_id()); });
    }
  }
}

std::uintmax_t bytes_of(const std::string& file) {
  std::uintmax_t sum = 0;
  for (const auto* end : {"", "-wal"}) {
    if (std::filesystem::exists(file + end)) sum += std::filesystem::file_size(file + end);
  }
  return sum;
}

struct measured {
  std::vector<double> ms;
  std::size_t bytes = 0;
};

// An operation's answers to many questions; throws std::runtime_error when one is nearly empty.
template <class Question>
measured ask(store::database& db, const operation::definition& what, int times, std::size_t least, const Question& question) {
  measured out;
  for (int i = 0; i < times; ++i) {
    const operation::request request = question();
    const bench::stopwatch watch;
    db.read([&](store::connection& reader) { out.bytes = what.read(request, reader).body.size(); });
    out.ms.push_back(watch.ms());
    if (out.bytes < least) throw std::runtime_error(what.name.data() + std::string(" answered next to nothing"));
  }
  return out;
}

void print(const char* metric, double value, const char* unit, std::size_t runs) {
  bench::print({.bench = "history", .metric = metric, .value = value, .unit = unit, .runs = static_cast<int>(runs), .peer = {}, .ratio = {}});
}

}  // namespace

int main(int argc, char** argv) {
  const int days = argc > 1 ? std::atoi(argv[1]) : bench::days;
  const test::folder folder;
  const auto file = folder.file("bench.db");
  base::manual_clock clock(bench::began);
  const auto db = store::open({.location = file, .migrations_folder = test::project_file("database")}, clock);
  add_fleet(*db);
  bench::fill(*db, clock);
  const auto before = bytes_of(file);
  add_trails(*db, days);
  clock.set_wall(bench::began + base::days(bench::days + 1));
  const double million = static_cast<double>(days) * bench::units * (86'400.0 / fix_every_s) / 1e6;
  print("million_fixes", million, "1e6", 1);
  print("mb_per_million_fixes", static_cast<double>(bytes_of(file) - before) / 1e6 / million, "MB", 1);

  duty::live_units live(*db, nullptr);
  live.rebuild();
  const track::recorder recorder({.db = *db, .units = live, .time = clock});
  const track::trail_reader reader(recorder);
  const auto trails = track::trail_operations({.reader = reader});
  const auto moments = moment::moment_operations(
      {.time = clock, .positions = [&](store::connection& reading, base::instant at, bool known_now) {
         std::vector<moment::position_then> found;
         for (const auto& one : reader.positions_at(reading, at, !known_now)) {
           found.push_back({.unit_id = one.unit_id, .position = one.point.position, .at = one.point.at, .late = one.point.late});
         }
         return found;
       }});
  operation::caller viewer;
  viewer.grants = {{"incident.read", "/"}, {"unit.read", "/"}, {"unit.trail.read", "/"}};
  std::mt19937_64 random(2);
  const auto day = ask(*db, trails[0], 51, 500'000, [&] {
    const auto from = bench::began + base::days(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(days)));
    return operation::request{.who = viewer,
                              .path = {{"id", bench::unit_id(static_cast<int>(random() % bench::units))}},
                              .query = {{"from", base::to_rfc3339(from)}, {"to", base::to_rfc3339(from + base::days(1))}}};
  });
  print("trail_ms", bench::median(day.ms), "ms", day.ms.size());
  print("trail_p99_ms", bench::quantile(day.ms, 0.99), "ms", day.ms.size());
  const auto moment = ask(*db, moments[0], 51, 50'000, [&] {
    const auto at = bench::began + base::seconds(7'200 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(days * 86'400 - 7'200)));
    return operation::request{.who = viewer, .query = {{"at", base::to_rfc3339(at)}}};
  });
  print("moment_ms", bench::median(moment.ms), "ms", moment.ms.size());
  print("moment_p99_ms", bench::quantile(moment.ms, 0.99), "ms", moment.ms.size());
  print("moment_bytes", static_cast<double>(moment.bytes), "B", 1);
  return 0;
}
