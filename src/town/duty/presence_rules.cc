#include "town/duty/presence.h"

namespace duty {

const record::table& record_of(const presence_timer*) {
  using t = presence_timer;
  static constexpr record::field fields[] = {
      record::field_of<&t::unit_id>({.name = "unit_id", .summary = "the unit", .read_only = true, .max_length = 36, .refers_to = "units"}),
      record::field_of<&t::interval_s>({.name = "interval_s", .summary = "seconds between two check-ins", .read_only = true}),
      record::field_of<&t::last_at>({.name = "last_at", .summary = "the last check-in, or the setting of the timer", .read_only = true}),
      record::field_of<&t::due_at>({.name = "due_at", .summary = "the next is due", .read_only = true}),
      record::field_of<&t::overdue_at>({.name = "overdue_at", .summary = "noticed that none came; null while all is well", .read_only = true}),
      record::field_of<&t::incident_id>({.name = "incident_id", .summary = "opened because nobody answered", .read_only = true, .max_length = 36}),
      record::field_of<&t::set_by>({.name = "set_by", .summary = "account that set it", .read_only = true, .max_length = 36}),
      record::field_of<&t::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
      record::field_of<&t::unit_name>({.name = "unit_name", .summary = "the unit's name", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "CheckInTimer", .summary = "A unit that must say regularly that all is well.", .fields = fields};
  return table;
}

const record::table& record_of(const timer_setting*) {
  using s = timer_setting;
  static constexpr record::field fields[] = {
      record::field_of<&s::interval_s>(
          {.name = "interval_s", .summary = "seconds between two check-ins; null ends the timer", .minimum = 60, .maximum = 86'400}),
  };
  static const record::table table{.name = "CheckInSetting", .summary = "How often a unit must check in.", .fields = fields};
  return table;
}

presence_timer start_timer(std::string unit_id, std::int64_t interval_s, base::instant now) {
  presence_timer one;
  one.unit_id = std::move(unit_id);
  one.interval_s = interval_s;
  one.last_at = now;
  one.due_at = now + base::seconds(interval_s);
  return one;
}

presence_timer checked_in(presence_timer timer, base::instant now) {
  if (now <= timer.last_at) return timer;
  timer.last_at = now;
  timer.due_at = now + base::seconds(timer.interval_s);
  timer.overdue_at.reset();
  timer.incident_id.reset();
  ++timer.version;
  return timer;
}

bool is_news(const presence_timer& timer, base::instant now) { return !timer.overdue_at && now >= timer.due_at; }

bool wants_incident(const presence_timer& timer, std::int64_t after_s, base::instant now) {
  return after_s > 0 && !timer.incident_id && now >= timer.due_at + base::seconds(after_s);
}

}  // namespace duty
