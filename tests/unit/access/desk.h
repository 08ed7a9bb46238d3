#pragma once
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/clock.h"
#include "support/engines.h"
#include "town/access/access_api.h"
#include "town/access/first_accounts.h"
#include "town/access/session_cache.h"

namespace test {

inline constexpr base::instant monday{1'795'392'000'000'000};  // a Monday of 2026

constexpr base::duration just_under(base::duration d) { return {d.us - 1}; }

// A database with the first accounts, the operations of access, and a clock that stands still.
class desk {
 public:
  explicit desk(const store::options& how, const accounts::settings& set = quick());

  static accounts::settings quick() {
    accounts::settings out;
    out.cost = seal::least_cost;
    return out;
  }

  // Runs an operation as the program does: permission, compute, then the write or read. Throws what it refuses with;
  // a refusal that leaves traces comes back in answer.refusal.
  operation::answer call(std::string_view name, std::shared_ptr<const operation::caller> who, std::string body = "",
                         std::map<std::string, std::string, std::less<>> parts = {});
  operation::answer call_at(std::int64_t version, std::string_view name, std::shared_ptr<const operation::caller> who, std::string body,
                            std::map<std::string, std::string, std::less<>> parts);

  // Signs in and gives back the cookie's token; the test fails when it is refused.
  std::string token_of(std::string_view account);
  std::string token_of(std::string_view account, std::string_view password);
  std::shared_ptr<const operation::caller> caller(std::string_view account) { return cache.find_by_cookie(token_of(account), "10.0.0.1"); }
  // The status of a sign-in: 201, 401, 423 …
  int try_sign_in(std::string_view name, std::string_view password);
  operation::answer sign_in(std::string_view name, std::string_view password, std::shared_ptr<const operation::caller> as = nobody());
  static std::shared_ptr<const operation::caller> nobody() { return std::make_shared<const operation::caller>(); }

  std::string id_of(std::string_view account);
  store::rows query(std::string_view sql, std::vector<store::value> parameters = {});
  void change(std::string_view sql, std::vector<store::value> parameters = {});

  base::manual_clock clock{monday};
  std::map<std::string, std::string, std::less<>> passwords;  // of the first accounts
  std::unique_ptr<store::database> db;
  accounts::session_cache cache;
  std::shared_ptr<accounts::services> services;
  std::vector<operation::definition> operations;

 private:
  operation::answer run(const operation::definition& what, operation::request in);
};

// The token a Set-Cookie field sets; "" when there is none.
std::string cookie_token(const operation::answer& given);
// The value of a member of a flat JSON text: "name":"VALUE".
std::string text_member(std::string_view json, std::string_view name);
// The code of the problem that `what` throws; "" when it throws none.
template <class F>
std::string refused(const F& what) {
  try {
    what();
  } catch (const base::problem& p) {
    std::string out = p.code;
    for (const auto& wrong : p.fields) out += " " + wrong.pointer + " " + wrong.code;
    return out;
  }
  return "";
}

}  // namespace test
