#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/calendar/day.h"

namespace calendar {

// A day that a notice of the State Council names: off, or worked in exchange.
struct named_day {
  day on;
  bool is_working = false;
  std::string name;  // the holiday it is off or worked for
};

// What the notices for one year say; they may name days of the December before.
struct published_year {
  int year = 0;
  std::vector<named_day> days;
};

// Which days are worked. A day that no notice names is worked from Monday to Friday.
class working_days {
 public:
  working_days() = default;  // no year is published
  // All years are merged. A day that two years name (a December) is as the later year says: its notice came later and
  // was made to change that day.
  explicit working_days(std::vector<published_year> years);

  [[nodiscard]] bool is_working(day d) const;
  [[nodiscard]] bool is_published(int year) const;
  // The holiday a day is off or worked for; empty when no notice names the day. Lives as long as this object.
  [[nodiscard]] std::string_view name_of(day d) const;
  [[nodiscard]] std::optional<int> first_published() const;
  [[nodiscard]] std::optional<int> last_published() const;

  // The working days after `a` up to and with `b`: b is the n-th working day after a. Negative when b lies before a.
  [[nodiscard]] std::int64_t between(day a, day b) const;

 private:
  [[nodiscard]] const named_day* find(day d) const;

  std::vector<named_day> days_;  // in their order, each once
  std::vector<int> years_;       // in their order
};

// Reads catalogue/working_days.yaml. Throws base::problem bad_catalogue (500) that names each wrong line.
working_days read_working_days(const std::string& file);
// The same of a text; `file` is what faults call it.
working_days working_days_from_yaml(const std::string& text, const std::string& file);

}  // namespace calendar
