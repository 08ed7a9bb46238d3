#include "town/duty/shift_store.h"

namespace duty {
namespace {

constexpr std::string_view area_of_shift = "COALESCE(a.path, '/')";

std::string shift_query() {
  return "SELECT " + record::column_list(record_of(static_cast<const shift*>(nullptr)), "s.") +
         ", COALESCE(u.name, p.name, f.name), COALESCE(a.id, ''), " + std::string(area_of_shift) +
         " FROM shifts s LEFT JOIN units u ON u.id = s.unit_id LEFT JOIN posts p ON p.id = s.post_id LEFT JOIN forces f ON f.id = s.force_id"
         " LEFT JOIN areas a ON a.id = COALESCE(u.area_id, p.area_id, f.area_id)";
}

std::vector<shift_member> load_members(store::connection& db, const std::string& shift_id) {
  const auto rows = db.query("SELECT " + record::column_list(record_of(static_cast<const shift_member*>(nullptr)), "x.") +
                                 " FROM (SELECT sm.*, m.name FROM shift_members sm JOIN members m ON m.id = sm.member_id WHERE sm.shift_id = $1) x"
                                 " ORDER BY x.name, x.member_id",
                             {shift_id});
  std::vector<shift_member> members;
  for (std::size_t i = 0; i < rows.size(); ++i) members.push_back(record::load<shift_member>(rows[i]));
  return members;
}

std::vector<shift> shifts_of(store::connection& db, const store::rows& rows) {
  std::vector<shift> shifts;
  shifts.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    shift one;
    const auto at = record::load(record_of(&one), &one, rows[i]);
    one.name = rows.text(i, at);
    one.area_id = rows.text(i, at + 1);
    one.area_path = rows.text(i, at + 2);
    one.members = load_members(db, one.id);
    shifts.push_back(std::move(one));
  }
  return shifts;
}

std::optional<shift> first_of(std::vector<shift> shifts) {
  if (shifts.empty()) return std::nullopt;
  return std::move(shifts.front());
}

[[noreturn]] void explain(const store::constraint_error& error) {
  if (error.broken == store::constraint_error::rule::unique) {
    throw base::conflict("shift_running", "Another shift of this unit is running.", "End that one first.");
  }
  if (error.broken == store::constraint_error::rule::foreign_key) {
    throw base::bad_input({{"/", "unknown_reference", "the unit, post, force or member does not exist"}});
  }
  throw error;
}

template <class Act>
void explained(Act&& act) {
  try {
    act();
  } catch (const store::constraint_error& error) {
    explain(error);
  }
}

store::value nullable(const std::optional<base::instant>& at) { return at ? store::value(at->us) : store::value(); }
store::value nullable(const std::optional<shift_way>& how) {
  return how ? store::value(std::string(shift_way_choices[static_cast<std::size_t>(*how)].code)) : store::value();
}

shift_interval interval_of(const store::rows& rows, std::size_t row, std::size_t column) {
  shift_interval one{.began = {rows.integer(row, column)}};
  if (!rows.null(row, column + 1)) one.ended = {rows.integer(row, column + 1)};
  return one;
}

}  // namespace

std::optional<shift> find_shift(store::connection& db, std::string_view id) {
  return first_of(shifts_of(db, db.query(shift_query() + " WHERE s.id = $1", {std::string(id)})));
}

shift get_shift(store::connection& db, const operation::caller& who, std::string_view permission, std::string_view id) {
  auto found = find_shift(db, id);
  if (!found || !who.may(permission, found->area_path)) throw base::not_found("shift " + std::string(id));
  return std::move(*found);
}

std::optional<shift> find_running_of_unit(store::connection& db, std::string_view unit_id) {
  return first_of(
      shifts_of(db, db.query(shift_query() + " WHERE s.unit_id = $1 AND s.began_at IS NOT NULL AND s.ended_at IS NULL", {std::string(unit_id)})));
}

std::vector<shift> list_plans_of_unit(store::connection& db, std::string_view unit_id, base::instant now) {
  return shifts_of(db, db.query(shift_query() + " WHERE s.unit_id = $1 AND s.began_at IS NULL AND s.ends_at > $2 ORDER BY s.starts_at, s.id",
                                {std::string(unit_id), now.us}));
}

std::vector<shift> list_automatic(store::connection& db, base::instant now) {
  return shifts_of(db, db.query(shift_query() + " WHERE s.automatic AND s.ended_at IS NULL AND s.starts_at <= $1"
                                                " AND (s.began_at IS NOT NULL OR s.ends_at > $1) ORDER BY s.starts_at, s.id",
                                {now.us}));
}

std::vector<shift> list_shifts(store::connection& db, const operation::caller& who, std::string_view permission, const shift_window& window) {
  std::vector<store::value> parameters = {window.from.us, window.to.us, std::string(window.area_path) + "%"};
  const auto allowed = who.condition(permission, area_of_shift, parameters);
  return shifts_of(
      db, db.query(shift_query() +
                       " WHERE ((s.starts_at < $2 AND s.ends_at > $1) OR (s.began_at < $2 AND (s.ended_at IS NULL OR s.ended_at > $1))) AND " +
                       std::string(area_of_shift) + " LIKE $3 AND " + allowed + " ORDER BY COALESCE(s.starts_at, s.began_at), s.id LIMIT 5000",
                   parameters));
}

void insert_shift(store::connection& db, const shift& one) {
  explained([&] { db.execute(record::insert_sql(record_of(&one), "shifts"), record::bind(one)); });
}

void update_shift(store::connection& db, const shift& one) {
  explained([&] { db.execute(record::update_sql(record_of(&one), "shifts"), record::bind(one)); });
}

void remove_shift(store::connection& db, std::string_view id) { db.execute("DELETE FROM shifts WHERE id = $1", {std::string(id)}); }

void put_shift_member(store::connection& db, std::string_view shift_id, const shift_member& one) {
  explained([&] {
    db.execute(
        "INSERT INTO shift_members (shift_id, member_id, began_at, ended_at, began_how, ended_how) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (shift_id, member_id) DO UPDATE SET began_at = excluded.began_at, ended_at = excluded.ended_at,"
        " began_how = excluded.began_how, ended_how = excluded.ended_how",
        {std::string(shift_id), one.member_id, nullable(one.began_at), nullable(one.ended_at), nullable(one.began_how), nullable(one.ended_how)});
  });
}

void remove_shift_member(store::connection& db, std::string_view shift_id, std::string_view member_id) {
  db.execute("DELETE FROM shift_members WHERE shift_id = $1 AND member_id = $2", {std::string(shift_id), std::string(member_id)});
}

std::map<std::string, shift_intervals> load_intervals(store::connection& db, base::instant from) {
  const auto rows = db.query(
      "SELECT unit_id, began_at, ended_at FROM shifts WHERE unit_id IS NOT NULL AND began_at IS NOT NULL AND (ended_at IS NULL OR ended_at > $1)"
      " ORDER BY unit_id, began_at",
      {from.us});
  std::map<std::string, shift_intervals> all;
  for (std::size_t i = 0; i < rows.size(); ++i) all[rows.text(i, 0)].push_back(interval_of(rows, i, 1));
  return all;
}

shift_intervals load_intervals_of(store::connection& db, std::string_view unit_id, base::instant from) {
  const auto rows = db.query(
      "SELECT began_at, ended_at FROM shifts WHERE unit_id = $1 AND began_at IS NOT NULL AND (ended_at IS NULL OR ended_at > $2) ORDER BY began_at",
      {std::string(unit_id), from.us});
  shift_intervals all;
  for (std::size_t i = 0; i < rows.size(); ++i) all.push_back(interval_of(rows, i, 0));
  return all;
}

std::optional<std::string> find_unit_of_shift(store::connection& db, std::string_view shift_id) {
  const auto rows = db.query("SELECT unit_id FROM shifts WHERE id = $1 AND unit_id IS NOT NULL", {std::string(shift_id)});
  if (rows.empty()) return std::nullopt;
  return rows.text(0, 0);
}

std::vector<std::string> pull_back_beginnings(store::connection& db, base::instant now) {
  const auto rows = db.query("SELECT id FROM shifts WHERE began_at > $1 AND ended_at IS NULL ORDER BY id", {now.us});
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < rows.size(); ++i) ids.push_back(rows.text(i, 0));
  db.execute("UPDATE shift_members SET began_at = $1 WHERE began_at > $1 AND ended_at IS NULL", {now.us});
  db.execute("UPDATE shifts SET began_at = $1, version = version + 1 WHERE began_at > $1 AND ended_at IS NULL", {now.us});
  return ids;
}

}  // namespace duty
