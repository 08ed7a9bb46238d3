#include "sealed_town.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "app/open_town.h"
#include "foundation/base/log.h"
#include "foundation/base/problem.h"
#include "town/access/access_rules.h"
#include "town/area/area_store.h"

namespace privacy {
namespace {

struct level_row {
  const char* level;
  area::level kind;
  const char* path;
};
constexpr level_row levels[] = {{"county", area::level::county, "/county/"},
                                {"township", area::level::township, "/county/township/"},
                                {"village", area::level::village, "/county/township/village/"},
                                {"village2", area::level::village, "/county/township/village2/"},
                                {"grid", area::level::grid, "/county/township/village/grid/"}};

constexpr base::instant monday{1'772'413'200'000'000};  // 2026-03-02T01:00:00Z, 09:00 there

}  // namespace

const std::vector<std::string>& all_markers() {
  static const std::vector<std::string> all = {marker_name, marker_phone, marker_address, marker_note};
  return all;
}

sealed_town::sealed_town() : time_(monday), config_(app::config_of({})) {}
sealed_town::~sealed_town() = default;

void sealed_town::SetUp() {
  test::on_both_engines::SetUp();
  if (IsSkipped()) return;
  namespace fs = std::filesystem;
  resources_ = scratch().file("resources");
  fs::create_directory(resources_);
  for (const auto* one : {"catalogue", "database"}) fs::copy(test::project_file(one), resources_ + "/" + one, fs::copy_options::recursive);
  database_ = options().location;
  config_.set("store.engine", engine() == store::engine::sqlite ? "sqlite" : "postgres");
  config_.set("store.location", database_);
  config_.set("access.hash_mb", "8");
  log_ = scratch().file("log");
  log_descriptor_ = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  base::set_log_descriptor(log_descriptor_);
  base::set_log_level(base::log_level::debug);
  make_areas();
  start();
}

void sealed_town::TearDown() {
  stop();
  base::set_log_level(base::log_level::info);
  base::set_log_descriptor(STDERR_FILENO);
  if (log_descriptor_ >= 0) ::close(log_descriptor_);
}

void sealed_town::make_areas() {
  std::vector<area::area> all;
  for (const auto& one : levels) {
    auto& next = all.emplace_back();
    next.id = next.code = next.name = one.level;
    next.kind = one.kind;
    next.path = one.path;
    const std::string path(one.path);
    const auto above = path.substr(0, path.rfind('/', path.size() - 2));
    if (!above.empty()) next.parent_id = above.substr(above.rfind('/') + 1);
  }
  std::vector<const area::area*> pointers;
  for (const auto& one : all) pointers.push_back(&one);
  open(time_)->write_and_wait({}, [&](store::transaction& work) { area::insert_areas(work.db(), pointers); });
}

void sealed_town::start() {
  app::place where;
  where.name = "test";
  where.west = 99, where.east = 101, where.south = 29, where.north = 31;
  where.utc_offset_min = 480;
  town_ = std::make_unique<app::town>(
      app::town_options{.where = where, .data_folder = scratch().file("data"), .resources = resources_, .config = config_}, time_);
}

void sealed_town::stop() { town_.reset(); }

void sealed_town::restart() {
  stop();
  start();
}

std::string sealed_town::path_of(const std::string& level) {
  if (level.empty()) return "/";
  const auto* found = std::find_if(std::begin(levels), std::end(levels), [&](const auto& one) { return level == one.level; });
  if (found == std::end(levels)) throw std::logic_error("no level " + level);
  return found->path;
}

std::shared_ptr<const operation::caller> sealed_town::person(const std::string& role, const std::string& level) {
  const auto name = role + "." + (level.empty() ? "all" : level);
  auto& found = people_[name];
  if (found) return found;
  operation::caller who;
  who.account_id = "account-" + name;
  who.account_name = who.display_name = name;
  const std::vector<accounts::placed_grant> grants = {{.role = role, .area_path = path_of(level)}};
  who.grants = accounts::permissions_within(grants);
  put("INSERT INTO accounts (id, name, display_name, language, disabled, password_hash, password_changed_at, must_change_password, created_at,"
      " access_version, version) VALUES ('" +
      who.account_id + "', '" + name + "', '" + name + "', 'zh', FALSE, '', 0, FALSE, 0, 1, 1)");
  found = std::make_shared<const operation::caller>(std::move(who));
  return found;
}

operation::answer sealed_town::ask(const std::shared_ptr<const operation::caller>& who, std::string_view name, parts path, std::string body,
                                   parts query) {
  const auto seen = seen_version(name, path);
  return app::call_operation(town_->operations, town_->runner, who,
                             {.name = name, .path = std::move(path), .query = std::move(query), .body = std::move(body), .if_version = seen});
}

std::optional<std::int64_t> sealed_town::seen_version(std::string_view name, const parts& path) {
  if (name != "put_matter_parties") return std::nullopt;
  std::optional<std::int64_t> out;
  town_->db->read([&](store::connection& db) {
    const auto rows = db.query("SELECT version FROM matters WHERE id = $1", {path.at("id")});
    if (!rows.empty()) out = rows.integer(0, 0);
  });
  return out;
}

json::object sealed_town::call(const std::shared_ptr<const operation::caller>& who, std::string_view name, parts path, std::string body,
                               parts query) {
  const auto given = ask(who, name, std::move(path), std::move(body), std::move(query));
  return given.body.empty() ? json::object() : json::parse(given.body).as_object();
}

std::string sealed_town::refusal_of(const std::shared_ptr<const operation::caller>& who, std::string_view name, parts path, std::string body,
                                    std::string* said) {
  try {
    ask(who, name, std::move(path), std::move(body));
    return {};
  } catch (const base::problem& no) {
    if (said != nullptr) *said = no.code + " " + no.title + " " + no.detail + " " + no.remedy;
    for (const auto& field : no.fields) {
      if (said != nullptr) *said += " " + field.pointer + " " + field.detail;
    }
    return no.code;
  }
}

void sealed_town::run_job(const std::string& name) {
  for (const auto& one : town_->recurring_jobs()) {
    if (one.name == name) return one.work();
  }
  FAIL() << "no job " << name;
}

store::rows sealed_town::ask(const std::string& sql) {
  store::rows out;
  town_->db->read([&](store::connection& db) { out = db.query(sql); });
  return out;
}

void sealed_town::put(const std::string& sql) {
  town_->db->write_and_wait({}, [&](store::transaction& work) { work.db().execute(sql); });
}

std::string sealed_town::parties_json() {
  return R"([{"role":"applicant","name":")" + marker_name + R"(","phone":")" + marker_phone + R"(","address":")" + marker_address + R"(","note":")" +
         marker_note + R"("},{"role":"respondent","name":"乙)" + marker_name + R"("}])";
}

std::string sealed_town::dispute(const std::string& more) {
  const auto body =
      R"({"kind":"dispute","area_id":"grid","fields":{"dispute_type":"t02_neighbours","summary":"两户因院墙排水起争执。"})" + more + "}";
  return std::string(call(person("grid_worker", "grid"), "create_matter", {}, body).at("matter").at("id").as_string());
}

std::string sealed_town::sealed_dispute() {
  const auto id = dispute();
  ask(person("mediator", "village"), "put_matter_parties", {{"id", id}}, R"({"parties":)" + parties_json() + "}");
  return id;
}

void sealed_town::add_document(const std::shared_ptr<const operation::caller>& who, const std::string& id, const std::string& code) {
  const auto file = "file-" + std::to_string(++files_);
  put("INSERT INTO files (id, sha256, type, name, bytes, stored_at, uploaded_by) VALUES ('" + file + "', '" + std::string(64, 'a') +
      "', 'pdf', 'record.pdf', 1, 0, '" + who->account_id + "')");
  ask(who, "add_matter_evidence", {{"id", id}}, R"({"code":")" + code + R"(","file_id":")" + file + R"("})");
}

void sealed_town::step(const std::shared_ptr<const operation::caller>& who, const std::string& id, const std::string& code, const std::string& body) {
  const auto version = call(who, "get_matter", {{"id", id}}).at("matter").at("version").as_int64();
  app::call_operation(town_->operations, town_->runner, who,
                      {.name = "do_matter_step", .path = {{"id", id}, {"step", code}}, .body = body, .if_version = version});
}

void sealed_town::finish(const std::string& id) {
  const auto mediator = person("mediator", "village");
  const auto office = person("office", "village");
  step(mediator, id, "accept", R"({"fields":{"level":"general"}})");
  step(mediator, id, "refuse", R"({"reason":"一方不愿调解"})");
  add_document(office, id, "stop_record");
  step(office, id, "archive_refused", "{}");
}

}  // namespace privacy
