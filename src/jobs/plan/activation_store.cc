#include "jobs/plan/activation_store.h"

#include <algorithm>

#include "engines/matter/matter_rows.h"
#include "foundation/base/problem.h"

namespace plan {
namespace {

template <class T>
const record::table& table_of() {
  return record_of(static_cast<const T*>(nullptr));
}

template <class T>
std::vector<T> children(store::connection& db, const std::string& sql_table, const std::string& id, const std::string& order) {
  const auto rows =
      db.query("SELECT " + record::column_list(table_of<T>()) + " FROM " + sql_table + " WHERE activation_id = $1 ORDER BY " + order, {id});
  std::vector<T> all(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) record::load(table_of<T>(), &all[i], rows[i]);
  return all;
}

template <class T>
void put_child(store::connection& db, const std::string& sql_table, const std::string& key, const std::string& id, const T& one) {
  const auto columns = record::column_list(table_of<T>());
  auto row = record::bind(one);
  row.insert(row.begin(), id);
  std::string marks;
  for (std::size_t i = 1; i <= row.size(); ++i) marks += (i == 1 ? "$" : ", $") + std::to_string(i);
  db.execute("INSERT INTO " + sql_table + " (activation_id, " + columns + ") VALUES (" + marks + ") ON CONFLICT (" + key + ") DO UPDATE SET " +
                 matter::overwrite(columns),
             row);
}

template <class T>
void put_changed(store::connection& db, const std::string& sql_table, const std::string& key, const std::string& id, const std::vector<T>& before,
                 const std::vector<T>& after) {
  for (const auto& one : after) {
    if (std::ranges::find(before, one) == before.end()) put_child(db, sql_table, key, id, one);
  }
}

void put_children(store::connection& db, const activation_case& before, const activation_case& after) {
  const auto& id = after.what.id;
  put_changed(db, "activation_roles", "activation_id, role", id, before.roles, after.roles);
  put_changed(db, "activation_tasks", "activation_id, task", id, before.tasks, after.tasks);
  put_changed(db, "activation_resources", "id", id, before.resources, after.resources);
}

void put_lines(store::transaction& work, const std::string& id, lines& said) {
  for (auto& one : said) {
    if (one.id.empty()) one.id = work.new_id();
    work.db().execute(
        "INSERT INTO activation_log (id, activation_id, at, kind, code, by_account, by_name, text_zh, text_en, note) VALUES ($1, $2, $3, $4, $5, $6,"
        " $7, $8, $9, $10)",
        {one.id, id, one.at.us, one.kind, one.code, one.by, one.by_name, one.text.zh, one.text.en, one.note});
  }
}

std::vector<log_line> log_of(const store::rows& rows) {
  std::vector<log_line> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.push_back({.id = rows.text(i, 0),
                   .at = {rows.integer(i, 1)},
                   .kind = rows.text(i, 2),
                   .code = rows.text(i, 3),
                   .by = rows.text(i, 4),
                   .by_name = rows.text(i, 5),
                   .text = {.zh = rows.text(i, 6), .en = rows.text(i, 7)},
                   .note = rows.text(i, 8)});
  }
  return out;
}

constexpr std::string_view log_columns = "id, at, kind, code, by_account, by_name, text_zh, text_en, note";

// Without the names: whoever shows it reads the board.
void tell(store::transaction& work, const activation& one) {
  work.publish({.topic = "activation",
                .subject_id = one.id,
                .area_path = one.area_path,
                .permission = std::string(may_read),
                .payload = record::to_json(one)});
}

}  // namespace

std::vector<activation> read_activations(store::connection& db, const operation::caller* who, base::instant now, clause what) {
  if (who != nullptr) what.where = who->condition(may_read, "a.area_path", what.parameters) + " AND " + what.where;
  what.parameters.emplace_back(now.us);
  const auto mark = "$" + std::to_string(what.parameters.size());
  const std::string of_roles = "(SELECT count(*) FROM activation_roles r WHERE r.activation_id = a.id AND r.state = ";
  const std::string of_tasks = "(SELECT count(*) FROM activation_tasks t WHERE t.activation_id = a.id AND t.state ";
  const std::string running = "IN ('open', 'started', 'refused')";
  const auto rows = db.query("SELECT " + record::column_list(table_of<activation>(), "a.") + ", " + of_roles + "'asked'), " + of_roles +
                                 "'confirmed'), " + of_tasks + running + "), " + of_tasks + "= 'done'), " + of_tasks + running +
                                 " AND t.due_at <= " + mark + ") FROM activations a WHERE " + what.where + what.order,
                             what.parameters);
  std::vector<activation> out(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto column = record::load(table_of<activation>(), &out[i], rows[i]);
    out[i].roles_asked = rows.integer(i, column);
    out[i].roles_confirmed = rows.integer(i, column + 1);
    out[i].tasks_open = rows.integer(i, column + 2);
    out[i].tasks_done = rows.integer(i, column + 3);
    out[i].tasks_overdue = rows.integer(i, column + 4);
  }
  return out;
}

activation get_activation(store::connection& db, const operation::caller* who, base::instant now, std::string_view id) {
  auto found = read_activations(db, who, now, {.where = "a.id = $1", .parameters = {std::string(id)}});
  // With a caller the id is still the first parameter: a condition only appends.
  if (found.empty()) throw base::not_found("activation " + std::string(id));
  return std::move(found.front());
}

activation_case load_case(store::connection& db, activation what) {
  activation_case one;
  const auto id = what.id;
  one.what = std::move(what);
  one.roles = children<role_row>(db, "activation_roles", id, "asked_at, role");
  one.tasks = children<task_row>(db, "activation_tasks", id, "task");
  one.resources = children<resource_row>(db, "activation_resources", id, "id");
  return one;
}

void insert_case(store::transaction& work, activation_case& one, lines& said) {
  one.what.updated_at = work.now();
  try {
    work.db().execute(record::insert_sql(table_of<activation>(), "activations"), record::bind(one.what));
  } catch (const store::constraint_error& wrong) {
    if (wrong.broken != store::constraint_error::rule::unique) throw;
    throw base::conflict("plan_active", "This plan is in force there already.");
  }
  put_children(work.db(), {}, one);
  put_lines(work, one.what.id, said);
  count(one, work.now());
  tell(work, one.what);
}

void save_case(store::transaction& work, const activation_case& before, activation_case& after, lines& said) {
  after.what.updated_at = work.now();
  ++after.what.version;
  auto parameters = record::bind(after.what);
  parameters.emplace_back(after.what.version - 1);
  const auto sql = record::update_sql(table_of<activation>(), "activations") + " AND version = $" + std::to_string(parameters.size());
  if (work.db().execute(sql, parameters) != 1) {
    throw base::problem(409, "changed_meanwhile", "Somebody changed this at the same moment.", "Activation " + after.what.number + ".",
                        "Read it again and decide again.");
  }
  put_children(work.db(), before, after);
  put_lines(work, after.what.id, said);
  count(after, work.now());
  tell(work, after.what);
}

std::vector<log_line> list_log(store::connection& db, const std::string& activation_id, const operation::page& page) {
  return log_of(db.query("SELECT " + std::string(log_columns) + " FROM activation_log WHERE activation_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                         {activation_id, page.after, static_cast<std::int64_t>(page.limit)}));
}

std::vector<log_line> newest_log(store::connection& db, const std::string& activation_id, std::size_t most) {
  return log_of(db.query("SELECT " + std::string(log_columns) + " FROM activation_log WHERE activation_id = $1 ORDER BY id DESC LIMIT $2",
                         {activation_id, static_cast<std::int64_t>(most)}));
}

std::vector<std::string> list_due(store::connection& db, base::instant now) {
  const auto rows = db.query(
      "SELECT activation_id FROM activation_tasks WHERE next_at <= $1 UNION SELECT activation_id FROM activation_roles WHERE next_at <= $1 ORDER BY "
      "1",
      {now.us});
  std::vector<std::string> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(rows.text(i, 0));
  return out;
}

}  // namespace plan
