#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "foundation/base/text.h"
#include "town/duty/establishment.h"

namespace duty {
namespace {

std::int64_t divided_up(std::int64_t what, std::int64_t by) { return (what + by - 1) / by; }

struct tally {
  std::int64_t registered = 0;
  std::int64_t active = 0;
};
// By area id (each area counts what lies below it too), force id or post id.
using tallies = std::unordered_map<std::string, tally>;

template <class T>
bool among(const std::vector<T>& some, const T& one) {
  return some.empty() || std::find(some.begin(), some.end(), one) != some.end();
}

bool counts(const establishment_rule& rule, const establishment_facts::member_fact& one) {
  return among(rule.kinds, one.kind) && among(rule.roles, one.role) && (!rule.full_time || *rule.full_time == one.full_time);
}

// Every id of an area path once.
template <class F>
void each_area(std::string_view path, const F& what) {
  for (const auto id : base::split(path, '/')) {
    if (!id.empty()) what(std::string(id));
  }
}

void add(tally& to, bool active) {
  ++to.registered;
  to.active += active ? 1 : 0;
}

tallies tally_members(const establishment_rule& rule, const establishment_facts& facts) {
  tallies out;
  for (const auto& one : facts.members) {
    if (!counts(rule, one)) continue;
    switch (rule.scope) {
      case scope_kind::area: each_area(one.path, [&](const std::string& id) { add(out[id], one.active); }); break;
      case scope_kind::force: add(out[one.force_id], one.active); break;
      case scope_kind::post:
        if (!one.post_id.empty()) add(out[one.post_id], one.active);
        break;
    }
  }
  return out;
}

// A team is active when one of its members is.
tallies tally_teams(const establishment_rule& rule, const establishment_facts& facts) {
  std::unordered_map<std::string, bool> active;
  for (const auto& one : facts.members) active[one.force_id] = active[one.force_id] || one.active;
  tallies out;
  for (const auto& one : facts.forces) {
    if (!among(rule.kinds, one.kind)) continue;
    each_area(one.path, [&](const std::string& id) { add(out[id], active[one.id]); });
  }
  return out;
}

// Members a share is taken of, by area.
tallies tally_others(const establishment_rule& rule, const establishment_facts& facts) {
  tallies out;
  if (rule.by.of_kinds.empty()) return out;
  for (const auto& one : facts.members) {
    if (among(rule.by.of_kinds, one.kind)) each_area(one.path, [&](const std::string& id) { add(out[id], one.active); });
  }
  return out;
}

// One rule at work.
class evaluation {
 public:
  evaluation(const establishment_rule& rule, const establishment_facts& facts)
      : rule_(rule), counted_(rule.teams ? tally_teams(rule, facts) : tally_members(rule, facts)), others_(tally_others(rule, facts)) {}

  establishment_row row(const std::string& id, const std::string& name, measure of) const {
    establishment_row out;
    out.rule_id = rule_.id;
    out.citation = rule_.citation;
    out.text_zh = rule_.text_zh;
    out.text_en = rule_.text_en;
    out.verify = rule_.verify;
    out.scope = out.owed_by = rule_.scope;
    out.scope_id = out.owed_by_id = id;
    out.scope_name = out.owed_by_name = name;
    if (const auto found = others_.find(id); found != others_.end()) of.others = found->second.registered;
    out.required = required_by(rule_.by, of);
    const auto basis = rule_.by.kind == formula_kind::staff_steps ? of.staff : of.population;
    if (rule_.by.kind != formula_kind::fixed_minimum && !of.hidden && basis && *basis >= smallest_count_shown) out.basis = basis;
    if (const auto found = counted_.find(id); found != counted_.end()) {
      out.registered = found->second.registered;
      out.active_30d = found->second.active;
    }
    if (out.required) out.gap = std::max<std::int64_t>(0, *out.required - out.active_30d);
    return out;
  }

 private:
  const establishment_rule& rule_;
  tallies counted_;
  tallies others_;
};

bool speaks_of(const establishment_rule& rule, const establishment_facts::area_fact& one, std::span<const std::string> asked) {
  if (rule.asked_area && std::find(asked.begin(), asked.end(), one.id) != asked.end()) return true;
  return std::find(rule.levels.begin(), rule.levels.end(), one.level) != rule.levels.end();
}

void add_areas(std::vector<establishment_row>& out, const establishment_rule& rule, const establishment_facts& facts,
               std::span<const std::string> asked) {
  const evaluation by(rule, facts);
  for (const auto& one : facts.areas) {
    if (speaks_of(rule, one, asked)) out.push_back(by.row(one.id, one.name, {.population = one.population, .hidden = one.hidden}));
  }
}

void add_forces(std::vector<establishment_row>& out, const establishment_rule& rule, const establishment_facts& facts) {
  const evaluation by(rule, facts);
  for (const auto& one : facts.forces) {
    if (among(rule.force_scope, one.kind)) out.push_back(by.row(one.id, one.name, {.staff = one.staff}));
  }
}

void add_posts(std::vector<establishment_row>& out, const establishment_rule& rule, const establishment_facts& facts) {
  const evaluation by(rule, facts);
  for (const auto& one : facts.posts) {
    if (!among(rule.post_scope, one.kind) || (rule.setting && *rule.setting != one.setting)) continue;
    auto row = by.row(one.id, one.name, {});
    // The force that staffs it owes the people; a post nobody staffs is its area's.
    row.owed_by = one.force_id.empty() ? scope_kind::area : scope_kind::force;
    row.owed_by_id = one.force_id.empty() ? one.area_id : one.force_id;
    row.owed_by_name = one.force_id.empty() ? one.area_name : one.force_name;
    out.push_back(std::move(row));
  }
}

}  // namespace

std::optional<std::int64_t> required_by(const formula& by, const measure& of) {
  switch (by.kind) {
    case formula_kind::fixed_minimum: return by.number;
    case formula_kind::per_population:
      if (!of.population) return std::nullopt;
      return divided_up(*of.population * by.number, by.per);
    case formula_kind::staff_steps:
      if (!of.staff) return std::nullopt;
      return *of.staff <= by.up_to ? by.number : divided_up(*of.staff * by.per_mille, 1'000);
    case formula_kind::share_of: break;
  }
  if (!by.share || (by.of_kinds.empty() && !of.population)) return std::nullopt;
  const auto whole = static_cast<double>(by.of_kinds.empty() ? *of.population : of.others);
  // A share is a decimal text: 0.0012 × 10,000 is 12, not 12.000000000000002 rounded up to 13.
  return static_cast<std::int64_t>(std::ceil(whole * *by.share - 1e-9 * (1 + whole * *by.share)));
}

std::vector<establishment_row> evaluate(std::span<const establishment_rule> rules, const establishment_facts& facts,
                                        std::span<const std::string> asked) {
  std::vector<establishment_row> out;
  for (const auto& rule : rules) {
    switch (rule.scope) {
      case scope_kind::area: add_areas(out, rule, facts, asked); break;
      case scope_kind::force: add_forces(out, rule, facts); break;
      case scope_kind::post: add_posts(out, rule, facts); break;
    }
  }
  return out;
}

}  // namespace duty
