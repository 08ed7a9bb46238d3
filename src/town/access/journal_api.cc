#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/seal/random.h"
#include "town/access/access_operations.h"

// The audit administrator's reading of the journal, and the list of all operations of access.
namespace accounts {
namespace {

using operation::answer;
using operation::request;

std::string first_node(store::connection& db) {
  const auto found = db.query("SELECT node FROM store_node ORDER BY node LIMIT 1");
  return found.empty() ? "" : found.text(0, 0);
}

// Newest first, one node's at a time: its numbers have no gaps, so a missing row would be seen.
answer read_journal(const request& in, store::connection& db) {
  const auto page = operation::page_of(in);
  const auto before = page.after.empty() ? std::optional<std::int64_t>(INT64_MAX) : base::parse_int(page.after);
  if (!before) throw base::bad_input({{"/after", "wrong_type", "must be a cursor given as next"}});
  const auto node = in.parameter("node");
  std::vector<store::value> parameters = {node.empty() ? first_node(db) : std::string(node), *before};
  std::string sql =
      "SELECT j.seq, j.node, j.at_us, j.account, coalesce(a.name, ''), j.action, j.subject_kind, j.subject_id, j.detail, j.remote, j.request_id "
      "FROM journal j LEFT JOIN accounts a ON a.id = j.account WHERE j.node = $1 AND j.seq < $2";
  constexpr std::pair<std::string_view, std::string_view> filters[] = {
      {"account", "j.account"}, {"operation", "j.action"}, {"subject", "j.subject_id"}};
  for (const auto& [name, column] : filters) {
    const auto wanted = in.parameter(name);
    if (wanted.empty()) continue;
    parameters.emplace_back(std::string(wanted));
    sql += " AND " + std::string(column) + " = $" + std::to_string(parameters.size());
  }
  parameters.emplace_back(static_cast<std::int64_t>(page.limit) + 1);
  sql += " ORDER BY j.seq DESC LIMIT $" + std::to_string(parameters.size());
  const auto found = db.query(sql, parameters);
  std::vector<journal_line> lines;
  for (std::size_t i = 0; i < found.size(); ++i) lines.push_back(record::load<journal_line>(found[i]));
  return list_answer(std::move(lines), page, [](const journal_line& last) { return std::to_string(last.seq); });
}

}  // namespace

operation::definition list_journal(const with&) {
  return {.name = "list_journal",
          .method = "GET",
          .path = "/api/journal",
          .summary = "Who did what on what, newest first.",
          .permission = "journal.read",
          .output = &record_of(static_cast<const journal_line*>(nullptr)),
          .output_shape = operation::shape::list,
          .parameters = {{.name = "limit", .summary = "items at most"},
                         {.name = "after", .summary = "the cursor given as next"},
                         {.name = "node", .summary = "whose journal; left out: the first node's"},
                         {.name = "account", .summary = "id of who did it"},
                         {.name = "operation", .summary = "what was done"},
                         {.name = "subject", .summary = "id of what it was done on"}},
          .read = [](const request& in, store::connection& db) { return read_journal(in, db); }};
}

std::shared_ptr<services> make_services(store::database& db, const base::clock& time, const settings& how, area_path_finder areas) {
  return std::shared_ptr<services>(new services{.db = db,
                                                .time = time,
                                                .how = how,
                                                .areas = std::move(areas),
                                                .gate = password_gate(how.cost),
                                                .decoy_hash = seal::hash_password(seal::random_password(), how.cost)});
}

std::vector<operation::definition> operations(const std::shared_ptr<services>& with) {
  auto out = session_operations(with);
  for (auto& one : account_operations(with)) out.push_back(std::move(one));
  for (auto& one : token_operations(with)) out.push_back(std::move(one));
  out.push_back(list_journal(with));
  return out;
}

}  // namespace accounts
