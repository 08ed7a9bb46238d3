#pragma once
#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/store/store.h"
#include "insight/moment/moment_keys.h"

// A town's history made for benches: 30 days of 500 units changing shift, 300 incidents a day with their assignments.
namespace bench {

inline constexpr int days = 30;
inline constexpr int units = 500;
inline constexpr int incidents_a_day = 300;
inline const base::instant began = *base::instant_from_rfc3339("2026-10-01T00:00:00Z");

inline std::string unit_id(int number) { return "019ac000-0000-7000-8000-00000000" + std::to_string(1000 + number); }

inline std::string padded(std::string json, std::size_t bytes) {
  json.pop_back();
  json += R"(,"rest":")" + std::string(bytes > json.size() + 11 ? bytes - json.size() - 11 : 0, 'x') + "\"}";
  return json;
}

struct change {
  std::int64_t at_us;
  std::function<void(store::transaction&)> what;
};

inline store::kept_record state(std::string topic, std::string id, std::string record, bool ended = false) {
  const std::string permission = topic == "unit" ? "unit.read" : "incident.read";
  return {.topic = std::move(topic),
          .subject_id = std::move(id),
          .area_path = "/town/a/",
          .permission = permission,
          .ended = ended,
          .record = std::move(record)};
}

inline void add_units(std::vector<change>& all) {
  for (int u = 0; u < units; ++u) {
    const auto id = unit_id(u);
    for (int turn = 0; turn < days * 4; ++turn) {
      const auto at = began + base::hours(6 * turn) + base::seconds(u);
      const std::string record =
          R"({"id":")" + id + R"(","on_shift":)" + (turn % 2 == 0 ? "true" : "false") + R"(,"state":"available","incident_id":null})";
      all.push_back({at.us, [id, record](store::transaction& t) { t.keep(state("unit", id, padded(record, 700))); }});
    }
  }
}

// An incident's life: eight states within about an hour, six of its assignment.
inline void add_incident(std::vector<change>& all, std::mt19937_64& random, std::int64_t number) {
  const auto id = "019ac000-0000-7000-9000-" + std::to_string(100'000'000'000 + number);
  const auto unit = unit_id(static_cast<int>(random() % units));
  auto at = base::instant{began.us + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(base::days(1).us)) +
                          number / incidents_a_day * base::days(1).us};
  const char* const steps[] = {"assigned", "assigned", "accepted", "en_route", "on_scene", "cleared", "released", "released"};
  const auto reported = base::to_rfc3339(at);
  for (int step = 0; step < 8; ++step) {
    const std::string incident = R"({"id":")" + id + R"(","priority":3,"reported_at":")" + reported + "\"}";
    const std::string assignment =
        R"({"id":"a)" + id + R"(","incident_id":")" + id + R"(","unit_id":")" + unit + R"(","status":")" + steps[step] + "\"}";
    all.push_back({at.us, [id, incident, assignment, step](store::transaction& t) {
                     t.keep(state("incident", id, padded(incident, 1'500), step == 7));
                     if (step > 0 && step < 7) t.keep(state("assignment", "a" + id, padded(assignment, 600), step == 6));
                   }});
    at = at + base::seconds(60 + static_cast<int>(random() % 900));
  }
}

inline void fill(store::database& db, base::manual_clock& clock) {
  std::vector<change> all;
  std::mt19937_64 random(1);
  add_units(all);
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(days) * incidents_a_day; ++i) add_incident(all, random, i);
  std::sort(all.begin(), all.end(), [](const change& a, const change& b) { return a.at_us < b.at_us; });
  auto next_key = began + base::hours(6);
  std::size_t waiting = 0;
  for (const auto& one : all) {
    if (one.at_us > next_key.us) {
      moment::write_key(db, next_key);
      next_key = next_key + base::hours(6);
    }
    // A few at once, at the time of the first: an operation's time is taken when it runs.
    if (waiting == 0) clock.set_wall({one.at_us});
    waiting = (waiting + 1) % 4;
    if (waiting == 0) {
      db.write_and_wait({}, one.what);
    } else {
      db.write({}, one.what, nullptr);
    }
  }
  db.write_and_wait({}, [](store::transaction&) {});
}

}  // namespace bench
