#include "support/holiday_reference.h"

#include <boost/json.hpp>
#include <chrono>
#include <cstdio>

#include "support/shared_data.h"

namespace test {

std::map<std::string, bool> reference_working_days(const std::string& folder) {
  using namespace std::chrono;
  std::map<std::string, bool> days;
  for (sys_days d = year{2015} / January / 1; d < sys_days{year{2027} / January / 1}; d += std::chrono::days{1}) {
    const year_month_day date{d};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
    days[text] = weekday{d} != Saturday && weekday{d} != Sunday;
  }
  for (int y = 2015; y <= 2027; ++y) {
    const auto file = boost::json::parse(read_file(folder + "/" + std::to_string(y) + ".json"));
    for (const auto& named : file.at("days").as_array()) {
      const auto found = days.find(std::string(named.at("date").as_string()));
      if (found != days.end()) found->second = !named.at("isOffDay").as_bool();
    }
  }
  return days;
}

}  // namespace test
