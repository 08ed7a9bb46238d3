#pragma once
#include <string>

#include "engines/matter/hand_over_rules.h"
#include "engines/matter/matter_case.h"
#include "engines/matter/step_rules.h"

namespace matter {

// Everything that can happen to a matter, as data: drawn, done, and done again.
struct simulated_act {
  enum class sort : std::uint8_t {
    open,
    fire,
    step,
    evidence,
    take,
    put_back,
    lead,
    refer,
    give_back,
    rule,
    ask,
    answer,
    join,
    leave,  // a desk that joined
    take_in,
    list,
    unlist,
    receive,
    pause,
    resume,
    reopen,
    again,
    note,
    split,
    merge,
    recount
  };
  sort what = sort::note;
  const operation::caller* who = nullptr;
  std::string code = {};  // step, evidence, receipt, clock, or the area of a further desk
  std::string text = {};  // reason, question, answer; of a pause its reason
  area::level level = area::level::township;
  boost::json::object fields = {};
  matter_record start = {};  // open: kind, area, times and who opened it; take_in: the other
};

// Does it, and what follows from every act. A refusal leaves the case as it was.
refused perform(matter_case& one, const simulated_act& act, changes& out, const surroundings& in);

}  // namespace matter
