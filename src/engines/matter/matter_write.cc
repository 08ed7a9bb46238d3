#include <boost/json/serialize.hpp>

#include <algorithm>

#include "engines/matter/matter_rows.h"
#include "foundation/base/problem.h"
#include "foundation/store/row_batch.h"

// How a case is written: only what differs from what was read.
namespace matter {
namespace {

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
  for (const auto& path : before) {
    if (std::ranges::find(after.joint, path) != after.joint.end()) continue;
    work.db().execute("DELETE FROM matter_desks WHERE matter_id = $1 AND desk_path = $2", {after.what.id, path});
    work.publish({.topic = "matter",
                  .subject_id = after.what.id,
                  .area_path = path,
                  .permission = std::string(may_read),
                  .payload = R"({"id":")" + after.what.id + R"(","gone":true})"});  // it may read no more of it
  }
  for (const auto& path : after.joint) {
    if (std::ranges::find(before, path) != before.end()) continue;
    work.db().execute("INSERT INTO matter_desks (matter_id, desk_path, added_at) VALUES ($1, $2, $3)", {after.what.id, path, work.now().us});
  }
}

void write_turns(store::connection& db, const matter_record& what, std::span<const turn> turns) {
  store::row_batch rows(db, "matter_turns", "matter_id, role, desk_path, due_at, signs, barred", "");
  for (const auto& one : turns) rows.add({what.id, one.role, one.desk_path, what.due_at ? what.due_at->us : never, one.signs, one.barred});
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
  publish(work, one.what, one.joint);
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
  publish(work, after.what, after.joint);
}

}  // namespace matter
