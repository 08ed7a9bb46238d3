#include "engines/matter/act_parts.h"

#include "engines/matter/step_rules.h"
#include "foundation/record/plain_text.h"

namespace matter {

refused not_yours() { return refusal{.code = "not_your_matter", .detail = "It lies on another desk.", .fields = {}, .status = 403}; }

refused must_be_open(const matter_case& one) {
  if (one.what.ended_at) return refusal{.code = "ended", .detail = "This matter is over."};
  return std::nullopt;
}

refused must_handle(const matter_case& one, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (!handles(one, in)) return not_yours();
  return std::nullopt;
}

refused must_lead(const matter_case& one, const surroundings& in) {
  if (auto no = must_be_open(one)) return no;
  if (!leads(one, in)) return not_yours();
  return std::nullopt;
}

refused reason_needed(const std::string& reason, const char* pointer) {
  if (!record::is_blank(reason)) return std::nullopt;
  return refusal{.code = "missing_field", .detail = "Say why.", .fields = {{pointer, "missing", "is needed"}}, .status = 422};
}

void say(changes& out, const matter_case& one, const surroundings& in, line text) {
  auto base = line_of(one, std::move(text.kind), std::move(text.code), in);
  base.text = std::move(text.text);
  base.reason = std::move(text.reason);
  base.detail = std::move(text.detail);
  out.lines.push_back(std::move(base));
}

line spoken(std::string kind, words text, std::string reason) {
  line out;
  out.kind = std::move(kind);
  out.text = std::move(text);
  out.reason = std::move(reason);
  return out;
}

refused must_be_in_hand(const matter_case& one) {
  if (one.what.hand == handing::none) return std::nullopt;
  return refusal{.code = "not_now", .detail = "It waits for an answer or a ruling."};
}

}  // namespace matter
