#pragma once
#include <boost/json.hpp>

#include <string>
#include <string_view>

#include "foundation/base/time.h"

// The words of a scenario: each line is cut from its front. Times are local ones (UTC+8).
namespace scenario_test {

[[noreturn]] void fail(const std::string& why);
std::string first_word(std::string& rest);
base::instant local_time(const std::string& text);                            // "2026-03-05 00:00"
std::string in_local_time(const std::string& rfc3339);                        // the same back, to the minute
base::duration span_of(std::string rest);                                     // "2 days", "1 hour 30 minutes"
std::string text_of(const boost::json::object& from, std::string_view name);  // empty when there is none
std::string unquoted(const std::string& text);

}  // namespace scenario_test
