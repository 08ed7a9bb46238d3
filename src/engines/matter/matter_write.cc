#include <boost/json/serialize.hpp>

#include <algorithm>
#include <limits>
#include <map>

#include "engines/matter/matter_store.h"
#include "foundation/base/id.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/store/row_batch.h"
#include "foundation/store/row_changes.h"

// How a case is written: only what differs from what was read.
namespace matter {
namespace {

template <class T>
const record::table& table_of() {
  return record_of(static_cast<const T*>(nullptr));
}

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

template <class T>
std::vector<store::value> child_row(const std::string& matter_id, const T& one) {
  auto row = record::bind(one);
  row.insert(row.begin(), matter_id);
  return row;
}

template <class T>
std::string child_columns() {
  return "matter_id, " + record::column_list(table_of<T>());
}

// "a = excluded.a, b = excluded.b" of all columns.
std::string overwrite(const std::string& columns) {
  std::string out, name;
  for (const char c : columns + ",") {
    if (c != ',') {
      if (c != ' ') name += c;
      continue;
    }
    out += (out.empty() ? "" : ", ") + name + " = excluded." + name;
    name.clear();
  }
  return out;
}

store::row_batch clock_writer(store::connection& db) {
  const auto columns = child_columns<running_clock>();
  return {db, "matter_clocks", columns, " ON CONFLICT (matter_id, serial) DO UPDATE SET " + overwrite(columns)};
}

void write_clocks(store::row_batch& to, const matter_case* before, const matter_case& after) {
  for (const auto& clock : after.clocks) {
    const bool same = before != nullptr && std::ranges::find(before->clocks, clock) != before->clocks.end();
    if (!same) to.add(child_row(after.what.id, clock));
  }
}

std::string last_line(store::connection& db, const std::string& matter_id) {
  const auto rows = db.query("SELECT id FROM matter_lines WHERE matter_id = $1 ORDER BY id DESC LIMIT 1", {matter_id});
  return rows.empty() ? std::string() : rows.text(0, 0);
}

constexpr std::size_t together = 500;

// "$1, … $500" for the ids from here on, filled up with the last: one statement for every group.
std::string group_of(std::span<const std::string> ids, std::size_t at, std::vector<store::value>& parameters) {
  std::string list;
  for (std::size_t i = 0; i < together; ++i) {
    parameters.emplace_back(ids[std::min(at + i, ids.size() - 1)]);
    list += (list.empty() ? "$" : ", $") + std::to_string(parameters.size());
  }
  return list;
}

std::map<std::string, std::string> last_lines(store::connection& db, std::span<const std::string> ids) {
  std::map<std::string, std::string> out;
  for (std::size_t at = 0; at < ids.size(); at += together) {
    std::vector<store::value> parameters;
    const auto list = group_of(ids, at, parameters);
    const auto rows = db.query(
        "SELECT m.id, (SELECT l.id FROM matter_lines l WHERE l.matter_id = m.id ORDER BY l.id DESC LIMIT 1) FROM matters m"
        " WHERE m.id IN (" +
            list + ")",
        parameters);
    for (std::size_t i = 0; i < rows.size(); ++i) out[rows.text(i, 0)] = rows.text(i, 1);
  }
  return out;
}

store::row_batch line_writer(store::connection& db) {
  return {db, "matter_lines", "id, matter_id, at, kind, code, round, by_account, by_name, text_zh, text_en, reason, detail", ""};
}

// A timeline is in the order of its ids: each behind the last, also when the machine's clock went back before a restart.
void write_lines(store::row_batch& to, store::transaction& work, const std::string& matter_id, std::span<const line> lines, std::string last = {}) {
  for (const auto& one : lines) {
    last = base::id_behind(last, work.new_id());
    to.add({last, matter_id, one.at.us, one.kind, one.code, one.round, one.by, one.by_name, one.text.zh, one.text.en, one.reason, one.detail.text});
  }
}

void write_signatures(store::connection& db, const std::vector<signature>& before, const matter_case& after) {
  if (before == after.signatures) return;
  db.execute("DELETE FROM matter_signatures WHERE matter_id = $1", {after.what.id});
  store::row_batch rows(db, "matter_signatures", child_columns<signature>(), "");
  for (const auto& one : after.signatures) rows.add(child_row(after.what.id, one));
  rows.done();
}

void write_receipts(store::connection& db, const std::vector<receipt>& before, const matter_case& after) {
  if (before == after.receipts) return;
  const auto columns = child_columns<receipt>();
  store::row_batch rows(db, "matter_receipts", columns, " ON CONFLICT (matter_id, serial) DO UPDATE SET " + overwrite(columns));
  for (const auto& one : after.receipts) {
    if (std::ranges::find(before, one) == before.end()) rows.add(child_row(after.what.id, one));
  }
  rows.done();
}

void write_desks(store::transaction& work, const std::vector<std::string>& before, const matter_case& after) {
  for (const auto& path : after.joint) {
    if (std::ranges::find(before, path) != before.end()) continue;
    work.db().execute("INSERT INTO matter_desks (matter_id, desk_path, added_at) VALUES ($1, $2, $3)", {after.what.id, path, work.now().us});
  }
}

void write_turns(store::connection& db, const matter_record& what, std::span<const turn> turns) {
  store::row_batch rows(db, "matter_turns", "matter_id, role, desk_path, due_at, signs", "");
  for (const auto& one : turns) rows.add({what.id, one.role, one.desk_path, what.due_at ? what.due_at->us : never, one.signs});
  rows.done();
}

void update_row(store::connection& db, const matter_record& what) {
  auto parameters = record::bind(what);
  parameters.emplace_back(what.version - 1);
  const auto sql = record::update_sql(table_of<matter_record>(), "matters") + " AND version = $" + std::to_string(parameters.size());
  if (db.execute(sql, parameters) == 1) return;
  throw base::problem(409, "changed_meanwhile", "Somebody changed this at the same moment.", "Matter " + what.number + ".",
                      "Read it again and decide again.");
}

}  // namespace

void add_lines(store::transaction& work, const std::string& matter_id, std::span<const line> lines) {
  auto said = line_writer(work.db());
  write_lines(said, work, matter_id, lines, last_line(work.db(), matter_id));
  said.done();
}

namespace {

store::value time_or_null(const std::optional<base::instant>& at) { return at ? store::value(at->us) : store::value(); }

// Matters as they were and as they are now: the columns the scheduler changes; the due columns, which indexes follow, only when they moved.
void update_clocked(store::connection& db, std::span<const matter_case> before, std::span<const matter_case> after) {
  constexpr std::string_view noted =
      "matters SET escalated_path = v.column3, escalated_at = v.column4, updated_at = v.column5, version = v.column2 + 1";
  constexpr std::string_view this_edition = "matters.id = v.column1 AND matters.version = v.column2";
  constexpr std::string_view noted_as = "text,bigint,text,bigint,bigint";
  store::row_changes told(db, noted, this_edition, noted_as);
  store::row_changes moved(db, std::string(noted) + ", due_at = v.column6, due_clock = v.column7, provisional = v.column8", this_edition,
                           std::string(noted_as) + ",bigint,text,boolean");
  store::row_changes turns(db, "matter_turns SET due_at = v.column2", "matter_turns.matter_id = v.column1", "text,bigint");
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto &was = before[i].what, &what = after[i].what;
    std::vector<store::value> row = {what.id, what.version - 1, what.escalated_path ? store::value(*what.escalated_path) : store::value(),
                                     time_or_null(what.escalated_at), what.updated_at.us};
    if (what.due_at == was.due_at && what.due_clock == was.due_clock && what.provisional == was.provisional) {
      told.add(std::move(row));
      continue;
    }
    row.insert(row.end(), {time_or_null(what.due_at), what.due_clock, what.provisional});
    moved.add(std::move(row));
    turns.add({what.id, what.due_at ? what.due_at->us : never});
  }
  const auto changed = told.done() + moved.done();
  turns.done();
  if (changed == static_cast<std::int64_t>(after.size())) return;
  throw base::problem(409, "changed_meanwhile", "Somebody changed this at the same moment.", "A matter whose clock was due.", "It is done again.");
}

}  // namespace

void insert_case(store::transaction& work, matter_case& one, std::span<const turn> turns, std::span<const line> lines) {
  auto& db = work.db();
  one.what.fields.text = boost::json::serialize(one.fields);
  one.what.created_at = one.what.updated_at = work.now();
  one.what.version = 1;
  db.execute(record::insert_sql(table_of<matter_record>(), "matters"), record::bind(one.what));
  auto clocks = clock_writer(db);
  write_clocks(clocks, nullptr, one);
  clocks.done();
  write_receipts(db, {}, one);
  write_turns(db, one.what, turns);
  auto said = line_writer(db);
  write_lines(said, work, one.what.id, lines);
  said.done();
  publish(work, one.what);
}

void save_case(store::transaction& work, const matter_case& before, matter_case& after, std::span<const turn> turns, std::span<const line> lines) {
  auto& db = work.db();
  after.what.fields.text = boost::json::serialize(after.fields);
  after.what.updated_at = work.now();
  ++after.what.version;
  update_row(db, after.what);
  auto clocks = clock_writer(db);
  write_clocks(clocks, &before, after);
  clocks.done();
  write_signatures(db, before.signatures, after);
  write_receipts(db, before.receipts, after);
  write_desks(work, before.joint, after);
  db.execute("DELETE FROM matter_turns WHERE matter_id = $1", {after.what.id});
  write_turns(db, after.what, turns);
  auto said = line_writer(db);
  write_lines(said, work, after.what.id, lines, last_line(db, after.what.id));
  said.done();
  publish(work, after.what);
}

namespace {

// What counting changes of most clocks: what was noticed and when to look again.
class noted_clocks {
 public:
  explicit noted_clocks(store::connection& db)
      : whole_(clock_writer(db)),
        noted_(db, "matter_clocks SET warned_at = v.column3, overdue_at = v.column4, escalated = v.column5, next_at = v.column6",
               "matter_clocks.matter_id = v.column1 AND matter_clocks.serial = v.column2", "text,bigint,bigint,bigint,bigint,bigint") {}

  void add(const matter_case& before, const matter_case& after) {
    for (const auto& clock : after.clocks) {
      const auto was = std::ranges::find(before.clocks, clock.serial, &running_clock::serial);
      if (was != before.clocks.end() && *was == clock) continue;
      if (was == before.clocks.end() || !same_but_notes(*was, clock)) {
        whole_.add(child_row(after.what.id, clock));
        continue;
      }
      noted_.add(
          {after.what.id, clock.serial, time_or_null(clock.warned_at), time_or_null(clock.overdue_at), clock.escalated, time_or_null(clock.next_at)});
    }
  }

  void done() {
    whole_.done_later();
    noted_.done();
  }

 private:
  static bool same_but_notes(running_clock was, const running_clock& is) {
    was.warned_at = is.warned_at;
    was.overdue_at = is.overdue_at;
    was.escalated = is.escalated;
    was.next_at = is.next_at;
    return was == is;
  }
  store::row_batch whole_;
  store::row_changes noted_;
};

}  // namespace

void save_clocked(store::transaction& work, std::span<const matter_case> before, std::span<matter_case> after,
                  std::span<const std::vector<line>> lines) {
  auto& db = work.db();
  noted_clocks clocks(db);
  auto said = line_writer(db);
  std::vector<std::string> ids;
  for (const auto& one : after) ids.push_back(one.what.id);
  auto last = last_lines(db, ids);
  for (std::size_t i = 0; i < after.size(); ++i) {
    auto& what = after[i].what;
    clocks.add(before[i], after[i]);
    write_lines(said, work, what.id, lines[i], last[what.id]);
    what.updated_at = work.now();
    ++what.version;
    publish(work, what);
  }
  said.done_later();
  clocks.done();
  update_clocked(db, before, after);  // answers for them too
}

std::vector<matter_case> load_clocked(store::connection& db, std::span<const std::string> ids) {
  std::vector<matter_case> out;
  for (std::size_t at = 0; at < ids.size(); at += together) {
    clause what;
    const auto list = group_of(ids, at, what.parameters);
    what.where = "m.id IN (" + list + ") AND m.ended_at IS NULL";
    what.order = " ORDER BY m.id";
    const auto first = out.size();
    const auto parameters = what.parameters;
    for (auto& one : read_matters(db, nullptr, std::move(what))) {
      auto& next = out.emplace_back();
      next.what = std::move(one);
    }
    const auto rows = db.query("SELECT " + record::column_list(table_of<running_clock>()) + ", matter_id FROM matter_clocks WHERE matter_id IN (" +
                                   list + ") ORDER BY matter_id, serial",
                               parameters);
    std::size_t now = first;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      running_clock clock;
      const auto column = record::load(table_of<running_clock>(), &clock, rows[i]);
      const auto& id = rows.text(i, column);
      while (now < out.size() && out[now].what.id < id) ++now;
      if (now < out.size() && out[now].what.id == id) out[now].clocks.push_back(std::move(clock));
    }
  }
  return out;
}

}  // namespace matter
