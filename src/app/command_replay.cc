#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "app/commands.h"
#include "app/first_start.h"
#include "app/http_server.h"
#include "app/import_place.h"
#include "app/open_town.h"
#include "app/replay_operations.h"
#include "app/replay_pace.h"
#include "app/replay_town.h"
#include "app/resources.h"
#include "app/road_routes.h"
#include "app/settings.h"
#include "foundation/base/problem.h"

namespace app {
namespace {

constexpr std::string_view invented_sentence =
    "The calls are real (see the place's sources). Invented: the units, their bases and responsibilities; the time spent at a scene (lognormal, "
    "mean 25 min); where the calls carry no hour, their hour.";

// One policy of the comparison: what the setting dispatch.responsible_s is.
struct policy {
  std::string name;
  std::int64_t responsible_s;
};

std::vector<past_call> calls_of(const place& where, int days) {
  auto all = read_calls(where).calls;
  if (all.empty()) {
    throw base::problem(400, "no_calls", "This place has no calls on this machine.", where.name,
                        "Put the shared reference data beside the project, or choose portland.");
  }
  if (days > 0) {
    const auto end = all.front().at + base::days(days);
    std::erase_if(all, [&](const past_call& one) { return one.at >= end; });
  }
  return all;
}

std::vector<replay_unit> units_of(town& of) {
  std::vector<replay_unit> out;
  const auto picture = of.units.now();
  for (const auto& one : picture->units->all()) {
    if (!one->on_shift || !one->station_position) continue;
    out.push_back({.id = one->id,
                   .home = *one->station_position,
                   .turnout_s = static_cast<double>(one->turnout_s),
                   .kind = std::string(duty::name_of(one->kind))});
  }
  return out;
}

// Says how far it is, at most once a second, on one line.
class progress {
 public:
  progress(std::string name, std::size_t total) : name_(std::move(name)), total_(total) {}
  void tell(std::size_t done) {
    const auto now = std::chrono::steady_clock::now();
    if (done < total_ && now - last_ < std::chrono::seconds(1)) return;
    last_ = now;
    std::cerr << "\r" << name_ << ": " << done << " of " << total_ << " calls" << (done == total_ ? "\n" : "") << std::flush;
  }

 private:
  std::string name_;
  std::size_t total_;
  std::chrono::steady_clock::time_point last_;
};

struct replay_run {
  const command_options& how;
  std::string resources;
  place where;
  std::vector<past_call> calls;
};

// A fresh data folder for one policy, with the loaded place's maps.
std::string fresh_folder(const replay_run& run, const std::string& name, const base::config& config) {
  std::string folder = run.how.data_folder + "/replay/" + name;
  std::filesystem::remove_all(folder);
  import_place({.where = run.where, .data_folder = folder, .resources = run.resources, .tiles = false, .maps_from = run.how.data_folder}, config,
               [](const std::string&) {});
  return folder;
}

// Sessions age by the town's time, which runs up to most_speed times as fast while it is watched: a watcher shall not be
// signed out after a second.
void stretch_sessions(base::config& config) {
  for (const auto* key : {"access.idle_s", "access.session_h"}) {
    config.set(key, std::to_string(config.integer(key) * most_speed), "the replay");
  }
}

replay_figures replay_policy(const replay_run& run, const policy& one, std::size_t number) {
  base::config config = config_of(run.how);
  config.set("dispatch.responsible_s", std::to_string(one.responsible_s), "the replay");
  if (run.how.watch) stretch_sessions(config);
  const auto folder = fresh_folder(run, "policy-" + std::to_string(number), config);
  base::manual_clock clock(run.calls.front().at - base::minutes(5));
  town of({.where = run.where, .data_folder = folder, .resources = run.resources, .config = config}, clock);
  replay_pace pace(run.how.speed, run.calls.size(), clock);
  if (run.how.watch) pace.add_operations(of.operations);
  std::unique_ptr<http_server> server;
  if (run.how.watch) {
    print_first_accounts(of, access_settings(config), std::cout);
    server = std::make_unique<http_server>(
        of,
        http_options{
            .server = server_settings(config), .console_folder = run.how.console_folder, .tiles = tiles_path(run.how.data_folder), .mode = "replay"});
    server->start();
    std::cout << "listening on " << server->address() << std::endl;
  }
  replay_operations desk({.operations = of.operations,
                          .runner = of.runner,
                          .who = system_caller("replay"),
                          .clock = clock,
                          .route = route_on(of.roads),
                          .type_of = [&](const std::string& source_type) { return catalogue_type(of.types, run.where.call.mapping, source_type); },
                          .pace = run.how.watch ? std::function<void(base::instant)>([&](base::instant to) { pace.wait_until(to); }) : nullptr,
                          .source = "replay"});
  replay_rules rules;
  rules.seed = run.how.seed;
  if (run.how.watch) rules.beat = base::seconds(std::max(2, run.how.speed / 4));
  replay_town town_run(desk, units_of(of), rules);
  progress shown(one.name, run.calls.size());
  const auto results = town_run.run(run.calls, [&](std::size_t done) {
    shown.tell(done);
    pace.count(done);
  });
  return figures_of(results, one.name, town_run.totals());
}

void save(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) throw base::problem(503, "disk", "The report could not be written.", path, "Check the disk's free space.");
}

}  // namespace

int command_replay(const command_options& how) {
  replay_run run{.how = how, .resources = resource_folder(), .where = {}, .calls = {}};
  run.where = loaded_place_of(how, run.resources);
  run.calls = calls_of(run.where, how.days);
  std::vector<policy> policies{{"responsible unit first within 120 s", 120}};
  if (!how.watch) policies.push_back({"nearest by road", 0});
  std::vector<replay_figures> figures;
  for (std::size_t i = 0; i < policies.size(); ++i) figures.push_back(replay_policy(run, policies[i], i));
  const replay_heading heading{
      .place = run.where.title.en, .from = run.calls.front().at, .to = run.calls.back().at, .invented = std::string(invented_sentence)};
  const std::string path = how.report_path.empty() ? how.data_folder + "/replay-report" : how.report_path;
  save(path + ".md", report_text(heading, figures));
  save(path + ".json", report_json(heading, figures));
  std::cout << report_text(heading, figures) << "\nsaved as " << path << ".md and .json\n";
  return 0;
}

}  // namespace app
