#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/operation/operation.h"
#include "foundation/store/store.h"
#include "jobs/dispatch/incident_work.h"

namespace dispatch {

inline constexpr std::string_view may_call_for_help = "sos.send";

// The type of incident a call for help opens; the catalogue must have it.
inline constexpr std::string_view help_type = "officer_needs_help";
// … and one who does not check in.
inline constexpr std::string_view overdue_type = "lone_worker_overdue";

// Where the incident was put, best first: what the sender said, where the unit was last, its station, its area's label
// point, the town's.
enum class help_from : std::uint8_t { sent, last_known, station, area, place };
inline constexpr record::choice help_from_choices[] = {{"sent", "随报位置", "Sent with it"},
                                                       {"last_known", "最后已知位置", "Last known position"},
                                                       {"station", "驻地", "Station"},
                                                       {"area", "辖区中心", "Middle of the area"},
                                                       {"place", "全域中心", "Middle of the town"}};
inline std::string_view name_of(help_from from) { return help_from_choices[static_cast<std::size_t>(from)].code; }

// received: it is here and there is an incident; confirmed: somebody at the desk has seen it; queued: it is not here (yet),
// the sender goes on sending.
enum class help_state : std::uint8_t { queued, received, confirmed };
inline constexpr record::choice help_state_choices[] = {
    {"queued", "待发", "Queued"}, {"received", "已收到", "Received"}, {"confirmed", "已确认", "Confirmed"}};

// Two numbers as a device has them, judged later: a bad position must not lose the call.
struct loose_position {
  double lon = 0;
  double lat = 0;
};
const record::table& record_of(const loose_position*);

// Input of POST /api/sos.
struct help_call {
  std::string unit_id = {};
  std::optional<loose_position> position = {};
  base::instant at = {};
  std::string client_key = {};
  std::optional<std::string> note = {};
};
const record::table& record_of(const help_call*);

// What sender and desk are shown.
struct help_receipt {
  std::string id = {};
  std::string client_key = {};
  std::string unit_id = {};
  std::string unit_name = {};
  std::optional<std::string> incident_id = {};
  help_state state = help_state::received;
  std::optional<base::instant> sent_at = {};
  std::optional<base::instant> received_at = {};
  std::optional<base::instant> confirmed_at = {};
  std::optional<base::position> position = {};
  std::optional<help_from> position_from = {};
  std::optional<base::instant> position_at = {};
  std::string note = {};
  std::int64_t version = 0;
};
const record::table& record_of(const help_receipt*);

// What is known of where a caller for help may be.
struct help_places {
  std::optional<base::position> sent = {};
  std::optional<base::position> last_known = {};
  std::optional<base::position> station = {};
  std::optional<base::position> area = {};
  std::optional<base::position> place = {};
};
struct help_place {
  base::position position = {};
  help_from from = help_from::place;
};
// The best of them that can be true (on the globe, not 0,0); 0,0-like nonsense from a device counts as none. Without any:
// the position 0.000001,0.000001, so that even a town without a map hears the call.
help_place choose_place(const help_places& known);
// The same with a device's numbers turned round where they were swapped, and the town's middle from its areas.
help_place place_in_town(help_places known, const area::area_tree& areas);
// The time of the call: the sender's, unless its clock cannot be right (ahead by more than five minutes, or older than
// thirty days).
base::instant time_of_call(base::instant sent, base::instant received);

// Opens an incident in the system's name, wherever it lies: for calls of units and overdue lone workers.
struct system_call {
  std::string type = {};                      // the most urgent one there is, when the catalogue lacks it
  std::optional<std::int64_t> priority = {};  // the type's when left out
  base::position where = {};
  std::string description = {};
  std::string source = {};     // "sos", "presence"
  std::string source_id = {};  // makes it one incident, however often it is opened
  base::instant at = {};
  acting by = {};
};
incident open_by_system(const services& of, store::transaction& work, const system_call& call);

// Opens the incident of a lone worker who has not checked in: one per unit and due time, where the unit was last.
struct overdue_unit {
  std::string id = {};
  std::string name = {};
};
incident open_for_overdue(const services& of, store::transaction& work, const overdue_unit& unit, base::instant due_at);

}  // namespace dispatch
