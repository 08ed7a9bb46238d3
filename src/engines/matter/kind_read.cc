#include "engines/matter/kind_read.h"

#include <algorithm>

#include "engines/matter/kind_people.h"
#include "engines/matter/kind_read_parts.h"
#include "foundation/seal/hash.h"

namespace matter {
namespace {

constexpr std::size_t version_digits = 12;
constexpr std::size_t longest_sentence = 300;

bool is_prefix(std::string_view text) {
  return text.size() >= 2 && text.size() <= 6 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_requirement(std::string_view text) {
  return text.size() >= 2 && text.size() <= 4 && text[0] >= 'A' && text[0] <= 'Z' &&
         std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

std::string read_prefix(const part& from) {
  auto text = from.text("number", 20);
  if (!text.empty() && !is_prefix(text)) {
    from.fault("number", "bad_number", "number is no prefix: " + text, "Write two to six capital letters, for instance HZ for HZ-2026-000123.");
  }
  return text;
}

std::vector<std::string> read_requirements(const part& from) {
  std::vector<std::string> out;
  for (const auto& node : from.list("requirement")) {
    if (!is_requirement(node.text)) {
      from.in().wrong.add(node.line, "bad_requirement", "this is no requirement: " + node.text.substr(0, 80),
                          "Write a letter and a number, for instance D4.");
    }
    out.push_back(node.text);
  }
  return out;
}

subject read_subject(const part& from) {
  const auto* node = from.find("subject");
  if (node != nullptr && node->is == text_node::shape::text && names_people(node->text)) {
    from.fault("subject", "person_subject", "a matter cannot be about a person: " + node->text,
               "The system guards places and tracks duties and things; it keeps no file on a person. Choose the place, the duty or the thing.");
    return subject::place;
  }
  const auto at = from.choice("subject", "subject");
  return at ? static_cast<subject>(*at) : subject::place;
}

desk_rule read_desk(const part& from) {
  desk_rule out;
  out.ruling_limit = {.amount = 1, .in = calendar::unit::working_days};
  out.ask_more_limit = {.amount = 3, .in = calendar::unit::working_days};
  const auto desk = from.inner("desk", "desk");
  if (!desk) return out;
  out.level = desk->level("level");
  out.refer = desk->levels("refer");
  out.bounces = static_cast<int>(desk->whole("bounces", {.low = 0, .high = 5, .otherwise = out.bounces}));
  if (!out.refer.empty() && !desk->has("bounces")) {
    desk->fault("refer", "endless_bounce", "it can be handed on and returned without end", "Write bounces: 2, after which the level above rules.");
  }
  if (const auto ruling = desk->inner("ruling", "ruling")) {
    out.ruling_role = ruling->role("role");
    out.ruling_limit = ruling->lasting("limit").value_or(out.ruling_limit);
  }
  if (const auto more = desk->inner("ask_more", "ask_more")) {
    out.ask_more = static_cast<int>(more->whole("times", {.low = 0, .high = 10, .otherwise = out.ask_more}));
    out.ask_more_limit = more->lasting("limit").value_or(out.ask_more_limit);
  }
  return out;
}

std::optional<party_rule> read_parties(const part& from) {
  const auto parties = from.inner("parties", "parties");
  if (!parties) return std::nullopt;
  party_rule out{.roles = read_choices(*parties, "roles"), .readers = parties->roles("readers"), .keep = {}};
  out.keep = parties->lasting("keep", 30).value_or(calendar::limit{});
  if (parties->has("readers") && parties->find("readers")->items.empty()) {
    parties->fault("readers", "no_readers", "nobody may read the parties", "Name the roles that handle the matter.");
  }
  if (parties->has("roles") && out.roles.empty()) {
    parties->fault("roles", "missing_key", "parties have no roles", "Name what a party can be, or leave parties out.");
  }
  return out;
}

std::optional<again_rule> read_again(const part& from) {
  const auto again = from.inner("again", "again");
  if (!again) return std::nullopt;
  again_rule out{.same = again->codes("same"),
                 .within = again->lasting("within").value_or(calendar::limit{}),
                 .near_m = static_cast<double>(again->whole("near_m", {.low = 5, .high = 200, .otherwise = 0}))};
  if (again->has("same") && again->find("same") != nullptr && again->find("same")->items.empty()) {
    again->fault("same", "missing_key", "`same` names nothing", "Name what makes it the same: place, or fields.");
  }
  const auto is_place = [](const std::string& name) { return !nearest(name, {"place"}).empty(); };  // misspelled is told elsewhere
  if (again->has("near_m") && !out.same.empty() && std::ranges::none_of(out.same, is_place)) {
    again->fault("near_m", "near_what", "near_m says how near, and `same` names no place", "Add place to `same`, or leave near_m out.");
  }
  return out;
}

std::optional<recurrence> read_recurrence(const part& from) {
  const auto recurs = from.inner("recurs", "recurs");
  if (!recurs) return std::nullopt;
  recurrence out;
  if (const auto every = recurs->choice("every", "period")) out.every = static_cast<period>(*every);
  out.on_day = recurs->whole("on_day", {.low = 1, .high = 366, .otherwise = out.on_day});
  out.each = recurs->level("each").value_or(out.each);
  return out;
}

std::optional<listing_rule> read_listing(const part& from) {
  const auto listing = from.inner("listing", "listing");
  if (!listing) return std::nullopt;
  listing_rule out;
  out.role = listing->role("role");
  out.level = listing->level("level").value_or(out.level);
  return out;
}

std::vector<std::string> read_indicators(const part& from) {
  auto out = from.codes("counts_in");
  std::vector<std::string> known;
  for (const auto& one : from.in().known.indicators) known.push_back(one.code);
  for (const auto& one : out) {
    if (std::ranges::find(known, one) != known.end()) continue;
    from.fault("counts_in", "unknown_indicator", "there is no indicator " + one + nearest(one, known),
               "Name one of indicators in outputs.yaml, or add it there.");
  }
  return out;
}

void read_head(const part& from, kind& out) {
  out.code = from.code("kind");
  out.edition = from.whole("edition", {.low = 1, .high = 1'000'000, .otherwise = 1});
  out.requirement = read_requirements(from);
  out.name = from.name();
  out.sentence = from.words_at("sentence", longest_sentence);
  out.prefix = read_prefix(from);
  out.about = read_subject(from);
  out.opened_by = from.roles("opened_by");
  out.asks = from.codes("asks");
  out.takes = from.codes("takes");
  out.checks = read_checks(from);
  out.title = from.codes("title");
  out.desk = read_desk(from);
  out.again = read_again(from);
  out.counts_in = read_indicators(from);
  out.incident_types = from.codes("from_incident");
}

// What needs one entry at least.
void refuse_empty(const part& from) {
  for (const auto* key : {"stages", "results", "requirement"}) {
    const auto* node = from.find(key);
    if (node != nullptr && node->is == text_node::shape::list && node->items.empty()) {
      from.fault(key, "missing_key", std::string(key) + " is empty", "Write one at least.");
    }
  }
}

}  // namespace

kind read_kind(const std::string& text, const std::string& file, const catalogue& known, std::vector<fault>& faults) {
  kind out;
  out.version = seal::to_hex(seal::sha256(text)).substr(0, version_digits);
  out.text = text;
  fault_list wrong(file, faults);
  const auto root = read_text(text, wrong);
  if (!root) return out;
  reading in{.wrong = wrong, .known = known, .lines = out.lines};
  const part whole(*root, keys_of("kind"), in, "");
  if (root->is != text_node::shape::map) return out;
  read_head(whole, out);
  out.fields = read_fields(whole);
  out.bands = read_bands(whole);
  out.clocks = read_clocks(whole);
  out.results = read_choices(whole, "results");
  out.stages = read_stages(whole);
  out.parties = read_parties(whole);
  out.file_set = read_evidence(whole, "file_set");
  out.recurs = read_recurrence(whole);
  out.listing = read_listing(whole);
  refuse_empty(whole);
  return out;
}

}  // namespace matter
