#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/problem.h"
#include "foundation/operation/operation.h"
#include "town/access/access.h"

// Decisions of access: no I/O, no clock.
namespace accounts {

struct role {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
  bool administrator;  // one of the three that exclude each other
  std::span<const std::string_view> permissions;
};

// All roles, administrators first. What a role may do is this table and nothing else.
std::span<const role> all_roles();
const role* find_role(std::string_view code);
// Every permission some role has, sorted, once each.
std::vector<std::string_view> all_permissions();
// The roles as the choices of a record's field.
std::span<const record::choice> role_choices();

// What is wrong with the grants one account is to hold: two administrators' roles (excluded), the same role twice for
// the same area (duplicate), an administrator's role with an area (not_allowed). Pointers are "/grants/<index>/…".
std::vector<base::wrong_field> grant_faults(std::span<const role_grant> grants);
bool has_administrator(std::span<const role_grant> grants);

// A grant with the path of its area.
struct placed_grant {
  std::string role;
  std::string area_path;
};
// What a caller with these grants may do where; `only` (when not empty) leaves just those permissions: a token's.
std::vector<operation::grant> permissions_within(std::span<const placed_grant> grants, std::span<const std::string> only = {});
// The permissions, sorted, once each; and the areas ("*" = everywhere).
std::vector<std::string> permission_names(std::span<const operation::grant> grants);
std::vector<std::string> scope_ids(std::span<const operation::grant> grants);

// The failures in a row of one name.
struct failure_count {
  std::int64_t failures = 0;
  base::instant last_at{};
  std::optional<base::instant> locked_until;
};
bool is_locked(const failure_count& count, base::instant now);
// The count after one more failure: starts anew when the last one is forgotten or a lock has run out; the
// failures_until_lock-th locks. While locked nothing is counted.
failure_count after_failure(const failure_count& count, base::instant now, const settings& how);

// Why a session no longer counts. idle: the time since it was last used, on a clock that never goes back.
enum class session_state { alive, idle, expired };
session_state judge_session(base::duration idle, base::instant expires_at, base::instant now, const settings& how);

// The name as it is stored and compared: lower case, without white space around.
std::string stored_name(std::string_view typed);
// Nothing when the stored name is usable: 2 to 40 of a–z, 0–9, "." "_" "-", beginning with a letter or digit.
std::optional<base::wrong_field> name_fault(std::string_view name);

// What is wrong with a new password, as wrong fields at `pointer`.
std::vector<base::wrong_field> new_password_faults(std::string_view password, std::string_view name, std::string_view pointer);

bool password_is_due(bool must_change, base::instant changed_at, base::instant now, const settings& how);

}  // namespace accounts
