#pragma once
#include <memory>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "foundation/store/store.h"
#include "town/access/access.h"
#include "town/access/access_store.h"
#include "town/access/password_gate.h"

namespace accounts {

inline constexpr std::string_view session_cookie = "shouwang_session";

// What the operations use. `db` and `time` must outlive it.
struct services {
  store::database& db;
  const base::clock& time;
  settings how;
  area_path_finder areas;
  password_gate gate;
  std::string decoy_hash;  // verified when there is no such account, so that it takes as long
};
// Takes as long as hashing one password.
std::shared_ptr<services> make_services(store::database& db, const base::clock& time, const settings& how, area_path_finder areas);

// /api/session, /api/accounts, /api/roles, /api/tokens and /api/journal. The definitions keep `with` alive.
std::vector<operation::definition> operations(const std::shared_ptr<services>& with);

}  // namespace accounts
