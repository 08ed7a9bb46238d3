#include "jobs/dispatch/sos.h"

#include <array>
#include <cmath>

#include "jobs/dispatch/incident_intake.h"
#include "jobs/dispatch/sos_store.h"
#include "town/area/area_tree.h"

namespace dispatch {
namespace {

constexpr base::duration sender_ahead = base::minutes(5);
constexpr base::duration oldest_call = base::days(30);
constexpr double nowhere_deg = 1e-6;  // beside 0,0, which every part refuses

// The type asked for, or what the town's catalogue has in its place: a call is not lost for want of a word.
std::string type_for(const incident_catalogue& types, const std::string& wanted) {
  const auto* exact = types.find(wanted);
  if (exact != nullptr && !exact->retired) return wanted;
  const incident_type* best = nullptr;
  for (const auto& one : types.all()) {
    if (!one.retired && (best == nullptr || one.priority < best->priority)) best = &one;
  }
  return best == nullptr ? wanted : best->code;
}

bool can_be_true(const std::optional<base::position>& at) {
  return at && std::isfinite(at->lon) && std::isfinite(at->lat) && on_the_globe(*at) && !(at->lon == 0 && at->lat == 0);
}

// A device's position with its numbers the right way round; nothing when it cannot be.
std::optional<base::position> straightened(std::optional<base::position> at, const area::area_tree& areas) {
  if (!at) return at;
  switch (place_of(*at, areas).fault) {
    case bad_place::swapped: return base::position{.lon = at->lat, .lat = at->lon};
    case bad_place::off_the_globe:
    case bad_place::null_island: return std::nullopt;
    case bad_place::none:
    case bad_place::outside: break;
  }
  return at;
}

std::optional<base::position> middle_of_town(const area::area_tree& areas) {
  for (const auto* root : areas.list_roots()) {
    if (root->position) return root->position;
  }
  return std::nullopt;
}

}  // namespace

const record::table& record_of(const loose_position*) {
  using p = loose_position;
  static constexpr record::field fields[] = {
      record::field_of<&p::lon>({.name = "lon", .summary = "degrees east"}),
      record::field_of<&p::lat>({.name = "lat", .summary = "degrees north"}),
  };
  static const record::table table{
      .name = "LoosePosition", .summary = "A position as a device has it; one that cannot be is ignored.", .fields = fields};
  return table;
}

const record::table& record_of(const help_call*) {
  using c = help_call;
  static constexpr record::field fields[] = {
      record::field_of<&c::unit_id>(
          {.name = "unit_id", .summary = "the unit that needs help", .min_length = 1, .max_length = 36, .refers_to = "units"}),
      record::field_of<&c::position>({.name = "position", .summary = "where it is; the last known position when left out"}),
      record::field_of<&c::at>({.name = "at", .summary = "when the button was pressed"}),
      record::field_of<&c::client_key>(
          {.name = "client_key", .summary = "the sender's own key of this call, the same in each repetition", .min_length = 8, .max_length = 64}),
      record::field_of<&c::note>({.name = "note", .summary = "anything the sender could add", .max_length = 500}),
  };
  static const record::table table{.name = "HelpCall", .summary = "A unit's silent call for help.", .fields = fields};
  return table;
}

const record::table& record_of(const help_receipt*) {
  using r = help_receipt;
  static constexpr record::field fields[] = {
      record::field_of<&r::id>({.name = "id", .summary = "UUID; empty while it is queued", .read_only = true, .max_length = 36}),
      record::field_of<&r::client_key>({.name = "client_key", .summary = "the sender's key", .read_only = true, .max_length = 64}),
      record::field_of<&r::unit_id>({.name = "unit_id", .summary = "the unit", .read_only = true, .max_length = 36, .refers_to = "units"}),
      record::field_of<&r::unit_name>({.name = "unit_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&r::incident_id>(
          {.name = "incident_id", .summary = "the incident it opened", .read_only = true, .max_length = 36, .refers_to = "incidents"}),
      record::field_of<&r::state>({.name = "state", .summary = "how far it came", .read_only = true, .column = false, .choices = help_state_choices}),
      record::field_of<&r::sent_at>({.name = "sent_at", .summary = "by the sender's clock", .read_only = true}),
      record::field_of<&r::received_at>({.name = "received_at", .summary = "durable here", .read_only = true}),
      record::field_of<&r::confirmed_at>({.name = "confirmed_at", .summary = "seen at the desk", .read_only = true}),
      record::field_of<&r::position>({.name = "position", .summary = "where the incident was put", .read_only = true}),
      record::field_of<&r::position_from>(
          {.name = "position_from", .summary = "what that rests on", .read_only = true, .choices = help_from_choices}),
      record::field_of<&r::position_at>({.name = "position_at", .summary = "when the unit was there, if last known", .read_only = true}),
      record::field_of<&r::note>({.name = "note", .summary = "the sender's words", .read_only = true, .max_length = 500}),
      record::field_of<&r::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
  };
  static const record::table table{.name = "HelpReceipt", .summary = "What became of a call for help.", .fields = fields};
  return table;
}

help_place choose_place(const help_places& known) {
  const std::array<std::pair<const std::optional<base::position>*, help_from>, 5> in_order{{{&known.sent, help_from::sent},
                                                                                            {&known.last_known, help_from::last_known},
                                                                                            {&known.station, help_from::station},
                                                                                            {&known.area, help_from::area},
                                                                                            {&known.place, help_from::place}}};
  for (const auto& [where, from] : in_order) {
    if (can_be_true(*where)) return {.position = **where, .from = from};
  }
  return {.position = {.lon = nowhere_deg, .lat = nowhere_deg}, .from = help_from::place};
}

help_place place_in_town(help_places known, const area::area_tree& areas) {
  known.sent = straightened(known.sent, areas);
  known.last_known = straightened(known.last_known, areas);
  known.place = middle_of_town(areas);
  return choose_place(known);
}

base::instant time_of_call(base::instant sent, base::instant received) {
  if (sent > received + sender_ahead || sent < received - oldest_call) return received;
  return std::min(sent, received);
}

incident open_by_system(const services& of, store::transaction& work, const system_call& call) {
  // The system may take a call anywhere; who sent it is said in the timeline and the journal.
  operation::caller everywhere;
  everywhere.account_name = "system";
  everywhere.grants = {{.permission = std::string(may_write), .area_path = "/"}, {.permission = std::string(may_read), .area_path = "/"}};
  const incident_draft draft{.type = type_for(of.types, call.type),
                             .priority = call.priority,
                             .location = call.where,
                             .allow_outside = true,
                             .description = call.description,
                             .source = call.source,
                             .source_id = call.source_id,
                             .reported_at = call.at};
  return take_call(incident_work(of, work, call.by), draft, everywhere, std::nullopt).what;
}

incident open_for_overdue(const services& of, store::transaction& work, const overdue_unit& unit, base::instant due_at) {
  auto known = find_calling_unit(work.db(), unit.id);
  if (known && of.units != nullptr) take_live_position(*known, *of.units);
  const auto chosen = place_in_town(known ? known->places : help_places{}, *of.areas.now());
  const auto& from = help_from_choices[static_cast<std::size_t>(chosen.from)];
  return open_by_system(of, work,
                        {.type = std::string(overdue_type),
                         .where = chosen.position,
                         .description = unit.name + " · " + to_rfc3339(due_at) + " · " + std::string(from.zh) + " / " + std::string(from.en),
                         .source = "presence",
                         .source_id = unit.id + "@" + std::to_string(due_at.us),
                         .at = std::min(due_at, work.now())});
}

}  // namespace dispatch
