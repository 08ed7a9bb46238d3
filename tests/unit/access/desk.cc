#include "unit/access/desk.h"

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace test {
namespace {

// Two areas: "a" (with "b" in it) and "c".
std::optional<std::string> area_path(store::connection&, std::string_view id) {
  if (id == "a") return "/a/";
  if (id == "b") return "/a/b/";
  if (id == "c") return "/c/";
  return std::nullopt;
}

std::string sign_in_body(std::string_view name, std::string_view password) {
  std::string out = R"({"name":)";
  base::append_json_string(out, name);
  out += R"(,"password":)";
  base::append_json_string(out, password);
  return out + "}";
}

}  // namespace

desk::desk(const store::options& how, const accounts::settings& set)
    : db(store::open(how, clock)), cache(*db, clock, set), services(accounts::make_services(*db, clock, set, area_path)) {
  operations = accounts::operations(services);
  const auto first = accounts::make_first_accounts(seal::least_cost);
  bool fresh = false;
  db->write_and_wait({}, [&](store::transaction& within) { fresh = accounts::create_first_accounts(within, first); });
  EXPECT_TRUE(fresh);
  for (const auto& one : first) passwords[one.one.name] = one.password;
}

operation::answer desk::run(const operation::definition& what, operation::request in) {
  if (what.permission != "public") {
    if (in.who.account_id.empty()) throw base::problem(401, "not_signed_in", "Sign in first.");
    if (!what.permission.empty() && !in.who.may(what.permission)) throw base::forbidden(std::string(what.permission));
  }
  operation::answer out;
  if (what.read) {
    db->read([&](store::connection& rows) { out = what.read(in, rows); });
    return out;
  }
  const auto prepared = what.compute ? what.compute(in) : nullptr;
  db->write_and_wait({.account_id = in.who.account_id, .remote = in.who.remote, .request_id = "r1"},
                     [&](store::transaction& within) { out = what.write(in, within, prepared.get()); });
  return out;
}

operation::answer desk::call(std::string_view name, std::shared_ptr<const operation::caller> who, std::string body,
                             std::map<std::string, std::string, std::less<>> parts) {
  return call_at(0, name, std::move(who), std::move(body), std::move(parts));
}

operation::answer desk::call_at(std::int64_t version, std::string_view name, std::shared_ptr<const operation::caller> who, std::string body,
                                std::map<std::string, std::string, std::less<>> parts) {
  for (const auto& what : operations) {
    if (what.name != name) continue;
    operation::request in{.who = *who, .request_id = "r1", .path = {}, .query = {}, .body = std::move(body), .if_version = {}};
    for (const auto& [key, value] : parts) (key == "id" ? in.path : in.query).emplace(key, value);
    if (version > 0) in.if_version = version;
    return run(what, std::move(in));
  }
  throw std::logic_error("no operation " + std::string(name));
}

operation::answer desk::sign_in(std::string_view name, std::string_view password, std::shared_ptr<const operation::caller> as) {
  return call("sign_in", std::move(as), sign_in_body(name, password));
}

int desk::try_sign_in(std::string_view name, std::string_view password) {
  const auto given = sign_in(name, password);
  if (given.refusal) {
    EXPECT_EQ(given.refusal->status, given.status);
  }
  return given.status;
}

std::string desk::token_of(std::string_view account) { return token_of(account, passwords.find(account)->second); }

std::string desk::token_of(std::string_view account, std::string_view password) {
  const auto given = sign_in(account, password);
  EXPECT_EQ(given.status, 201) << account;
  return cookie_token(given);
}

std::string desk::id_of(std::string_view account) { return query("SELECT id FROM accounts WHERE name = $1", {std::string(account)}).text(0, 0); }

store::rows desk::query(std::string_view sql, std::vector<store::value> parameters) {
  store::rows out;
  db->read([&](store::connection& rows) { out = rows.query(sql, parameters); });
  return out;
}

void desk::change(std::string_view sql, std::vector<store::value> parameters) {
  db->write_and_wait({}, [&](store::transaction& within) { within.db().execute(sql, parameters); });
}

std::string cookie_token(const operation::answer& given) {
  for (const auto& [name, value] : given.headers) {
    if (name != "Set-Cookie") continue;
    const auto start = value.find('=') + 1;
    return value.substr(start, value.find(';') - start);
  }
  return "";
}

std::string text_member(std::string_view json, std::string_view name) {
  const auto key = "\"" + std::string(name) + "\":\"";
  const auto at = json.find(key);
  if (at == std::string_view::npos) return "";
  const auto start = at + key.size();
  return std::string(json.substr(start, json.find('"', start) - start));
}

}  // namespace test
