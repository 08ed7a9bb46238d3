#include "engines/matter/kind_keys.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace matter {
namespace {

constexpr auto must = need::demanded;
constexpr auto checked = need::checked;

constexpr key_rule kind_rules[] = {
    {"kind", must},   {"edition", must}, {"requirement", must},
    {"zh", checked},  {"en", checked},   {"sentence", must},
    {"number", must}, {"subject", must}, {"opened_by", must},
    {"asks"},         {"takes"},         {"checks"},
    {"title"},        {"desk"},          {"again"},
    {"counts_in"},    {"fields"},        {"bands"},
    {"clocks", must}, {"results", must}, {"stages", must},
    {"parties"},      {"file_set"},      {"recurs"},
    {"listing"},      {"from_incident"},
};
constexpr key_rule words_rules[] = {{"zh", checked}, {"en", checked}};
constexpr key_rule choice_rules[] = {{"code", must}, {"zh", checked}, {"en", checked}};
constexpr key_rule desk_rules[] = {{"level"}, {"refer"}, {"bounces"}, {"ruling"}, {"ask_more"}};
constexpr key_rule ruling_rules[] = {{"role", must}, {"limit", must}};
constexpr key_rule ask_more_rules[] = {{"times", must}, {"limit", must}};
constexpr key_rule again_rules[] = {{"same", must}, {"within", must}, {"near_m"}};
constexpr key_rule field_rules[] = {
    {"name", must}, {"zh", checked}, {"en", checked}, {"help"}, {"type", must}, {"choices"}, {"minimum"}, {"maximum"}, {"max_length"}, {"used_in"},
};
constexpr key_rule choice_list_rules[] = {{"list", must}};
constexpr key_rule band_rules[] = {{"code", must}, {"zh", checked}, {"en", checked}, {"grades", must}, {"any_of", must}};
constexpr key_rule criterion_rules[] = {{"field", must}, {"from", must}};
constexpr key_rule clock_rules[] = {
    {"code", must}, {"zh", checked},    {"en", checked}, {"starts", must}, {"limit"},  {"rule"}, {"before"},
    {"until"},      {"owner", checked}, {"warn"},        {"escalate"},     {"pauses"}, {"when"},
};
constexpr key_rule start_rules[] = {{"stage"}, {"step"}, {"field"}};
constexpr key_rule until_rules[] = {{"stages"}, {"steps"}};
constexpr key_rule escalation_rules[] = {{"after", must}, {"role", must}, {"up"}};
constexpr key_rule pause_rules[] = {{"code", must}, {"zh", checked}, {"en", checked}, {"most", must}, {"times"}};
constexpr key_rule condition_rules[] = {{"of", must}, {"is", must}};
constexpr key_rule check_rules[] = {{"field", must}, {"at_least"}, {"at_most"}, {"not_before"}, {"not_after"}, {"says", must}};
constexpr key_rule stage_rules[] = {{"code", must}, {"zh", checked}, {"en", checked}, {"ends"}, {"steps"}};
constexpr key_rule step_rules[] = {
    {"code", must}, {"zh", checked}, {"en", checked}, {"who", must}, {"level"},     {"signers"},  {"each"},     {"not_by"},
    {"times"},      {"needs"},       {"may"},         {"evidence"},  {"reason"},    {"file_set"}, {"when"},     {"checks"},
    {"to"},         {"result"},      {"lists"},       {"notice"},    {"refers_to"}, {"opens"},    {"receipts"},
};
constexpr key_rule opening_rules[] = {{"kind", must}, {"carries"}};
constexpr key_rule evidence_rules[] = {{"code", must}, {"zh", checked}, {"en", checked}, {"kind"}, {"at_least"}, {"or_next"}};
constexpr key_rule receipt_rules[] = {{"code", must}, {"zh", checked}, {"en", checked}, {"role", must}, {"level"}, {"limit", must}};
constexpr key_rule parties_rules[] = {{"roles", must}, {"readers", must}, {"keep", must}};
constexpr key_rule recurs_rules[] = {{"every", must}, {"on_day", must}, {"each", must}};
constexpr key_rule listing_rules[] = {{"role", must}, {"level", must}};

constexpr key_table tables[] = {
    {"kind", "a kind", kind_rules},
    {"words", "a text in both languages", words_rules},
    {"choice", "a choice", choice_rules},
    {"desk", "desk", desk_rules},
    {"ruling", "a ruling", ruling_rules},
    {"ask_more", "ask_more", ask_more_rules},
    {"again", "again", again_rules},
    {"field", "a field", field_rules},
    {"choice_list", "choices", choice_list_rules},
    {"band", "a band", band_rules},
    {"criterion", "a criterion", criterion_rules},
    {"clock", "a clock", clock_rules},
    {"start", "a start", start_rules},
    {"until", "until", until_rules},
    {"escalation", "an escalation", escalation_rules},
    {"pause", "a pause", pause_rules},
    {"condition", "a condition", condition_rules},
    {"check", "a check", check_rules},
    {"stage", "a stage", stage_rules},
    {"step", "a step", step_rules},
    {"opening", "opens", opening_rules},
    {"evidence", "a piece of evidence", evidence_rules},
    {"receipt", "a receipt", receipt_rules},
    {"parties", "parties", parties_rules},
    {"recurs", "recurs", recurs_rules},
    {"listing", "listing", listing_rules},
};

constexpr std::string_view field_types[] = {"text",   "long_text", "choice", "choices", "whole", "number", "money",
                                            "yes_no", "day",       "time",   "place",   "area",  "unit",   "force"};
constexpr std::string_view subjects[] = {"place", "area", "unit", "incident", "event", "duty", "thing", "vehicle_group"};
constexpr std::string_view evidence_kinds[] = {"photo", "document", "any"};
constexpr std::string_view periods[] = {"ten_days", "month", "quarter", "half_year", "year"};
// As area::level has them; `district` is for places outside the Chinese levels and stands in no catalogue.
constexpr std::string_view levels[] = {"province", "city", "county", "township", "village", "grid"};
constexpr std::string_view starts[] = {"report", "event", "known"};

constexpr choice_words choices[] = {
    {"field_type", field_types}, {"subject", subjects}, {"evidence_kind", evidence_kinds}, {"period", periods}, {"level", levels}, {"moment", starts},
};

}  // namespace

std::span<const key_table> kind_keys() { return tables; }
std::span<const choice_words> kind_choices() { return choices; }

const key_table& keys_of(std::string_view of) {
  const auto found = std::ranges::find(tables, of, &key_table::of);
  if (found == std::end(tables)) throw std::logic_error("no keys of " + std::string(of));
  return *found;
}

std::span<const std::string_view> words_of(std::string_view of) {
  const auto found = std::ranges::find(choices, of, &choice_words::of);
  if (found == std::end(choices)) throw std::logic_error("no words of " + std::string(of));
  return found->words;
}

}  // namespace matter
