#include <array>
#include <utility>

#include "engines/matter/kind_read_parts.h"

namespace matter {
namespace {

constexpr std::size_t most_clocks = 100;
constexpr std::size_t most_escalations = 10;

// report, event, known, or one of {stage: x}, {step: x}, {field: x}.
void read_start(const part& from, clock_rule& out) {
  constexpr std::array<std::pair<const char*, clock_start>, 3> places{
      {{"stage", clock_start::stage}, {"step", clock_start::step}, {"field", clock_start::field}}};
  const auto* node = from.find("starts");
  if (node == nullptr) return;
  if (node->is == text_node::shape::text) {
    constexpr std::string_view moments[] = {"report", "event", "known"};
    if (std::ranges::find(moments, node->text) == std::end(moments)) {
      from.fault("starts", "unknown_moment", "starts cannot be " + node->text.substr(0, 80),
                 "Write report, event, known, {stage: x}, {step: x} or {field: x}.");
      return;
    }
    const auto moment = from.choice("starts", "moment");
    if (moment) out.starts = std::array{clock_start::report, clock_start::event, clock_start::known}[*moment];
    return;
  }
  const auto at = from.inner("starts", "start");
  int named = 0;
  for (const auto& [key, start] : places) {
    if (!at->has(key)) continue;
    ++named;
    out.starts = start;
    out.starts_at = at->code(key);
  }
  if (node->is == text_node::shape::map && named != 1) {
    from.fault("starts", "bad_start", "starts must name one thing", "Write report, event, known, {stage: x}, {step: x} or {field: x}.");
  }
}

std::vector<escalation> read_escalations(const part& from) {
  std::vector<escalation> out;
  for (const auto& one : from.parts("escalate", "escalation", most_escalations)) {
    out.push_back({.after = one.limit("after").value_or(calendar::limit{}),
                   .role = one.role("role"),
                   .up = static_cast<int>(one.whole("up", {.low = 0, .high = 5, .otherwise = 1}))});
  }
  return out;
}

std::int64_t read_most_days(const part& from) {
  const auto most = from.limit("most");
  if (!most) return 30;
  if (most->in == calendar::unit::days && most->amount >= 1 && most->amount <= 366) return most->amount;
  from.fault("most", "bad_limit", "a pause is counted in days, and lasts from one to 366", "Write for instance 30 days.");
  return 30;
}

std::vector<pause_reason> read_pauses(const part& from) {
  std::vector<pause_reason> out;
  const auto parts = from.parts("pauses", "pause", most_escalations);
  name_doubles(parts, "code");
  for (const auto& one : parts) {
    out.push_back({.code = one.code("code"),
                   .name = one.name(),
                   .most_days = read_most_days(one),
                   .times = static_cast<int>(one.whole("times", {.low = 1, .high = 20, .otherwise = 1}))});
  }
  return out;
}

clock_rule read_clock(const part& from) {
  clock_rule out;
  out.line = from.line();
  out.code = from.code("code");
  out.name = from.name();
  read_start(from, out);
  out.rule = from.code("rule");
  out.before = from.flag("before");
  // What counts from a day that is written down may be due on that day.
  const bool of_a_day = out.before || out.starts == clock_start::field || out.starts == clock_start::event;
  out.limit = of_a_day ? from.limit("limit") : from.lasting("limit");
  if (const auto until = from.inner("until", "until")) {
    out.until_stages = until->codes("stages");
    out.until_steps = until->codes("steps");
  }
  if (from.has("owner")) out.owner = from.role("owner");
  out.warn = from.limit("warn");
  out.escalate = read_escalations(from);
  out.pauses = read_pauses(from);
  out.when = read_conditions(from);
  return out;
}

}  // namespace

std::vector<clock_rule> read_clocks(const part& from) {
  std::vector<clock_rule> out;
  const auto parts = from.parts("clocks", "clock", most_clocks);
  name_doubles(parts, "code");
  for (const auto& one : parts) out.push_back(read_clock(one));
  return out;
}

}  // namespace matter
