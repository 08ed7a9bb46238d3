#include "app/http_server.h"

#include <filesystem>
#include <mutex>

#include "app/clocks_report.h"
#include "app/event_relay.h"
#include "app/file_routes.h"
#include "app/frame_routes.h"
#include "app/http_binding.h"
#include "app/phones_routes.h"
#include "app/tiles.h"
#include "app/unit_stream.h"
#include "engines/matter/matter_api.h"
#include "foundation/base/log.h"
#include "foundation/base/problem.h"

namespace app {
namespace {

authenticate authenticate_with(accounts::session_cache& sessions) {
  return [&sessions](const web::request& in) -> std::shared_ptr<const operation::caller> {
    if (const auto field = in.header("Authorization")) {
      constexpr std::string_view scheme = "Bearer ";
      if (!field->starts_with(scheme)) throw base::problem(401, "bad_token", "This token is not valid.", "", "Send Authorization: Bearer TOKEN.");
      return sessions.get_by_bearer(field->substr(scheme.size()), in.remote_address);
    }
    const auto token = in.cookie(accounts::session_cookie);
    return token ? sessions.find_by_cookie(*token, in.remote_address) : nullptr;
  };
}

std::string free_space_text(const std::filesystem::space_info& space) { return std::to_string(space.available >> 20U) + " MiB free"; }

part_health disk_health(const std::string& folder) {
  std::error_code failed;
  const auto space = std::filesystem::space(folder, failed);
  if (failed) return {"disk", part_status::degraded, "free space cannot be read"};
  constexpr std::uintmax_t little = 512U << 20U, too_little = 32U << 20U;
  const auto status = space.available < too_little ? part_status::down : space.available < little ? part_status::degraded : part_status::ok;
  return {"disk", status, free_space_text(space)};
}

std::string seconds_ago(base::instant at, base::instant now) { return at.us == 0 ? "never" : std::to_string((now - at).us / 1'000'000) + " s ago"; }

}  // namespace

http_server::http_server(town& of, http_options how) : town_(of), how_(std::move(how)) {
  const auto status = [this] { return health_json(ask_parts(), town_.time.now()); };
  hub_ = make_event_hub(*town_.db, status);
  unit_hub_ = make_unit_hub(status);
  if (!how_.console_folder.empty() && std::filesystem::exists(how_.console_folder)) files_.add_folder(how_.console_folder);
  server_ = std::make_unique<web::server>(how_.server, make_routes(), clock_);
  add_metrics();
  request_metrics_ = std::make_unique<web::request_metrics>(metrics_, *server_);
}

http_server::~http_server() { stop(); }

web::router http_server::make_routes() {
  web::router router;
  router.reserve("/api");
  const auto who = authenticate_with(town_.sessions);
  bind_operations(router, town_.operations, town_.runner, who);
  bind_events(router, hub_, who, town_.sessions);
  bind_frames(router, town_.recorder, who);
  bind_files(router, town_.files, who, [this](store::connection& db, const operation::caller& reader, const std::string& id) {
    return matter::may_see_file(town_.matters, db, reader, id);
  });
  bind_unit_stream(router, unit_hub_, who, {.units = town_.units, .sessions = town_.sessions, .time = town_.time});
  bind_phones(router, town_.phones, town_.time);
  const auto tiles = tile_file::find(how_.tiles);
  has_tiles_ = tiles != nullptr;
  bind_tiles(router, tiles);
  bind_health(
      router, [this] { return ask_parts(); }, town_.time);
  bind_page(router, "/api/place", "", who, [this](const web::request&, const std::shared_ptr<const operation::caller>&) {
    return web::json_response(200, place_json(town_.where, how_.mode, has_tiles_));
  });
  bind_page(router, "/api/recurring-work", "system.read", who, [this](const web::request&, const std::shared_ptr<const operation::caller>&) {
    auto all = housekeeping_ ? housekeeping_->reports() : std::vector<housekeeping::report>{};
    all.push_back(clocks_report(town_.clocks.report()));
    return web::json_response(200, recurring_work_json(all));
  });
  router.add(
      {.verb = web::method::get, .pattern = "/metrics", .handle = web::answer_with([this](const web::request&) { return metrics_.answer(); })});
  router.add({.verb = web::method::get, .pattern = "/{path*}", .handle = files_.handle()});
  return router;
}

void http_server::start() {
  auto jobs = town_.recurring_jobs();
  for (auto& one : jobs_) jobs.push_back(std::move(one));
  housekeeping_ = std::make_unique<housekeeping>(std::move(jobs), clock_);
  housekeeping_->start();
  town_.clocks.start();
  if (how_.broker) mqtt_door_ = std::make_unique<phones_mqtt>(*how_.broker, town_.phones, clock_);
  server_->start();
}

void http_server::stop() {
  if (server_) server_->stop(base::seconds(5));
  if (housekeeping_) housekeeping_->stop();
  town_.clocks.stop();
  mqtt_door_.reset();  // after those who ask how it is
}

std::string http_server::address() const {
  const std::string host = how_.server.address == "0.0.0.0" || how_.server.address == "::" ? "localhost" : how_.server.address;
  return std::string(how_.server.tls ? "https://" : "http://") + host + ":" + std::to_string(server_->port());
}

std::vector<part_health> http_server::ask_parts() const {
  const auto now = town_.time.now();
  std::vector<part_health> parts;
  const auto store = town_.db->state();
  parts.push_back(
      {"store", store.writable ? part_status::ok : part_status::down,
       store.writable ? "last commit " + seconds_ago(store.last_commit_at, now) + ", " + std::to_string(store.queued) + " waiting" : store.detail});
  parts.push_back(disk_health(town_.data_folder));
  parts.push_back({"roads", town_.roads ? part_status::ok : part_status::down, town_.roads ? "graph " + town_.roads->id() : "no road graph"});
  parts.push_back({"map", has_tiles_ ? part_status::ok : part_status::degraded, has_tiles_ ? "" : "no tiles: the map shows no roads"});
  if (housekeeping_) {
    std::string failed;
    for (const auto& one : housekeeping_->reports()) {
      if (one.failed) failed += (failed.empty() ? "" : "; ") + one.name + ": " + one.detail;
    }
    const bool alive = housekeeping_->is_alive();
    parts.push_back({"recurring work",
                     !alive           ? part_status::down
                     : failed.empty() ? part_status::ok
                                      : part_status::degraded,
                     alive ? failed : "stands still"});
  }
  parts.push_back(clocks_health(town_.clocks));
  parts.push_back(phones_health());
  if (mqtt_door_) parts.push_back(mqtt_door_->health());
  parts.push_back(town_.follow.health());
  return parts;
}

part_health http_server::phones_health() const {
  std::int64_t refused = 0;
  for (const auto& one : town_.phones.strangers()) refused += one.count;
  return {"phones", part_status::ok, std::to_string(town_.devices.size()) + " devices, " + std::to_string(refused) + " strangers refused"};
}

void http_server::add_metrics() {
  using kind = web::metrics::kind;
  const auto one = [](double value) { return std::vector<web::metrics::sample>{{.labels = {}, .value = value}}; };
  metrics_.add_reader("shouwang_store_operations", "operations committed since start", kind::counter,
                      [this, one] { return one(static_cast<double>(town_.db->state().committed)); });
  metrics_.add_reader("shouwang_store_commits", "commits since start", kind::counter,
                      [this, one] { return one(static_cast<double>(town_.db->state().groups)); });
  metrics_.add_reader("shouwang_store_waiting", "operations waiting for the writer", kind::gauge,
                      [this, one] { return one(static_cast<double>(town_.db->state().queued)); });
  metrics_.add_reader("shouwang_sessions", "sessions remembered", kind::gauge,
                      [this, one] { return one(static_cast<double>(town_.sessions.size())); });
  metrics_.add_reader("shouwang_events_published", "events given to the event stream", kind::counter,
                      [this, one] { return one(static_cast<double>(hub_->counts().published)); });
  metrics_.add_reader("shouwang_listener_resets", "listeners told that they missed something", kind::counter,
                      [this, one] { return one(static_cast<double>(hub_->counts().resets)); });
  metrics_.add_reader("shouwang_devices", "phones and terminals known", kind::gauge,
                      [this, one] { return one(static_cast<double>(town_.devices.size())); });
  metrics_.add_reader("shouwang_stranger_reports", "reports refused because no device of ours sent them", kind::counter, [this] {
    std::vector<web::metrics::sample> all;
    for (const auto& why : town_.phones.strangers()) all.push_back({.labels = {{"reason", why.code}}, .value = static_cast<double>(why.count)});
    return all;
  });
  metrics_.add_reader("shouwang_mqtt_messages", "messages heard from the MQTT broker", kind::counter,
                      [this, one] { return one(mqtt_door_ ? static_cast<double>(mqtt_door_->state().messages) : 0); });
  metrics_.add_reader("shouwang_units", "units known", kind::gauge, [this, one] { return one(static_cast<double>(town_.units.now()->size())); });
}

}  // namespace app
