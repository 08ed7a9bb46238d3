#pragma once
#include <map>
#include <string>

namespace test {

// Whether each day of 2015–2026 ("2026-01-04") is worked, by the reference files of a folder (2015.json …), all merged before a
// day is asked: a year's file may decide days of the December before. Shares no code with calendar.
std::map<std::string, bool> reference_working_days(const std::string& folder);

}  // namespace test
