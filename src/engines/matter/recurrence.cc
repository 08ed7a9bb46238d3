#include "engines/matter/recurrence.h"

#include <algorithm>

namespace matter {
namespace {

const store::actor itself{.account_id = "", .remote = "local", .request_id = "scheduler"};

std::string two_digits(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }

// So many days into a period that begins on `first`; never behind its last day.
calendar::day within(calendar::day first, calendar::day next, std::int64_t on_day) {
  return std::min(first + static_cast<std::int32_t>(std::max<std::int64_t>(1, on_day) - 1), next - 1);
}

bool is_open_already(store::connection& db, const std::string& kind, const std::string& area_id, const std::string& period) {
  return !db.query("SELECT matter_id FROM matter_recurrences WHERE kind = $1 AND area_id = $2 AND period = $3", {kind, area_id, period}).empty();
}

void open_one(const services& on, store::transaction& work, const kind& of, const area::area& where, const period_of_day& period) {
  const auto took =
      work.db().execute("INSERT INTO matter_recurrences (kind, area_id, period, matter_id) VALUES ($1, $2, $3, '') ON CONFLICT DO NOTHING",
                        {of.code, where.id, period.name});
  if (took == 0) return;
  static const operation::caller nobody;
  const auto opened = open_matter(on, work,
                                  {.who = nobody,
                                   .kind = of.code,
                                   .fields = {},
                                   .area_id = where.id,
                                   .reported_at = std::min(work.now(), calendar::start_of(period.opens, on.utc_offset_min)),
                                   .subject_kind = "recurrence",
                                   .subject_id = period.name,
                                   .may_reopen = false});
  work.db().execute("UPDATE matter_recurrences SET matter_id = $1 WHERE kind = $2 AND area_id = $3 AND period = $4",
                    {opened.what.id, of.code, where.id, period.name});
}

bool was_in_force(store::connection& db, const kind& of, base::instant at) {
  return !db.query("SELECT kind FROM matter_kinds WHERE kind = $1 AND version = $2 AND loaded_at <= $3", {of.code, of.version, at.us}).empty();
}

// In each of its areas where it is not open yet.
std::int64_t open_period(const services& on, store::database& db, const kind& of, const period_of_day& period) {
  const auto areas = on.areas.now();
  std::int64_t count = 0;
  for (const auto& where : areas->list_all()) {
    if (where.kind != of.recurs->each) continue;
    bool there = true;
    db.read([&](store::connection& c) { there = is_open_already(c, of.code, where.id, period.name); });
    if (there) continue;
    db.write_and_wait(itself, [&](store::transaction& work) { open_one(on, work, of, where, period); });
    ++count;
  }
  return count;
}

}  // namespace

period_of_day period_of(calendar::day day, const recurrence& every) {
  const int year = calendar::year_of(day);
  const auto text = calendar::to_text(day);
  const int month = std::stoi(text.substr(5, 2)), number = std::stoi(text.substr(8, 2));
  const auto start = [&](int m) { return *calendar::day_from_text(text.substr(0, 5) + two_digits(m) + "-01"); };
  const auto span = [&](int first, int months, std::string name) {
    const auto begins = start(first);
    return period_of_day{std::move(name), begins, within(begins, calendar::add_months(begins, months), every.on_day)};
  };
  switch (every.every) {
    case period::ten_days: {
      const int part = std::min((number - 1) / 10, 2);
      const auto begins = start(month) + part * 10;
      const auto next = part == 2 ? calendar::add_months(start(month), 1) : begins + 10;
      return {text.substr(0, 8) + std::to_string(part + 1), begins, within(begins, next, every.on_day)};
    }
    case period::month: return span(month, 1, text.substr(0, 7));
    case period::quarter: return span((month - 1) / 3 * 3 + 1, 3, std::to_string(year) + "-Q" + std::to_string((month - 1) / 3 + 1));
    case period::half_year: return span(month <= 6 ? 1 : 7, 6, std::to_string(year) + (month <= 6 ? "-H1" : "-H2"));
    case period::year: return span(1, 12, std::to_string(year));
  }
  return {};
}

std::int64_t open_due_recurrences(const services& on, store::database& db, base::instant now) {
  const auto present = on.catalogue.now();
  const auto today = calendar::day_of(now, on.utc_offset_min);
  std::int64_t count = 0;
  for (const auto& entry : present->all.kinds) {
    const kind& of = entry.second;
    if (!of.recurs) continue;
    const auto period = period_of(today, *of.recurs), before = period_of(period.begins - 1, *of.recurs);
    bool missed = false;
    db.read([&](store::connection& c) { missed = was_in_force(c, of, calendar::start_of(before.opens, on.utc_offset_min)); });
    if (missed) count += open_period(on, db, of, before);
    if (today >= period.opens) count += open_period(on, db, of, period);
  }
  return count;
}

}  // namespace matter
