#include "app/town.h"

#include <filesystem>

#include "app/begin_history.h"
#include "app/catalogue_files.h"
#include "app/import_place.h"
#include "app/operations.h"
#include "app/renew_cover.h"
#include "app/settings.h"
#include "engines/matter/matter_api.h"
#include "foundation/base/log.h"
#include "foundation/base/problem.h"
#include "foundation/store/outbox.h"
#include "insight/moment/moment_keys.h"
#include "jobs/dispatch/incident_store.h"
#include "jobs/dispatch/sos.h"
#include "town/access/access_rules.h"
#include "town/access/access_store.h"
#include "town/duty/day.h"
#include "town/duty/member.h"
#include "town/duty/presence_api.h"
#include "town/duty/shift_work.h"

namespace app {
namespace {

constexpr std::size_t worker_threads = 3;
constexpr std::size_t worker_queue = 1'024;
constexpr std::size_t hasher_threads = 2;
constexpr std::size_t hasher_queue = 64;  // a flood of sign-ins is told to come back, not kept waiting for minutes
const store::actor housekeeper{.account_id = "", .remote = "local", .request_id = "housekeeping"};

std::shared_ptr<const road::graph> graph_of(const std::string& data_folder) {
  const std::string path = graph_path(data_folder);
  return std::filesystem::exists(path) ? road::open_graph(path) : nullptr;
}

std::shared_ptr<const gazetteer::gazetteer> names_of(const std::string& data_folder) {
  const std::string path = names_path(data_folder);
  if (!std::filesystem::exists(path)) return std::make_shared<const gazetteer::gazetteer>(std::vector<gazetteer::entry>{});
  return gazetteer::read_names(path);
}

// The installation's master key: made at the first start, mode 0600, beside the database and never in it.
seal::master_key master_of(const std::string& data_folder) {
  const std::string path = data_folder + "/master.key";
  if (std::filesystem::exists(path)) return seal::master_key::load(path);
  std::filesystem::create_directories(data_folder);
  auto made = seal::master_key::random();
  made.save(path);
  return made;
}

dispatch::rule_parameters rules_of(const base::config& config) {
  dispatch::rule_parameters out;
  out.responsible_margin_ms = config.integer("dispatch.responsible_s") * 1'000;
  out.max_position_age_ms = config.integer("dispatch.position_age_s") * 1'000;
  out.cover_within_ms = config.integer("dispatch.cover_s") * 1'000;
  return out;
}

track::judge_limits limits_of(const place& where, const base::config& config) {
  track::judge_limits out;
  out.west = where.west;
  out.south = where.south;
  out.east = where.east;
  out.north = where.north;
  out.oldest = base::days(config.integer("track.days"));
  return out;
}

track::device_pace pace_of(const base::config& config) {
  return {.fixes_s = static_cast<double>(config.integer("phones.fixes_s")), .burst = static_cast<double>(config.integer("phones.burst"))};
}

struct unit_time {
  const std::string& unit_id;
  base::instant from;
  base::instant to;
};

// The unit's shifts that touch the time.
duty::shift_intervals shifts_between(const duty::live_units& units, const duty::shift_book& book, const unit_time& what) {
  duty::shift_intervals out;
  const auto number = units.now()->units->find(what.unit_id);
  if (!number) return out;
  for (const auto& one : book.intervals(*number)) {
    if (one.began < what.to && one.ended > what.from) out.push_back(one);
  }
  return out;
}

accounts::area_path_finder path_finder(const area::live_areas& areas) {
  return [&areas](store::connection&, std::string_view id) -> std::optional<std::string> {
    const auto tree = areas.now();
    const auto* found = tree->find(id);
    if (found == nullptr) return std::nullopt;
    return found->path;
  };
}

struct incident_question {
  const operation::caller& who;
  const std::string& id;
  base::instant now;
};

// The incident a plan is to answer, as far as the caller may see it.
std::optional<plan::seen_incident> incident_seen(store::connection& db, const dispatch::incident_catalogue& types, const incident_question& asked) {
  const auto found = dispatch::incident_query(db, types, asked.now, asked.who, dispatch::may_read).find(asked.id);
  if (!found) return std::nullopt;
  return plan::seen_incident{.area_id = found->area_id.value_or(""), .position = found->location, .reported_at = found->reported_at};
}

// A file that can become evidence: what the caller just sent, or what belongs to a matter he may read.
std::optional<matter::sent_file> evidence_file(const matter::services& on, store::connection& db, const operation::caller& who,
                                               const std::string& id) {
  const auto found = files::find_file(db, id);
  if (!found || !(found->is_unused_of(who.account_id) || matter::may_see_file(on, db, who, id))) return std::nullopt;
  return matter::sent_file{.id = id, .name = found->what.name, .photo = files::is_photo(found->what.type), .sha256 = found->what.sha256};
}

// What this server reads when it starts and no reload brings into force: refused while it runs rather than at the next start.
void other_files_of_catalogue(const std::string& folder, const matter::catalogue& fresh) {
  std::vector<matter::fault> faults;
  check_other_files(folder, faults);
  plan::read_plans(folder, fresh, faults);
  if (!faults.empty()) matter::refuse_catalogue(faults);
}

}  // namespace

town::town(const town_options& how, const base::clock& clock)
    : time(clock),
      where(how.where),
      data_folder(how.data_folder),
      access_how(access_settings(how.config)),
      outbox_days(how.config.integer("store.outbox_days")),
      presence_incident_s(how.config.integer("presence.incident_after_min") * 60),
      history_days(how.config.integer("history.days")),
      positions_kept(base::days(how.config.integer("track.days"))),
      cover_within_ms(how.config.integer("dispatch.cover_s") * 1'000),
      roads(graph_of(how.data_folder)),
      names(names_of(how.data_folder)),
      types(dispatch::read_incident_types(how.resources + "/catalogue")),
      master(master_of(how.data_folder)),
      callers(master, base::days(how.config.integer("dispatch.caller_days"))),
      db(store::open(store_settings(how.config, how.data_folder, how.resources), clock)),
      sessions(*db, clock, access_how),
      areas(*db),
      closures(*db, clock, roads),
      units(*db, roads),
      shifts(*db, units, clock),
      rings(*db, areas),
      recorder({.db = *db,
                .units = units,
                .time = clock,
                .limits = limits_of(how.where, how.config),
                .shifts_known =
                    [this] {
                      return track::was_on_shift{
                          [book = shifts.now()](std::uint32_t number, base::instant at) { return book->was_on_shift(number, at); }};
                    },
                .rings = &rings,
                .shifts = [this](const std::string& unit_id, base::instant from,
                                 base::instant to) { return shifts_between(units, *shifts.now(), {.unit_id = unit_id, .from = from, .to = to}); }}),
      devices(*db),
      phones(devices, recorder, clock, pace_of(how.config)),
      establishment{.areas = areas, .time = clock, .rules = duty::read_establishment(how.resources + "/catalogue/establishment.yaml")},
      recommender({.units = units, .closures = closures, .roads = roads, .time = clock, .rules = rules_of(how.config)}),
      desk{.types = types, .areas = areas, .callers = callers, .time = clock, .utc_offset_min = how.where.utc_offset_min, .units = &units},
      catalogue(how.resources + "/catalogue", *db, clock),
      matters{.catalogue = catalogue,
              .areas = areas,
              .time = clock,
              .parties = matter::party_vault(master),
              .utc_offset_min = static_cast<int>(how.where.utc_offset_min),
              .find_file = evidence_file,
              .use_file = files::add_use,
              .drop_file = files::drop_use,
              .same_content = files::list_same_content,
              .sees_incident =
                  [this](store::connection& reader, const operation::caller& who, const std::string& id) {
                    return incident_seen(reader, types, {.who = who, .id = id, .now = time.now()}).has_value();
                  },
              .recount = [this] { clocks.recount_provisional(); }},
      clocks(matters, *db, how.config.text("store.node")),
      plans(how.resources + "/catalogue", catalogue, *db),
      command{.plans = plans,
              .areas = areas,
              .time = clock,
              .utc_offset_min = static_cast<int>(how.where.utc_offset_min),
              .matters = &matters,
              .find_incident = [this](store::connection& reader, const operation::caller& who,
                                      const std::string& id) { return incident_seen(reader, types, {.who = who, .id = id, .now = time.now()}); }},
      access(accounts::make_services(*db, clock, access_how, path_finder(areas))),
      workers(worker_threads, worker_queue),
      hashers(hasher_threads, hasher_queue),
      drills({.plans = plans,
              .areas = areas,
              .town = *db,
              .time = clock,
              .utc_offset_min = static_cast<int>(how.where.utc_offset_min),
              .folder = how.data_folder + "/drills",
              .migrations_folder = how.resources + "/database",
              .submit = [this](std::function<void()> work) { return workers.submit(std::move(work)); }}),
      runner(*db, master, {.workers = workers, .hashers = hashers}),
      files(*db, {.folder = how.data_folder + "/files", .clamd = how.config.text("files.clamd")}),
      follow({.db = *db, .units = units, .recommender = recommender, .types = types, .workers = workers, .time = clock}) {
  catalogue.ask_too(other_files_of_catalogue);
  closures.on_change([this](const std::shared_ptr<const road::closures>& shut) { units.set_closures(shut); });
  db->on_commit([this](std::span<const store::committed_event> events) {
    closures.hear(events);
    units.hear(events);
    rings.hear(events);
    shifts.hear(events);
    devices.hear(events);
    recommender.hear(events);
    follow.hear(events);
  });
  closures.rebuild();
  units.rebuild();
  begin_history(*this);
  db->write_and_wait(housekeeper, [this](store::transaction& work) { duty::mend_beginnings(work, units); });
  shifts.rebuild();
  recorder.start();
  devices.rebuild();
  // A built grid is read at once; without one it is built in the background, by the job below.
  if (std::filesystem::exists(cover_path(data_folder))) renew_cover(*this);
  follow.catch_up();
  operations = list_operations(*this);
}

town::~town() {
  clocks.stop();
  recorder.stop();
  files.stop();
  workers.stop();
  hashers.stop();
}

std::shared_ptr<const operation::caller> system_caller(const std::string& name) {
  operation::caller out;
  out.account_name = name;
  out.display_name = name;
  out.remote = "local";
  for (const auto permission : accounts::all_permissions()) out.grants.push_back({.permission = std::string(permission), .area_path = "/"});
  return std::make_shared<const operation::caller>(std::move(out));
}

std::string catalogue_type(const dispatch::incident_catalogue& types, const std::string& mapping, const std::string& word) {
  const auto found = types.from_foreign(mapping, word);
  return found && found->type != nullptr ? found->type->code : "other";
}

}  // namespace app
