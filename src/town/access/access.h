#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/time.h"
#include "foundation/record/record.h"
#include "foundation/seal/password.h"

namespace accounts {

// What an installation may set.
struct settings {
  base::duration idle_timeout = base::seconds(600);
  base::duration lifetime = base::hours(12);  // of a session, used or not
  int failures_until_lock = 5;
  base::duration lock_time = base::minutes(10);
  base::duration failure_memory = base::hours(24);  // a failure older than this no longer counts
  base::duration password_age = base::days(90);     // then the session says must_change_password
  std::size_t sessions_per_account = 10;            // the oldest end first
  bool secure_cookie = false;                       // the server speaks TLS, or a proxy before it does
  seal::password_cost cost{};
};

struct role_grant {
  std::string role;
  std::optional<std::string> area_id;  // nothing: everywhere
  bool operator==(const role_grant&) const = default;
};

struct account {
  std::string id;
  std::string name;  // for signing in: lower case
  std::string display_name;
  std::string language = "zh";
  bool disabled = false;
  bool must_change_password = false;
  std::optional<base::instant> locked_until;
  std::optional<base::instant> last_login_at;
  base::instant password_changed_at{};
  base::instant created_at{};
  std::vector<role_grant> grants;
  std::optional<std::string> initial_password;  // only in the answer that made it
  std::int64_t version = 1;
};

struct new_account {
  std::string name;
  std::string display_name;
  std::string language = "zh";
  std::vector<role_grant> grants;
  std::optional<std::string> password;  // nothing: one is made and shown once
};

struct sign_in {
  std::string name;
  std::string password;
};

struct password_change {
  std::string old_password;
  std::string new_password;
};

struct password_reset {
  std::optional<std::string> new_password;  // nothing: one is made and shown once
};

struct session_account {
  std::string id;
  std::string name;
  std::string display_name;
  std::string language;
  bool must_change_password = false;
};

// What a console needs to know about the one who sits before it.
struct session_view {
  session_account account;
  std::vector<std::string> permissions;     // sorted; held anywhere
  std::vector<std::string> scopes;          // area ids; "*" = everywhere
  std::int64_t idle_timeout_s = 0;          // 0: none (a token)
  std::optional<base::instant> expires_at;  // nothing: a token without an end
};

struct api_token {
  std::string id;
  std::string name;
  std::string account_id;
  std::string account_name;
  std::vector<std::string> permissions;  // empty: all that the account may do
  base::instant created_at{};
  std::string created_by;
  std::optional<base::instant> expires_at;
  std::optional<base::instant> last_used_at;
  std::optional<std::string> token;  // only in the answer that made it
};

struct new_token {
  std::string name;
  std::optional<std::string> account_id;  // nothing: one's own
  std::vector<std::string> permissions;
  std::optional<base::instant> expires_at;
};

struct role_name {
  std::string zh;
  std::string en;
};

struct role_view {
  std::string code;
  role_name name;
  bool administrator = false;  // one of the three that exclude each other
  std::vector<std::string> permissions;
};

struct journal_line {
  std::int64_t seq = 0;  // of the node
  std::string node;
  base::instant at{};
  std::string account;  // id; "" the system itself or nobody yet
  std::string account_name;
  std::string operation;
  std::string subject_kind;
  std::string subject;
  record::json_text detail;
  std::string remote;
  std::string request_id;
};

const record::table& record_of(const role_grant*);
const record::table& record_of(const account*);
const record::table& record_of(const new_account*);
const record::table& record_of(const sign_in*);
const record::table& record_of(const password_change*);
const record::table& record_of(const password_reset*);
const record::table& record_of(const session_account*);
const record::table& record_of(const session_view*);
const record::table& record_of(const api_token*);
const record::table& record_of(const new_token*);
const record::table& record_of(const role_name*);
const record::table& record_of(const role_view*);
const record::table& record_of(const journal_line*);

}  // namespace accounts
