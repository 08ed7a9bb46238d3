#include "town/duty/shift_store.h"

namespace duty {
namespace {

constexpr std::size_t most_shifts_listed = 5'000;
constexpr std::string_view area_of_shift = "COALESCE(a.path, '/')";

constexpr std::string_view from_shifts =
    " FROM shifts s LEFT JOIN units u ON u.id = s.unit_id LEFT JOIN posts p ON p.id = s.post_id LEFT JOIN forces f ON f.id = s.force_id"
    " LEFT JOIN areas a ON a.id = COALESCE(u.area_id, p.area_id, f.area_id)";

using parameters = std::vector<store::value>;

// The members of the shifts that `where` names, in one question.
void load_members(store::connection& db, std::vector<shift>& shifts, const std::string& where, const parameters& with) {
  std::map<std::string, shift*> by_id;
  for (auto& one : shifts) by_id.emplace(one.id, &one);
  const auto rows = db.query("SELECT " + record::column_list(record_of(static_cast<const shift_member*>(nullptr)), "y.") +
                                 ", y.shift_id FROM (SELECT sm.*, m.name FROM shift_members sm JOIN members m ON m.id = sm.member_id"
                                 " WHERE sm.shift_id IN (SELECT s.id" +
                                 std::string(from_shifts) + where + ")) y ORDER BY y.name, y.member_id",
                             with);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    shift_member one;
    const auto at = record::load(record_of(&one), &one, rows[i]);
    const auto found = by_id.find(rows.text(i, at));
    if (found != by_id.end()) found->second->members.push_back(std::move(one));
  }
}

// `where` holds its own ORDER BY and LIMIT.
std::vector<shift> load_shifts(store::connection& db, const std::string& where, const parameters& with) {
  const auto rows =
      db.query("SELECT " + record::column_list(record_of(static_cast<const shift*>(nullptr)), "s.") +
                   ", COALESCE(u.name, p.name, f.name), COALESCE(a.id, ''), " + std::string(area_of_shift) + std::string(from_shifts) + where,
               with);
  std::vector<shift> shifts;
  shifts.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    shift one;
    const auto at = record::load(record_of(&one), &one, rows[i]);
    one.name = rows.text(i, at);
    one.area_id = rows.text(i, at + 1);
    one.area_path = rows.text(i, at + 2);
    shifts.push_back(std::move(one));
  }
  if (!shifts.empty()) load_members(db, shifts, where, with);
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
  return first_of(load_shifts(db, " WHERE s.id = $1", {std::string(id)}));
}

shift get_shift(store::connection& db, const operation::caller& who, std::string_view permission, std::string_view id) {
  auto found = find_shift(db, id);
  if (!found || !who.may(permission, found->area_path)) throw base::not_found("shift " + std::string(id));
  return std::move(*found);
}

std::optional<shift> find_running_of_unit(store::connection& db, std::string_view unit_id) {
  return first_of(load_shifts(db, " WHERE s.unit_id = $1 AND s.began_at IS NOT NULL AND s.ended_at IS NULL", {std::string(unit_id)}));
}

std::vector<shift> list_plans_of_unit(store::connection& db, std::string_view unit_id, base::instant now) {
  return load_shifts(db, " WHERE s.unit_id = $1 AND s.began_at IS NULL AND s.ends_at > $2 ORDER BY s.starts_at, s.id",
                     {std::string(unit_id), now.us});
}

std::vector<shift> list_automatic(store::connection& db, base::instant now) {
  return load_shifts(db,
                     " WHERE s.automatic AND s.ended_at IS NULL AND s.starts_at <= $1 AND (s.began_at IS NOT NULL OR s.ends_at > $1)"
                     " ORDER BY s.starts_at, s.id",
                     {now.us});
}

std::vector<shift> list_shifts(store::connection& db, const operation::caller& who, std::string_view permission, const shift_window& window) {
  parameters with = {window.from.us, window.to.us};
  std::string where =
      " WHERE ((s.starts_at < $2 AND s.ends_at > $1 AND s.ended_at IS NULL) OR (s.began_at < $2 AND (s.ended_at IS NULL OR s.ended_at > $1))) AND " +
      who.condition(permission, area_of_shift, with);
  const auto also = [&](std::string_view before, const std::string& value, std::string_view after = "") {
    if (value.empty()) return;
    with.emplace_back(value);
    where += " AND " + std::string(before) + "$" + std::to_string(with.size()) + std::string(after);
  };
  also("s.unit_id = ", window.unit_id);
  also("s.post_id = ", window.post_id);
  also("s.force_id = ", window.force_id);
  also("a.path LIKE '%/' || ", window.area_id, " || '/%'");
  also("EXISTS (SELECT 1 FROM shift_members own WHERE own.shift_id = s.id AND own.member_id = ", window.member_id, ")");
  return load_shifts(db, where + " ORDER BY COALESCE(s.starts_at, s.began_at), s.id LIMIT " + std::to_string(most_shifts_listed), with);
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

bool serves_on_unit(store::connection& db, std::string_view account_id, std::string_view unit_id, base::instant now) {
  if (account_id.empty()) return false;
  return !db.query(
                "SELECT 1 FROM members m JOIN shift_members sm ON sm.member_id = m.id JOIN shifts s ON s.id = sm.shift_id"
                " WHERE m.account_id = $1 AND m.left_on IS NULL AND s.unit_id = $2 AND s.began_at IS NOT NULL"
                " AND (s.ended_at IS NULL OR (sm.began_at IS NOT NULL AND s.ended_at > $3)) LIMIT 1",
                {std::string(account_id), std::string(unit_id), (now - own_for).us})
              .empty();
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
