#pragma once
#include <string>

#include "foundation/store/store.h"
#include "town/duty/live_units.h"
#include "town/duty/shift.h"

namespace duty {

// What begins and ends duty, within one transaction: the shift's row, its members' parts, the unit's on_shift and last
// position, the journal and the events. Permission is asked before. A unit is on shift exactly while a shift of it runs.
class shift_work {
 public:
  shift_work(store::transaction& transaction, const live_units& live) : transaction_(transaction), live_(live) {}

  // The unit comes on: its due plan begins, else a shift nobody planned is opened. Nothing when it is on already.
  void begin_unit(const std::string& unit_id, shift_way how);
  // The unit's running shift ends. Nothing when it is off already. Throws 409 unit_busy while it is out for an incident.
  void end_unit(const std::string& unit_id, shift_way how);

  // Begins a planned shift with its planned members; the unit's running shift gives way at the same moment.
  void begin(shift& one, shift_way how);
  // Ends a running shift and every member's part of it. Throws as end_unit.
  void end(shift& one, shift_way how);

  // A planned member comes on (the shift begins with the first, when it is due) or goes off (it ends with the last).
  // Throws 409 not_due, shift_over, or as end.
  void attend(shift& one, const std::string& member_id, bool on);

  // Stores what changed of the shift and tells those who listen.
  void save(shift& one);
  void publish(const shift& one);

 private:
  void refuse_while_out(const std::string& unit_id) const;
  void finish(shift& one, shift_way how);
  void set_unit(const std::string& unit_id, bool on);

  store::transaction& transaction_;
  const live_units& live_;
};

// Whether run_roster has something to do.
bool is_roster_due(store::connection& db, base::instant now);
// What the clock does: automatic shifts begin and end at their times. A unit that is out stays on until it is released.
// Returns how many began or ended.
std::size_t run_roster(store::transaction& transaction, const live_units& live);
// A unit that was imported as on duty: its shift runs from now.
void open_imported_shift(store::transaction& transaction, const std::string& unit_id);
// Gives every shift that has not ended to the history (see keep_units).
void keep_shifts(store::transaction& transaction);
// At start: see pull_back_beginnings.
void mend_beginnings(store::transaction& transaction, const live_units& live);

}  // namespace duty
