#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engines/matter/kind.h"
#include "foundation/base/time.h"
#include "foundation/record/record.h"
#include "town/area/area.h"

// What an emergency plan is: one YAML file of catalogue/plans, as plain data.
namespace plan {

using record::words;

// The gravest first, as the four colours of warnings and the four levels of response go.
enum class level : std::uint8_t { red, orange, yellow, blue };
inline constexpr record::choice level_choices[] = {{"red", "红色（Ⅰ级）", "Red (I)"},
                                                   {"orange", "橙色（Ⅱ级）", "Orange (II)"},
                                                   {"yellow", "黄色（Ⅲ级）", "Yellow (III)"},
                                                   {"blue", "蓝色（Ⅳ级）", "Blue (IV)"}};
inline std::string_view name_of(level l) { return level_choices[static_cast<std::size_t>(l)].code; }
std::optional<level> level_from_name(std::string_view name);

// Who may decide: a role at the desk of this level, or above.
struct authority {
  std::string role;
  area::level at = area::level::township;
};

struct level_rule {
  level is = level::blue;
  words name;
  words when;  // what must be the case, for people
  std::vector<authority> activated_by;
  int line = 0;
};

// A function that somebody takes over while the plan is in force.
struct plan_role {
  std::string code;
  words name;
  std::vector<std::string> held_by;  // roles of accounts
  std::vector<std::string> units;    // capabilities: a unit that has one can hold it too
  std::optional<area::level> at;     // at this level's desk; nothing: where it happens
  std::vector<level> levels;         // it is needed at these
  base::duration confirm_within = base::minutes(10);
  int line = 0;
};

struct plan_task {
  std::string code;
  words name;
  words hint;                 // how it is done; may be empty
  std::string role;           // of the plan: owes it
  std::vector<level> levels;  // it is done at these
  std::string after;          // task whose completion starts its clock; empty: the activation does
  base::duration within;
  std::string confirmed_by;  // role of the plan that must confirm it; empty: nobody
  bool note = false;         // what was done must be written down
  int line = 0;
};

enum class resource_kind : std::uint8_t { kit, place, other };
inline constexpr record::choice resource_kind_choices[] = {{"kit", "装备", "Kit"}, {"place", "场所", "Place"}, {"other", "其他", "Other"}};

struct plan_resource {
  std::string code;
  words name;
  resource_kind kind = resource_kind::kit;
  std::string of;  // the kind of kit or of place
  std::int64_t at_least = 1;
  int line = 0;
};

// What a field of an opened matter can be filled with.
enum class fact : std::uint8_t { begin_day, end_day, reason, end_report, minutes_to_activation, roles_confirmed, roles_planned };
inline constexpr std::string_view fact_words[] = {"begin_day",       "end_day",      "reason", "end_report", "minutes_to_activation",
                                                  "roles_confirmed", "roles_planned"};

// A matter that a plan opens.
struct opening_rule {
  std::string kind;
  level from = level::blue;                                 // of a report: at this level and graver
  std::vector<std::pair<std::string, std::string>> fields;  // field → code of its choice
  std::vector<std::pair<std::string, fact>> fills;          // field → what is known by then
  int line = 0;
};

struct plan_type {
  std::string code;
  std::string version;  // the first 12 hexadecimal digits of the SHA-256 of its text
  std::int64_t edition = 1;
  std::vector<std::string> requirement;
  words name;
  words sentence;
  std::vector<std::string> incident_types;  // dispatch offers it for these
  std::vector<level_rule> levels;           // the gravest first
  std::vector<plan_role> roles;
  std::vector<plan_task> tasks;
  std::vector<plan_resource> resources;
  std::optional<opening_rule> report;
  std::optional<opening_rule> review;
  std::string text;  // the YAML it was read from

  [[nodiscard]] const level_rule* find_level(level is) const;
  [[nodiscard]] const plan_role* find_role(std::string_view code) const;
  [[nodiscard]] const plan_task* find_task(std::string_view code) const;
  [[nodiscard]] const plan_resource* find_resource(std::string_view code) const;
};

// "30 minutes", "2 hours", "1 day": from a minute to 30 days; nothing when it is none.
std::optional<base::duration> duration_from_text(std::string_view text);

}  // namespace plan
