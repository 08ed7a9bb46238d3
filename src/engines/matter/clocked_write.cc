#include <algorithm>
#include <map>

#include "engines/matter/matter_rows.h"
#include "foundation/base/problem.h"
#include "foundation/store/row_changes.h"

// Many matters at once whose clocks ran out: how they are read, and what of them is written.
namespace matter {
namespace {

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

// What is asked of each of them before its lines are written.
struct told_so_far {
  std::map<std::string, std::string> last_line;
  std::map<std::string, std::vector<std::string>> joint;  // of those few that have further desks
};

told_so_far read_told(store::connection& db, std::span<const std::string> ids) {
  told_so_far out;
  std::vector<std::string> with_desks;
  for (std::size_t at = 0; at < ids.size(); at += together) {
    std::vector<store::value> parameters;
    const auto list = group_of(ids, at, parameters);
    const auto rows = db.query(
        "SELECT m.id, (SELECT l.id FROM matter_lines l WHERE l.matter_id = m.id ORDER BY l.id DESC LIMIT 1), EXISTS (SELECT 1 FROM matter_desks d"
        " WHERE d.matter_id = m.id) FROM matters m WHERE m.id IN (" +
            list + ")",
        parameters);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      out.last_line[rows.text(i, 0)] = rows.text(i, 1);
      if (rows.boolean(i, 2)) with_desks.push_back(rows.text(i, 0));
    }
  }
  for (std::size_t at = 0; at < with_desks.size(); at += together) {
    std::vector<store::value> parameters;
    const auto list = group_of(with_desks, at, parameters);
    const auto rows = db.query("SELECT matter_id, desk_path FROM matter_desks WHERE matter_id IN (" + list + ")", parameters);
    for (std::size_t i = 0; i < rows.size(); ++i) out.joint[rows.text(i, 0)].push_back(rows.text(i, 1));
  }
  return out;
}

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
  auto told = read_told(db, ids);
  for (std::size_t i = 0; i < after.size(); ++i) {
    auto& what = after[i].what;
    clocks.add(before[i], after[i]);
    write_lines(said, work, what.id, lines[i], told.last_line[what.id]);
    what.updated_at = work.now();
    ++what.version;
    publish(work, what, told.joint[what.id]);
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
