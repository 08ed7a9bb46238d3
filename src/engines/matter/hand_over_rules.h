#pragma once
#include <string>
#include <string_view>

#include "engines/matter/matter_case.h"

// What every matter can go through besides its own steps. Pure, as step_rules.
namespace matter {

// Takes it: it stands under "mine". `account`: the caller.
refused take(matter_case& one, changes& out, const surroundings& in);
refused put_back(matter_case& one, changes& out, const surroundings& in);

// An account that is responsible to the end.
struct named_account {
  std::string id;
  std::string name;
};
refused set_leader(matter_case& one, const named_account& leader, changes& out, const surroundings& in);

// Hands it to the desk of another level of its own chain.
refused refer(matter_case& one, area::level to, const std::string& reason, changes& out, const surroundings& in);
// Back to the desk it came from (or one level up when it came from none). After as many returns as the kind allows the level above
// rules: the ruling is final.
refused give_back(matter_case& one, const std::string& reason, changes& out, const surroundings& in);
refused rule_on(matter_case& one, area::level to, const std::string& reason, changes& out, const surroundings& in);

// More is asked of who opened it; clocks run on.
refused ask(matter_case& one, const std::string& question, changes& out, const surroundings& in);
refused answer(matter_case& one, const std::string& text, changes& out, const surroundings& in);

// A further desk that handles it too.
refused add_desk(matter_case& one, const std::string& area_id, changes& out, const surroundings& in);

// Listed supervision (挂牌督办); `until`: a day, or empty.
refused put_on_list(matter_case& one, const std::string& until, const std::string& reason, changes& out, const surroundings& in);
refused take_off_list(matter_case& one, const std::string& reason, changes& out, const surroundings& in);

refused receive(matter_case& one, std::string_view code, changes& out, const surroundings& in);

refused pause(matter_case& one, std::string_view clock, std::string_view why, changes& out, const surroundings& in);
refused resume(matter_case& one, std::string_view clock, changes& out, const surroundings& in);

refused reopen(matter_case& one, const std::string& reason, changes& out, const surroundings& in);
// It was reported once more within the time its kind says: counts against its closure.
void reopen_again(matter_case& one, const boost::json::object& reported, changes& out, const surroundings& in);

refused note(matter_case& one, const std::string& text, changes& out, const surroundings& in);

// Each part becomes a matter of its own, with the time of this one's report; this one goes on.
refused split(matter_case& one, const std::vector<boost::json::object>& parts, changes& out, const surroundings& in);

// To the present edition of its kind (`in.all`), in the stage of that name there (empty: the one of the same name).
refused move_to_edition(matter_case& one, const std::string& stage, changes& out, const surroundings& in);

// Ends it in favour of another that stands for both.
refused merge_into(matter_case& one, const matter_record& other, changes& out, const surroundings& in);

// Fills in a matter just opened: stage, desk, clocks, title. `one` has kind, area, place, times and fields.
void begin(matter_case& one, std::string_view place_name, changes& out, const surroundings& in);

// What follows from every act: clocks by what is known now, the clock that runs out first, title and key.
void settle(matter_case& one, const surroundings& in);

}  // namespace matter
