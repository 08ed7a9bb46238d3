#include "foundation/base/problem.h"
#include "town/access/access_store.h"

namespace accounts {
namespace {

constexpr std::string_view token_columns =
    "t.id, t.name, t.account_id, t.permissions, t.created_at, t.created_by, t.expires_at, t.last_used_at, a.name";

session_row session_in(const store::rows& found) {
  return {.id = found.text(0, 0),
          .token_sha256 = found.text(0, 1),
          .account_id = found.text(0, 2),
          .created_at = {found.integer(0, 3)},
          .last_seen_at = {found.integer(0, 4)},
          .expires_at = {found.integer(0, 5)}};
}

api_token token_in(std::span<const record::value> cells) {
  auto one = record::load<api_token>(cells);
  one.account_name = std::get<std::string>(cells.back());
  return one;
}

std::vector<placed_grant> placed_grants(store::connection& db, const std::string& account_id) {
  const auto found = db.query("SELECT role, area_path FROM role_grants WHERE account_id = $1", {account_id});
  std::vector<placed_grant> out;
  for (std::size_t i = 0; i < found.size(); ++i) out.push_back({.role = found.text(i, 0), .area_path = found.text(i, 1)});
  return out;
}

// The columns both queries begin with: s.id, account id, name, display_name, language, access_version, disabled, seen, end.
identity identity_in(const store::rows& found) {
  identity out{.id = found.text(0, 0),
               .account_id = found.text(0, 1),
               .account_name = found.text(0, 2),
               .display_name = found.text(0, 3),
               .language = found.text(0, 4),
               .access_version = found.integer(0, 5),
               .disabled = found.boolean(0, 6),
               .last_seen_at = {found.integer(0, 7)},
               .expires_at = {},
               .grants = {}};
  if (!found.null(0, 8)) out.expires_at = base::instant{found.integer(0, 8)};
  return out;
}

}  // namespace

void insert_session(store::connection& db, const session_row& one) {
  db.execute("INSERT INTO sessions (id, token_sha256, account_id, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
             {one.id, one.token_sha256, one.account_id, one.created_at.us, one.last_seen_at.us, one.expires_at.us});
}

bool delete_session(store::connection& db, std::string_view id) { return db.execute("DELETE FROM sessions WHERE id = $1", {std::string(id)}) > 0; }

std::int64_t delete_sessions_of(store::connection& db, std::string_view account_id) {
  return db.execute("DELETE FROM sessions WHERE account_id = $1", {std::string(account_id)});
}

std::int64_t trim_sessions(store::connection& db, std::string_view account_id, base::instant now, const settings& how) {
  const std::string id(account_id);
  db.execute("DELETE FROM sessions WHERE account_id = $1 AND (expires_at <= $2 OR last_seen_at <= $3)",
             {id, now.us, (now - how.idle_timeout - base::minutes(2)).us});
  return db.execute(
      "DELETE FROM sessions WHERE account_id = $1 AND id NOT IN (SELECT id FROM sessions WHERE account_id = $1 ORDER BY created_at DESC, id DESC "
      "LIMIT $2)",
      {id, static_cast<std::int64_t>(how.sessions_per_account)});
}

std::optional<session_row> find_session(store::connection& db, std::string_view id) {
  const auto found =
      db.query("SELECT id, token_sha256, account_id, created_at, last_seen_at, expires_at FROM sessions WHERE id = $1", {std::string(id)});
  if (found.empty()) return std::nullopt;
  return session_in(found);
}

void insert_token(store::connection& db, const api_token& one, std::string_view token_sha256) {
  auto cells = record::bind(one);
  cells.emplace_back(std::string(token_sha256));
  const auto& table = record_of(&one);
  db.execute("INSERT INTO api_tokens (" + record::column_list(table) + ", token_sha256) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", cells);
}

std::vector<api_token> list_tokens(store::connection& db, const operation::page& page) {
  const auto found = db.query(
      "SELECT " + std::string(token_columns) + " FROM api_tokens t JOIN accounts a ON a.id = t.account_id WHERE t.id > $1 ORDER BY t.id LIMIT $2",
      {page.after, static_cast<std::int64_t>(page.limit) + 1});
  std::vector<api_token> out;
  for (std::size_t i = 0; i < found.size(); ++i) out.push_back(token_in(found[i]));
  return out;
}

api_token get_token(store::connection& db, std::string_view id) {
  const auto found = db.query("SELECT " + std::string(token_columns) + " FROM api_tokens t JOIN accounts a ON a.id = t.account_id WHERE t.id = $1",
                              {std::string(id)});
  if (found.empty()) throw base::not_found("token");
  return token_in(found[0]);
}

void delete_token(store::connection& db, std::string_view id) { db.execute("DELETE FROM api_tokens WHERE id = $1", {std::string(id)}); }

void delete_ended_tokens(store::connection& db, std::string_view name, base::instant now) {
  db.execute("DELETE FROM api_tokens WHERE name = $1 AND expires_at < $2", {std::string(name), now.us});
}

std::optional<identity> find_session_identity(store::connection& db, std::string_view token_sha256) {
  const auto found = db.query(
      "SELECT s.id, a.id, a.name, a.display_name, a.language, a.access_version, a.disabled, s.last_seen_at, s.expires_at FROM sessions s "
      "JOIN accounts a ON a.id = s.account_id WHERE s.token_sha256 = $1",
      {std::string(token_sha256)});
  if (found.empty()) return std::nullopt;
  auto out = identity_in(found);
  out.grants = permissions_within(placed_grants(db, out.account_id));
  return out;
}

std::optional<identity> find_token_identity(store::connection& db, std::string_view token_sha256) {
  const auto found = db.query(
      "SELECT t.id, a.id, a.name, a.display_name, a.language, a.access_version, a.disabled, t.last_used_at, t.expires_at, t.permissions "
      "FROM api_tokens t JOIN accounts a ON a.id = t.account_id WHERE t.token_sha256 = $1",
      {std::string(token_sha256)});
  if (found.empty()) return std::nullopt;
  auto out = identity_in(found);
  api_token scope;
  for (const auto& one : record_of(&scope).fields) {
    if (one.options.name != "permissions") continue;
    const record::table only{.name = "permissions", .summary = "", .fields = std::span(&one, 1)};
    record::load(only, &scope, found[0].subspan(9));
  }
  out.grants = permissions_within(placed_grants(db, out.account_id), scope.permissions);
  return out;
}

void prune(store::transaction& within, const settings& how) {
  const auto now = within.now();
  within.db().execute("DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2", {now.us, (now - how.idle_timeout - base::minutes(2)).us});
  within.db().execute("DELETE FROM sign_in_failures WHERE last_at <= $1 AND (locked_until IS NULL OR locked_until <= $2)",
                      {(now - how.failure_memory).us, now.us});
}

}  // namespace accounts
