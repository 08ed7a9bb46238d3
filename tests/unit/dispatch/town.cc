#include "town.h"

#include "foundation/base/problem.h"
#include "support/shared_data.h"
#include "town/area/area_store.h"

namespace test {
namespace {

geo::multi_polygon square(double west, double south, double east, double north) {
  return {{{.exterior = {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}, .holes = {}}}};
}

area::area make_area(const std::string& id, const std::string& parent_path, geo::multi_polygon boundary) {
  area::area one;
  one.id = one.code = one.name = id;
  one.path = parent_path + id + "/";
  if (parent_path != "/") one.parent_id = "county";
  one.boundary = std::move(boundary);
  one.version = 0;
  return one;
}

operation::caller account(const std::string& name, const std::string& area_path, std::initializer_list<std::string_view> permissions) {
  operation::caller who;
  who.account_id = "account-" + name;
  who.account_name = name;
  who.display_name = "Desk " + name;
  who.remote = "local";
  for (const auto p : permissions) who.grants.push_back({.permission = std::string(p), .area_path = area_path});
  return who;
}

}  // namespace

town::town(std::unique_ptr<store::database> store, base::manual_clock& clock, bool fresh)
    : store_(std::move(store)),
      clock_(clock),
      types_(dispatch::read_incident_types(project_file("catalogue"))),
      master_(seal::master_key::random()),
      vault_(master_, base::days(90)) {
  if (fresh) {
    make_areas();
    make_units();
  }
  make_accounts();
  areas_ = std::make_unique<area::live_areas>(*store_);
  parts_ = std::make_unique<dispatch::services>(
      dispatch::services{.types = types_, .areas = *areas_, .callers = vault_, .time = clock_, .utc_offset_min = 480});
  operations_ = dispatch::incident_operations(*parts_);
  store_->on_commit([this](std::span<const store::committed_event> events) { events_.insert(events_.end(), events.begin(), events.end()); });
}

void town::make_areas() {
  const auto county = make_area("county", "/", square(116, 39, 117, 40));
  const auto west = make_area("west", "/county/", square(116, 39, 116.5, 40));
  const auto east = make_area("east", "/county/", square(116.5, 39, 117, 40));
  const area::area* const all[] = {&county, &west, &east};
  store_->write_and_wait({}, [&](store::transaction& work) { area::insert_areas(work.db(), all); });
}

void town::make_units() {
  store_->write_and_wait({}, [&](store::transaction& work) {
    for (int i = 1; i <= 7; ++i) {
      const auto number = std::to_string(i);
      work.db().execute(
          "INSERT INTO units (id, name, kind, force, capabilities, turnout_s, on_shift, invented, version) VALUES ($1, $2, 'car', 'police', "
          "'[\"patrol\"]', 60, $3, "
          "TRUE, 1)",
          {"car-" + number, "Car " + number, i != 7});
    }
  });
}

void town::make_accounts() {
  using namespace dispatch;
  const auto all = {may_read, may_write, may_note, may_send, may_report, may_read_caller};
  dispatcher = account("A", "/", all);
  other = account("B", "/", all);
  east_dispatcher = account("E", "/county/east/", {may_read, may_write, may_note, may_send, may_report});
  west_reader = account("W", "/county/west/", {may_read});
  officer = account("O", "/county/", {may_read, may_report});
}

operation::answer town::ask(const operation::caller& who, std::string_view name, const asked& what) {
  for (const auto& one : operations_) {
    if (one.name != name) continue;
    if (!one.permission.empty() && !who.may(one.permission)) throw base::forbidden(std::string(one.permission));
    const operation::request request{
        .who = who, .request_id = "r", .path = what.path, .query = what.query, .body = what.body, .if_version = what.version};
    operation::answer given;
    if (one.read) {
      store_->read([&](store::connection& db) { given = one.read(request, db); });
    } else {
      store_->write_and_wait({.account_id = who.account_id, .remote = who.remote, .request_id = "r"},
                             [&](store::transaction& work) { given = one.write(request, work, nullptr); });
    }
    return given;
  }
  throw std::logic_error("no operation " + std::string(name));
}

boost::json::object town::json(const operation::caller& who, std::string_view name, const asked& what) {
  return boost::json::parse(ask(who, name, what).body).as_object();
}

base::problem town::refused(const operation::caller& who, std::string_view name, const asked& what) {
  try {
    const auto given = ask(who, name, what);
    ADD_FAILURE() << name << " must be refused; it answered " << given.body.substr(0, 300);
  } catch (const base::problem& problem) {
    return problem;
  }
  return {0, "not_refused", ""};
}

std::string town::take(const std::string& more, bool east) {
  const std::string lon = east ? "116.75" : "116.25";
  return text_of(json(dispatcher, "create_incident", {.body = R"({"type":"crash","location":{"lon":)" + lon + R"(,"lat":39.5})" + more + "}"}), "id");
}

std::string town::send(const std::string& incident, const std::string& unit) {
  return text_of(json(dispatcher, "assign_unit", {.path = {{"id", incident}}, .body = R"({"unit_id":")" + unit + "\"}"}), "id");
}

boost::json::object town::step(const std::string& assignment, const std::string& status) {
  return json(officer, "set_assignment_status", {.path = {{"id", assignment}}, .body = R"({"status":")" + status + "\"}"});
}

boost::json::object town::get(const std::string& incident) { return json(dispatcher, "get_incident", {.path = {{"id", incident}}}); }

std::string town::cell(const std::string& sql) {
  std::string text;
  store_->read([&](store::connection& db) {
    const auto rows = db.query(sql);
    if (rows.empty() || rows.null(0, 0)) return;
    const auto& v = rows[0][0];
    text = std::holds_alternative<std::string>(v) ? std::get<std::string>(v) : std::to_string(rows.integer(0, 0));
  });
  return text;
}

std::string text_of(const boost::json::object& one, std::string_view member) { return std::string(one.at(member).as_string()); }
std::int64_t number_of(const boost::json::object& one, std::string_view member) { return one.at(member).to_number<std::int64_t>(); }

}  // namespace test
