#pragma once
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

#include "engines/matter/kind.h"
#include "engines/matter/matter.h"
#include "foundation/calendar/working_days.h"
#include "foundation/operation/operation.h"
#include "town/area/area_tree.h"

// What the rules work on: a whole matter in memory. No I/O, no clock: time and rights come in as arguments.
namespace matter {

// What was done once: from the timeline. Enough for "nobody who did …", "at most … times" and "has it been there".
struct deed {
  std::string step;
  std::string stage;  // it came from
  std::string to;     // where it went; empty: it stayed
  std::vector<std::string> by;
  std::int64_t round = 1;
  base::instant at = {};
  std::vector<std::string> said = {};  // fields filled in with it
};

struct matter_case {
  matter_record what;
  boost::json::object fields;
  std::vector<running_clock> clocks;
  std::vector<signature> signatures;
  std::vector<receipt> receipts;
  std::vector<evidence> files;  // those that are still there
  std::vector<deed> deeds;
  std::vector<std::string> joint;  // paths of further desks
  std::vector<std::string> had;    // desks that handed it on in this round, since the last ruling
  std::string asked_by;            // account that asked for more, the last time
};

// What an act asks to be done beside the matter itself.
struct opening {
  std::string kind;
  std::string link;  // opened, split
  boost::json::object fields;
};
struct changes {
  std::vector<line> lines;
  std::vector<opening> opens;
  bool notice = false;  // publish that it is under listed supervision
};

// An account that is responsible to the end.
struct named_account {
  std::string id;
  std::string name;
};

// What surrounds an act.
struct surroundings {
  const kind& of;
  const catalogue& all;
  const calendar::working_days& days;
  const area::area_tree& areas;
  int utc_offset_min = 0;
  const operation::caller& who;
  base::instant now;
};

// Why an act is not possible. A value: the boundary makes a problem of it.
struct refusal {
  std::string code;    // not_your_step, needs_other_signer, missing_evidence, …
  std::string detail;  // a sentence
  std::vector<base::wrong_field> fields = {};
  int status = 409;
};
using refused = std::optional<refusal>;

}  // namespace matter
