#include "town/access/first_accounts.h"

#include "foundation/seal/random.h"
#include "town/access/access_rules.h"
#include "town/access/access_store.h"

namespace accounts {
namespace {

struct first {
  std::string_view name;
  std::string_view role;
};

constexpr first list[] = {{"sysadmin", "system_admin"},  {"secadmin", "security_admin"}, {"auditor", "audit_admin"},  {"dispatcher", "dispatcher"},
                          {"dispatcher2", "dispatcher"}, {"commander", "commander"},     {"patrol", "patrol_leader"}, {"officer", "field_officer"},
                          {"viewer", "viewer"},          {"grid", "grid_worker"},        {"mediator", "mediator"},    {"inspector", "inspector"},
                          {"office", "office"},          {"supervisor", "supervisor"},   {"keysite", "key_site"},     {"partner", "partner"}};

}  // namespace

std::vector<first_account> make_first_accounts(const seal::password_cost& cost) {
  std::vector<first_account> out;
  for (const auto& [name, code] : list) {
    first_account made;
    made.password = seal::random_password();
    made.password_hash = seal::hash_password(made.password, cost);
    made.one.name = name;
    made.one.display_name = find_role(code)->zh;
    if (name.back() == '2') made.one.display_name += " 2";
    made.one.grants = {{.role = std::string(code), .area_id = {}}};
    made.one.must_change_password = true;
    out.push_back(std::move(made));
  }
  return out;
}

bool create_first_accounts(store::transaction& within, std::span<const first_account> accounts) {
  if (has_accounts(within.db())) return false;
  for (const auto& made : accounts) {
    auto one = made.one;
    one.id = within.new_id();
    one.created_at = one.password_changed_at = within.now();
    insert_account(within, one, made.password_hash, [](store::connection&, std::string_view) { return std::nullopt; });
    within.journal({.action = "create_account", .subject_kind = "account", .subject_id = one.id, .detail = R"({"first":true})"});
  }
  return true;
}

}  // namespace accounts
