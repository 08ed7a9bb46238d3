#include <array>
#include <utility>

#include "engines/matter/kind_read_parts.h"
#include "foundation/base/text.h"

namespace matter {
namespace {

constexpr std::size_t most_steps = 50;   // of one stage
constexpr std::size_t most_checks = 30;  // of one step

// at_least and the like: a number, or the field to compare with.
std::variant<double, std::string> read_other(const part& from, std::string_view key) {
  const auto* node = from.find(key);
  if (node->is == text_node::shape::text && node->plain && base::parse_double(node->text)) return from.number(key).value_or(0);
  return from.code(key);
}

check read_check(const part& from) {
  constexpr std::array<std::pair<const char*, check_kind>, 4> kinds{{{"at_least", check_kind::at_least},
                                                                     {"at_most", check_kind::at_most},
                                                                     {"not_before", check_kind::not_before},
                                                                     {"not_after", check_kind::not_after}}};
  check out;
  out.field = from.code("field");
  int named = 0;
  for (const auto& [key, kind] : kinds) {
    if (!from.has(key)) continue;
    ++named;
    out.kind = kind;
    out.other = read_other(from, key);
  }
  if (named != 1) {
    from.fault("field", "bad_check", "a check compares once", "Write one of at_least, at_most, not_before and not_after; two checks for two.");
  }
  out.says = from.words_at("says", 200);
  return out;
}

std::vector<receipt_rule> read_receipts(const part& from) {
  std::vector<receipt_rule> out;
  const auto parts = from.parts("receipts", "receipt", most_checks);
  name_doubles(parts, "code");
  for (const auto& one : parts) {
    out.push_back({.code = one.code("code"),
                   .name = one.name(),
                   .role = one.role("role"),
                   .level = one.level("level"),
                   .limit = one.lasting("limit").value_or(calendar::limit{})});
  }
  return out;
}

// With `each` there are as many signers as roles unless the file says another number, which the rules refuse.
void read_signers(const part& from, step& out) {
  out.who = from.roles("who");
  out.each = from.flag("each");
  const auto usual = out.each ? static_cast<std::int64_t>(out.who.size()) : 1;
  out.signers = static_cast<int>(from.whole("signers", {.low = 1, .high = 5, .otherwise = usual}));
  out.not_by = from.codes("not_by");
}

void read_effects(const part& from, step& out) {
  out.to = from.code("to");
  out.result = from.code("result");
  out.lists = from.maybe_flag("lists");
  out.notice = from.flag("notice");
  out.refers_to = from.level("refers_to");
  if (const auto opening = from.inner("opens", "opening")) {
    out.opens = opening->code("kind");
    out.carries = opening->codes("carries");
  }
  out.receipts = read_receipts(from);
}

step read_step(const part& from) {
  step out;
  out.line = from.line();
  out.code = from.code("code");
  out.name = from.name();
  read_signers(from, out);
  out.level = from.level("level");
  out.times = static_cast<int>(from.whole("times", {.low = 0, .high = 1'000, .otherwise = 0}));
  out.needs = from.codes("needs");
  out.may = from.codes("may");
  out.evidence = read_evidence(from, "evidence");
  out.reason = from.flag("reason");
  out.file_set = from.flag("file_set");
  out.when = read_conditions(from);
  out.checks = read_checks(from);
  read_effects(from, out);
  return out;
}

stage read_stage(const part& from) {
  stage out;
  out.line = from.line();
  out.code = from.code("code");
  out.name = from.name();
  out.ends = from.flag("ends");
  const auto parts = from.parts("steps", "step", most_steps);
  name_doubles(parts, "code");
  for (const auto& one : parts) out.steps.push_back(read_step(one));
  return out;
}

}  // namespace

std::vector<stage> read_stages(const part& from) {
  std::vector<stage> out;
  const auto parts = from.parts("stages", "stage");
  name_doubles(parts, "code");
  for (const auto& one : parts) out.push_back(read_stage(one));
  return out;
}

std::vector<evidence_rule> read_evidence(const part& from, std::string_view key) {
  std::vector<evidence_rule> out;
  const auto parts = from.parts(key, "evidence", most_checks);
  name_doubles(parts, "code");
  for (const auto& one : parts) {
    const auto sort = one.has("kind") ? one.choice("kind", "evidence_kind") : std::nullopt;
    out.push_back({.code = one.code("code"),
                   .name = one.name(),
                   .kind = sort ? static_cast<evidence_kind>(*sort) : evidence_kind::any,
                   .at_least = static_cast<int>(one.whole("at_least", {.low = 1, .high = 50, .otherwise = 1})),
                   .or_next = one.flag("or_next")});
  }
  if (!out.empty() && out.back().or_next) {
    parts.back().fault("or_next", "misplaced_key", "or_next stands at the last of the list", "Leave it out: there is no next one.");
  }
  return out;
}

std::vector<condition> read_conditions(const part& from) {
  std::vector<condition> out;
  for (const auto& one : from.parts("when", "condition", most_checks)) {
    out.push_back({.of = one.code("of"), .is = one.codes("is")});
    if (one.has("is") && one.find("is")->is == text_node::shape::list && one.find("is")->items.empty()) {
      one.fault("is", "missing_key", "is names nothing", "Name what it must be; a condition that nothing meets never holds.");
    }
  }
  return out;
}

std::vector<check> read_checks(const part& from) {
  std::vector<check> out;
  for (const auto& one : from.parts("checks", "check", most_checks)) out.push_back(read_check(one));
  return out;
}

}  // namespace matter
