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

struct recurring {
  const kind& of;
  const area::area& where;
  const period_of_day& period;
  base::instant owed_from;  // its clocks begin there
};

void open_one(const services& on, store::transaction& work, const recurring& one) {
  const auto took =
      work.db().execute("INSERT INTO matter_recurrences (kind, area_id, period, matter_id) VALUES ($1, $2, $3, '') ON CONFLICT DO NOTHING",
                        {one.of.code, one.where.id, one.period.name});
  if (took == 0) return;
  static const operation::caller nobody;
  const auto opened = open_matter(on, work,
                                  {.who = nobody,
                                   .kind = one.of.code,
                                   .fields = {},
                                   .area_id = one.where.id,
                                   .reported_at = std::min(work.now(), one.owed_from),
                                   .subject_kind = "recurrence",
                                   .subject_id = one.period.name,
                                   .may_reopen = false});
  work.db().execute("UPDATE matter_recurrences SET matter_id = $1 WHERE kind = $2 AND area_id = $3 AND period = $4",
                    {opened.what.id, one.of.code, one.where.id, one.period.name});
}

// Since when the town asks for it: the first edition that recurs. Nothing when there was none.
std::optional<base::instant> asked_since(const services& on, store::connection& db, const kind& of) {
  const auto rows = db.query("SELECT version, loaded_at FROM matter_kinds WHERE kind = $1 ORDER BY loaded_at, version", {of.code});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows.text(i, 0) == of.version || on.catalogue.kind_at(db, of.code, rows.text(i, 0))->recurs) return base::instant{rows.integer(i, 1)};
  }
  return std::nullopt;
}

bool was_there_before(store::connection& db, const kind& of, base::instant at) {
  return !db.query("SELECT kind FROM matter_kinds WHERE kind = $1 AND loaded_at <= $2 LIMIT 1", {of.code, at.us}).empty();
}

// In each of its areas where it is not open yet. A period that is over was missed only where the duty and the area were there when it
// opened; where they came later, this one's clocks begin when they came.
std::int64_t open_period(const services& on, store::database& db, const kind& of, const period_of_day& period, bool is_over) {
  const auto areas = on.areas.now();
  const auto opens = calendar::start_of(period.opens, on.utc_offset_min);
  std::int64_t count = 0;
  for (const auto& where : areas->list_all()) {
    if (where.kind != of.recurs->each) continue;
    std::optional<base::instant> since;
    db.read([&](store::connection& c) {
      if (!is_open_already(c, of.code, where.id, period.name)) since = asked_since(on, c, of);
    });
    if (!since) continue;
    const auto owed_from = std::max({opens, *since, where.valid_from});
    if (is_over && owed_from > opens) continue;
    db.write_and_wait(itself, [&](store::transaction& work) { open_one(on, work, {of, where, period, owed_from}); });
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
    db.read([&](store::connection& c) { missed = was_there_before(c, of, calendar::start_of(before.opens, on.utc_offset_min)); });
    if (missed) count += open_period(on, db, of, before, true);
    if (today >= period.opens) count += open_period(on, db, of, period, false);
  }
  return count;
}

}  // namespace matter
