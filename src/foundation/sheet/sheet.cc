#include "foundation/sheet/sheet.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/base/time.h"

namespace sheet {
namespace {

constexpr std::size_t letters = 26;
constexpr std::size_t most_letters = 3;  // XFD is the last column there is
constexpr double first_serial = 61;      // 1900-03-01: before it serial numbers count a day that never was
constexpr double last_serial = 109'575;  // 2199-12-31
constexpr std::int64_t serial_of_1970 = 25'569;
constexpr std::int64_t minutes_a_day = 1'440;

}  // namespace

std::string column_letter(std::size_t column) {
  std::string out;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / letters) out += static_cast<char>('A' + (rest - 1) % letters);
  std::reverse(out.begin(), out.end());
  return out;
}

std::optional<std::size_t> column_of(std::string_view cell_name) {
  std::size_t column = 0;
  std::size_t count = 0;
  while (count < cell_name.size() && cell_name[count] >= 'A' && cell_name[count] <= 'Z') {
    column = column * letters + static_cast<std::size_t>(cell_name[count] - 'A') + 1;
    if (++count > most_letters) return std::nullopt;
  }
  if (count == 0) return std::nullopt;
  return column - 1;
}

std::optional<std::string> day_of_serial(std::string_view number) {
  const auto serial = base::parse_double(number);
  if (!serial || !std::isfinite(*serial) || *serial < first_serial || *serial >= last_serial + 1) return std::nullopt;
  // Rounded to the minute: a time of day is a fraction that is never exact.
  const auto minutes = static_cast<std::int64_t>(std::llround(*serial * static_cast<double>(minutes_a_day)));
  const base::instant at{(minutes - serial_of_1970 * minutes_a_day) * 60'000'000};
  const auto text = base::to_rfc3339(at);
  return minutes % minutes_a_day == 0 ? text.substr(0, 10) : text.substr(0, 10) + " " + text.substr(11, 5);
}

std::vector<sheet> read_any(std::string_view bytes, const std::string& name, const limits& within) {
  return bytes.starts_with("PK") ? read_xlsx(bytes, within) : read_csv(bytes, name, within);
}

}  // namespace sheet
