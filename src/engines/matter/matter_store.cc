#include "engines/matter/matter_store.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include "foundation/base/problem.h"

namespace matter {
namespace {

template <class T>
const record::table& table_of() {
  return record_of(static_cast<const T*>(nullptr));
}

template <class T>
std::vector<T> children(store::connection& db, const std::string& sql_table, const std::string& matter_id, const std::string& rest) {
  const auto rows = db.query("SELECT " + record::column_list(table_of<T>()) + " FROM " + sql_table + " WHERE matter_id = $1" + rest, {matter_id});
  std::vector<T> all(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) record::load(table_of<T>(), &all[i], rows[i]);
  return all;
}

deed deed_of(deed out, const std::string& by, const std::string& detail) {
  const auto parsed = boost::json::parse(detail);
  const auto& known = parsed.as_object();
  const auto text = [&](const char* name) {
    const auto* found = known.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
  };
  out.stage = text("from");
  out.to = text("to");
  if (const auto* fields = known.if_contains("fields")) {
    for (const auto& [name, content] : fields->as_object()) out.said.emplace_back(name);
  }
  const auto* hands = known.if_contains("signed");
  if (hands == nullptr) {
    out.by.push_back(by);
    return out;
  }
  for (const auto& one : hands->as_array()) out.by.emplace_back(one.at("account").as_string());
  return out;
}

std::string text_in(const std::string& detail, const char* name) {
  const auto parsed = boost::json::parse(detail);
  const auto* found = parsed.as_object().if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

// What the rules must know of the past: steps, which of them came before a file, desks that handed it on, who asked.
void read_past(store::connection& db, matter_case& one) {
  const auto rows = db.query(
      "SELECT kind, code, round, by_account, detail, at FROM matter_lines WHERE matter_id = $1"
      " AND kind IN ('step', 'evidence', 'referred', 'returned', 'ruled', 'asked') ORDER BY id",
      {one.what.id});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto &kind = rows.text(i, 0), &detail = rows.text(i, 4);
    const bool of_this_round = rows.integer(i, 2) == one.what.round;
    if (kind == "step") {
      deed done{.step = rows.text(i, 1), .stage = {}, .to = {}, .by = {}, .round = rows.integer(i, 2), .at = {rows.integer(i, 5)}};
      one.deeds.push_back(deed_of(std::move(done), rows.text(i, 3), detail));
    } else if (kind == "evidence") {
      const auto file = std::ranges::find(one.files, text_in(detail, "evidence_id"), &evidence::id);
      if (file != one.files.end()) file->after = one.deeds.size();
    } else if (kind == "asked") {
      one.asked_by = rows.text(i, 3);
    } else if (kind == "ruled") {
      one.had.clear();
    } else if (const auto from = text_in(detail, "from"); of_this_round && !from.empty()) {
      one.had.push_back(from);
    }
  }
}

}  // namespace

std::vector<matter_record> read_matters(store::connection& db, const operation::caller* who, clause what) {
  if (who != nullptr) what.where = seen_by(*who, what.parameters) + " AND " + what.where;
  const auto rows = db.query("SELECT " + record::column_list(table_of<matter_record>(), "m.") +
                                 ", a.name, p.name, h.display_name, l.display_name FROM matters m LEFT JOIN areas a ON a.id = m.area_id"
                                 " LEFT JOIN places p ON p.id = m.place_id LEFT JOIN accounts h ON h.id = m.handler"
                                 " LEFT JOIN accounts l ON l.id = m.leader WHERE " +
                                 what.where + what.order,
                             what.parameters);
  std::vector<matter_record> out(rows.size());
  const auto name = [&](std::size_t row, std::size_t column) {
    return rows.null(row, column) ? std::optional<std::string>() : std::optional(rows.text(row, column));
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto column = record::load(table_of<matter_record>(), &out[i], rows[i]);
    out[i].area_name = rows.text(i, column);
    out[i].place_name = name(i, column + 1);
    out[i].handler_name = name(i, column + 2);
    out[i].leader_name = name(i, column + 3);
  }
  return out;
}

std::string seen_by(const operation::caller& who, std::vector<store::value>& parameters) {
  const auto own = who.condition(may_read, "m.area_path", parameters);
  const auto joint = who.condition(may_read, "d.desk_path", parameters);
  return "(" + own + " OR EXISTS (SELECT 1 FROM matter_desks d WHERE d.matter_id = m.id AND " + joint + "))";
}

std::optional<matter_record> find_matter(store::connection& db, const operation::caller* who, std::string_view id) {
  clause what;
  what.parameters.emplace_back(std::string(id));
  what.where = "m.id = $1";
  if (who != nullptr) what.where += " AND " + seen_by(*who, what.parameters);
  auto found = read_matters(db, nullptr, std::move(what));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

matter_record get_matter(store::connection& db, const operation::caller* who, std::string_view id) {
  auto found = find_matter(db, who, id);
  if (!found) throw base::not_found("matter " + std::string(id));
  return std::move(*found);
}

matter_case load_case(store::connection& db, matter_record what) {
  matter_case one;
  const auto id = what.id;
  one.fields = boost::json::parse(what.fields.text).as_object();
  one.what = std::move(what);
  one.clocks = children<running_clock>(db, "matter_clocks", id, " ORDER BY serial");
  one.signatures = children<signature>(db, "matter_signatures", id, " ORDER BY signed_at, account_id");
  one.receipts = children<receipt>(db, "matter_receipts", id, " ORDER BY serial");
  one.files = children<evidence>(db, "matter_evidence", id, " AND removed_at IS NULL ORDER BY id");
  read_past(db, one);
  const auto desks = db.query("SELECT desk_path FROM matter_desks WHERE matter_id = $1 ORDER BY added_at, desk_path", {id});
  for (std::size_t i = 0; i < desks.size(); ++i) one.joint.push_back(desks.text(i, 0));
  return one;
}

std::vector<line> list_lines(store::connection& db, const std::string& matter_id) {
  const auto rows = db.query(
      "SELECT id, at, kind, code, round, by_account, by_name, text_zh, text_en, reason, detail FROM matter_lines WHERE matter_id = $1 ORDER BY id",
      {matter_id});
  std::vector<line> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.push_back({.id = rows.text(i, 0),
                   .at = {rows.integer(i, 1)},
                   .kind = rows.text(i, 2),
                   .code = rows.text(i, 3),
                   .round = rows.integer(i, 4),
                   .by = rows.text(i, 5),
                   .by_name = rows.text(i, 6),
                   .text = {.zh = rows.text(i, 7), .en = rows.text(i, 8)},
                   .reason = rows.text(i, 9),
                   .detail = {.text = rows.text(i, 10)}});
  }
  return out;
}

std::vector<link> list_links(store::connection& db, const operation::caller& who, const std::string& matter_id) {
  std::vector<store::value> parameters{matter_id};
  const auto seen = seen_by(who, parameters);
  const auto rows = db.query(
      "SELECT m.id, m.number, m.title, l.kind, CASE WHEN l.from_id = $1 THEN 'to' ELSE 'from' END, m.ended_at IS NULL FROM matter_links l"
      " JOIN matters m ON m.id = CASE WHEN l.from_id = $1 THEN l.to_id ELSE l.from_id END"
      " WHERE (l.from_id = $1 OR l.to_id = $1) AND " +
          seen + " ORDER BY l.linked_at, m.id",
      parameters);
  std::vector<link> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.push_back({.matter_id = rows.text(i, 0),
                   .number = rows.text(i, 1),
                   .title = rows.text(i, 2),
                   .kind = rows.text(i, 3),
                   .direction = rows.text(i, 4),
                   .open = rows.boolean(i, 5)});
  }
  return out;
}

void hold_both(store::connection& db, const std::string& one, const std::string& other) {
  if (db.kind() == store::engine::sqlite) return;  // it has one writer
  db.query("SELECT id FROM matters WHERE id IN ($1, $2) ORDER BY id FOR UPDATE", {one, other});
}

bool is_linked(store::connection& db, const std::string& one, const std::string& other, const std::string& kind) {
  return !db.query("SELECT from_id FROM matter_links WHERE kind = $3 AND ((from_id = $1 AND to_id = $2) OR (from_id = $2 AND to_id = $1))",
                   {one, other, kind})
              .empty();
}

void put_link(store::transaction& work, const std::string& from, const std::string& to, const std::string& kind, const std::string& by) {
  work.db().execute("INSERT INTO matter_links (from_id, to_id, kind, linked_at, linked_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                    {from, to, kind, work.now().us, by});
}

bool is_evidence_elsewhere(store::connection& db, const std::string& matter_id, const std::string& file_id) {
  return !db.query(
                "SELECT e.id FROM matter_evidence e WHERE e.file_id = $2 AND e.matter_id <> $1 AND e.removed_at IS NULL AND NOT EXISTS"
                " (SELECT 1 FROM matter_links l WHERE (l.from_id = $1 AND l.to_id = e.matter_id) OR (l.to_id = $1 AND l.from_id = e.matter_id)) "
                "LIMIT 1",
                {matter_id, file_id})
              .empty();
}

void put_evidence(store::connection& db, const std::string& matter_id, const evidence& one) {
  db.execute(
      "INSERT INTO matter_evidence (id, matter_id, code, kind, file_id, name, round, added_at, added_by, added_name) VALUES ($1, $2, $3, $4, $5, $6,"
      " $7, $8, $9, $10)",
      {one.id, matter_id, one.code, one.kind, one.file_id, one.name, one.round, one.added_at.us, one.added_by, one.added_name});
}

void remove_evidence(store::connection& db, const std::string& id, base::instant at) {
  db.execute("UPDATE matter_evidence SET removed_at = $1 WHERE id = $2", {at.us, id});
}

std::string next_number(store::connection& db, const std::string& prefix, int year) {
  const auto series = prefix + "-" + std::to_string(year);
  const auto rows = db.query(
      "INSERT INTO matter_numbers (series, last) VALUES ($1, 1) ON CONFLICT (series) DO UPDATE SET last = matter_numbers.last + 1 RETURNING last",
      {series});
  auto serial = std::to_string(rows.integer(0, 0));
  if (serial.size() < 6) serial.insert(0, 6 - serial.size(), '0');
  return series + "-" + serial;
}

std::vector<std::string> list_merged(store::connection& db, const std::string& id) {
  const auto rows = db.query(
      "WITH RECURSIVE inside (id) AS (SELECT l.from_id FROM matter_links l WHERE l.to_id = $1 AND l.kind = 'merged'"
      " UNION SELECT l.from_id FROM matter_links l JOIN inside i ON l.to_id = i.id WHERE l.kind = 'merged') SELECT id FROM inside",
      {id});
  std::vector<std::string> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(rows.text(i, 0));
  return out;
}

void publish(store::transaction& work, const matter_record& one, std::span<const std::string> joint) {
  const auto to = [&](const std::string& path) {
    work.publish({.topic = "matter", .subject_id = one.id, .area_path = path, .permission = std::string(may_read), .payload = record::to_json(one)});
  };
  to(one.area_path);
  for (const auto& path : joint) {
    if (!one.area_path.starts_with(path)) to(path);
  }
}

}  // namespace matter
