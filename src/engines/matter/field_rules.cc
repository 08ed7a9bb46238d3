#include "engines/matter/field_rules.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>

#include "engines/matter/clock_rules.h"
#include "foundation/base/text.h"
#include "foundation/calendar/day.h"
#include "foundation/record/plain_text.h"

namespace matter {
namespace {

using boost::json::value;

struct wrong {
  std::string code, detail;
};
using maybe_wrong = std::optional<wrong>;

maybe_wrong text_fault(const field& of, const value& given) {
  if (!given.is_string()) return wrong{"wrong_type", "must be a text"};
  const std::string_view text(given.as_string());
  if (!base::is_utf8(text) || !record::is_plain_text(text)) return wrong{"bad_character", "must be plain text"};
  if (base::count_code_points(text) > of.max_length) {
    return wrong{"too_long", "must have at most " + std::to_string(of.max_length) + " characters"};
  }
  return std::nullopt;
}

maybe_wrong choice_fault(const field& of, const value& given) {
  if (given.is_string() && std::ranges::find(of.choices, std::string_view(given.as_string()), &choice_item::code) != of.choices.end()) {
    return std::nullopt;
  }
  return wrong{"not_a_choice", "is none of the choices of " + of.name};
}

maybe_wrong choices_fault(const field& of, const value& given) {
  if (!given.is_array()) return wrong{"wrong_type", "must be a list of choices"};
  for (const auto& one : given.as_array()) {
    if (const auto fault = choice_fault(of, one)) return fault;
    if (std::ranges::count(given.as_array(), one) > 1) return wrong{"duplicate", "names a choice twice"};
  }
  return std::nullopt;
}

maybe_wrong number_fault(const field& of, const value& given) {
  if (!given.is_number()) return wrong{"wrong_type", "must be a number"};
  const double number = given.to_number<double>();
  if (of.type == field_type::whole && std::floor(number) != number) return wrong{"wrong_type", "must be a whole number"};
  if (of.type == field_type::money && std::abs(std::round(number * 100) - number * 100) > 1e-6) return wrong{"wrong_type", "has parts of a cent"};
  if (!(number >= of.minimum && number <= of.maximum)) {
    return wrong{"out_of_range", "must be between " + std::to_string(static_cast<std::int64_t>(of.minimum)) + " and " +
                                     std::to_string(static_cast<std::int64_t>(of.maximum))};
  }
  return std::nullopt;
}

maybe_wrong day_fault(const value& given) {
  const auto day = given.is_string() ? calendar::day_from_text(std::string_view(given.as_string())) : std::nullopt;
  if (!day) return wrong{"wrong_type", "must be a day, YYYY-MM-DD"};
  if (!can_be_counted(calendar::start_of(*day, 0))) return wrong{"out_of_range", "must lie in the years 1900 to 2199"};
  return std::nullopt;
}

maybe_wrong time_fault(const value& given) {
  const auto at = given.is_string() ? base::instant_from_rfc3339(std::string_view(given.as_string())) : std::nullopt;
  if (!at) return wrong{"wrong_type", "must be a time, as 2026-03-02T09:00:00+08:00"};
  if (!can_be_counted(*at)) return wrong{"out_of_range", "must lie in the years 1900 to 2199"};
  return std::nullopt;
}

maybe_wrong id_fault(const value& given) {
  if (given.is_string() && !given.as_string().empty() && given.as_string().size() <= 64) return std::nullopt;
  return wrong{"wrong_type", "must be an id"};
}

maybe_wrong value_fault(const field& of, const value& given) {
  switch (of.type) {
    case field_type::text:
    case field_type::long_text: return text_fault(of, given);
    case field_type::choice: return choice_fault(of, given);
    case field_type::choices: return choices_fault(of, given);
    case field_type::whole:
    case field_type::number:
    case field_type::money: return number_fault(of, given);
    case field_type::yes_no: return given.is_bool() ? maybe_wrong() : wrong{"wrong_type", "must be true or false"};
    case field_type::day: return day_fault(given);
    case field_type::time: return time_fault(given);
    case field_type::place:
    case field_type::area:
    case field_type::unit:
    case field_type::force: return id_fault(given);
  }
  return std::nullopt;
}

std::optional<double> number_in(const boost::json::object& fields, const std::string& name) {
  const auto* found = fields.if_contains(name);
  return found != nullptr && found->is_number() ? std::optional(found->to_number<double>()) : std::nullopt;
}

std::optional<std::string> day_in(const boost::json::object& fields, const std::string& name) {
  const auto* found = fields.if_contains(name);
  return found != nullptr && found->is_string() ? std::optional(std::string(found->as_string())) : std::nullopt;
}

bool holds(const check& one, const boost::json::object& filled) {
  if (one.kind == check_kind::not_before || one.kind == check_kind::not_after) {
    const auto* other = std::get_if<std::string>(&one.other);
    const auto mine = day_in(filled, one.field), theirs = other == nullptr ? std::nullopt : day_in(filled, *other);
    if (!mine || !theirs) return true;
    return one.kind == check_kind::not_before ? *mine >= *theirs : *mine <= *theirs;  // both are written year first
  }
  const auto mine = number_in(filled, one.field);
  const auto* name = std::get_if<std::string>(&one.other);
  const auto bound = name == nullptr ? std::optional(std::get<double>(one.other)) : number_in(filled, *name);
  if (!mine || !bound) return true;
  return one.kind == check_kind::at_least ? *mine >= *bound : *mine <= *bound;
}

std::string number_text(const value& given) {
  const double number = given.to_number<double>();
  if (std::floor(number) == number && std::abs(number) < 9e15) return std::to_string(static_cast<std::int64_t>(number));
  char out[40];
  std::snprintf(out, sizeof out, "%.2f", number);
  return out;
}

// At most so many characters, cut between characters.
std::string shortened(std::string text, std::size_t most) {
  std::size_t at = 0, count = 0;
  while (at < text.size() && count < most) {
    const auto head = static_cast<unsigned char>(text[at]);
    at += head < 0x80 ? 1U : head < 0xE0 ? 2U : head < 0xF0 ? 3U : 4U;
    ++count;
  }
  if (at < text.size()) text = text.substr(0, at) + "…";
  return text;
}

}  // namespace

bool can_be_counted(base::instant at) {
  constexpr std::int64_t first_s = -2'208'988'800, last_s = 7'258'118'400;  // 1900-01-01 and 2200-01-01
  return at.us >= first_s * 1'000'000 && at.us < last_s * 1'000'000;
}

bool is_filled(const boost::json::object& fields, std::string_view name) {
  const auto* found = fields.if_contains(name);
  if (found == nullptr || found->is_null()) return false;
  if (found->is_string()) return !base::trim(std::string_view(found->as_string())).empty();
  return !found->is_array() || !found->as_array().empty();
}

std::vector<base::wrong_field> field_faults(const kind& of, const boost::json::object& given, std::span<const std::string> allowed) {
  std::vector<base::wrong_field> out;
  for (const auto& [key, content] : given) {
    const std::string name(key), pointer = "/fields/" + name;
    const auto* field = of.find_field(name);
    if (field == nullptr) {
      out.push_back({pointer, "unknown", "is no field of " + of.code});
    } else if (std::ranges::find(allowed, name) == allowed.end()) {
      out.push_back({pointer, "not_asked", "is not asked here"});
    } else if (!content.is_null()) {
      if (auto fault = value_fault(*field, content)) out.push_back({pointer, fault->code, fault->detail});
    }
  }
  return out;
}

std::vector<base::wrong_field> missing_fields(const kind& of, const boost::json::object& filled, std::span<const std::string> needed) {
  std::vector<base::wrong_field> out;
  for (const auto& name : needed) {
    if (is_filled(filled, name)) continue;
    const auto* field = of.find_field(name);
    out.push_back({"/fields/" + name, "missing", (field == nullptr ? name : field->label.en) + " is needed"});
  }
  return out;
}

std::vector<base::wrong_field> check_faults(const kind&, const boost::json::object& filled, std::span<const check> checks) {
  std::vector<base::wrong_field> out;
  for (const auto& one : checks) {
    if (!holds(one, filled)) out.push_back({"/fields/" + one.field, "check_failed", one.says.zh + " / " + one.says.en});
  }
  return out;
}

void put_fields(boost::json::object& into, const boost::json::object& given) {
  for (const auto& [name, content] : given) {
    if (content.is_null()) {
      into.erase(name);
    } else {
      into[name] = content;
    }
  }
}

words say_value(const field& of, const value& given) {
  if (given.is_bool()) return given.as_bool() ? words{.zh = "是", .en = "yes"} : words{.zh = "否", .en = "no"};
  if (given.is_number()) return {.zh = number_text(given), .en = number_text(given)};
  if (given.is_array()) {
    words out;
    for (const auto& one : given.as_array()) {
      const auto next = say_value(of, one);
      out.zh += (out.zh.empty() ? "" : "、") + next.zh;
      out.en += (out.en.empty() ? "" : ", ") + next.en;
    }
    return out;
  }
  if (!given.is_string()) return {};
  const std::string text(given.as_string());
  const auto found = std::ranges::find(of.choices, text, &choice_item::code);
  return found == of.choices.end() ? words{.zh = text, .en = text} : found->name;
}

words title_of(const kind& of, const boost::json::object& fields, std::string_view place_name) {
  words out{.zh = std::string(place_name), .en = std::string(place_name)};
  const auto add = [&](const words& next) {
    out.zh += (out.zh.empty() ? "" : " · ") + next.zh;
    out.en += (out.en.empty() ? "" : " · ") + next.en;
  };
  for (const auto& name : of.title) {
    const auto* field = of.find_field(name);
    const auto* content = fields.if_contains(name);
    if (field == nullptr || content == nullptr || content->is_null()) continue;
    if (field->type >= field_type::place) continue;  // an id says nothing to people
    const auto said = say_value(*field, *content);
    // A bare figure says nothing either: "年度 2027".
    add(content->is_number() ? words{.zh = field->label.zh + " " + said.zh, .en = field->label.en + " " + said.en} : said);
  }
  if (out.zh.empty()) out = of.name;
  return {.zh = shortened(out.zh, 200), .en = shortened(out.en, 200)};
}

std::string brief_of(const kind& of, const boost::json::object& fields) {
  const auto is_in = [](const std::vector<std::string>& names, std::string_view name) { return std::ranges::find(names, name) != names.end(); };
  std::string asked;
  for (const auto& field : of.fields) {
    if ((field.type != field_type::text && field.type != field_type::long_text) || is_in(of.title, field.name) || !is_filled(fields, field.name))
      continue;
    const auto* content = fields.if_contains(field.name);
    if (content == nullptr || !content->is_string()) continue;
    if (is_in(field.used_in, "board")) return shortened(std::string(content->as_string()), 120);
    if (asked.empty() && is_in(of.asks, field.name)) asked = shortened(std::string(content->as_string()), 120);
  }
  return asked;
}

bool holds(const condition& one, const kind& of, const boost::json::object& fields) {
  const auto is = [&](std::string_view code) { return std::ranges::find(one.is, code) != one.is.end(); };
  const auto graded = std::ranges::find(of.bands, one.of, &band::code);
  if (graded != of.bands.end()) return is(grade_of(*graded, fields).code);
  const auto* content = fields.if_contains(one.of);
  if (is(is_filled(fields, one.of) ? "filled" : "empty")) return true;
  if (content == nullptr || content->is_null()) return false;
  if (content->is_bool()) return is(content->as_bool() ? "yes" : "no");
  if (content->is_string()) return is(std::string_view(content->as_string()));
  if (!content->is_array()) return false;
  return std::ranges::any_of(content->as_array(), [&](const value& item) { return item.is_string() && is(std::string_view(item.as_string())); });
}

bool all_hold(std::span<const condition> all, const kind& of, const boost::json::object& fields) {
  return std::ranges::all_of(all, [&](const condition& one) { return holds(one, of, fields); });
}

const choice_item& grade_of(const band& one, const boost::json::object& fields) {
  std::size_t highest = 0;
  for (const auto& criterion : one.any_of) {
    const auto figure = number_in(fields, criterion.field);
    if (!figure) continue;
    for (std::size_t grade = 0; grade < criterion.from.size() && *figure >= criterion.from[grade]; ++grade) highest = std::max(highest, grade);
  }
  return one.grades[std::min(highest, one.grades.size() - 1)];
}

}  // namespace matter
