#include "plan_town.h"

#include <filesystem>
#include <fstream>

#include "foundation/base/problem.h"
#include "support/operation_call.h"
#include "town/area/area_store.h"

namespace plan_test {

namespace fs = std::filesystem;

const char* const small_plan = R"(plan: small
edition: 1
requirement: [B4]
zh: 小预案
en: Small plan
sentence: {zh: 一句话, en: One sentence}
levels:
  - {code: red, zh: 一级, en: Level one, when: {zh: 很严重, en: Very bad}, activate: [{role: commander, level: county}]}
  - {code: yellow, zh: 三级, en: Level three, when: {zh: 一般, en: Bad}, activate: [{role: commander, level: township}, {role: office, level: county}]}
roles:
  - {code: chief, zh: 指挥长, en: Chief, held_by: [commander], confirm: 10 minutes}
  - {code: cordon, zh: 警戒, en: Cordon, held_by: [patrol_leader], units: [patrol], confirm: 5 minutes}
  - {code: supplies, zh: 后勤, en: Supplies, held_by: [office], levels: [red]}
tasks:
  - {code: close_road, zh: 封路, en: Close the road, role: cordon, within: 30 minutes}
  - {code: count_heads, zh: 清点, en: Count heads, role: cordon, after: close_road, within: 1 hour, confirmed_by: chief, note: true}
  - {code: report, zh: 上报, en: Report, role: chief, within: 20 minutes}
  - {code: pumps, zh: 水泵, en: Pumps, role: supplies, levels: [red], within: 2 hours}
resources:
  - {code: shelters, zh: 避难场所, en: Shelters, kind: place, of: shelter, at_least: 2}
report: {kind: major_incident, from: red, fields: {incident_class: accident}, fills: {summary: reason}}
review: {kind: plan_review, fields: {plan_kind: other}, fills: {ended_on: end_day, roles_filled: roles_confirmed, roles_planned: roles_planned}}
)";

namespace {

area::area make_area(const std::string& id, area::level kind, const std::string& parent_path, double west, double east) {
  area::area one;
  one.id = one.code = one.name = id;
  one.kind = kind;
  one.path = parent_path + id + "/";
  if (parent_path != "/") one.parent_id = "county";
  one.boundary = {{{.exterior = {{west, 39}, {east, 39}, {east, 40}, {west, 40}, {west, 39}}, .holes = {}}}};
  one.version = 0;
  return one;
}

}  // namespace

town::town(const store::options& how, base::manual_clock& clock, const std::string& scratch)
    : how_(how), clock_(clock), scratch_(scratch), folder_(scratch + "/catalogue"), master_(seal::master_key::random()) {
  fs::create_directories(scratch_);
  fs::copy(test::project_file("catalogue"), folder_, fs::copy_options::recursive);
  fs::remove_all(folder_ + "/plans");
  fs::create_directories(folder_ + "/plans");
  std::ofstream(folder_ + "/plans/small.yaml") << small_plan;
  db_ = store::open(how_, clock_);
  make_rows();
  db_.reset();
  start();
}

town::~town() { stop(); }

void town::make_rows() {
  const auto county = make_area("county", area::level::county, "/", 116, 117);
  const auto west_town = make_area("west", area::level::township, "/county/", 116, 116.5);
  const auto east_town = make_area("east", area::level::township, "/county/", 116.5, 117);
  const area::area* const all[] = {&county, &west_town, &east_town};
  db_->write_and_wait({}, [&](store::transaction& work) {
    area::insert_areas(work.db(), all);
    for (const std::string number : {"1", "2"}) {
      work.db().execute(
          "INSERT INTO units (id, name, kind, force, capabilities, turnout_s, on_shift, invented, version) VALUES ($1, $2, 'car', 'police', $3, 60, "
          "TRUE, TRUE, 1)",
          {"car-" + number, "Car " + number, number == "1" ? R"(["patrol"])" : R"(["medical"])"});
    }
    work.db().execute(
        "INSERT INTO places (id, kind, name, name_en, position_lon, position_lat, area_id, area_path, source, invented, created_at, version) VALUES"
        " ('school', 'shelter', '东镇小学', 'East school', 116.75, 39.5, 'east', '/county/east/', 'test', $1, 0, 1)",
        {true});
  });
}

void town::start() {
  db_ = store::open(how_, clock_);
  areas_ = std::make_unique<area::live_areas>(*db_);
  catalogue_ = std::make_unique<matter::live_catalogue>(folder_, *db_, clock_);
  matters_ = std::make_unique<matter::services>(
      matter::services{.catalogue = *catalogue_, .areas = *areas_, .time = clock_, .parties = matter::party_vault(master_), .utc_offset_min = 480});
  plans_ = std::make_unique<plan::live_plans>(folder_, *catalogue_, *db_);
  services_ = std::make_unique<plan::services>(
      plan::services{.plans = *plans_, .areas = *areas_, .time = clock_, .utc_offset_min = 480, .matters = matters_.get()});
  // Incidents belong to another module: here one is what is called so.
  services_->find_incident = [this](store::connection&, const operation::caller&, const std::string& id) -> std::optional<plan::seen_incident> {
    if (!id.starts_with("incident-")) return std::nullopt;
    return plan::seen_incident{.area_id = "east", .position = {116.75, 39.5}, .reported_at = clock_.now() - base::minutes(7)};
  };
  drills_ = std::make_unique<plan::drills>(plan::drill_services{.plans = *plans_,
                                                                .areas = *areas_,
                                                                .town = *db_,
                                                                .time = clock_,
                                                                .utc_offset_min = 480,
                                                                .folder = scratch_ + "/drills",
                                                                .migrations_folder = test::project_file("database"),
                                                                .submit = [](std::function<void()> work) { return work(), true; }});
  operations_ = plan::plan_operations(*services_);
  for (auto more : {plan::activation_operations(*services_), drills_->operations()}) {
    operations_.insert(operations_.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  db_->on_commit([this](std::span<const store::committed_event> events) { events_.insert(events_.end(), events.begin(), events.end()); });
}

void town::stop() {
  operations_.clear();
  drills_.reset();
  services_.reset();
  plans_.reset();
  matters_.reset();
  catalogue_.reset();
  areas_.reset();
  db_.reset();
}

void town::restart() {
  stop();
  start();
}

void town::tick(base::duration by) {
  clock_.advance(by);
  plan::run_clocks(*services_, *db_);
  drills_->tick();
}

operation::caller town::person(const std::string& name, const std::string& role, const std::string& area_path) {
  operation::caller who;
  who.account_id = "account-" + name;
  who.account_name = name;
  who.display_name = name;
  who.remote = "local";
  for (const std::string permission : {"plan.read", "plan.write", "matter.read", "matter.write"}) who.grants.push_back({permission, area_path});
  who.grants.push_back({"as." + role, area_path});
  return who;
}

json::object town::call(const operation::caller& who, std::string_view name, std::map<std::string, std::string, std::less<>> path,
                        const std::string& body, std::map<std::string, std::string, std::less<>> query) {
  const auto given = test::call(*db_, operations_, who, name, {.body = body, .path = std::move(path), .query = std::move(query)});
  return given.body.empty() ? json::object() : json::parse(given.body).as_object();
}

std::string town::refusal(const operation::caller& who, std::string_view name, std::map<std::string, std::string, std::less<>> path,
                          const std::string& body) {
  try {
    call(who, name, std::move(path), body);
  } catch (const base::problem& problem) {
    return std::to_string(problem.status) + " " + problem.code;
  }
  return "";
}

std::string town::activate(const std::string& level) {
  const auto made = call(county, "activate_plan", {}, R"({"plan":"small","level":")" + level + R"(","reason":"water rises","area_id":"east"})");
  return text(made.at("activation").as_object(), "id");
}

json::object town::board(const std::string& id) { return call(chief, "get_activation_board", {{"id", id}}); }

json::object town::act(const operation::caller& who, const std::string& id, const std::string& task, const std::string& act,
                       const std::string& words) {
  return call(who, act + "_plan_task", {{"id", id}, {"task", task}}, json::serialize(json::object{{"text", words}}));
}

namespace {
json::object row_of(const json::object& board, std::string_view list, std::string_view key, std::string_view code) {
  for (const auto& one : board.at(list).as_array()) {
    if (one.at(key).as_string() == code) return one.as_object();
  }
  throw std::runtime_error("not on the board: " + std::string(code));
}
}  // namespace

json::object town::task(const std::string& id, const std::string& code) { return row_of(board(id), "tasks", "task", code); }
json::object town::role(const std::string& id, const std::string& code) { return row_of(board(id), "roles", "role", code); }

std::string text(const json::object& one, std::string_view member) {
  const auto& value = one.at(member);
  return value.is_string() ? std::string(value.as_string()) : value.is_null() ? "null" : json::serialize(value);
}

}  // namespace plan_test
