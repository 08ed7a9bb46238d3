#include "system/scenarios/scenario_text.h"

#include <stdexcept>

#include "foundation/base/text.h"

namespace scenario_test {
namespace {

constexpr std::int64_t offset_us = std::int64_t{480} * 60 * 1'000'000;

}  // namespace

void fail(const std::string& why) { throw std::runtime_error(why); }

std::string first_word(std::string& rest) {
  const auto space = rest.find(' ');
  auto word = rest.substr(0, space);
  rest = space == std::string::npos ? "" : std::string(base::trim(rest.substr(space + 1)));
  return word;
}

base::instant local_time(const std::string& text) {
  const bool whole = text.size() == 16 && text[10] == ' ';
  const auto at = whole ? base::instant_from_rfc3339(text.substr(0, 10) + "T" + text.substr(11) + ":00+08:00") : std::nullopt;
  if (!at) fail("no time: " + text);
  return *at;
}

std::string in_local_time(const std::string& rfc3339) {
  const auto at = base::instant_from_rfc3339(rfc3339);
  if (!at) return rfc3339;
  auto text = base::to_rfc3339({at->us + offset_us});
  text[10] = ' ';
  return text.substr(0, 16);
}

base::duration span_of(std::string rest) {
  base::duration sum{0};
  while (!rest.empty()) {
    const auto number = base::parse_int(first_word(rest));
    const auto unit = first_word(rest);
    if (!number) fail("no number");
    if (unit.starts_with("minute"))
      sum.us += base::minutes(*number).us;
    else if (unit.starts_with("hour"))
      sum.us += base::hours(*number).us;
    else if (unit.starts_with("day"))
      sum.us += base::days(*number).us;
    else
      fail("no unit: " + unit);
  }
  return sum;
}

std::string text_of(const boost::json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::string unquoted(const std::string& text) {
  if (text.size() < 2 || text.front() != '"') return text;
  return std::string(boost::json::parse(text).as_string());
}

}  // namespace scenario_test
