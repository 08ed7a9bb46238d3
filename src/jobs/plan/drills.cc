#include "jobs/plan/drills.h"

#include <algorithm>
#include <filesystem>

#include "foundation/base/log.h"
#include "foundation/base/problem.h"
#include "foundation/record/json_text.h"
#include "jobs/plan/plan_api.h"

namespace plan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_running = 8;
constexpr std::size_t most_kept = 200;
constexpr base::duration furthest = base::days(3'660);  // a drill's clock may begin so far from the world's
const store::actor itself{.account_id = "", .remote = "local", .request_id = "drills"};

const record::table& drill_table() { return record_of(static_cast<const drill*>(nullptr)); }

std::optional<drill> read_drill(store::database& db) {
  std::optional<drill> out;
  db.read([&](store::connection& reader) {
    const auto rows = reader.query("SELECT " + record::column_list(drill_table()) + " FROM drills");
    if (!rows.empty()) out = record::load<drill>(rows[0]);
  });
  return out;
}

void delete_files(const std::string& path) {
  std::error_code ignored;
  for (const std::string end : {"", "-wal", "-shm"}) fs::remove(path + end, ignored);
}

store::actor actor_of(const operation::request& what) {
  return {.account_id = what.who.account_id, .remote = what.who.remote, .request_id = what.request_id};
}

std::string name_of_caller(const operation::caller& who) { return who.display_name.empty() ? who.account_name : who.display_name; }

// Where its clock stands now, when it ran on since the mark.
base::instant virtual_now(const drill& one, base::instant world) {
  if (one.ended_virtual) return *one.ended_virtual;
  return one.mark_virtual + base::duration{std::max<std::int64_t>(0, (world - one.mark_real).us) * one.speed};
}

drill draft_of(const operation::request& what, const drill_draft& given, const plan_type& of, const area::area& area) {
  drill out;
  out.plan = of.code;
  out.plan_version = of.version;
  out.title = given.title;
  out.area_id = area.id;
  out.area_path = area.path;
  out.speed = given.speed;
  out.started_by = what.who.account_id;
  out.started_name = name_of_caller(what.who);
  return out;
}

}  // namespace

std::string marked(const std::string& body) {
  if (body.size() < 2 || body.front() != '{') return body;
  return R"({"drill":true,"watermark":")" + std::string(watermark) + "\"" + (body == "{}" ? "" : ",") + body.substr(1);
}

open_drill::open_drill(const drill_services& with, const std::string& path, const drill& known, std::int64_t speed)
    : what(known),
      time(with.time, virtual_now(known, with.time.now()), speed),
      db(store::open({.kind = store::engine::sqlite, .location = path, .migrations_folder = with.migrations_folder, .node = "drill"}, time)),
      on{.plans = with.plans,
         .areas = with.areas,
         .time = time,
         .utc_offset_min = with.utc_offset_min,
         .town = [&town = with.town](store::connection&, const std::function<void(store::connection&)>& question) { town.read(question); },
         .only_plan = known.plan},
      operations(activation_operations(on)) {}

drills::drills(drill_services with) : with_(std::move(with)), ids_(with_.time) { load(); }

void drills::load() {
  std::error_code none;
  for (const auto& file : fs::directory_iterator(with_.folder, none)) {
    const auto id = file.path().stem().string();
    if (file.path().extension() != ".db" || !base::is_uuid(id)) continue;
    try {
      auto one = std::make_shared<open_drill>(with_, file.path().string(), drill{}, 0);
      const auto known = read_drill(*one->db);
      if (!known) {  // it ended between the file and its first row: nothing happened in it
        one.reset();
        delete_files(file.path().string());
        continue;
      }
      one.reset();
      entry next{.what = *known, .running = {}, .seen = {}};
      if (!known->ended_at) next.running = std::make_shared<open_drill>(with_, path_of(id), *known, known->speed);
      all_.emplace(id, std::move(next));
    } catch (const std::exception& why) {
      base::log(base::log_level::error, "drill_unreadable", {{"drill", std::string_view(id)}, {"detail", std::string_view(why.what())}});
    }
  }
}

drills::open drills::get(const std::string& id, const operation::caller& who) {
  const std::scoped_lock lock(mutex_);
  const auto found = all_.find(id);
  if (found == all_.end() || !who.may(may_read, found->second.what.area_path)) throw base::not_found("drill " + id);
  auto& one = found->second;
  if (one.running) return one.running;
  if (auto held = one.seen.lock()) return held;
  auto fresh = std::make_shared<open_drill>(with_, path_of(id), one.what, 0);
  one.seen = fresh;
  return fresh;
}

drill drills::shown(drill one, base::instant now) const {
  one.now = now;
  const auto plans = with_.plans.now();
  if (const auto of = plans->find(one.plan); of != plans->end()) one.plan_name = of->second.name;
  const auto areas = with_.areas.now();
  if (const auto* area = areas->find(one.area_id)) one.area_name = area->name;
  return one;
}

drill drills::look(const open& one) {
  const std::scoped_lock lock(mutex_);
  return shown(one->what, one->what.ended_virtual.value_or(one->time.now()));
}

void drills::journal(const operation::request& what, std::string_view action, const drill& of) {
  record::json_object detail;
  detail.text("plan", of.plan);
  detail.text("area_id", of.area_id);
  with_.town.write_and_wait(actor_of(what), [&](store::transaction& work) {
    work.journal({.action = std::string(action), .subject_kind = "drill", .subject_id = of.id, .detail = detail.done()});
  });
}

std::string drills::start(const operation::request& what) {
  const auto given = record::from_json<drill_draft>(what.body);
  const auto plans = with_.plans.now();
  const auto areas = with_.areas.now();
  const auto of = plans->find(given.plan);
  const auto* area = areas->find(given.area_id);
  if (of == plans->end()) throw base::bad_input({{"/plan", "unknown", "is no plan of the catalogue"}});
  if (area == nullptr) throw base::bad_input({{"/area_id", "unknown", "is no area"}});
  if (!what.who.may(may_write, area->path)) throw base::forbidden(std::string(may_write));
  auto one = draft_of(what, given, of->second, *area);
  const auto now = with_.time.now();
  one.started_at = one.mark_real = now;
  one.starts_at = one.mark_virtual = given.starts_at.value_or(now);
  if (one.starts_at < now - furthest || one.starts_at > now + furthest) throw base::bad_input({{"/starts_at", "out_of_range", "is too far away"}});
  {
    const std::scoped_lock lock(mutex_);
    const auto running = std::ranges::count_if(all_, [](const auto& each) { return each.second.running != nullptr; });
    if (static_cast<std::size_t>(running) >= most_running) throw base::conflict("too_many_drills", "Too many drills run at once; end one first.");
    if (all_.size() >= most_kept) throw base::conflict("too_many_drills", "Too many drills are kept; delete some first.");
  }
  one.id = ids_.next();
  fs::create_directories(with_.folder);
  const auto path = path_of(one.id);
  try {
    auto opened = std::make_shared<open_drill>(with_, path, one, one.speed);
    opened->db->write_and_wait(actor_of(what), [&](store::transaction& work) {
      work.db().execute(record::insert_sql(drill_table(), "drills"), record::bind(one));
      remember_plan(work, of->second);
    });
    journal(what, "start_drill", one);
    const std::scoped_lock lock(mutex_);
    all_.emplace(one.id, entry{.what = one, .running = std::move(opened), .seen = {}});
  } catch (...) {
    delete_files(path);
    throw;
  }
  return record::to_json(shown(one, one.starts_at));
}

std::string drills::list(const operation::request& what) {
  std::vector<std::string> items;
  const std::scoped_lock lock(mutex_);
  for (auto at = all_.rbegin(); at != all_.rend(); ++at) {
    const auto& one = at->second.what;
    if (!what.who.may(may_read, one.area_path)) continue;
    items.push_back(marked(record::to_json(shown(one, virtual_now(one, with_.time.now())))));
  }
  return operation::list_json(items);
}

std::string drills::show(const operation::request& what) { return record::to_json(look(get(what.part("drill"), what.who))); }

// The row of the drill in its own file, then what is known of it here.
void drills::save(const open& one, const drill& after) {
  one->db->write_and_wait(itself,
                          [&](store::transaction& work) { work.db().execute(record::update_sql(drill_table(), "drills"), record::bind(after)); });
  const std::scoped_lock lock(mutex_);
  one->what = after;
  if (const auto found = all_.find(after.id); found != all_.end()) found->second.what = after;
}

// Who started it, or who may activate the plan at its gravest level there.
void drills::check_may_end(const drill& of, const operation::caller& who) {
  if (who.account_id == of.started_by) return;
  const auto plans = with_.plans.now();
  const auto areas = with_.areas.now();
  const auto found = plans->find(of.plan);
  const bool may = found != plans->end() && !found->second.levels.empty() &&
                   decides({.of = found->second, .areas = *areas, .who = who, .now = with_.time.now()}, found->second.levels.front().is, of.area_id);
  if (!may) matter::throw_if(refusal{.code = "not_your_step", .detail = "A drill is led by who started it.", .fields = {}, .status = 403});
}

std::string drills::change_speed(const operation::request& what) {
  const auto given = record::from_json<speed_draft>(what.body);
  const auto one = get(what.part("drill"), what.who);
  auto after = look(one);
  check_may_end(after, what.who);
  if (after.ended_at) throw base::conflict("drill_ended", "This drill has ended.");
  after.mark_real = with_.time.now();
  after.mark_virtual = one->time.now();
  after.speed = given.speed;
  journal(what, "set_drill_speed", after);
  save(one, after);
  one->time.set_speed(given.speed);
  return record::to_json(look(one));
}

std::string drills::end(const operation::request& what) {
  const auto given = record::from_json<summary_draft>(what.body);
  const auto one = get(what.part("drill"), what.who);
  auto after = look(one);
  check_may_end(after, what.who);
  if (after.ended_at) throw base::conflict("drill_ended", "This drill has ended.");
  after.ended_at = with_.time.now();
  after.ended_virtual = one->time.now();
  after.ended_by = what.who.account_id;
  after.ended_name = name_of_caller(what.who);
  after.summary = given.summary;
  journal(what, "end_drill", after);
  one->time.stop(after.ended_virtual);
  save(one, after);
  const auto body = report(what);
  const std::scoped_lock lock(mutex_);
  auto& kept = all_.at(after.id);
  kept.seen = one;
  kept.running.reset();
  return body;
}

std::string drills::report(const operation::request& what) {
  const auto one = get(what.part("drill"), what.who);
  const auto seen = look(one);
  std::string body;
  one->db->read([&](store::connection& db) { body = record::to_json(report_of(one->on, db, what.who, seen)); });
  return body;
}

std::string drills::remove(const operation::request& what) {
  const auto one = look(get(what.part("drill"), what.who));
  check_may_end(one, what.who);
  if (!one.ended_at) throw base::conflict("drill_runs", "End the drill before it is deleted.");
  journal(what, "delete_drill", one);
  {
    const std::scoped_lock lock(mutex_);
    all_.erase(one.id);
  }
  delete_files(path_of(one.id));
  record::json_object out;
  out.text("id", one.id);
  out.raw("deleted", "true");
  return out.done();
}

void drills::tick() {
  std::vector<open> running;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [id, one] : all_) {
      if (one.running) running.push_back(one.running);
    }
  }
  for (const auto& one : running) run_clocks(one->on, *one->db);
}

}  // namespace plan
