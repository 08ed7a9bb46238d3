#include "system/scenarios/scenario_town.h"

#include "foundation/base/problem.h"
#include "support/operation_call.h"
#include "town/access/access_rules.h"
#include "town/area/area_store.h"

namespace scenario_test {
namespace {

struct level_row {
  const char* level;
  area::level kind;
  const char* name;
  const char* path;
};
constexpr level_row levels[] = {{"province", area::level::province, "示范省", "/province/"},
                                {"city", area::level::city, "示范市", "/province/city/"},
                                {"county", area::level::county, "示范县", "/province/city/county/"},
                                {"township", area::level::township, "示范镇", "/province/city/county/township/"},
                                {"village", area::level::village, "东村", "/province/city/county/township/village/"},
                                {"village2", area::level::village, "西村", "/province/city/county/township/village2/"},
                                {"grid", area::level::grid, "一格", "/province/city/county/township/village/grid/"}};

const level_row& row_of(const std::string& level) {
  for (const auto& one : levels) {
    if (level == one.level) return one;
  }
  throw std::runtime_error("no such level: " + level);
}

}  // namespace

town::town(const store::options& how, base::instant start_at, std::string catalogue_folder)
    : clock(start_at), how_(how), folder_(std::move(catalogue_folder)), master_(seal::master_key::random()) {
  everybody_.account_name = "system";
  for (const auto permission : accounts::all_permissions()) everybody_.grants.push_back({std::string(permission), "/"});
  db_ = store::open(how_, clock);
  make_areas();
  db_.reset();
  start();
}

town::~town() { stop(); }

void town::make_areas() {
  std::vector<area::area> all;
  std::string parent;
  for (const auto& one : levels) {
    area::area next;
    next.id = one.level;
    next.code = one.level;
    next.kind = one.kind;
    next.name = one.name;
    next.path = one.path;
    const std::string path(one.path);
    const auto above = path.substr(0, path.rfind('/', path.size() - 2) + 1);
    if (above != "/") {
      const auto slash = above.rfind('/', above.size() - 2);
      next.parent_id = above.substr(slash + 1, above.size() - slash - 2);
    }
    next.version = 0;
    all.push_back(std::move(next));
  }
  std::vector<const area::area*> pointers;
  for (const auto& one : all) pointers.push_back(&one);
  db_->write_and_wait({}, [&](store::transaction& work) {
    area::insert_areas(work.db(), pointers);
    work.db().execute(
        "INSERT INTO places (id, kind, name, name_en, position_lon, position_lat, area_id, area_path, source, invented, created_at, version) VALUES"
        " ('hall', 'hall', '东村礼堂', '', 120.1, 30.1, 'village', '/province/city/county/township/village/', 'test', $1, 0, 1)",
        {true});
  });
}

void town::start() {
  how_.node = "n" + std::to_string(++restarts_);
  db_ = store::open(how_, clock);
  areas_ = std::make_unique<area::live_areas>(*db_);
  catalogue_ = std::make_unique<matter::live_catalogue>(folder_, *db_, clock);
  services_ = std::make_unique<matter::services>(
      matter::services{.catalogue = *catalogue_, .areas = *areas_, .time = clock, .parties = matter::party_vault(master_), .utc_offset_min = 480});
  // Files stand beside the engine: here a photo is whatever is called so. Real files are sent in the tests of the routes.
  services_->find_file = [](const matter::services&, store::connection&, const operation::caller&,
                            const std::string& id) -> std::optional<matter::sent_file> {
    if (!id.starts_with("file-")) return std::nullopt;
    return matter::sent_file{.id = id, .name = id + ".jpg", .photo = id.find("photo") != std::string::npos};
  };
  scheduler_ = std::make_unique<matter::scheduler>(*services_, *db_, how_.node);
  services_->recount = [this] { scheduler_->recount_provisional(); };
  operations_ = matter::matter_operations(*services_);
  scheduler_->run_once();
}

void town::stop() {
  operations_.clear();
  if (scheduler_) scheduler_->stop();
  scheduler_.reset();
  services_.reset();
  catalogue_.reset();
  areas_.reset();
  db_.reset();
}

void town::restart() {
  stop();
  start();
}

void town::tick(base::duration by) {
  clock.advance(by);
  scheduler_->run_once();
}

std::string town::area_id(const std::string& level) const { return row_of(level).level; }
std::string town::area_path(const std::string& level) const { return row_of(level).path; }

void town::add_person(const std::string& name, const std::string& role, const std::string& level) {
  operation::caller who;
  who.account_id = account_of(name);
  who.account_name = name;
  who.display_name = name;
  const std::vector<accounts::placed_grant> grants = {{.role = role, .area_path = area_path(level)}};
  who.grants = accounts::permissions_within(grants);
  db_->write_and_wait({}, [&](store::transaction& work) {
    work.db().execute(
        "INSERT INTO accounts (id, name, display_name, language, disabled, password_hash, password_changed_at, must_change_password, created_at,"
        " access_version, version) VALUES ($1, $2, $3, 'zh', $4, '', 0, $4, 0, 1, 1) ON CONFLICT DO NOTHING",
        {who.account_id, name, name, false});
    work.db().execute("DELETE FROM role_grants WHERE account_id = $1", {who.account_id});
    work.db().execute("INSERT INTO role_grants (account_id, role, area_id, area_path) VALUES ($1, $2, $3, $4)",
                      {who.account_id, role, area_id(level), area_path(level)});
  });
  people_[name] = std::move(who);
}

const operation::caller& town::person(const std::string& name) const {
  const auto found = people_.find(name);
  if (found == people_.end()) throw std::runtime_error("nobody is called " + name);
  return found->second;
}

json::object town::call(const std::string& name, std::string_view operation, std::map<std::string, std::string, std::less<>> path,
                        const std::string& body, std::optional<std::int64_t> version, std::map<std::string, std::string, std::less<>> query) {
  const auto given = test::call(*db_, operations_, name.empty() ? everybody_ : person(name), operation,
                                {.body = body, .path = std::move(path), .query = std::move(query), .if_version = version});
  if (given.body.empty()) return {};
  auto parsed = json::parse(given.body);
  return parsed.is_object() ? std::move(parsed.as_object()) : json::object();
}

json::object town::matter(const std::string& id) { return call("", "get_matter", {{"id", id}}, ""); }

}  // namespace scenario_test
