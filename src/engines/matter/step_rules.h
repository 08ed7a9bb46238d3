#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "engines/matter/matter_case.h"

// The steps of a kind. Pure: an act either gives a refusal and changes nothing that counts (the caller throws its copy away), or
// changes the case and says what was done.
namespace matter {

struct step_act {
  std::string step;
  boost::json::object fields = {};
  std::string reason = {};
};

// The path of the desk at which something of this level is done for a matter of that area: the deepest area of its chain that is no
// deeper than the level; its own without one.
std::string desk_of(const area::area_tree& areas, std::string_view area_id, const std::optional<area::level>& level);

// The step of the present stage; null when there is none.
const step* find_step(const matter_case& one, std::string_view code, const kind& of);
// The desks a step can be done at.
std::vector<std::string> desks_of(const matter_case& one, const step& what, const surroundings& in);
// The role the caller can do this step as; nothing when there is none.
std::optional<std::string> acting_role(const matter_case& one, const step& what, const surroundings& in);
// Whether some step of the present stage is the caller's.
bool acts_here(const matter_case& one, const surroundings& in);
// Whether the caller conducts it where it lies: a role of the stage's steps that conducts, or who rules there.
bool leads(const matter_case& one, const surroundings& in);
// The same at its desk, at one that joined it, or at the desk of a step.
bool handles(const matter_case& one, const surroundings& in);
// Whether the caller holds the role at that desk or above.
bool is_at(const operation::caller& who, std::string_view role, std::string_view path);

// Why the caller cannot do this step now, whatever he would fill in; nothing when he can.
refused refuse_step(const matter_case& one, const step& what, const surroundings& in);
refused perform_step(matter_case& one, const step_act& act, changes& out, const surroundings& in);

// Moves the matter into a stage: clocks that stop there stop, those that begin there begin; an end ends them all.
void enter_stage(matter_case& one, std::string_view stage, const surroundings& in);

// How many signatures the step takes.
int signatures_needed(const step& what);
// What was signed on is gone: signatures under a step of the present stage that asks for this evidence no longer count.
void drop_signatures_over(matter_case& one, std::string_view evidence_code, changes& out, const surroundings& in);

// Whether the account did one of these steps in this round.
bool did_one_of(const matter_case& one, const std::vector<std::string>& steps, const std::string& account);
// How the caller is named in a timeline.
std::string name_of_caller(const operation::caller& who);
// The line of an act by the caller.
line line_of(const matter_case& one, std::string kind, std::string code, const surroundings& in);

// Whose turn it is.
struct turn {
  std::string role;
  std::string desk_path;
  bool signs = false;       // a further signature of this role is waited for
  std::string barred = {};  // accounts that cannot give it, with a space between
  bool operator==(const turn&) const = default;
};
std::vector<turn> turns_of(const matter_case& one, const surroundings& in);

}  // namespace matter
