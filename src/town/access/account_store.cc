
#include "foundation/base/problem.h"
#include "foundation/seal/hash.h"
#include "town/access/access_store.h"

namespace accounts {
namespace {

constexpr std::string_view account_columns =
    "a.id, a.name, a.display_name, a.language, a.disabled, a.must_change_password, a.last_login_at, a.password_changed_at, a.created_at, a.version";

std::optional<credentials> credentials_in(const store::rows& found) {
  if (found.empty()) return std::nullopt;
  return credentials{.account_id = found.text(0, 0),
                     .name = found.text(0, 1),
                     .password_hash = found.text(0, 2),
                     .disabled = found.boolean(0, 3),
                     .must_change_password = found.boolean(0, 4),
                     .password_changed_at = {found.integer(0, 5)}};
}

std::vector<role_grant> grants_of(store::connection& db, const std::string& account_id) {
  const auto found = db.query("SELECT role, area_id FROM role_grants WHERE account_id = $1 ORDER BY role, area_path", {account_id});
  std::vector<role_grant> out;
  for (std::size_t i = 0; i < found.size(); ++i) {
    role_grant one{.role = found.text(i, 0), .area_id = {}};
    if (!found.null(i, 1)) one.area_id = found.text(i, 1);
    out.push_back(std::move(one));
  }
  return out;
}

void complete(store::connection& db, account& one, base::instant now) {
  one.grants = grants_of(db, one.id);
  const auto count = load_failures(db, name_digest(one.name));
  if (is_locked(count, now)) one.locked_until = count.locked_until;
}

void insert_grants(store::connection& db, const account& one, const area_path_finder& areas) {
  std::vector<base::wrong_field> wrong;
  for (std::size_t i = 0; i < one.grants.size(); ++i) {
    const auto& grant = one.grants[i];
    const auto path = grant.area_id ? areas(db, *grant.area_id) : std::optional<std::string>("/");
    if (!path) {
      wrong.push_back({"/grants/" + std::to_string(i) + "/area_id", "unknown", "there is no such area"});
      continue;
    }
    const record::value area_id = grant.area_id ? record::value(*grant.area_id) : record::value();
    db.execute("INSERT INTO role_grants (account_id, role, area_id, area_path) VALUES ($1, $2, $3, $4)", {one.id, grant.role, area_id, *path});
  }
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
}

}  // namespace

std::optional<credentials> find_credentials(store::connection& db, std::string_view stored_name) {
  return credentials_in(db.query("SELECT id, name, password_hash, disabled, must_change_password, password_changed_at FROM accounts WHERE name = $1",
                                 {std::string(stored_name)}));
}

std::optional<credentials> find_credentials_by_id(store::connection& db, std::string_view account_id) {
  return credentials_in(db.query("SELECT id, name, password_hash, disabled, must_change_password, password_changed_at FROM accounts WHERE id = $1",
                                 {std::string(account_id)}));
}

account get_account(store::connection& db, std::string_view id, base::instant now) {
  const auto found = db.query("SELECT " + std::string(account_columns) + " FROM accounts a WHERE a.id = $1", {std::string(id)});
  if (found.empty()) throw base::not_found("account");
  auto one = record::load<account>(found[0]);
  complete(db, one, now);
  return one;
}

std::vector<account> list_accounts(store::connection& db, const operation::page& page, base::instant now) {
  const auto found = db.query("SELECT " + std::string(account_columns) + " FROM accounts a WHERE a.name > $1 ORDER BY a.name LIMIT $2",
                              {page.after, static_cast<std::int64_t>(page.limit) + 1});
  std::vector<account> out;
  for (std::size_t i = 0; i < found.size(); ++i) {
    out.push_back(record::load<account>(found[i]));
    complete(db, out.back(), now);
  }
  return out;
}

bool has_accounts(store::connection& db) { return !db.query("SELECT 1 FROM accounts LIMIT 1").empty(); }

void insert_account(store::transaction& within, const account& one, std::string_view password_hash, const area_path_finder& areas) {
  auto& db = within.db();
  if (!db.query("SELECT 1 FROM accounts WHERE name = $1", {one.name}).empty()) {
    throw base::conflict("name_taken", "There is an account of this name already.", one.name);
  }
  db.execute(
      "INSERT INTO accounts (id, name, display_name, language, disabled, password_hash, password_changed_at, must_change_password, created_at, "
      "access_version, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 1)",
      {one.id, one.name, one.display_name, one.language, one.disabled, std::string(password_hash), one.password_changed_at.us,
       one.must_change_password, one.created_at.us});
  insert_grants(db, one, areas);
}

void update_account(store::transaction& within, const account& one, bool grants, const area_path_finder& areas) {
  auto& db = within.db();
  db.execute("UPDATE accounts SET display_name = $2, language = $3, disabled = $4, version = version + 1 WHERE id = $1",
             {one.id, one.display_name, one.language, one.disabled});
  if (grants) {
    db.execute("DELETE FROM role_grants WHERE account_id = $1", {one.id});
    insert_grants(db, one, areas);
  }
  announce_access_change(within, one.id, grants ? "grants" : "account");
}

void set_password(store::transaction& within, std::string_view account_id, std::string_view password_hash, bool must_change) {
  within.db().execute("UPDATE accounts SET password_hash = $2, password_changed_at = $3, must_change_password = $4 WHERE id = $1",
                      {std::string(account_id), std::string(password_hash), within.now().us, must_change});
  announce_access_change(within, account_id, "password");
}

void refresh_password_hash(store::connection& db, std::string_view account_id, std::string_view password_hash) {
  db.execute("UPDATE accounts SET password_hash = $2 WHERE id = $1", {std::string(account_id), std::string(password_hash)});
}

void note_login(store::transaction& within, std::string_view account_id) {
  within.db().execute("UPDATE accounts SET last_login_at = $2 WHERE id = $1", {std::string(account_id), within.now().us});
}

void announce_access_change(store::transaction& within, std::string_view account_id, std::string_view change) {
  within.db().execute("UPDATE accounts SET access_version = access_version + 1 WHERE id = $1", {std::string(account_id)});
  std::string payload = R"({"account_id":")" + std::string(account_id) + R"(","change":")" + std::string(change) + "\"}";
  within.publish({.topic = std::string(access_topic),
                  .subject_id = std::string(account_id),
                  .area_path = "",
                  .permission = "account.read",
                  .payload = std::move(payload)});
}

std::string name_digest(std::string_view stored_name) { return seal::to_hex(seal::sha256(stored_name)); }

failure_count load_failures(store::connection& db, std::string_view digest) {
  const auto found = db.query("SELECT failures, last_at, locked_until FROM sign_in_failures WHERE name_sha256 = $1", {std::string(digest)});
  if (found.empty()) return {};
  failure_count count{.failures = found.integer(0, 0), .last_at = {found.integer(0, 1)}, .locked_until = {}};
  if (!found.null(0, 2)) count.locked_until = base::instant{found.integer(0, 2)};
  return count;
}

void save_failures(store::connection& db, std::string_view digest, const failure_count& count) {
  std::vector<record::value> parameters{std::string(digest), count.failures, count.last_at.us, record::value()};
  if (count.locked_until) parameters.back() = count.locked_until->us;
  db.execute(
      "INSERT INTO sign_in_failures (name_sha256, failures, last_at, locked_until) VALUES ($1, $2, $3, $4) ON CONFLICT (name_sha256) DO UPDATE "
      "SET failures = excluded.failures, last_at = excluded.last_at, locked_until = excluded.locked_until",
      parameters);
}

bool clear_failures(store::connection& db, std::string_view digest) {
  return db.execute("DELETE FROM sign_in_failures WHERE name_sha256 = $1", {std::string(digest)}) > 0;
}

}  // namespace accounts
