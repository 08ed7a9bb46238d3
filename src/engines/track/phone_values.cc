#include "engines/track/phone_values.h"

#include <string>

#include "foundation/base/text.h"

namespace track {
namespace {

constexpr double first_of_milliseconds = 1e11;
constexpr double end_of_9999_s = 253'402'300'800.0;

}  // namespace

std::optional<base::instant> instant_of_epoch(double number) {
  if (!std::isfinite(number) || number < 0) return std::nullopt;
  const double seconds = number >= first_of_milliseconds ? number / 1'000 : number;
  if (seconds >= end_of_9999_s) return std::nullopt;
  const double us_in_one = number >= first_of_milliseconds ? 1'000 : 1'000'000;
  return base::instant{static_cast<std::int64_t>(std::llround(number * us_in_one))};
}

std::optional<base::instant> instant_of_text(std::string_view text) {
  text = base::trim(text);
  if (text.size() > 40) return std::nullopt;
  if (const auto number = base::parse_double(text)) return instant_of_epoch(*number);
  constexpr std::size_t day_and_hour = 10;  // where the T or the space stands
  constexpr std::size_t without_zone = 19;  // yyyy-MM-ddTHH:mm:ss
  if (text.size() < without_zone) return std::nullopt;
  std::string whole(text);
  if (whole[day_and_hour] == ' ') whole[day_and_hour] = 'T';
  const auto space = whole.find(' ');
  if (space != std::string::npos) whole[space] = '+';
  if (const auto found = base::instant_from_rfc3339(whole)) return found;
  return base::instant_from_rfc3339(whole + "Z");
}

std::optional<double> number_of(const record::json_tree& tree, const record::json_node* node) {
  if (node == nullptr) return std::nullopt;
  using type = record::json_node::type;
  switch (node->holds) {
    case type::integer: return static_cast<double>(node->integer);
    case type::big_integer:
    case type::number: return finite(node->number);
    case type::text: {
      const auto number = base::parse_double(base::trim(tree.text(*node)));
      return number ? finite(*number) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

const record::json_node* member_of(const record::json_tree& tree, const record::json_node* object, std::string_view name, bool& repeated) {
  const record::json_node* found = nullptr;
  if (object == nullptr || object->holds != record::json_node::type::object) return nullptr;
  tree.each(*object, [&](const record::json_node& one) {
    if (tree.key(one) != name) return;
    if (found != nullptr) repeated = true;
    found = &one;
  });
  return found == nullptr || found->holds == record::json_node::type::null ? nullptr : found;
}

}  // namespace track
