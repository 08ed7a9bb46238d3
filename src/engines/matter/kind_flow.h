#pragma once
#include <vector>

#include "engines/matter/kind.h"

// The way through the stages, and where clocks can run: what can happen at all, whatever the fields hold.
namespace matter {

// A step as a way from one stage to another; a step without `to` stays.
struct stage_way {
  std::size_t from = 0;
  std::size_t to = 0;
  const step* by = nullptr;
  bool stays = false;
};

struct stage_flow {
  const kind* of = nullptr;
  std::vector<stage_way> ways;
  std::vector<bool> reached;  // from the first stage
  std::vector<bool> can_end;  // an end can be reached from it
};

// Every `to` must name a stage.
stage_flow flow_of(const kind& one);

// Where a way is missing: the unreached stages that are so for no other's sake, and those without an end of which the same holds.
std::vector<bool> first_unreached(const stage_flow& flow);
std::vector<bool> last_without_end(const stage_flow& flow);

// The stages in which the clock can be running: from its start, along steps, until what stops it. A clock that starts at the
// report, the event, the knowing or a day of a field runs from the first stage on.
std::vector<bool> running_stages(const stage_flow& flow, const clock_rule& clock);

// The way on that its kind writes first, from a stage to an end: no way back, no end where it can go on, no detour (a stage that only
// leads on where one could have gone at once, as an extension does). Codes, behind those of the way
// so far, whose last is where it stands.
std::vector<std::string> usual_way(const kind& of, std::vector<std::string> so_far);

// Groups of stages in each of which one can go round for ever by steps that may be done any number of times.
std::vector<std::vector<std::size_t>> endless_groups(const stage_flow& flow);

}  // namespace matter
