#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/record/record.h"
#include "jobs/dispatch/recommendation.h"
#include "jobs/dispatch/words.h"
#include "town/duty/unit.h"

namespace dispatch {

inline constexpr record::choice verdict_choices[] = {
    {"chosen", "选派", "Chosen"},
    {"backup", "候补", "Next in line"},
    {"slower", "较慢", "Slower"},
    {"not_responsible", "非责任区", "Not responsible"},
    {"off_shift", "下勤", "Off shift"},
    {"lacks_capability", "能力不符", "Lacks a capability"},
    {"busy", "正忙", "Busy"},
    {"position_unknown", "位置不明", "Position unknown"},
    {"position_stale", "位置过旧", "Position too old"},
    {"unreachable", "道路不通", "Cannot get there"},
};

// What sending one unit costs those it leaves. Shares of the demand, 0 … 1.
struct cover_loss {
  double share_before = 0;
  double share_after = 0;
  std::vector<std::string> areas = {};  // that lose most
};
const record::table& record_of(const cover_loss*);

struct candidate_view {
  std::string unit_id;
  std::string unit_name;
  duty::unit_state state = duty::unit_state::available;
  std::optional<double> eta_s = {};
  std::optional<double> drive_s = {};
  std::optional<double> at_least_s = {};  // drive, when not known exactly
  double turnout_s = 0;
  std::optional<std::int64_t> distance_m = {};
  std::optional<std::int64_t> straight_line_rank = {};
  std::optional<std::int64_t> road_rank = {};
  bool responsible = false;
  verdict judged = verdict::slower;
  words reason;
  std::optional<std::int64_t> position_age_s = {};
  std::optional<cover_loss> cover = {};
};
const record::table& record_of(const candidate_view*);

// Units that share verdict and reason.
struct group_view {
  verdict judged = verdict::slower;
  words reason;
  std::optional<double> at_least_s = {};
  std::vector<std::string> unit_ids = {};
};
const record::table& record_of(const group_view*);

struct cover_view_record {
  double within_s = 0;
  double share_before = 0;
  double share_after = 0;
};
const record::table& record_of(const cover_view_record*);

// Who should go, and why not the others.
struct recommendation {
  std::string id;
  std::string incident_id;
  base::instant computed_at;
  std::string rule;
  std::vector<std::string> chosen = {};
  std::int64_t needed = 1;
  std::vector<std::string> missing_capabilities = {};
  words explanation;
  std::vector<candidate_view> candidates = {};
  std::vector<group_view> others = {};
  std::optional<cover_view_record> cover = {};
  std::int64_t closures_epoch = 0;
  std::string graph_id;
  std::string inputs_sha256;
  std::int64_t compute_us = 0;
};
const record::table& record_of(const recommendation*);
// What the inputs alone decide: without id, incident, time and duration. The part that can be computed again.
const record::table& output_table();

struct verification {
  bool same = false;
  std::string inputs_sha256;
  std::string output_sha256;
  std::string recomputed_sha256;
};
const record::table& record_of(const verification*);

}  // namespace dispatch
