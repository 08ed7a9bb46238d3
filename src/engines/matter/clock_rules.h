#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engines/matter/matter_case.h"

// Clocks of a matter. Pure. A clock starts at the report (or where its kind says), never at an acceptance; what is done at t is in
// time when t lies before `due_at`.
namespace matter {

// Clocks every matter can have besides those of its kind; their codes begin with a dot.
inline constexpr std::string_view answer_clock = ".answer";    // more was asked for
inline constexpr std::string_view ruling_clock = ".ruling";    // two returns: the level above rules
inline constexpr std::string_view receipt_clock = ".receipt";  // ".receipt.CODE"
inline constexpr std::string_view listing_clock = ".listing";  // under listed supervision until a day

// The rule of a clock, of the kind or of every matter; rule_of: std::logic_error when there is none.
std::optional<clock_rule> find_rule(const kind& of, std::string_view code);
clock_rule rule_of(const kind& of, std::string_view code);
words clock_name(const kind& of, std::string_view code);
// Who answers what was asked: the roles that open it; of what only opens by itself the office.
std::vector<std::string> answering_roles(const kind& of);

struct chosen_limit {
  calendar::limit within;
  std::string citation;
};
// The limit of a clock: its own, or the legal row in force on this day. Nothing when no row is.
std::optional<chosen_limit> limit_of(const clock_rule& rule, const catalogue& all, calendar::day on);

// The values of conditions: a choice's code, yes or no, filled or empty, a band's grade.
bool holds(const condition& one, const kind& of, const boost::json::object& fields);
bool all_hold(std::span<const condition> all, const kind& of, const boost::json::object& fields);
// The grade the figures reach; the first when nothing is known.
const choice_item& grade_of(const band& one, const boost::json::object& fields);

// Starts the clock, anew when it runs already.
void start_clock(matter_case& one, const clock_rule& rule, base::instant start, const surroundings& in);
// The same with a due moment of its own (a day somebody set).
void start_clock_until(matter_case& one, const clock_rule& rule, base::instant due, const surroundings& in);
// Starts what report, event, known and fields start, where it does not run yet or its day has moved; drops what no longer holds.
void follow_facts(matter_case& one, const surroundings& in);
void start_at_stage(matter_case& one, std::string_view stage, const surroundings& in);
void start_at_step(matter_case& one, std::string_view step, const surroundings& in);
void stop_at_stage(matter_case& one, std::string_view stage, const surroundings& in);
void stop_at_step(matter_case& one, std::string_view step, const surroundings& in);
// In a newer edition: what it does not know ends, what it knows goes by its ladder from now on, and what would run by now had the matter
// been of this edition runs from when that began.
void go_on_with_clocks(matter_case& one, const surroundings& in);
void stop_clock(matter_case& one, std::string_view code, base::instant now);
// The matter is over: it came from that stage to its present one. What runs to the end, to this stage or began with the stage it came
// from is met or missed; of the rest, what is late is missed, and what was still owed is dropped: nobody did it.
void end_clocks(matter_case& one, std::string_view from, const surroundings& in);
// It no longer matters (merged): what is late is missed, the rest dropped.
void drop_clocks(matter_case& one, base::instant now);
// It stands for another too: what runs in both runs from where it began first, and clocks from the report from the earlier report.
void count_from_earlier(matter_case& one, const matter_case& other, const surroundings& in);

// Where this round begins: its report, or its reopening.
base::instant begun(const matter_case& one);
// A moment of the matter as it counts in this round: what lies in an earlier one counts from where this one begins.
base::instant as_counted(const matter_case& one, base::instant said);

refused pause_clock(matter_case& one, std::string_view code, std::string_view reason, const surroundings& in);
refused resume_clock(matter_case& one, std::string_view code, const surroundings& in);

// Counts every open clock again, by the calendar of now. True when one moved.
bool recount(matter_case& one, const surroundings& in);

// What has come due by now: warned, run out, told one level up. Each thing once, however late it is noticed.
void fire_due(matter_case& one, changes& out, const surroundings& in);

// The clock that runs out first, into the matter's own columns.
void note_due(matter_case& one);

// The path so many levels above; never above the topmost area.
std::string path_above(std::string_view path, int levels);

}  // namespace matter
