#include "engines/matter/simulate_fields.h"

#include <algorithm>

#include "engines/matter/field_rules.h"
#include "foundation/calendar/day.h"

namespace matter {
namespace {

using boost::json::value;

std::optional<double> number_in(const boost::json::object& fields, std::string_view name) {
  const auto* found = fields.if_contains(name);
  return found != nullptr && found->is_number() ? std::optional(found->to_number<double>()) : std::nullopt;
}

std::optional<calendar::day> day_in(const boost::json::object& fields, std::string_view name) {
  const auto* found = fields.if_contains(name);
  return found != nullptr && found->is_string() ? calendar::day_from_text(std::string_view(found->as_string())) : std::nullopt;
}

value as_number(const field& of, double number) {
  number = std::clamp(number, of.minimum, of.maximum);
  if (of.type == field_type::money) return std::floor(number * 100) / 100;
  if (of.type == field_type::number) return number;
  return static_cast<std::int64_t>(std::floor(number));
}

// Where a band counts the field: mostly in its lowest grade, else at or about a threshold, so that every grade comes. Otherwise small
// numbers more often than large ones.
value draw_number(const field& of, const kind& in, dice& from) {
  const band::criterion* counted = nullptr;
  for (const auto& band : in.bands) {
    for (const auto& one : band.any_of) {
      if (one.field == of.name && one.from.size() > 1 && (counted == nullptr || from.chance(0.5))) counted = &one;
    }
  }
  if (counted != nullptr) {
    const auto& steps = counted->from;
    if (from.chance(0.6)) return as_number(of, steps[0] + (steps[1] - steps[0]) * from.share());
    return as_number(of, from.one_of(steps) + static_cast<double>(from.between(-1, 1)));
  }
  const double high = std::min(of.maximum, std::max(of.minimum, 0.0) + 10'000);
  const double drawn = from.share();
  return as_number(of, of.minimum + (high - of.minimum) * drawn * drawn * drawn);
}

// A day a clock counts back from lies ahead; others lie around now.
value draw_day(const field& of, const fill_case& in, dice& from) {
  std::int64_t low = -5, high = 30;
  for (const auto& clock : in.of.clocks) {
    if (clock.starts != clock_start::field || clock.starts_at != of.name) continue;
    low = clock.before ? 25 : 0;
    high = clock.before ? 90 : 45;
  }
  const auto today = calendar::day_of(in.now, in.utc_offset_min);
  const auto day = today + static_cast<std::int32_t>(from.between(low, high));
  if (of.type == field_type::day) return value(calendar::to_text(day));
  const auto at = calendar::start_of(day, in.utc_offset_min) + base::minutes(from.between(0, 1'439));
  return value(base::to_rfc3339(at));
}

value draw(const field& of, const fill_case& in, dice& from) {
  switch (of.type) {
    case field_type::text:
    case field_type::long_text: return value("情况" + std::to_string(from.between(1, 999)));
    case field_type::choice: return of.choices.empty() ? value("") : value(from.one_of(of.choices).code);
    case field_type::choices: {
      boost::json::array some;
      for (const auto& one : of.choices) {
        if (from.chance(0.3)) some.emplace_back(one.code);
      }
      if (some.empty() && !of.choices.empty()) some.emplace_back(from.one_of(of.choices).code);
      return some;
    }
    case field_type::whole:
    case field_type::number:
    case field_type::money: return draw_number(of, in.of, from);
    case field_type::yes_no: return from.chance(0.5);
    case field_type::day:
    case field_type::time: return draw_day(of, in, from);
    case field_type::place:
    case field_type::area:
    case field_type::unit:
    case field_type::force: return value("id-" + std::to_string(from.between(1, 99)));
  }
  return nullptr;
}

// Moves the field to the right side of the other's value, or of the number.
void mend(const check& one, const fill_case& in, boost::json::object& given, const boost::json::object& all, dice& from) {
  const auto* of = in.of.find_field(one.field);
  const auto* other = std::get_if<std::string>(&one.other);
  if (of == nullptr || !given.contains(one.field)) return;
  if (one.kind == check_kind::not_before || one.kind == check_kind::not_after) {
    const auto bound = other == nullptr ? std::nullopt : day_in(all, *other);
    if (!bound || of->type != field_type::day) return;
    const auto by = static_cast<std::int32_t>(from.between(0, 5));
    given[one.field] = calendar::to_text(one.kind == check_kind::not_before ? *bound + by : *bound - by);
    return;
  }
  const auto bound = other == nullptr ? std::optional(std::get<double>(one.other)) : number_in(all, *other);
  if (!bound) return;
  const double wanted = one.kind == check_kind::at_least ? *bound + static_cast<double>(from.between(0, 3)) : *bound * from.share();
  given[one.field] = as_number(*of, wanted);
}

// Of the opening and of every step: who fills something in usually knows what comes of it.
std::vector<const check*> all_checks(const kind& of) {
  std::vector<const check*> out;
  for (const auto& one : of.checks) out.push_back(&one);
  for (const auto& stage : of.stages) {
    for (const auto& step : stage.steps) {
      for (const auto& one : step.checks) out.push_back(&one);
    }
  }
  return out;
}

void mend_checks(const fill_case& in, boost::json::object& given, dice& from) {
  constexpr int most_rounds = 3;
  const auto checks = all_checks(in.of);
  bool wrong = !checks.empty();
  for (int round = 0; wrong && round < most_rounds; ++round) {
    wrong = false;
    for (const auto* one : checks) {
      auto all = in.known;
      put_fields(all, given);
      if (check_faults(in.of, all, {one, 1}).empty()) continue;
      wrong = true;
      mend(*one, in, given, all, from);
    }
  }
}

}  // namespace

boost::json::object fill(const fill_case& in, std::span<const std::string> must, std::span<const std::string> may, dice& from) {
  constexpr double filled_anyway = 0.5;
  boost::json::object given;
  const auto put = [&](const std::string& name) {
    if (const auto* of = in.of.find_field(name)) given[name] = draw(*of, in, from);
  };
  for (const auto& name : must) put(name);
  for (const auto& name : may) {
    if (from.chance(filled_anyway)) put(name);
  }
  mend_checks(in, given, from);
  return given;
}

boost::json::value nonsense(dice& from) {
  switch (from.below(6)) {
    case 0: return nullptr;
    case 1: return true;
    case 2: return -1.5;
    case 3: return "2026-02-30";
    case 4: return boost::json::array{"x", "x"};
    default: return boost::json::string(3'000, 'x');
  }
}

}  // namespace matter
