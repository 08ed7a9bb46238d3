#include "jobs/plan/plan_read.h"

#include <algorithm>

#include "engines/matter/kind_part.h"
#include "foundation/seal/hash.h"

namespace plan {
namespace {

using matter::key_rule;
using matter::key_table;
using matter::part;
using matter::reading;

constexpr auto must = matter::need::demanded;
constexpr auto checked = matter::need::checked;
constexpr std::size_t version_digits = 12;
constexpr std::size_t longest_sentence = 300;

constexpr key_rule plan_rules[] = {{"plan", must},     {"edition", must}, {"requirement", must}, {"zh", checked}, {"en", checked},
                                   {"sentence", must}, {"from_incident"}, {"levels", must},      {"roles", must}, {"tasks", must},
                                   {"resources"},      {"report"},        {"review", must}};
constexpr key_rule level_rules[] = {{"code", must}, {"zh", checked}, {"en", checked}, {"when", must}, {"activate", must}};
constexpr key_rule authority_rules[] = {{"role", must}, {"level", must}};
constexpr key_rule role_rules[] = {{"code", must}, {"zh", checked}, {"en", checked}, {"held_by"}, {"units"}, {"level"}, {"levels"}, {"confirm"}};
constexpr key_rule task_rules[] = {{"code", must}, {"zh", checked}, {"en", checked},  {"hint"},         {"role", must},
                                   {"levels"},     {"after"},       {"within", must}, {"confirmed_by"}, {"note"}};
constexpr key_rule resource_rules[] = {{"code", must}, {"zh", checked}, {"en", checked}, {"kind", must}, {"of", must}, {"at_least"}};
constexpr key_rule opening_rules[] = {{"kind", must}, {"from"}, {"fields"}, {"fills"}};

constexpr key_table plan_keys{"plan", "a plan", plan_rules};
constexpr key_table level_keys{"plan_level", "a level", level_rules};
constexpr key_table authority_keys{"authority", "activate", authority_rules};
constexpr key_table role_keys{"plan_role", "a role of a plan", role_rules};
constexpr key_table task_keys{"plan_task", "a task", task_rules};
constexpr key_table resource_keys{"plan_resource", "a resource", resource_rules};
constexpr key_table opening_keys{"plan_opening", "what a plan opens", opening_rules};

std::vector<part> parts_of(const part& from, std::string_view key, const key_table& table) {
  std::vector<part> out;
  for (const auto& node : from.list(key)) out.emplace_back(node, table, from.in(), "");
  matter::name_doubles(out, "code");
  return out;
}

template <class Words>
std::string joined(const Words& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

std::optional<level> level_of(const part& from, std::string_view key) {
  const auto name = from.text(key, 20);
  const auto found = level_from_name(name);
  if (!found && from.has(key)) {
    from.fault(key, "unknown_level", std::string(key) + " is no level: " + name, "Choose one of red, orange, yellow, blue.");
  }
  return found;
}

// The levels a role or a task is for; all that the plan has when nothing is said.
std::vector<level> levels_of(const part& from, const plan_type& one) {
  std::vector<level> out;
  if (!from.has("levels")) {
    for (const auto& rule : one.levels) out.push_back(rule.is);
    return out;
  }
  for (const auto& name : from.codes("levels")) {
    const auto found = level_from_name(name);
    if (found && one.find_level(*found) != nullptr) {
      out.push_back(*found);
    } else {
      from.fault("levels", "unknown_level", "the plan has no level " + name, "Name levels of the plan's own list.");
    }
  }
  return out;
}

base::duration time_of(const part& from, std::string_view key, base::duration otherwise) {
  const auto text = from.text(key, 40);
  if (text.empty()) return otherwise;
  if (const auto found = duration_from_text(text)) return *found;
  from.fault(key, "bad_limit", std::string(key) + " is no time: " + text, "Write a number and minutes, hours or days, for instance 30 minutes.");
  return otherwise;
}

void read_levels(const part& from, plan_type& one) {
  for (const auto& each : parts_of(from, "levels", level_keys)) {
    level_rule rule{.is = level_of(each, "code").value_or(level::blue),
                    .name = each.name(),
                    .when = each.words_at("when", longest_sentence),
                    .activated_by = {},
                    .line = each.line()};
    for (const auto& node : each.list("activate")) {
      const part who(node, authority_keys, from.in(), "");
      rule.activated_by.push_back({.role = who.role("role"), .at = who.level("level").value_or(area::level::township)});
    }
    if (rule.activated_by.empty() && each.has("activate")) {
      each.fault("activate", "no_authority", "nobody may activate this level", "Name a role and the level of its desk.");
    }
    if (!one.levels.empty() && one.levels.back().is >= rule.is) {
      each.fault("code", "level_order", "levels stand from the gravest to the least", "Write them in the order red, orange, yellow, blue.");
    }
    one.levels.push_back(std::move(rule));
  }
}

void read_roles(const part& from, plan_type& one) {
  for (const auto& each : parts_of(from, "roles", role_keys)) {
    plan_role role{.code = each.code("code"),
                   .name = each.name(),
                   .held_by = each.roles("held_by"),
                   .units = each.codes("units"),
                   .at = each.level("level"),
                   .levels = levels_of(each, one),
                   .confirm_within = {},
                   .line = each.line()};
    role.confirm_within = time_of(each, "confirm", base::minutes(10));
    if (role.held_by.empty() && role.units.empty()) {
      each.fault("code", "nobody_holds", "nobody can hold the role " + role.code, "Write held_by: [roles] or units: [capabilities].");
    }
    one.roles.push_back(std::move(role));
  }
}

void read_tasks(const part& from, plan_type& one) {
  for (const auto& each : parts_of(from, "tasks", task_keys)) {
    plan_task task{.code = each.code("code"),
                   .name = each.name(),
                   .hint = each.words_at("hint", longest_sentence),
                   .role = each.code("role"),
                   .levels = levels_of(each, one),
                   .after = each.code("after"),
                   .within = {},
                   .confirmed_by = each.code("confirmed_by"),
                   .note = each.flag("note"),
                   .line = each.line()};
    task.within = time_of(each, "within", base::hours(1));
    one.tasks.push_back(std::move(task));
  }
}

void read_resources(const part& from, plan_type& one) {
  for (const auto& each : parts_of(from, "resources", resource_keys)) {
    const auto kind = each.text("kind", 20);
    if (each.has("kind") && kind != "kit" && kind != "place") {
      each.fault("kind", "unknown_resource", "kind cannot be " + kind, "Choose kit or place.");
    }
    one.resources.push_back({.code = each.code("code"),
                             .name = each.name(),
                             .kind = kind == "place" ? resource_kind::place : resource_kind::kit,
                             .of = each.code("of"),
                             .at_least = each.whole("at_least", {.low = 1, .high = 10'000, .otherwise = 1}),
                             .line = each.line()});
  }
}

// {field: word, …}: the keys are whatever fields the kind has.
std::vector<std::pair<std::string, std::string>> read_pairs(const part& from, std::string_view key) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto* map = from.find(key);
  if (map == nullptr) return out;
  std::vector<key_rule> names;
  for (const auto& name : map->keys) names.push_back({name});
  const part all(*map, {"pairs", key, names}, from.in(), "");
  for (const auto& name : map->keys) out.emplace_back(name, all.code(name));
  return out;
}

std::optional<opening_rule> read_opening(const part& from, std::string_view key) {
  const auto* node = from.find(key);
  if (node == nullptr) return std::nullopt;
  const part whole(*node, opening_keys, from.in(), "");
  opening_rule out{.kind = whole.code("kind"), .from = level::blue, .fields = read_pairs(whole, "fields"), .fills = {}, .line = whole.line()};
  if (whole.has("from")) out.from = level_of(whole, "from").value_or(level::blue);
  for (auto& [field, word] : read_pairs(whole, "fills")) {
    const auto at = std::ranges::find(fact_words, word);
    if (at == std::end(fact_words)) {
      whole.fault("fills", "unknown_fact", "nothing is known by the name " + word, "Choose one of " + joined(fact_words) + ".");
    } else {
      out.fills.emplace_back(std::move(field), static_cast<fact>(at - std::begin(fact_words)));
    }
  }
  return out;
}

}  // namespace

plan_type read_plan(const std::string& text, const std::string& file, const matter::catalogue& town, std::vector<matter::fault>& faults) {
  plan_type one;
  one.text = text;
  one.version = seal::to_hex(seal::sha256(text)).substr(0, version_digits);
  matter::fault_list wrong(file, faults);
  const auto root = matter::read_text(text, wrong);
  if (!root) return one;
  std::map<std::string, int, std::less<>> lines;
  reading in{.wrong = wrong, .known = town, .lines = lines};
  const part whole(*root, plan_keys, in, "");
  one.code = whole.code("plan");
  one.edition = whole.whole("edition", {.low = 1, .high = 10'000, .otherwise = 1});
  for (const auto& node : whole.list("requirement")) one.requirement.push_back(node.text);
  one.name = whole.name();
  one.sentence = whole.words_at("sentence", longest_sentence);
  one.incident_types = whole.codes("from_incident");
  read_levels(whole, one);
  read_roles(whole, one);
  read_tasks(whole, one);
  read_resources(whole, one);
  one.report = read_opening(whole, "report");
  one.review = read_opening(whole, "review");
  return one;
}

}  // namespace plan
