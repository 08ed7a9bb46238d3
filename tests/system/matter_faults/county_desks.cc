#include "county_desks.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "foundation/base/problem.h"
#include "foundation/files/file_store.h"
#include "support/operation_call.h"
#include "support/shared_data.h"
#include "town/access/access_rules.h"
#include "town/area/area_store.h"

namespace matter_faults {
namespace {

struct area_row {
  const char* id;
  area::level kind;
  const char* above;
};
constexpr area_row areas[] = {{"province", area::level::province, ""},         {"city", area::level::city, "province"},
                              {"county", area::level::county, "city"},         {"county2", area::level::county, "city"},
                              {"township", area::level::township, "county"},   {"township2", area::level::township, "county2"},
                              {"village", area::level::village, "township"},   {"village2", area::level::village, "township"},
                              {"village3", area::level::village, "township2"}, {"grid", area::level::grid, "village"}};

// Files as the app finds them: what the caller just sent, or what belongs to a matter he may read.
std::optional<matter::sent_file> file_for(const matter::services& on, store::connection& db, const operation::caller& who, const std::string& id) {
  const auto found = files::find_file(db, id);
  if (!found || !(found->is_unused_of(who.account_id) || matter::may_see_file(on, db, who, id))) return std::nullopt;
  return matter::sent_file{.id = id, .name = found->what.name, .photo = files::is_photo(found->what.type), .sha256 = found->what.sha256};
}

outcome outcome_of(operation::answer given) {
  outcome out{.status = given.status, .raw = std::move(given.body)};
  if (given.content_type == "application/json" && !out.raw.empty()) {
    auto parsed = json::parse(out.raw);
    if (parsed.is_object()) out.body = std::move(parsed.as_object());
  }
  return out;
}

outcome outcome_of(const base::problem& no) {
  outcome out{.status = no.status, .code = no.code};
  out.why = no.code + ": " + no.detail + " " + no.remedy;
  for (const auto& one : no.fields) out.wrong.push_back(one.pointer);
  for (const auto& [name, content] : no.members) out.members[name] = content;
  return out;
}

}  // namespace

base::instant time_of(const std::string& rfc3339) { return base::instant_from_rfc3339(rfc3339).value(); }

std::string path_of(const std::string& area) {
  for (const auto& one : areas) {
    if (area == one.id) return (*one.above == '\0' ? "/" : path_of(one.above)) + area + "/";
  }
  throw std::runtime_error("no area " + area);
}

own_catalogue::own_catalogue() {
  std::filesystem::copy(test::project_file("catalogue"), folder_name_, std::filesystem::copy_options::recursive);
  constexpr std::array<std::string_view, 7> kept{"fire_hazard",       "listed_fire_hazard", "rectification_notice", "dispute",
                                                 "dispute_screening", "training",           "major_incident"};
  std::vector<std::filesystem::path> others;
  for (const auto& one : std::filesystem::directory_iterator(folder_name_ + "/kinds")) {
    if (std::ranges::find(kept, one.path().stem().string()) == kept.end()) others.push_back(one.path());
  }
  for (const auto& one : others) std::filesystem::remove(one);
}

std::string own_catalogue::read(const std::string& file) const { return test::read_file(folder_name_ + "/" + file); }

void own_catalogue::write(const std::string& file, const std::string& text) const {
  std::ofstream(folder_name_ + "/" + file, std::ios::binary) << text;
}

void own_catalogue::remove(const std::string& file) const { std::filesystem::remove(folder_name_ + "/" + file); }

void own_catalogue::change(const std::string& file, const std::string& from, const std::string& to) const {
  auto text = read(file);
  auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error(file + " has no " + from);
  for (; at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  write(file, text);
}

std::string outcome::id() const { return std::string(matter().at("id").as_string()); }
std::int64_t outcome::version() const { return matter().at("version").to_number<std::int64_t>(); }

node::node(store::options how, const base::clock& time, const std::string& catalogue, const seal::master_key& master) : db_(store::open(how, time)) {
  areas_ = std::make_unique<area::live_areas>(*db_);
  catalogue_ = std::make_unique<matter::live_catalogue>(catalogue, *db_, time);
  services_ = std::make_unique<matter::services>(
      matter::services{.catalogue = *catalogue_,
                       .areas = *areas_,
                       .time = time,
                       .parties = matter::party_vault(master),
                       .utc_offset_min = 480,
                       .find_file = file_for,
                       .use_file = files::add_use,
                       .drop_file = files::drop_use,
                       .same_content = files::list_same_content,
                       .sees_incident = [](store::connection&, const operation::caller&, const std::string& id) { return id != "nowhere"; }});
  scheduler_ = std::make_unique<matter::scheduler>(*services_, *db_, how.node);
  services_->recount = [this] { scheduler_->recount_provisional(); };
  operations_ = matter::matter_operations(*services_);
}

node::~node() {
  if (scheduler_) scheduler_->stop();
}

outcome node::call(const operation::caller& who, std::string_view operation, words_of path, const std::string& body,
                   std::optional<std::int64_t> version, words_of query) {
  try {
    const auto what = std::find_if(operations_.begin(), operations_.end(), [&](const auto& one) { return one.name == operation; });
    if (what != operations_.end() && !who.may(what->permission)) throw base::forbidden(std::string(what->permission));
    return outcome_of(
        test::call(*db_, operations_, who, operation, {.body = body, .path = std::move(path), .query = std::move(query), .if_version = version}));
  } catch (const base::problem& no) {
    return outcome_of(no);
  } catch (const std::exception& fault) {
    return {.status = 500, .code = "thrown", .why = fault.what()};
  }
}

desks::desks(store::options how, const std::string& start, std::string catalogue_folder)
    : clock(time_of(start)), how_(std::move(how)), folder_(std::move(catalogue_folder)), master_(seal::master_key::random()) {
  make_areas();
  add_node();
  operation::caller all;
  all.account_id = "account-everybody";
  all.account_name = "everybody";
  for (const auto permission : accounts::all_permissions()) all.grants.push_back({std::string(permission), "/"});
  people_["everybody"] = std::move(all);
}

void desks::make_areas() {
  std::vector<area::area> all;
  for (const auto& one : areas) {
    area::area next;
    next.id = next.code = next.name = one.id;
    next.kind = one.kind;
    next.path = path_of(one.id);
    if (*one.above != '\0') next.parent_id = one.above;
    next.version = 0;
    all.push_back(std::move(next));
  }
  std::vector<const area::area*> pointers;
  for (const auto& one : all) pointers.push_back(&one);
  const auto db = store::open(how_, clock);
  db->write_and_wait({}, [&](store::transaction& work) { area::insert_areas(work.db(), pointers); });
}

void desks::give_areas_bounds() {
  int west = 120;
  for (const auto* village : {"village", "village2", "village3"}) {
    const auto w = std::to_string(west), e = std::to_string(west + 1);
    const auto ring = "[[[" + w + ",30],[" + e + ",30],[" + e + ",31],[" + w + ",31],[" + w + ",30]]]";
    db().write_and_wait({}, [&](store::transaction& work) {
      work.db().execute("UPDATE areas SET boundary = $1 WHERE id = $2", {R"({"type":"Polygon","coordinates":)" + ring + "}", std::string(village)});
    });
    ++west;
  }
  restart();
}

node& desks::add_node() {
  auto how = how_;
  how.node = "n" + std::to_string(++made_);
  nodes_.push_back(std::make_unique<node>(how, clock, folder_, master_));
  return *nodes_.back();
}

void desks::restart() {
  nodes_.clear();
  add_node();
}

std::int64_t desks::tick(base::duration by) {
  clock.advance(by);
  return at().scheduler().run_once();
}

const operation::caller& desks::add_person(const std::string& name, const std::vector<held_role>& roles) {
  operation::caller who;
  who.account_id = "account-" + name;
  who.account_name = who.display_name = name;
  std::vector<accounts::placed_grant> grants;
  for (const auto& one : roles) grants.push_back({.role = one.role, .area_path = path_of(one.area)});
  who.grants = accounts::permissions_within(grants);
  db().write_and_wait({}, [&](store::transaction& work) {
    work.db().execute(
        "INSERT INTO accounts (id, name, display_name, language, disabled, password_hash, password_changed_at, must_change_password, created_at,"
        " access_version, version) VALUES ($1, $2, $3, 'zh', $4, '', 0, $4, 0, 1, 1) ON CONFLICT DO NOTHING",
        {who.account_id, name, name, false});
    for (const auto& one : roles) {
      if (one.role.ends_with("_admin")) continue;  // of no area: no duty at a desk
      work.db().execute("INSERT INTO role_grants (account_id, role, area_id, area_path) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                        {who.account_id, one.role, one.area, path_of(one.area)});
    }
  });
  return people_[name] = std::move(who);
}

outcome desks::step(const std::string& name, const std::string& id, const std::string& step, const std::string& fields, const std::string& reason) {
  const auto body = json::serialize(json::object{{"fields", json::parse(fields)}, {"reason", reason}});
  return call(name, "do_matter_step", {{"id", id}, {"step", step}}, body, get(id).version());
}

outcome desks::act(const std::string& name, const std::string& id, std::string_view operation, const std::string& body) {
  return call(name, operation, {{"id", id}}, body);
}

std::string desks::open_hazard(const std::string& name, const std::string& area, const std::string& finding) {
  const auto fields = json::object{{"hazard", "escape_blocked"}, {"finding", finding}};
  const auto made = call(name, "create_matter", {}, json::serialize(json::object{{"kind", "fire_hazard"}, {"area_id", area}, {"fields", fields}}));
  if (made.status != 201) throw std::runtime_error("not opened: " + made.why);
  return made.id();
}

std::string desks::send(const std::string& name, bool photo, int number) {
  files::file one{.type = photo ? files::kind::jpeg : files::kind::pdf, .bytes = 100, .uploaded_by = person(name).account_id};
  const auto digits = std::to_string(number);
  one.sha256 = std::string(64 - digits.size(), '0') + digits;
  one.name = "file" + digits + (photo ? ".jpg" : ".pdf");
  if (photo) one.width = one.height = 10;
  std::string id;
  db().write_and_wait({}, [&](store::transaction& work) { id = files::keep_file(work, one).what.id; });
  return id;
}

void desks::add_evidence(const std::string& name, const std::string& id, const std::string& code, bool photo) {
  const auto added = act(name, id, "add_matter_evidence", json::serialize(json::object{{"code", code}, {"file_id", send_file(name, photo)}}));
  if (added.status != 201) throw std::runtime_error("no evidence: " + added.why);
}

store::rows desks::rows(const std::string& sql, const std::vector<store::value>& parameters) {
  store::rows out;
  db().read([&](store::connection& reader) { out = reader.query(sql, parameters); });
  return out;
}

}  // namespace matter_faults
