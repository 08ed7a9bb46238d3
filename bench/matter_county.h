#pragma once
#include <memory>
#include <string>
#include <vector>

#include "engines/matter/live_catalogue.h"
#include "engines/matter/matter_api.h"
#include "engines/matter/matter_work.h"
#include "engines/matter/scheduler.h"
#include "foundation/base/clock.h"
#include "foundation/base/problem.h"
#include "foundation/seal/box.h"
#include "support/operation_call.h"
#include "support/shared_data.h"
#include "town/access/access_rules.h"
#include "town/area/area_store.h"
#include "town/area/live_areas.h"

// A county of 20 townships with 15 villages each and a million matters of the catalogue's own kinds, one in ten of them open.
namespace bench {

inline constexpr int townships = 20, villages_each = 15;
inline constexpr std::int64_t all_matters = 1'000'000, open_each = 10;

class matter_county {
 public:
  explicit matter_county(store::options how) : how_(std::move(how)), master_(seal::master_key::random()) {
    db_ = store::open(how_, clock);
    make_areas();
    areas_ = std::make_unique<area::live_areas>(*db_);
    catalogue_ = std::make_unique<matter::live_catalogue>(test::project_file("catalogue"), *db_, clock);
    services_ = std::make_unique<matter::services>(
        matter::services{.catalogue = *catalogue_, .areas = *areas_, .time = clock, .parties = matter::party_vault(master_)});
    operations = matter::matter_operations(*services_);
    scheduler = std::make_unique<matter::scheduler>(*services_, *db_, "bench");
  }

  ~matter_county() {
    scheduler.reset();  // it stands on what is below
    operations.clear();
  }
  matter_county(const matter_county&) = delete;
  matter_county& operator=(const matter_county&) = delete;

  // Fills in the matters by SQL: reported over two years, the open ones in the last 20 days, their clocks spread over days to come.
  void fill() {
    const auto& kind = catalogue_->now()->all.kinds.at("fire_hazard");
    const auto& stage = kind.stages.front();
    const auto& clock_code = kind.clocks.front().code;
    const auto now = clock.now().us;
    constexpr std::int64_t slice = 50'000;
    for (std::int64_t from = 0; from < all_matters; from += slice) {
      db_->write_and_wait({}, [&](store::transaction& work) {
        const std::string numbers = "WITH RECURSIVE n(i) AS (SELECT CAST(" + std::to_string(from) +
                                    " AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(from + slice - 1) +
                                    "), r AS (SELECT i, CASE WHEN i % " + std::to_string(open_each) + " = 0 THEN NULL ELSE " + std::to_string(now) +
                                    " - (i % 600 + 30) * 86400000000 END AS ended," +
                                    " 't' || (i / 15 % 20) AS t, 'v' || (i % 15) || 't' || (i / 15 % 20) AS v FROM n) ";
        const std::string open_at = std::to_string(now) + " - (i % 20 + 1) * 86400000000";
        // Each in the middle of a cell of its own or of few, as phones report them.
        const std::string same =
            "'fire_hazard|@' || (30000 + i % 997) || ',' || (120000 + i / 997 % 1009) || '|\"escape_blocked\"', 30.0005 + i % 997 * 0.001,"
            " 120.0005 + i / 997 % 1009 * 0.001";
        const std::string due = std::to_string(now) + " + (i / 10 % 100000 - 20000) * 17000000";
        work.db().execute(
            "INSERT INTO matters (id, number, kind, kind_version, stage, stage_since, title, area_id, area_path, desk_path, subject_kind, subject_id,"
            " fields, reported_at, opened_by, handler, handing, bounces, ruled, asked, due_at, due_clock, provisional, round, ended_at, result,"
            " same_key, position_lat, position_lon, created_at, updated_at, version) " +
                numbers + "SELECT 'm' || i, 'HZ-' || i, $1, $2, CASE WHEN ended IS NULL THEN $3 ELSE 'closed' END, " + open_at +
                ", '消防通道堵塞 ' || i, v, '/county/' || t || '/' || v || '/', '/county/' || t || '/', '', '', '{}', " + open_at +
                ", 'account-0', CASE WHEN i % 1000 = 0 THEN 'account-office' ELSE NULL END, 'none', 0, FALSE, 0, CASE WHEN ended IS NULL THEN " +
                due + " ELSE NULL END, $4, FALSE, 1, ended, CASE WHEN ended IS NULL THEN '' ELSE 'cleared' END, " + same + ", 0, 0, 1 FROM r",
            {kind.code, kind.version, stage.code, clock_code});
        const std::string open = numbers + "SELECT 'm' || i";
        for (const auto& role : roles_of(stage)) {
          work.db().execute("INSERT INTO matter_turns (matter_id, role, desk_path, due_at, signs) " + open + ", $1, '/county/' || t || '/', " + due +
                                ", FALSE FROM r WHERE ended IS NULL",
                            {role});
        }
        work.db().execute(
            "INSERT INTO matter_clocks (matter_id, serial, code, state, owner, started_at, due_at, provisional, citation, escalated,"
            " pause_reason, pauses, next_at) " +
                open + ", 1, $1, 'running', 'inspector', " + open_at + ", " + due + ", FALSE, '', 0, '', '[]', CASE WHEN " + due + " > " +
                std::to_string(now) + " THEN " + due + " ELSE NULL END FROM r WHERE ended IS NULL",
            {clock_code});
        work.db().execute("INSERT INTO matter_lines (id, matter_id, at, kind, code, round, by_account, by_name, text_zh, text_en, reason, detail) " +
                          numbers + "SELECT 'l' || i, 'm' || i, " + open_at +
                          ", 'opened', '', 1, 'account-0', '张三丰', '上报', 'Reported', '', '{}' FROM r WHERE i >= 0");
      });
    }
    fill_places();
    db_->write_and_wait({}, [&](store::transaction& work) { work.db().execute("ANALYZE"); });
  }

  [[nodiscard]] operation::caller person(const std::string& role, const std::string& path) const {
    operation::caller who;
    who.account_id = "account-" + role;
    who.account_name = role;
    const std::vector<accounts::placed_grant> grants = {{.role = role, .area_path = path}};
    who.grants = accounts::permissions_within(grants);
    return who;
  }
  operation::answer call(const operation::caller& who, std::string_view name, test::call_input input) {
    return test::call(*db_, operations, who, name, std::move(input));
  }
  [[nodiscard]] store::database& db() { return *db_; }
  [[nodiscard]] const matter::kind& kind_of_all() const { return catalogue_->now()->all.kinds.at("fire_hazard"); }

  base::manual_clock clock{*base::instant_from_rfc3339("2026-03-02T01:00:00Z")};
  std::vector<operation::definition> operations;
  std::unique_ptr<matter::scheduler> scheduler;

 private:
  // The register: twenty thousand places over the same degree.
  void fill_places() {
    db_->write_and_wait({}, [&](store::transaction& work) {
      work.db().execute(
          "INSERT INTO places (id, kind, name, name_en, position_lon, position_lat, area_id, area_path, source, source_id, invented, created_at,"
          " version) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19999) SELECT 'p' || i, 'shop', '店 ' || i, '',"
          " 120.0 + i % 141 * 0.007, 30.0 + i / 141 * 0.007, 'v0t0', '/county/t0/v0t0/', 'bench', 'p' || i, FALSE, 0, 1 FROM n");
    });
  }

  static std::vector<std::string> roles_of(const matter::stage& stage) {
    std::vector<std::string> out;
    for (const auto& step : stage.steps) {
      for (const auto& role : step.who) {
        if (std::find(out.begin(), out.end(), role) == out.end()) out.push_back(role);
      }
    }
    return out;
  }

  void make_areas() {
    std::vector<area::area> all;
    const auto add = [&](const std::string& id, const std::string& path, const std::string& parent, area::level level) {
      area::area next;
      next.id = next.code = next.name = id;
      next.path = path;
      next.kind = level;
      next.version = 0;
      if (!parent.empty()) next.parent_id = parent;
      all.push_back(std::move(next));
    };
    add("county", "/county/", "", area::level::county);
    for (int t = 0; t < townships; ++t) {
      const auto town = "t" + std::to_string(t);
      add(town, "/county/" + town + "/", "county", area::level::township);
      for (int v = 0; v < villages_each; ++v) {
        const auto village = "v" + std::to_string(v) + town;
        add(village, "/county/" + town + "/" + village + "/", town, area::level::village);
      }
    }
    std::vector<const area::area*> pointers;
    for (const auto& one : all) pointers.push_back(&one);
    db_->write_and_wait({}, [&](store::transaction& work) { area::insert_areas(work.db(), pointers); });
  }

  store::options how_;
  seal::master_key master_;
  std::unique_ptr<store::database> db_;
  std::unique_ptr<area::live_areas> areas_;
  std::unique_ptr<matter::live_catalogue> catalogue_;
  std::unique_ptr<matter::services> services_;
};

}  // namespace bench
