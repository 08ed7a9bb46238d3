#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "town/area/area.h"

namespace area {

// An official code: PP CC XX TTT VVV (province, city, county: GB/T 2260; township, village: the statistical 12 digits).
class area_code {
 public:
  // Reads 2, 4, 6, 9 or 12 digits, or 15 with the class of settlement. Nothing for other lengths, an unknown province, a
  // level left out (a county without a city, a village without a township) or an unknown class.
  static std::optional<area_code> parse(std::string_view text);

  // The deepest part that is not zero. 441900 is a city: it has no counties, its townships hang from it.
  [[nodiscard]] level kind() const;

  // As the standards write it: 6 digits down to the county, 9 for a township, 12 for a village.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] const std::string& digits() const { return digits_; }           // all 12
  [[nodiscard]] const std::string& settlement_class() const { return class_; }  // 3 digits, or empty

  // Who is above it in the state: levels that exist only in the code are passed over (the 市辖区 and 县 of the four
  // municipalities, the 90 of county-level units directly under a province). Nothing above a province.
  [[nodiscard]] std::optional<area_code> parent() const;

  // Whether the code itself stands for such a level: 110100, 500200, 429000.
  [[nodiscard]] bool is_placeholder() const;

  // Whether it is written under the other: 110101001 under 110101, 1101 and 11; under itself too.
  [[nodiscard]] bool is_under(const area_code& other) const;

  bool operator==(const area_code&) const = default;

 private:
  explicit area_code(std::string digits) : digits_(std::move(digits)) {}
  [[nodiscard]] std::string_view part(std::size_t at, std::size_t length) const { return std::string_view(digits_).substr(at, length); }
  [[nodiscard]] area_code cut(std::size_t length) const;
  std::string digits_;  // 12
  std::string class_;
  bool whole_county_ = false;  // nine digits ending in 000: the one township of a county that is not divided (350527000)
};

// What is wrong with a unified social credit code (GB 32100: 18 characters of 0-9 and A-Z without I O S V Z, the last one
// a check); nothing when it is right.
std::optional<std::string> unit_code_fault(std::string_view code);

}  // namespace area
