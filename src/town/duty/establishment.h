#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "town/area/live_areas.h"
#include "town/duty/force.h"
#include "town/duty/member.h"
#include "town/duty/post.h"

namespace duty {

// Counts of people smaller than this are never shown.
constexpr std::int64_t smallest_count_shown = 5;
constexpr base::duration active_within = base::days(30);

enum class formula_kind : std::uint8_t { per_population, fixed_minimum, staff_steps, share_of };
struct formula {
  formula_kind kind = formula_kind::fixed_minimum;
  std::int64_t number = 0;
  std::int64_t per = 0;                   // per_population
  std::int64_t up_to = 0;                 // staff_steps
  std::int64_t per_mille = 0;             // staff_steps
  std::optional<double> share = {};       // share_of; nothing: not known here
  std::vector<force_kind> of_kinds = {};  // share_of members; none: of the population
};

// What there is to measure by; nothing: not known.
struct measure {
  std::optional<std::int64_t> population = {};
  std::optional<std::int64_t> staff = {};
  std::int64_t others = 0;  // members of formula::of_kinds
  bool hidden = false;      // part of it is a count below 5, which could be worked out from the whole
};
// How many the formula asks for; nothing when what it stands on is not known.
std::optional<std::int64_t> required_by(const formula& by, const measure& of);

enum class scope_kind : std::uint8_t { area, force, post };
inline constexpr record::choice scope_kind_choices[] = {{"area", "区域", "Area"}, {"force", "队伍", "Force"}, {"post", "岗点", "Post"}};

// A rule of catalogue/establishment.yaml.
struct establishment_rule {
  std::string id;
  std::string citation;
  std::string text_zh;
  std::string text_en;
  bool verify = false;
  scope_kind scope = scope_kind::area;
  bool asked_area = false;  // area: the one asked about, whatever its level
  std::vector<area::level> levels = {};
  std::vector<force_kind> force_scope = {};
  std::vector<post_kind> post_scope = {};
  std::optional<post_setting> setting = {};
  std::vector<force_kind> kinds = {};  // counted; none: all
  std::vector<member_role> roles = {};
  std::optional<bool> full_time = {};
  bool teams = false;  // forces are counted, not members
  formula by;
};
// Throws base::problem bad_catalogue with every fault and its line.
std::vector<establishment_rule> read_establishment(const std::string& file);

// What is known, with the area path of each.
struct establishment_facts {
  struct area_fact {
    std::string id, name, path;
    area::level level = area::level::district;
    std::optional<std::int64_t> population = {};
    bool hidden = false;  // see measure
  };
  struct force_fact {
    std::string id, name, path;
    force_kind kind = force_kind::professional;
    std::optional<std::int64_t> staff = {};
  };
  struct post_fact {
    std::string id, name, path, force_id, force_name, area_id, area_name;
    post_kind kind = post_kind::police_room;
    post_setting setting = post_setting::urban;
  };
  struct member_fact {
    std::string force_id, post_id, path;
    force_kind kind = force_kind::professional;
    member_role role = member_role::member;
    bool full_time = true;
    bool active = false;  // on a shift within the last 30 days
  };
  std::vector<area_fact> areas;
  std::vector<force_fact> forces;
  std::vector<post_fact> posts;
  std::vector<member_fact> members;
};

// One rule for one area, force or post.
struct establishment_row {
  std::string rule_id;
  std::string citation;
  std::string text_zh;
  std::string text_en;
  bool verify = false;
  scope_kind scope = scope_kind::area;
  std::string scope_id;
  std::string scope_name;
  std::optional<std::int64_t> basis = {};  // people or staff; nothing: not known, not asked, or fewer than 5
  std::optional<std::int64_t> required = {};
  std::int64_t registered = 0;
  std::int64_t active_30d = 0;
  std::optional<std::int64_t> gap = {};  // required less active, at least 0
  scope_kind owed_by = scope_kind::area;
  std::string owed_by_id;
  std::string owed_by_name;
};
const record::table& record_of(const establishment_row*);

// Every rule for every area, force and post it speaks of; `asked`: ids of the areas asked about.
std::vector<establishment_row> evaluate(std::span<const establishment_rule> rules, const establishment_facts& facts,
                                        std::span<const std::string> asked);

// A number of an area; those below 5 are kept, and never shown.
struct area_population {
  std::string area_id;
  std::string area_name;
  std::optional<std::int64_t> population = {};  // nothing: fewer than 5
  std::string as_of;
  std::string source;
  std::int64_t version = 1;
};
const record::table& record_of(const area_population*);
struct population_draft {
  std::int64_t population = 0;
  std::string as_of;
  std::string source;
};
const record::table& record_of(const population_draft*);
void put_population(store::transaction& t, const std::string& area_id, const population_draft& one);

// What the operations use; must outlive them.
struct establishment_services {
  const area::live_areas& areas;
  const base::clock& time;
  std::vector<establishment_rule> rules;
};
// GET /api/establishment?area=, GET /api/area-populations, PUT /api/area-populations/{id}.
std::vector<operation::definition> establishment_operations(const establishment_services& use);

}  // namespace duty
