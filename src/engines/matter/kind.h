#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/calendar/limit.h"
#include "foundation/record/words.h"
#include "town/area/area.h"

// What a kind of matter is: one YAML file of the catalogue, as plain data. catalogue/README.md is its reader's description.
namespace matter {

using record::words;

// --- fields -----------------------------------------------------------------------------------------------------------
// Types a field may have. There is none for a person: who is party to a matter stands sealed beside it (party_rule).
enum class field_type : std::uint8_t { text, long_text, choice, choices, whole, number, money, yes_no, day, time, place, area, unit, force };

struct choice_item {
  std::string code;
  words name;
  int line = 0;  // where its kind says it; 0: in a list of lists.yaml, which is judged there
};

struct field {
  std::string name;
  words label;
  words help = {};
  field_type type = field_type::text;
  std::vector<choice_item> choices = {};  // choice, choices
  double minimum = 0;                     // whole, number, money
  double maximum = 1e12;
  std::size_t max_length = 200;           // text; long_text: 2,000 unless said
  std::vector<std::string> used_in = {};  // codes of catalogue/outputs.yaml
  int line = 0;
};

// A grade that follows from figures: each criterion gives the highest grade whose threshold the field has reached (half-open:
// [a, b)); the highest of all criteria counts. With one criterion it is a plain table of bands.
struct band {
  std::string code;
  words name;
  struct criterion {
    std::string field;
    std::vector<double> from;  // one per grade, rising; below the first: the first grade
  };
  std::vector<criterion> any_of;
  std::vector<choice_item> grades;  // lowest first
  int line = 0;
};

// --- conditions and checks (no expression language) -------------------------------------------------------------------
// The field (or band) holds one of these codes. A yes_no field: "yes" or "no"; any field: "filled" or "empty".
struct condition {
  std::string of;
  std::vector<std::string> is;
};

enum class check_kind : std::uint8_t { at_least, at_most, not_before, not_after };
struct check {
  std::string field;
  check_kind kind = check_kind::at_least;
  std::variant<double, std::string> other;  // a number, or another field
  words says;                               // what to tell when it does not hold
};

// --- clocks -----------------------------------------------------------------------------------------------------------
enum class clock_start : std::uint8_t { report, event, known, stage, step, field };

struct escalation {
  calendar::limit after;  // after the clock ran out
  std::string role;       // who is told
  int up = 1;             // levels above the desk
};

struct pause_reason {
  std::string code;
  words name;
  std::int64_t most_days = 30;  // each
  int times = 1;
};

struct clock_rule {
  std::string code;
  words name;
  clock_start starts = clock_start::report;
  std::string starts_at = {};            // stage, step or field
  std::optional<calendar::limit> limit;  // or
  std::string rule = {};                 // … a row of catalogue/clocks.yaml, chosen by the day of the event
  bool before = false;                   // the limit counts back from the start: "20 days before the event"
  std::vector<std::string> until_stages = {};
  std::vector<std::string> until_steps = {};
  std::string owner = {};  // role that owes it
  std::optional<calendar::limit> warn = {};
  std::vector<escalation> escalate = {};
  std::vector<pause_reason> pauses = {};
  std::vector<condition> when = {};
  int line = 0;
};

// --- stages and steps -------------------------------------------------------------------------------------------------
enum class evidence_kind : std::uint8_t { photo, document, any };
struct evidence_rule {
  std::string code;
  words name;
  evidence_kind kind = evidence_kind::any;
  int at_least = 1;
  bool or_next = false;  // this one or the next of the list will do (a written agreement or an oral one's form)
};

// Proof that somebody received it: asked for when the step is done, each with a clock of its own.
struct receipt_rule {
  std::string code;
  words name;
  std::string role;
  std::optional<area::level> level = {};  // nothing: one above the desk
  calendar::limit limit;
};

struct step {
  std::string code;
  words name;
  std::vector<std::string> who;           // roles
  std::optional<area::level> level = {};  // at the desk of this level; nothing: where the matter is handled
  int signers = 1;                        // different people
  bool each = false;                      // one of each role in `who`
  std::vector<std::string> not_by = {};   // nobody who did one of these steps
  int times = 0;                          // at most so often; 0: any number
  std::vector<std::string> needs = {};    // fields that must be filled with it
  std::vector<std::string> may = {};      // fields that can be
  std::vector<evidence_rule> evidence = {};
  bool reason = false;    // a reason must be given
  bool file_set = false;  // the kind's file set must be complete
  std::vector<condition> when = {};
  std::vector<check> checks = {};
  std::string to = {};                        // stage; empty: stays
  std::string result = {};                    // of an ending stage: code of `results`
  std::optional<bool> lists = {};             // puts under listed supervision, or takes off it
  bool notice = false;                        // with a public notice
  std::optional<area::level> refers_to = {};  // hands the matter to the desk of this level
  std::string opens = {};                     // kind of a matter it opens, linked
  std::vector<std::string> carries = {};      // fields of the same name that go along
  std::vector<receipt_rule> receipts = {};
  int line = 0;
};

struct stage {
  std::string code;
  words name;
  bool ends = false;
  std::vector<step> steps = {};
  int line = 0;
};

// --- the rest ---------------------------------------------------------------------------------------------------------
enum class subject : std::uint8_t { place, area, unit, incident, event, duty, thing, vehicle_group };

// Named parties, sealed in this one matter under its own key and destroyed in time.
struct party_rule {
  std::vector<choice_item> roles;
  std::vector<std::string> readers;  // roles that handle it
  calendar::limit keep;              // after the matter ended
};

struct desk_rule {
  std::optional<area::level> level = {};  // whose desk has it first; nothing: the area it lies in
  std::vector<area::level> refer = {};    // levels it may be handed to
  int bounces = 2;                        // then a ruling by the level above
  std::string ruling_role = "supervisor";
  calendar::limit ruling_limit;
  int ask_more = 1;  // times more may be asked of who opened it
  calendar::limit ask_more_limit;
};

struct again_rule {               // the same once more within this time reopens it
  std::vector<std::string> same;  // fields; "place"
  calendar::limit within;
  double near_m = 0;  // so near to each other two positions are one place; 0: only a place of the register is
};

enum class period : std::uint8_t { ten_days, month, quarter, half_year, year };
struct recurrence {
  period every = period::month;
  std::int64_t on_day = 1;  // of the period
  area::level each = area::level::township;
};

struct listing_rule {
  std::string role = "supervisor";
  area::level level = area::level::county;
};

struct kind {
  std::string code;
  std::string version;  // the first 12 hexadecimal digits of the SHA-256 of its text
  std::int64_t edition = 1;
  std::vector<std::string> requirement;
  words name;
  words sentence;
  std::string prefix;  // of its numbers
  subject about = subject::place;
  std::vector<std::string> opened_by;
  std::vector<std::string> asks;   // fields asked when it is opened: must be filled
  std::vector<std::string> takes;  // fields that can be filled then
  std::vector<check> checks;       // when it is opened
  std::vector<std::string> title;  // fields its title is made of
  std::vector<field> fields;
  std::vector<band> bands;
  std::optional<party_rule> parties;
  desk_rule desk;
  std::vector<clock_rule> clocks;
  std::vector<stage> stages;  // the first is where it begins
  std::vector<choice_item> results;
  std::vector<evidence_rule> file_set;
  std::optional<again_rule> again;
  std::optional<recurrence> recurs;
  std::optional<listing_rule> listing;
  std::vector<std::string> incident_types;  // dispatch offers to open it from an incident of these types
  std::vector<std::string> counts_in;       // codes of the indicators in catalogue/outputs.yaml
  std::string text;                         // the YAML it was read from
  // Where each key stands, by its path ("title", "stages.checking.steps.confirm.needs"), for faults.
  std::map<std::string, int, std::less<>> lines;

  [[nodiscard]] const field* find_field(std::string_view name) const;
  [[nodiscard]] const stage* find_stage(std::string_view code) const;
  [[nodiscard]] const clock_rule* find_clock(std::string_view code) const;
};

// A legal clock: one dated row, with the words it is taken from.
struct clock_row {
  std::string id;
  calendar::limit limit;
  std::string from_day;  // "2024-01-01"; empty: always
  std::string to_day;    // first day it is no longer in force; empty: still
  std::string citation;
  bool verify = true;  // found in a secondary source: check before relying on it
  int line = 0;
};

struct catalogue {
  std::map<std::string, kind, std::less<>> kinds;
  std::map<std::string, std::vector<clock_row>, std::less<>> clocks;  // by rule id, by from_day
  std::map<std::string, std::vector<choice_item>, std::less<>> lists;
  std::vector<choice_item> outputs;     // what a field can be used in
  std::vector<choice_item> indicators;  // what a kind can count in
  std::vector<choice_item> roles;
};

// What is wrong with a catalogue: where, and what to do.
struct fault {
  std::string file;
  int line = 0;
  std::string code;  // unknown_stage, unreachable_stage, no_clock, no_owner, unused_field, endless_bounce, personal_field, …
  std::string what;
  std::string remedy;
  bool operator==(const fault&) const = default;
};

}  // namespace matter
