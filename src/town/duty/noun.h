#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/problem.h"
#include "foundation/operation/operation.h"
#include "foundation/record/json_text.h"
#include "foundation/record/record.h"
#include "foundation/store/store.h"

namespace duty {

constexpr std::string_view may_read_duty = "duty.read";
constexpr std::string_view may_write_duty = "duty.write";

// A query parameter that narrows a list: `condition` with $n for its value.
struct filter {
  std::string_view name;
  std::string_view summary;
  std::string_view before;  // "x.force_id = "
  std::string_view after = {};
};

// What a kept thing of duty (force, member, post, kit item) needs to be listed, read, made and changed the same way.
// T has id, code, version and area_path; its record's read-only fields are what the server sets.
template <class T>
struct noun {
  std::string_view name;       // "force": also the topic of its events
  std::string_view plural;     // "forces": also the last part of its address
  std::string_view sql_table;  // "forces"
  std::string_view further;    // further columns: ", a.name, …"; x is the table itself
  std::string_view from;       // " FROM forces x LEFT JOIN …"
  std::string_view area_path;  // SQL of the area path whose permission is asked
  void (*load_further)(T& one, const store::rows& rows, std::size_t row, std::size_t at);
  std::vector<base::wrong_field> (*faults)(const T& one);
  // Whether it fits what is stored (no force is part of itself); may throw. Unset: nothing to ask.
  void (*check)(store::connection& db, const T& one) = nullptr;
  std::span<const filter> filters = {};
  bool kept = false;  // the history keeps its states: it is shown on the map of a past moment
};

// Turns what the database refused into words; codes of the noun's are code_taken, unknown_reference, in_use.
[[noreturn]] void explain_refusal(const store::constraint_error& error, std::string_view name, bool removing);

template <class T>
const record::table& table_of() {
  return record_of(static_cast<const T*>(nullptr));
}

template <class T>
std::string query_of(const noun<T>& what) {
  return "SELECT " + record::column_list(table_of<T>(), "x.") + ", " + std::string(what.area_path) + std::string(what.further) +
         std::string(what.from);
}

template <class T>
std::vector<T> load_all(const noun<T>& what, const store::rows& rows) {
  std::vector<T> all;
  all.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    T one;
    const auto at = record::load(table_of<T>(), &one, rows[i]);
    one.area_path = rows.text(i, at);
    what.load_further(one, rows, i, at + 1);
    all.push_back(std::move(one));
  }
  return all;
}

// By its id or by its code ("x.id", "x.code"), whoever asks.
template <class T>
std::optional<T> find_by(store::connection& db, const noun<T>& what, std::string_view column, std::string_view value) {
  auto found = load_all(what, db.query(query_of(what) + " WHERE " + std::string(column) + " = $1", {std::string(value)}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

// Throws not_found, also for what the caller may not touch.
template <class T>
T get_one(store::connection& db, const noun<T>& what, const operation::caller& who, std::string_view permission, std::string_view id) {
  auto found = find_by(db, what, "x.id", id);
  if (!found || !who.may(permission, found->area_path)) throw base::not_found(std::string(what.name) + " " + std::string(id));
  return std::move(*found);
}

template <class T>
void keep_noun(store::transaction& transaction, const noun<T>& what, const T& one, bool ended = false) {
  if (!what.kept) return;
  transaction.keep({.topic = std::string(what.name),
                    .subject_id = one.id,
                    .area_path = one.area_path,
                    .permission = std::string(may_read_duty),
                    .ended = ended,
                    .record = record::to_json(one)});
}

template <class T>
void publish_noun(store::transaction& transaction, const noun<T>& what, const T& one) {
  keep_noun(transaction, what, one);
  transaction.publish({.topic = std::string(what.name),
                       .subject_id = one.id,
                       .area_path = one.area_path,
                       .permission = std::string(may_read_duty),
                       .payload = record::to_json(one)});
}

// Stores a new (version 0) or changed thing, checked; journals and tells. Throws 422, 409 code_taken, 403 when it comes to
// lie where the caller may not write. Returns it as stored.
template <class T>
T put_one(store::transaction& transaction, const noun<T>& what, const operation::caller& who, T one, std::string_view action) {
  if (auto wrong = what.faults(one); !wrong.empty()) throw base::bad_input(std::move(wrong));
  if (what.check != nullptr) what.check(transaction.db(), one);
  const bool fresh = one.version == 0;
  if (fresh && one.id.empty()) one.id = transaction.new_id();
  if (one.code.empty()) one.code = one.id;
  ++one.version;
  try {
    transaction.db().execute(fresh ? record::insert_sql(table_of<T>(), what.sql_table) : record::update_sql(table_of<T>(), what.sql_table),
                             record::bind(one));
  } catch (const store::constraint_error& error) {
    explain_refusal(error, what.name, false);
  }
  auto stored = find_by(transaction.db(), what, "x.id", one.id);
  if (!who.may(may_write_duty, stored->area_path)) throw base::forbidden(std::string(may_write_duty) + " in that area");
  transaction.journal({.action = std::string(action), .subject_kind = std::string(what.name), .subject_id = one.id});
  publish_noun(transaction, what, *stored);
  return std::move(*stored);
}

template <class T>
operation::answer show_one(const T& one, int status = 200) {
  return {.status = status, .body = record::to_json(one), .version = one.version};
}

template <class T>
std::vector<T> list_nouns(store::connection& db, const noun<T>& what, const operation::request& asked, const operation::page& page) {
  std::vector<store::value> parameters = {page.after, static_cast<std::int64_t>(page.limit)};
  std::string sql = query_of(what) + " WHERE x.id > $1 AND " + asked.who.condition(may_read_duty, what.area_path, parameters);
  for (const auto& one : what.filters) {
    const auto value = asked.parameter(one.name);
    if (value.empty()) continue;
    parameters.emplace_back(std::string(value));
    sql += " AND " + std::string(one.before) + "$" + std::to_string(parameters.size()) + std::string(one.after);
  }
  return load_all(what, db.query(sql + " ORDER BY x.id LIMIT $2", parameters));
}

template <class T>
operation::answer list_answer(store::connection& db, const noun<T>& what, const operation::request& asked) {
  const auto page = operation::page_of(asked);
  const auto found = list_nouns(db, what, asked, page);
  std::vector<std::string> items;
  for (const auto& one : found) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items, found.size() == page.limit ? found.back().id : "")};
}

template <class T>
operation::answer remove_one(store::transaction& transaction, const noun<T>& what, const operation::request& asked) {
  const auto one = get_one(transaction.db(), what, asked.who, may_write_duty, asked.part("id"));
  operation::check_version(asked, one.version, false);
  try {
    transaction.db().execute("DELETE FROM " + std::string(what.sql_table) + " WHERE id = $1", {one.id});
  } catch (const store::constraint_error& error) {
    explain_refusal(error, what.name, true);
  }
  transaction.journal({.action = "remove_" + std::string(what.name), .subject_kind = std::string(what.name), .subject_id = one.id});
  keep_noun(transaction, what, one, true);
  transaction.publish({.topic = std::string(what.name),
                       .subject_id = one.id,
                       .area_path = one.area_path,
                       .permission = std::string(may_read_duty),
                       .payload = R"({"id":")" + one.id + R"(","removed":true})"});
  return {.status = 204};
}

// The words an operation's name, address and summary are made of; they live as long as the program.
struct noun_operations {
  std::string_view list, get, create, update, remove;  // names: list_forces, …
  std::string_view path, path_of_one;                  // /api/forces, /api/forces/{id}
  std::string_view summary;                            // "Forces on duty."
};

// GET list, GET one, POST, PATCH, DELETE.
template <class T>
std::vector<operation::definition> operations_of(const noun<T>& what, const noun_operations& words) {
  using operation::request;
  std::vector<operation::query_parameter> parameters = {{"limit", "1 to 500, 100 when left out"}, {"after", "the last page's next"}};
  for (const auto& one : what.filters) parameters.push_back({one.name, one.summary});
  operation::definition list{.name = words.list, .method = "GET", .path = words.path, .summary = words.summary, .permission = may_read_duty};
  list.output = &table_of<T>();
  list.output_shape = operation::shape::list;
  list.parameters = parameters;
  list.read = [&what](const request& asked, store::connection& db) { return list_answer(db, what, asked); };
  operation::definition get{.name = words.get, .method = "GET", .path = words.path_of_one, .summary = "One of them.", .permission = may_read_duty};
  get.output = &table_of<T>();
  get.read = [&what](const request& asked, store::connection& db) { return show_one(get_one(db, what, asked.who, may_read_duty, asked.part("id"))); };
  operation::definition create{.name = words.create, .method = "POST", .path = words.path, .summary = "Adds one.", .permission = may_write_duty};
  create.input = create.output = &table_of<T>();
  create.write = [&what, create_name = words.create, path = words.path](const request& asked, store::transaction& t, void*) {
    auto one = record::from_json<T>(asked.body);
    one.version = 0;
    const auto stored = put_one(t, what, asked.who, std::move(one), create_name);
    auto given = show_one(stored, 201);
    given.location = std::string(path) + "/" + stored.id;
    return given;
  };
  operation::definition update{
      .name = words.update, .method = "PATCH", .path = words.path_of_one, .summary = "Changes one.", .permission = may_write_duty};
  update.input = update.output = &table_of<T>();
  update.needs_version = true;
  update.write = [&what, name = words.update](const request& asked, store::transaction& t, void*) {
    auto one = get_one(t.db(), what, asked.who, may_write_duty, asked.part("id"));
    operation::check_version(asked, one.version, true);
    record::patch_json(asked.body, table_of<T>(), &one);
    return show_one(put_one(t, what, asked.who, std::move(one), name));
  };
  operation::definition remove{.name = words.remove,
                               .method = "DELETE",
                               .path = words.path_of_one,
                               .summary = "Removes one nothing refers to; what served is ended instead.",
                               .permission = may_write_duty};
  remove.output_shape = operation::shape::none;
  remove.write = [&what](const request& asked, store::transaction& t, void*) { return remove_one(t, what, asked); };
  return {std::move(list), std::move(get), std::move(create), std::move(update), std::move(remove)};
}

}  // namespace duty
