#include "foundation/base/log.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>

#include "foundation/base/clock.h"
#include "foundation/base/text.h"

namespace base {
namespace {

std::atomic<log_level> lowest_level{log_level::info};  // set once at start, read by every thread
std::atomic<int> descriptor{STDERR_FILENO};

constexpr std::array<std::string_view, 4> level_names{"debug", "info", "warning", "error"};

void append_value(std::string& out, const log_field& field) {
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    out += std::to_string(*number);
  } else if (const auto* real = std::get_if<double>(&field.value)) {
    std::array<char, 32> text{};
    const int used = std::snprintf(text.data(), text.size(), "%.6g", *real);
    out.append(text.data(), static_cast<std::size_t>(used));
  } else if (const auto* flag = std::get_if<bool>(&field.value)) {
    out += *flag ? "true" : "false";
  } else {
    append_json_string(out, std::get<std::string_view>(field.value));
  }
}

}  // namespace

void log(log_level level, std::string_view event, std::initializer_list<log_field> fields) {
  if (level < lowest_level.load()) return;
  std::string line = R"({"at":")" + to_rfc3339(system_clock{}.now()) + R"(","level":")";
  line += level_names[static_cast<std::size_t>(level)];
  line += R"(","event":)";
  append_json_string(line, event);
  for (const auto& field : fields) {
    line += ',';
    append_json_string(line, field.name);
    line += ':';
    append_value(line, field);
  }
  line += "}\n";
  [[maybe_unused]] const auto written = ::write(descriptor.load(), line.data(), line.size());
}

void set_log_level(log_level level) { lowest_level = level; }
void set_log_descriptor(int to) { descriptor = to; }

}  // namespace base
