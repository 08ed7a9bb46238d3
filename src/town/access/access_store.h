#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/operation/operation.h"
#include "foundation/store/store.h"
#include "town/access/access.h"
#include "town/access/access_rules.h"

// Rows of access. Functions that take a connection within a write get the transaction's.
namespace accounts {

// The path of an area ("/…/") or nothing when there is no such area; area itself stands above this module.
using area_path_finder = std::function<std::optional<std::string>(store::connection&, std::string_view area_id)>;

// --- accounts ---
struct credentials {
  std::string account_id;
  std::string name;
  std::string password_hash;
  bool disabled = false;
  bool must_change_password = false;
  base::instant password_changed_at{};
};
std::optional<credentials> find_credentials(store::connection& db, std::string_view stored_name);
std::optional<credentials> find_credentials_by_id(store::connection& db, std::string_view account_id);

// The account with its grants and lock; 404 when there is none.
account get_account(store::connection& db, std::string_view id, base::instant now);
// By name, after the name `page.after`; one more than page.limit when there are more.
std::vector<account> list_accounts(store::connection& db, const operation::page& page, base::instant now);
bool has_accounts(store::connection& db);

// Inserts the account and its grants. 409 name_taken. Pointers of wrong areas are "/grants/<index>/area_id" (422).
void insert_account(store::transaction& within, const account& one, std::string_view password_hash, const area_path_finder& areas);
// Writes what an administrator edits (display name, language, disabled) and, when `grants` is set, the grants.
void update_account(store::transaction& within, const account& one, bool grants, const area_path_finder& areas);
void set_password(store::transaction& within, std::string_view account_id, std::string_view password_hash, bool must_change);
// The same password with another cost: nothing a session notices.
void refresh_password_hash(store::connection& db, std::string_view account_id, std::string_view password_hash);
void note_login(store::transaction& within, std::string_view account_id);

// Raises access_version and tells every session_cache to forget what it knows of the account.
void announce_access_change(store::transaction& within, std::string_view account_id, std::string_view change);
inline constexpr std::string_view access_topic = "access";

// --- failures ---
std::string name_digest(std::string_view stored_name);  // hexadecimal SHA-256
failure_count load_failures(store::connection& db, std::string_view digest);
void save_failures(store::connection& db, std::string_view digest, const failure_count& count);
bool clear_failures(store::connection& db, std::string_view digest);  // whether there were any

// --- sessions ---
struct session_row {
  std::string id;
  std::string token_sha256;
  std::string account_id;
  base::instant created_at{};
  base::instant last_seen_at{};
  base::instant expires_at{};
};
void insert_session(store::connection& db, const session_row& one);
bool delete_session(store::connection& db, std::string_view id);
std::int64_t delete_sessions_of(store::connection& db, std::string_view account_id);
// Ends the account's sessions that are over, and the oldest beyond `keep`; returns how many were still alive.
std::int64_t trim_sessions(store::connection& db, std::string_view account_id, base::instant now, const settings& how);
std::optional<session_row> find_session(store::connection& db, std::string_view id);

// --- tokens ---
void insert_token(store::connection& db, const api_token& one, std::string_view token_sha256);
std::vector<api_token> list_tokens(store::connection& db, const operation::page& page);
api_token get_token(store::connection& db, std::string_view id);  // 404 when there is none
void delete_token(store::connection& db, std::string_view id);
void delete_ended_tokens(store::connection& db, std::string_view name, base::instant now);

// --- who is behind a token, for the session_cache ---
struct identity {
  std::string id;  // of the session or token
  std::string account_id;
  std::string account_name;
  std::string display_name;
  std::string language;
  std::int64_t access_version = 0;
  bool disabled = false;
  base::instant last_seen_at{};
  std::optional<base::instant> expires_at;
  std::vector<operation::grant> grants;
};
std::optional<identity> find_session_identity(store::connection& db, std::string_view token_sha256);
std::optional<identity> find_token_identity(store::connection& db, std::string_view token_sha256);

// Deletes sessions that are over and failures that are forgotten; an app job calls it every few minutes.
void prune(store::transaction& within, const settings& how);

}  // namespace accounts
