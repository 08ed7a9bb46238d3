#include <algorithm>

#include "foundation/base/problem.h"
#include "foundation/seal/hash.h"
#include "foundation/seal/random.h"
#include "town/access/access_operations.h"

// Keys of programs.
namespace accounts {
namespace {

using operation::answer;
using operation::request;

void check_new_token(const new_token& given, base::instant now) {
  std::vector<base::wrong_field> wrong;
  const auto known = all_permissions();
  for (std::size_t i = 0; i < given.permissions.size(); ++i) {
    if (std::find(known.begin(), known.end(), given.permissions[i]) != known.end()) continue;
    wrong.push_back({"/permissions/" + std::to_string(i), "not_a_choice", "there is no such permission; GET /api/roles lists them"});
  }
  if (given.expires_at && *given.expires_at <= now) wrong.push_back({"/expires_at", "out_of_range", "must be in the future"});
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
}

// A security administrator must not become another administrator by making a key to that account.
void check_token_account(const request& in, const account& whose) {
  if (whose.id != in.who.account_id && has_administrator(whose.grants)) {
    throw base::conflict("administrator_account", "Nobody makes a token for another administrator's account.", whose.name);
  }
}

answer create_token(const request& in, store::transaction& within) {
  const auto given = record::from_json<new_token>(in.body);
  check_new_token(given, within.now());
  const auto whose = get_account(within.db(), given.account_id.value_or(in.who.account_id), within.now());
  check_token_account(in, whose);
  const auto secret = seal::random_token();
  api_token one{.id = within.new_id(),
                .name = given.name,
                .account_id = whose.id,
                .account_name = whose.name,
                .permissions = given.permissions,
                .created_at = within.now(),
                .created_by = in.who.account_id,
                .expires_at = given.expires_at,
                .last_used_at = {},
                .token = {}};
  insert_token(within.db(), one, seal::to_hex(seal::sha256(secret)));
  one.token = secret;
  within.journal({.action = "create_token",
                  .subject_kind = "token",
                  .subject_id = one.id,
                  .detail = detail({{"name", one.name}, {"account_id", one.account_id}})});
  answer out{.status = 201, .body = record::to_json(one), .location = "/api/tokens/" + one.id};
  out.headers = {{"Cache-Control", "no-store"}};
  out.secret = true;
  return out;
}

answer remove_token(const request& in, store::transaction& within) {
  const auto one = get_token(within.db(), in.part("id"));
  delete_token(within.db(), one.id);
  announce_access_change(within, one.account_id, "tokens");
  within.journal({.action = "delete_token", .subject_kind = "token", .subject_id = one.id, .detail = detail({{"account_id", one.account_id}})});
  return {.status = 204};
}

}  // namespace

std::vector<operation::definition> token_operations(const with&) {
  const auto* token = &record_of(static_cast<const api_token*>(nullptr));
  return {
      {.name = "list_tokens",
       .method = "GET",
       .path = "/api/tokens",
       .summary = "Lists the tokens; never the secrets themselves.",
       .permission = "token.read",
       .output = token,
       .output_shape = operation::shape::list,
       .parameters = {{.name = "limit", .summary = "items at most"}, {.name = "after", .summary = "the cursor given as next"}},
       .read =
           [](const request& in, store::connection& db) {
             const auto page = operation::page_of(in);
             return list_answer(list_tokens(db, page), page, [](const api_token& last) { return last.id; });
           }},
      {.name = "create_token",
       .method = "POST",
       .path = "/api/tokens",
       .summary = "Makes a token; its secret is shown once.",
       .permission = "token.write",
       .input = &record_of(static_cast<const new_token*>(nullptr)),
       .output = token,
       .write = [](const request& in, store::transaction& within, void*) { return create_token(in, within); }},
      {.name = "delete_token",
       .method = "DELETE",
       .path = "/api/tokens/{id}",
       .summary = "Ends a token at once.",
       .permission = "token.write",
       .output_shape = operation::shape::none,
       .write = [](const request& in, store::transaction& within, void*) { return remove_token(in, within); }},
  };
}

}  // namespace accounts
