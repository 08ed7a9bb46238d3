#include "engines/matter/inbox_store.h"

#include <algorithm>
#include <limits>

#include "engines/matter/live_catalogue.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace matter {
namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

struct key {
  std::int64_t due_at = std::numeric_limits<std::int64_t>::min();
  std::string id;
};

key key_of(const std::string& cursor) {
  if (cursor.empty()) return {};
  const auto comma = cursor.find(',');
  const auto due = comma == std::string::npos ? std::nullopt : base::parse_int(std::string_view(cursor).substr(0, comma));
  if (!due) throw base::bad_input({{"/after", "bad_cursor", "is not a cursor of this list; take `next` of the page before"}});
  return {.due_at = *due, .id = cursor.substr(comma + 1)};
}

// The parts of a question over turns or matters: rows (id, due_at) in order.
class question {
 public:
  question(const inbox_question& what, std::int64_t limit) : what_(what), from_(key_of(what.after)), limit_(limit) {}

  std::string sql() {
    switch (what_.tab) {
      case inbox_tab::mine: return over_matters("m.handler = " + mark(what_.who.account_id));
      case inbox_tab::led: return over_matters("m.leader = " + mark(what_.who.account_id));
      case inbox_tab::escalated:
        return over_matters("m.escalated_at IS NOT NULL AND m.due_at <= " + mark(what_.now.us) + " AND " +
                            what_.who.condition(permission_of("supervisor"), "m.escalated_path", parameters));
      case inbox_tab::listed: return over_matters("m.listed_at IS NOT NULL");
      default: return over_turns();
    }
  }

  std::vector<store::value> parameters;

 private:
  template <class T>
  std::string mark(T content) {
    parameters.emplace_back(std::move(content));
    return "$" + std::to_string(parameters.size());
  }

  std::string behind(const std::string& due, const std::string& id) {
    if (what_.after.empty()) return "";
    const auto first = mark(from_.due_at), second = mark(from_.id);
    return " AND (" + due + ", " + id + ") > (" + first + ", " + second + ")";
  }

  std::string of_kind(const std::string& id) {
    if (what_.kind.empty()) return "";
    return " AND EXISTS (SELECT 1 FROM matters k WHERE k.id = " + id + " AND k.kind = " + mark(what_.kind) + ")";
  }

  std::string over_matters(const std::string& condition) {
    std::string where = condition + " AND m.ended_at IS NULL AND " + seen_by(what_.who, parameters);
    if (!what_.kind.empty()) where += " AND m.kind = " + mark(what_.kind);
    // What is late has a due time: then the index gives the order.
    const std::string due = what_.tab == inbox_tab::escalated ? "m.due_at" : "COALESCE(m.due_at, " + std::to_string(never) + ")";
    where += behind(due, "m.id");
    return "SELECT m.id AS id, " + due + " AS due FROM matters m WHERE " + where + " ORDER BY due, id LIMIT " + mark(limit_);
  }

  std::string over_turns() {
    std::string all;
    for (const auto& role : catalogue_roles()) {
      if (!what_.who.may(permission_of(role.code))) continue;
      std::string where = "t.role = " + mark(role.code) + " AND " + what_.who.condition(permission_of(role.code), "t.desk_path", parameters);
      // What is due today ends with it: the first moment too late is the first of tomorrow.
      if (what_.tab == inbox_tab::today) where += " AND t.due_at <= " + mark(what_.today_ends.us) + " AND t.due_at > " + mark(what_.now.us);
      if (what_.tab == inbox_tab::overdue) where += " AND t.due_at <= " + mark(what_.now.us);
      if (what_.tab == inbox_tab::sign) {
        where += " AND t.signs AND ' ' || t.barred || ' ' NOT LIKE " + mark("% " + what_.who.account_id + " %");
      }
      where += of_kind("t.matter_id") + behind("t.due_at", "t.matter_id");
      all += (all.empty() ? "" : " UNION ") + std::string("SELECT * FROM (SELECT t.matter_id AS id, t.due_at AS due FROM matter_turns t WHERE ") +
             where + " ORDER BY t.due_at, t.matter_id LIMIT " + mark(limit_) + ") r" + std::to_string(parameters.size());
    }
    if (all.empty()) return "SELECT id, due_at AS due FROM matters WHERE FALSE";
    return "SELECT id, due FROM (" + all + ") u ORDER BY due, id LIMIT " + mark(limit_);
  }

  const inbox_question& what_;
  key from_;
  std::int64_t limit_;
};

std::vector<matter_record> in_order(store::connection& db, const operation::caller& who, const store::rows& rows) {
  if (rows.empty()) return {};
  clause what;
  std::string list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    what.parameters.emplace_back(rows.text(i, 0));
    list += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
  }
  what.where = "m.id IN (" + list + ") AND " + seen_by(who, what.parameters);
  auto found = read_matters(db, nullptr, std::move(what));
  std::vector<matter_record> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto one = std::ranges::find(found, rows.text(i, 0), &matter_record::id);
    if (one != found.end()) out.push_back(std::move(*one));
  }
  return out;
}

}  // namespace

inbox_page read_inbox(store::connection& db, const inbox_question& what) {
  question asked(what, static_cast<std::int64_t>(what.limit));
  const auto sql = asked.sql();
  const auto rows = db.query(sql, asked.parameters);
  inbox_page out{.items = in_order(db, what.who, rows), .next = {}};
  if (rows.size() >= what.limit) out.next = std::to_string(rows.integer(rows.size() - 1, 1)) + "," + rows.text(rows.size() - 1, 0);
  return out;
}

std::int64_t count_inbox(store::connection& db, const inbox_question& what, std::int64_t most) {
  question asked(what, most);
  const auto sql = asked.sql();
  return db.query("SELECT count(*) FROM (" + sql + ") n", asked.parameters).integer(0, 0);
}

}  // namespace matter
