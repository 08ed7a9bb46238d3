#pragma once
#include <string>
#include <vector>

#include "engines/matter/matter_work.h"

// What the forms of the catalogue cost those who fill them in, and what nobody reads. Counted by kind, step, role and desk; never
// by person: there is no account in it.
namespace matter {

// The least a matter of this kind asks for, along the shortest way to an end.
struct effort {
  std::int64_t fields_opening = 0;
  std::int64_t fields = 0;  // with the opening's
  std::int64_t evidence = 0;
  std::int64_t signatures = 0;
  std::int64_t taps = 0;        // one a field, two a step (choose, confirm), one a file
  std::int64_t fields_all = 0;  // of the kind
};
effort effort_of(const kind& of);

// A form that was filled in: the opening (step "") or a step. `seconds`: how long it was open, when the page says so.
struct filled_form {
  std::string kind;
  std::string step;
  std::string role;
  std::string desk_path;
  std::optional<std::int64_t> seconds = {};
};
void count_form(store::transaction& work, const filled_form& form, int utc_offset_min);

// The kind's fields went into an output people read: an export, a report.
void note_fields_read(store::transaction& work, const kind& of);

// Fields of a kind that rules use: conditions, checks, bands, clocks, titles, what makes it the same once more.
std::vector<std::string> fields_of_rules(const kind& of);

// {"kinds": […], "desks": […], "unread": […]} for callers who may see those areas. `now`: of the last 90 days.
std::string burden_json(const services& on, const operation::caller& who, store::connection& db, base::instant now);

std::vector<operation::definition> burden_operations(const services& on);

}  // namespace matter
