#include <algorithm>

#include "foundation/base/problem.h"
#include "foundation/record/json_text.h"
#include "foundation/seal/random.h"
#include "town/access/access_operations.h"

// The security administrator's work: accounts and their roles.
namespace accounts {
namespace {

using operation::answer;
using operation::request;

struct made_account {
  account one;
  std::string hash;
};

struct made_password {
  std::optional<std::string> shown;  // when it was made here
  std::string hash;
};

std::string grants_json(const std::vector<role_grant>& grants) {
  record::json_array out;
  for (const auto& one : grants) out.raw(record::to_json(one));
  return out.done();
}

answer account_answer(const account& one, int status) {
  answer out{.status = status, .body = record::to_json(one), .version = one.version};
  out.secret = one.initial_password.has_value();
  if (out.secret) out.headers = {{"Cache-Control", "no-store"}};
  return out;
}

std::shared_ptr<void> prepare_account(const with& s, const request& in) {
  const auto given = record::from_json<new_account>(in.body);
  const auto name = stored_name(given.name);
  std::vector<base::wrong_field> wrong;
  if (const auto fault = name_fault(name)) wrong.push_back(*fault);
  if (given.password) {
    for (auto& fault : new_password_faults(*given.password, name, "/password")) wrong.push_back(std::move(fault));
  }
  for (auto& fault : grant_faults(given.grants)) wrong.push_back(std::move(fault));
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
  auto out = std::make_shared<made_account>();
  out->one.name = name;
  out->one.display_name = given.display_name;
  out->one.language = given.language;
  out->one.grants = given.grants;
  out->one.must_change_password = true;  // somebody else knows it
  if (!given.password) out->one.initial_password = seal::random_password();
  out->hash = s->gate.hash(given.password ? *given.password : *out->one.initial_password);
  return out;
}

answer create_account(const services& s, const request&, store::transaction& within, const made_account& made) {
  auto one = made.one;
  one.id = within.new_id();
  one.created_at = one.password_changed_at = within.now();
  insert_account(within, one, made.hash, s.areas);
  within.journal({.action = "create_account",
                  .subject_kind = "account",
                  .subject_id = one.id,
                  .detail = R"({"name":)" + record::json_object::quoted(one.name) + R"(,"grants":)" + grants_json(one.grants) + "}"});
  auto out = account_answer(one, 201);
  out.location = "/api/accounts/" + one.id;
  return out;
}

void refuse_own(const request& in, std::string_view account_id) {
  if (in.who.account_id == account_id) {
    throw base::conflict("own_account", "Nobody changes what they may do themselves.", "Another security administrator can.");
  }
}

answer patch_account(const services& s, const request& in, store::transaction& within) {
  auto one = get_account(within.db(), in.part("id"), within.now());
  operation::check_version(in, one.version, true);
  const auto names = record::patch_json(in.body, record_of(&one), &one);
  const auto names_field = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  const bool grants = names_field("grants");
  if (grants || names_field("disabled")) refuse_own(in, one.id);
  auto wrong = grant_faults(one.grants);
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
  update_account(within, one, grants, s.areas);
  if (one.disabled) delete_sessions_of(within.db(), one.id);
  record::json_object change;
  if (names_field("display_name")) change.text("display_name", one.display_name);
  if (names_field("language")) change.text("language", one.language);
  if (names_field("disabled")) change.raw("disabled", one.disabled ? "true" : "false");
  if (grants) change.raw("grants", grants_json(one.grants));
  within.journal({.action = "change_account", .subject_kind = "account", .subject_id = one.id, .detail = change.done()});
  return account_answer(get_account(within.db(), one.id, within.now()), 200);
}

answer unlock_account(const request& in, store::transaction& within) {
  auto one = get_account(within.db(), in.part("id"), within.now());
  const bool was = clear_failures(within.db(), name_digest(one.name));
  within.journal({.action = "unlock_account", .subject_kind = "account", .subject_id = one.id, .detail = was ? "{}" : R"({"nothing":"to unlock"})"});
  one.locked_until.reset();
  return account_answer(one, 200);
}

std::shared_ptr<void> prepare_reset(const with& s, const request& in) {
  const auto given = record::from_json<password_reset>(in.body.empty() ? "{}" : std::string_view(in.body));
  const auto& id = in.part("id");
  refuse_own(in, id);
  std::optional<credentials> whose;
  s->db.read([&](store::connection& db) { whose = find_credentials_by_id(db, id); });
  if (!whose) throw base::not_found("account");
  auto out = std::make_shared<made_password>();
  if (given.new_password) {
    auto wrong = new_password_faults(*given.new_password, whose->name, "/new_password");
    if (!wrong.empty()) throw base::bad_input(std::move(wrong));
  } else {
    out->shown = seal::random_password();
  }
  out->hash = s->gate.hash(given.new_password ? *given.new_password : *out->shown);
  return out;
}

answer reset_password(const request& in, store::transaction& within, const made_password& made) {
  auto& db = within.db();
  const auto one = get_account(db, in.part("id"), within.now());
  if (has_administrator(one.grants)) {  // or one of the three could act in the name of another
    throw base::conflict("administrators_account", "An administrator's password is not given by another administrator.",
                         "At the machine itself: ./run accounts reset " + one.name);
  }
  set_password(within, one.id, made.hash, true);
  delete_sessions_of(db, one.id);
  clear_failures(db, name_digest(one.name));
  within.journal({.action = "reset_password", .subject_kind = "account", .subject_id = one.id});
  auto present = get_account(db, one.id, within.now());
  present.initial_password = made.shown;
  return account_answer(present, 200);
}

answer show_accounts(const services& s, const request& in, store::connection& db) {
  const auto page = operation::page_of(in);
  return list_answer(list_accounts(db, page, s.time.now()), page, [](const account& last) { return last.name; });
}

answer show_roles() {
  std::vector<std::string> items;
  for (const auto& one : all_roles()) {
    role_view view{.code = std::string(one.code),
                   .name = {.zh = std::string(one.zh), .en = std::string(one.en)},
                   .administrator = one.administrator,
                   .permissions = {one.permissions.begin(), one.permissions.end()}};
    items.push_back(record::to_json(view));
  }
  return {.body = operation::list_json(items)};
}

template <class T>
const record::table* table_of() {
  return &record_of(static_cast<const T*>(nullptr));
}

std::vector<operation::definition> reading_operations(const with& s) {
  return {
      {.name = "list_accounts",
       .method = "GET",
       .path = "/api/accounts",
       .summary = "Lists the accounts by name.",
       .permission = "account.read",
       .output = table_of<account>(),
       .output_shape = operation::shape::list,
       .parameters = {{.name = "limit", .summary = "items at most"}, {.name = "after", .summary = "the cursor given as next"}},
       .read = [s](const request& in, store::connection& db) { return show_accounts(*s, in, db); }},
      {.name = "get_account",
       .method = "GET",
       .path = "/api/accounts/{id}",
       .summary = "One account.",
       .permission = "account.read",
       .output = table_of<account>(),
       .read = [s](const request& in, store::connection& db) { return account_answer(get_account(db, in.part("id"), s->time.now()), 200); }},
      {.name = "list_roles",
       .method = "GET",
       .path = "/api/roles",
       .summary = "Lists the roles and what each may do.",
       .permission = "",
       .output = table_of<role_view>(),
       .output_shape = operation::shape::list,
       .read = [](const request&, store::connection&) { return show_roles(); }},
  };
}

}  // namespace

std::vector<operation::definition> account_operations(const with& s) {
  auto out = reading_operations(s);
  out.push_back({.name = "create_account",
                 .method = "POST",
                 .path = "/api/accounts",
                 .summary = "Makes an account; its password is shown once when none was given.",
                 .permission = "account.write",
                 .input = table_of<new_account>(),
                 .output = table_of<account>(),
                 .write = [s](const request& in, store::transaction& within,
                              void* made) { return create_account(*s, in, within, *static_cast<const made_account*>(made)); },
                 .compute = [s](const request& in) { return prepare_account(s, in); }});
  out.push_back({.name = "patch_account",
                 .method = "PATCH",
                 .path = "/api/accounts/{id}",
                 .summary = "Changes an account's name for others, language, roles, or whether it is disabled.",
                 .permission = "account.write",
                 .input = table_of<account>(),
                 .output = table_of<account>(),
                 .needs_version = true,
                 .write = [s](const request& in, store::transaction& within, void*) { return patch_account(*s, in, within); }});
  out.push_back({.name = "unlock_account",
                 .method = "POST",
                 .path = "/api/accounts/{id}/unlock",
                 .summary = "Lets a name that is locked after failures sign in again.",
                 .permission = "account.write",
                 .output = table_of<account>(),
                 .write = [](const request& in, store::transaction& within, void*) { return unlock_account(in, within); }});
  out.push_back({.name = "reset_password",
                 .method = "POST",
                 .path = "/api/accounts/{id}/password",
                 .summary = "Gives another's account a new password, ends its sessions and unlocks it.",
                 .permission = "account.write",
                 .input = table_of<password_reset>(),
                 .output = table_of<account>(),
                 .write = [](const request& in, store::transaction& within,
                             void* made) { return reset_password(in, within, *static_cast<const made_password*>(made)); },
                 .compute = [s](const request& in) { return prepare_reset(s, in); }});
  return out;
}

}  // namespace accounts
