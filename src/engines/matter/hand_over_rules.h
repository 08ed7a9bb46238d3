#pragma once
#include <string>
#include <string_view>

#include "engines/matter/matter_case.h"

// What every matter can go through besides its own steps. Pure, as step_rules.
namespace matter {

// Takes it: it stands under "mine". `account`: the caller.
refused take(matter_case& one, changes& out, const surroundings& in);
refused put_back(matter_case& one, changes& out, const surroundings& in);

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

// A further desk that handles it too, and whose readers may then know the parties: within the area one level above the desk by those who
// conduct the matter there (and may know the parties themselves, or rule), elsewhere by who rules above both. It comes off again by
// the same, or by itself.
refused add_desk(matter_case& one, const std::string& area_id, changes& out, const surroundings& in);
refused remove_desk(matter_case& one, const std::string& area_id, changes& out, const surroundings& in);
bool may_remove_desk(const matter_case& one, const std::string& path, const surroundings& in);
// Whether the caller handles it as one of those who may know the parties.
bool may_read_parties(const matter_case& one, const surroundings& in);

// Listed supervision (挂牌督办); `until`: a day within two years, or empty. What is listed already and has no such day, as after a
// reopening, is given one.
refused put_on_list(matter_case& one, const std::string& until, const std::string& reason, changes& out, const surroundings& in);
refused take_off_list(matter_case& one, const std::string& reason, changes& out, const surroundings& in);
// Whether a step put it there and the kind has one that takes it off: no other act does then.
bool leaves_list_by_step(const matter_case& one, const kind& of);

// Whether the account did the step this receipt was last asked for with: who sent it does not confirm that it arrived.
bool sent_by(const matter_case& one, std::string_view code, const std::string& account, const kind& of);
refused receive(matter_case& one, std::string_view code, changes& out, const surroundings& in);

refused pause(matter_case& one, std::string_view clock, std::string_view why, changes& out, const surroundings& in);
refused resume(matter_case& one, std::string_view clock, changes& out, const surroundings& in);

refused reopen(matter_case& one, const std::string& reason, changes& out, const surroundings& in);
// It was reported once more within the time its kind says: counts against its closure.
struct again_report {
  boost::json::object fields;
  std::optional<base::instant> event_at = {};
  std::optional<base::instant> known_at = {};
};
void reopen_again(matter_case& one, const again_report& reported, changes& out, const surroundings& in);

refused note(matter_case& one, const std::string& text, changes& out, const surroundings& in);

// Each part becomes a matter of its own, opened with what the kind asks and with the times this one counts from; this one goes on.
refused split(matter_case& one, const std::vector<boost::json::object>& parts, changes& out, const surroundings& in);

// To the present edition of its kind (`in.all`), in the stage of the same name there; where that is gone, in the open stage `stage`,
// for a reason.
struct edition_move {
  std::string stage = {};
  std::string reason = {};
};
refused move_to_edition(matter_case& one, const edition_move& how, changes& out, const surroundings& in);

// Ends it in favour of another, no less far on, that stands for both: what is late is missed, and the other counts from the earlier of
// both reports, what runs in both from where it began first. Two acts, each refused by itself; `other` as it was before.
refused merge_into(matter_case& one, const matter_case& other, changes& out, const surroundings& in);
refused take_in(matter_case& one, const matter_case& other, changes& out, const surroundings& in);

// Fills in a matter just opened: stage, desk, clocks, title. `one` has kind, area, place, times and fields.
void begin(matter_case& one, std::string_view place_name, changes& out, const surroundings& in);

// What follows from every act: clocks by what is known now, the clock that runs out first, title and key.
void settle(matter_case& one, const surroundings& in);

}  // namespace matter
