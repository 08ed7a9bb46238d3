#include "town/area/area_code.h"

#include <algorithm>
#include <array>

namespace area {
namespace {

constexpr std::array<std::string_view, 34> provinces{"11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34",
                                                     "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52",
                                                     "53", "54", "61", "62", "63", "64", "65", "71", "81", "82"};
constexpr std::array<std::string_view, 4> municipalities{"11", "12", "31", "50"};
// 城乡分类: town centre, town-country fringe, …; village.
constexpr std::array<std::string_view, 7> classes{"111", "112", "121", "122", "123", "210", "220"};

template <class List>
bool is_in(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_zero(std::string_view digits) { return digits.find_first_not_of('0') == std::string_view::npos; }

}  // namespace

std::optional<area_code> area_code::parse(std::string_view text) {
  const bool known_length = text.size() == 2 || text.size() == 4 || text.size() == 6 || text.size() == 9 || text.size() == 12 || text.size() == 15;
  if (!known_length || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  area_code code(std::string(text.substr(0, 12)));
  code.digits_.resize(12, '0');
  if (text.size() == 15) code.class_ = std::string(text.substr(12));
  if (!code.class_.empty() && !is_in(classes, code.class_)) return std::nullopt;
  if (!is_in(provinces, code.part(0, 2))) return std::nullopt;
  const bool no_city = is_zero(code.part(2, 2));
  const bool no_township = is_zero(code.part(6, 3));
  if (no_city && !is_zero(code.part(4, 8))) return std::nullopt;
  if (no_township && !is_zero(code.part(9, 3))) return std::nullopt;
  if (text.size() == 9 && no_township && is_zero(code.part(4, 2))) return std::nullopt;
  code.whole_county_ = text.size() == 9 && no_township;
  return code;
}

level area_code::kind() const {
  if (!is_zero(part(9, 3))) return level::village;
  if (whole_county_ || !is_zero(part(6, 3))) return level::township;
  if (!is_zero(part(4, 2))) return level::county;
  return is_zero(part(2, 2)) ? level::province : level::city;
}

std::string area_code::text() const {
  const level l = kind();
  return digits_.substr(0, l == level::village ? 12 : l == level::township ? 9 : 6);
}

area_code area_code::cut(std::size_t length) const {
  std::string digits = digits_.substr(0, length);
  digits.resize(12, '0');
  return area_code(std::move(digits));
}

bool area_code::is_placeholder() const {
  if (kind() != level::city) return false;
  return part(2, 2) == "90" || is_in(municipalities, part(0, 2));
}

std::optional<area_code> area_code::parent() const {
  switch (kind()) {
    case level::village: return cut(9);
    case level::township: return is_zero(part(4, 2)) ? cut(4) : cut(6);
    case level::county: return cut(4).is_placeholder() ? cut(2) : cut(4);
    case level::city: return cut(2);
    default: return std::nullopt;
  }
}

bool area_code::is_under(const area_code& other) const {
  constexpr std::array<std::size_t, 5> lengths{2, 4, 6, 9, 12};
  if (other.whole_county_) return *this == other;
  return digits_.starts_with(std::string_view(other.digits_).substr(0, lengths[static_cast<std::size_t>(other.kind())]));
}

std::optional<std::string> unit_code_fault(std::string_view code) {
  constexpr std::string_view characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  if (code.size() != 18) return "It must have 18 characters.";
  std::size_t sum = 0;
  std::size_t weight = 1;  // 3^i mod 31
  for (std::size_t i = 0; i < 18; ++i) {
    const auto value = characters.find(code[i]);
    if (value == std::string_view::npos) return "Character " + std::to_string(i + 1) + " is not one of " + std::string(characters) + ".";
    if (i == 17) {
      return value == (31 - sum % 31) % 31 ? std::nullopt
                                           : std::optional<std::string>("The last character does not fit the others: something is mistyped.");
    }
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return std::nullopt;
}

}  // namespace area
