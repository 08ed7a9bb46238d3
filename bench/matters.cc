// links: matter access area
// A million matters, a hundred thousand of them open, on SQLite and PostgreSQL (durable): the inbox of a village's, a township's and the
// county's desk by every tab; one step (sign, move) with its clocks, timeline and event, acknowledged when durable; one more reported by
// position, which asks whether the same was closed there; all clocks of a minute found and fired, two thousand of them. Argument: runs
// (5 when left out).
#include <boost/json.hpp>

#include <cstdlib>
#include <iostream>

#include "bench/bench_report.h"
#include "bench/matter_county.h"
#include "engines/matter/inbox_store.h"
#include "support/postgres.h"
#include "support/test_folder.h"

namespace {

namespace json = boost::json;

constexpr int steps_a_run = 200;
constexpr std::int64_t clocks_due = 2'000;

struct measured {
  std::vector<double> inbox_ms, counts_ms, step_ms, open_ms, due_ms;  // inbox: the slowest tab of all callers
};

void measure_inbox(bench::matter_county& county, measured& out) {
  const operation::caller callers[] = {county.person("inspector", "/county/t3/"), county.person("office", "/county/t7/"),
                                       county.person("inspector", "/county/"), county.person("supervisor", "/county/"),
                                       county.person("office", "/county/")};
  double slowest = 0;
  for (const auto& who : callers) {
    for (const auto tab : matter::inbox_tabs) {
      const bench::stopwatch watch;
      const auto given = county.call(who, "list_matter_inbox", {.query = {{"tab", std::string(tab)}, {"limit", "50"}}});
      const double ms = watch.ms();
      if (given.status != 200) std::abort();
      slowest = std::max(slowest, ms);
    }
    const bench::stopwatch watch;
    county.call(who, "count_matter_inbox", {});
    out.counts_ms.push_back(watch.ms());
  }
  out.inbox_ms.push_back(slowest);
}

// The first step of matters nobody has touched yet, one after the other.
void measure_steps(bench::matter_county& county, measured& out, int run) {
  const auto who = county.person("inspector", "/county/");
  const auto& stage = county.kind_of_all().stages.front();
  const auto step = std::find_if(stage.steps.begin(), stage.steps.end(), [](const matter::step& one) {
    return !one.to.empty() && one.evidence.empty() && std::find(one.who.begin(), one.who.end(), "inspector") != one.who.end();
  });
  if (step == stage.steps.end()) throw std::runtime_error("no step to measure");
  json::object fields;
  for (const auto& name : step->needs) {
    const auto* field = county.kind_of_all().find_field(name);
    if (!field->choices.empty()) fields[name] = field->choices.front().code;
  }
  const auto body = json::serialize(json::object{{"fields", fields}, {"reason", step->reason ? "核实" : ""}});
  std::vector<double> times;
  for (int i = 0; i < steps_a_run; ++i) {
    const auto id = "m" + std::to_string((static_cast<std::int64_t>(run) * steps_a_run + i) * 10 * 7 % bench::all_matters);
    const bench::stopwatch watch;
    const auto given = county.call(who, "do_matter_step", {.body = body, .path = {{"id", id}, {"step", step->code}}, .if_version = 1});
    times.push_back(watch.ms());
    if (given.status != 200) throw std::runtime_error("a step was refused");
  }
  out.step_ms.push_back(bench::median(times));
}

// Reported by a phone, 70 m from the nearest that was closed: what lies around is looked at, and none of it is the same.
void measure_opening(bench::matter_county& county, measured& out, int run) {
  const auto who = county.person("grid_worker", "/county/");
  std::vector<double> times;
  for (int i = 0; i < steps_a_run; ++i) {
    const auto cell = static_cast<double>((run * steps_a_run + i) % 990 + 1);
    const auto body = json::serialize(json::object{{"kind", "fire_hazard"},
                                                   {"area_id", "v3t4"},
                                                   {"position", {{"lat", 30 + cell * 0.001}, {"lon", 120 + cell * 0.001}}},
                                                   {"fields", {{"hazard", "escape_blocked"}, {"finding", "通道堆放杂物"}}}});
    const bench::stopwatch watch;
    const auto given = county.call(who, "create_matter", {.body = body});
    times.push_back(watch.ms());
    if (given.status != 201) throw std::runtime_error("a matter was not opened");
  }
  out.open_ms.push_back(bench::median(times));
}

// Two thousand open matters' clocks run out in the same minute: the scheduler finds and fires them.
void measure_due(bench::matter_county& county, measured& out) {
  const auto minute = county.clock.now() + base::days(1);
  county.db().write_and_wait({}, [&](store::transaction& work) {
    work.db().execute(
        "UPDATE matter_clocks SET next_at = $1, due_at = $1, overdue_at = NULL, escalated = 0 WHERE state = 'running' AND matter_id IN (SELECT "
        "matter_id"
        " FROM matter_clocks WHERE state = 'running' AND (next_at IS NULL OR next_at > $2) ORDER BY matter_id LIMIT $3)",
        {minute.us, (county.clock.now() + base::days(30)).us, clocks_due});
    work.db().execute("UPDATE matter_clocks SET next_at = NULL WHERE next_at < $1", {minute.us});
    // As they stand in a town: a matter is due when its first clock is.
    constexpr std::string_view those = " SET due_at = $1 WHERE EXISTS (SELECT 1 FROM matter_clocks c WHERE c.next_at = $1 AND c.matter_id = ";
    work.db().execute("UPDATE matters" + std::string(those) + "matters.id)", {minute.us});
    work.db().execute("UPDATE matter_turns" + std::string(those) + "matter_turns.matter_id)", {minute.us});
  });
  county.clock.advance(base::days(1));
  const bench::stopwatch watch;
  const auto fired = county.scheduler->run_once();
  out.due_ms.push_back(watch.ms());
  if (fired < clocks_due) throw std::runtime_error("only " + std::to_string(fired) + " were fired");
}

void run(store::options how, const std::string& prefix, int runs) {
  bench::matter_county county(std::move(how));
  const bench::stopwatch filling;
  county.fill();
  std::cerr << prefix << "filled in " << filling.ms() / 1'000 << " s\n";
  measured seen, warm;
  county.scheduler->run_once();
  measure_inbox(county, warm);
  for (int i = 0; i < runs; ++i) {
    measure_inbox(county, seen);
    measure_steps(county, seen, i);
    measure_opening(county, seen, i);
  }
  for (int i = 0; i < runs; ++i) measure_due(county, seen);
  const auto say = [&](const char* metric, const std::vector<double>& all) {
    bench::print({.bench = "matters", .metric = prefix + metric, .value = bench::median(all), .unit = "ms", .runs = runs, .peer = {}, .ratio = {}});
  };
  say("inbox_ms", seen.inbox_ms);
  say("counts_ms", seen.counts_ms);
  say("step_ms", seen.step_ms);
  say("open_ms", seen.open_ms);
  say("due_ms", seen.due_ms);
}

}  // namespace

int main(int argc, char** argv) {
  const int runs = argc > 1 ? std::atoi(argv[1]) : 5;
  try {
    const test::folder folder;
    store::options how{.kind = store::engine::sqlite,
                       .location = folder.file("matters.db"),
                       .migrations_folder = test::project_file("database"),
                       .signing_key_path = folder.file("journal.key")};
    run(how, "", runs);
    if (!test::postgres_server::available()) {
      std::cerr << "no PostgreSQL here: measured on SQLite alone\n";
      return 0;
    }
    test::postgres_server server(test::postgres_server::durability::durable);
    how.kind = store::engine::postgres;
    how.location = server.create_database("matters");
    run(how, "postgres_", runs);
  } catch (const std::exception& why) {
    std::cerr << why.what() << "\n";
    return 1;
  }
  return 0;
}
