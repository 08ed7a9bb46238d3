#include "jobs/plan/plan_type.h"

#include <algorithm>

#include "foundation/base/text.h"

namespace plan {
namespace {

template <class Items>
auto find_code(const Items& items, std::string_view code) {
  const auto found = std::ranges::find_if(items, [&](const auto& one) { return one.code == code; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::optional<level> level_from_name(std::string_view name) {
  const auto found = std::ranges::find(level_choices, name, &record::choice::code);
  if (found == std::end(level_choices)) return std::nullopt;
  return static_cast<level>(found - std::begin(level_choices));
}

const level_rule* plan_type::find_level(level is) const {
  const auto found = std::ranges::find(levels, is, &level_rule::is);
  return found == levels.end() ? nullptr : &*found;
}

const plan_role* plan_type::find_role(std::string_view wanted) const { return find_code(roles, wanted); }
const plan_task* plan_type::find_task(std::string_view wanted) const { return find_code(tasks, wanted); }
const plan_resource* plan_type::find_resource(std::string_view wanted) const { return find_code(resources, wanted); }

std::optional<base::duration> duration_from_text(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto amount = base::parse_int(text.substr(0, space));
  if (!amount || *amount < 1 || *amount > 43'200) return std::nullopt;
  auto unit = text.substr(space + 1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  const auto each = unit == "minute" ? base::minutes(1) : unit == "hour" ? base::hours(1) : unit == "day" ? base::days(1) : base::duration{};
  const base::duration out{each.us * *amount};
  if (each.us == 0 || out > base::days(30)) return std::nullopt;
  return out;
}

}  // namespace plan
