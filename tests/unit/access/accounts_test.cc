#include <random>

#include "foundation/seal/hash.h"
#include "town/access/access_rules.h"
#include "unit/access/desk.h"

using test::desk;
using test::refused;
using test::text_member;

using Accounts = test::on_both_engines;
ON_BOTH_ENGINES(Accounts);

namespace {

using parts = std::map<std::string, std::string, std::less<>>;

std::string make_body(const std::string& name, const std::string& grants) {
  return R"({"name":")" + name + R"(","display_name":"新人","grants":)" + grants + "}";
}

}  // namespace

TEST_P(Accounts, TheFirstOnesCoverEveryRole) {
  desk d(options());
  for (const auto& one : accounts::all_roles()) {
    EXPECT_GE(d.query("SELECT count(*) FROM role_grants WHERE role = $1", {std::string(one.code)}).integer(0, 0), 1) << one.code;
  }
  bool again = true;
  const auto more = accounts::make_first_accounts(seal::least_cost);
  d.db->write_and_wait({}, [&](store::transaction& within) { again = accounts::create_first_accounts(within, more); });
  EXPECT_FALSE(again);
  std::set<std::string> different;
  for (const auto& [name, password] : d.passwords) {
    different.insert(password);
    EXPECT_TRUE(seal::password_faults(password, name).empty()) << name;
    EXPECT_EQ(d.try_sign_in(name, password), 201) << name;
  }
  EXPECT_EQ(different.size(), d.passwords.size());
}

TEST_P(Accounts, AreMadeWithAPasswordShownOnce) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  const auto made = d.call("create_account", admin, make_body("Zhang.San", R"([{"role":"dispatcher","area_id":"a"}])"));
  ASSERT_EQ(made.status, 201);
  EXPECT_TRUE(made.secret);
  const auto password = text_member(made.body, "initial_password");
  const auto id = text_member(made.body, "id");
  EXPECT_EQ(made.location, "/api/accounts/" + id);
  EXPECT_EQ(d.try_sign_in("zhang.san", password), 201);
  const auto shown = d.call("get_account", admin, "", parts{{"id", id}});
  EXPECT_NE(shown.body.find(R"("initial_password":null)"), std::string::npos);
  EXPECT_NE(shown.body.find(R"("grants":[{"role":"dispatcher","area_id":"a"}])"), std::string::npos) << shown.body;
  EXPECT_EQ(shown.body.find("argon2"), std::string::npos);
  EXPECT_EQ(d.query("SELECT area_path FROM role_grants WHERE account_id = $1", {id}).text(0, 0), "/a/");
}

TEST_P(Accounts, BadOnesAreRefusedWithEveryFault) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  const auto code = [&](const std::string& body) { return refused([&] { d.call("create_account", admin, body); }); };
  EXPECT_EQ(code(make_body("viewer", "[]")), "name_taken");
  EXPECT_EQ(code(make_body("VIEWER", "[]")), "name_taken");
  EXPECT_EQ(code(make_body("-x", R"([{"role":"system_admin"},{"role":"audit_admin"}])")), "bad_input /name bad_name /grants/1/role excluded");
  EXPECT_EQ(code(make_body("new1", R"([{"role":"sysadmin"}])")), "bad_input /grants/0/role not_a_choice");
  EXPECT_EQ(code(make_body("new1", R"([{"role":"viewer","area_id":"b"},{"role":"viewer","area_id":"nowhere"}])")),
            "bad_input /grants/1/area_id unknown");
  EXPECT_EQ(code(R"({"name":"new1","display_name":"x","password":"new1-Aa-1234"})"), "bad_input /password contains_account_name");
  EXPECT_EQ(code(R"({"name":"new1","display_name":"","id":"7"})"), "bad_input /display_name too_short /id unknown");
  EXPECT_EQ(d.query("SELECT count(*) FROM accounts WHERE name = 'new1'").integer(0, 0), 0) << "nothing is left of a refused one";
}

TEST_P(Accounts, TwoAdministratorsAreRefusedByTheDatabaseItself) {
  desk d(options());
  const auto id = d.id_of("secadmin");
  for (const char* role : {"system_admin", "audit_admin", "security_admin"}) {
    try {
      d.change("INSERT INTO role_grants (account_id, role, area_id, area_path) VALUES ($1, $2, NULL, '/')", {id, std::string(role)});
      ADD_FAILURE() << role << " was taken";
    } catch (const store::constraint_error& e) {
      EXPECT_EQ(e.broken, store::constraint_error::rule::unique) << role;
    }
  }
  EXPECT_THROW(d.change("UPDATE role_grants SET account_id = $1 WHERE role = 'audit_admin'", {id}), store::constraint_error);
  EXPECT_THROW(d.change("UPDATE role_grants SET area_id = 'a', area_path = '/a/' WHERE role = 'audit_admin'"), store::constraint_error);
  EXPECT_THROW(d.change("INSERT INTO role_grants (account_id, role, area_id, area_path) VALUES ($1, 'superuser', NULL, '/')", {id}),
               store::constraint_error);
  EXPECT_THROW(d.change("INSERT INTO role_grants (account_id, role, area_id, area_path) VALUES ($1, 'viewer', 'a', '/')", {id}),
               store::constraint_error);
}

TEST_P(Accounts, EveryRoleOfTheTableIsOneOfTheDatabase) {
  desk d(options());
  const auto id = d.id_of("viewer");
  d.change("DELETE FROM role_grants WHERE account_id = $1", {id});
  for (const auto& one : accounts::all_roles()) {
    d.change("INSERT INTO role_grants (account_id, role, area_id, area_path) VALUES ($1, $2, NULL, '/')", {id, std::string(one.code)});
    d.change("DELETE FROM role_grants WHERE account_id = $1", {id});
  }
}

TEST_P(Accounts, AGrantTakenAwayCountsAtOnce) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  const auto token = d.token_of("dispatcher");
  const auto before = d.cache.find_by_cookie(token, "a");
  ASSERT_TRUE(before->may("dispatch.send"));
  const parts id{{"id", d.id_of("dispatcher")}};
  const auto changed = d.call_at(1, "patch_account", admin, R"({"grants":[{"role":"viewer","area_id":"b"}]})", id);
  EXPECT_EQ(changed.version, 2);
  const auto after = d.cache.find_by_cookie(token, "a");
  ASSERT_TRUE(after);
  EXPECT_FALSE(after->may("dispatch.send"));
  EXPECT_TRUE(after->may("incident.read", "/a/b/"));
  EXPECT_FALSE(after->may("incident.read", "/a/"));
  EXPECT_FALSE(d.cache.is_current(*before));
  EXPECT_TRUE(d.cache.is_current(*after));
}

TEST_P(Accounts, DisablingEndsSessionsAndTokens) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  const auto token = d.token_of("viewer");
  const auto id = d.id_of("viewer");
  const auto made = d.call("create_token", admin, R"({"name":"screen","account_id":")" + id + "\"}");
  const auto bearer = text_member(made.body, "token");
  ASSERT_TRUE(d.cache.find_by_cookie(token, "a"));
  ASSERT_TRUE(d.cache.get_by_bearer(bearer, "a"));
  d.call_at(1, "patch_account", admin, R"({"disabled":true})", parts{{"id", id}});
  EXPECT_FALSE(d.cache.find_by_cookie(token, "a"));
  EXPECT_EQ(refused([&] { d.cache.get_by_bearer(bearer, "a"); }), "bad_token");
  EXPECT_EQ(d.try_sign_in("viewer", d.passwords["viewer"]), 401);
  d.call_at(2, "patch_account", admin, R"({"disabled":false})", parts{{"id", id}});
  EXPECT_EQ(d.try_sign_in("viewer", d.passwords["viewer"]), 201);
}

TEST_P(Accounts, ChangesNeedTheVersionThatWasSeen) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  const parts id{{"id", d.id_of("viewer")}};
  EXPECT_EQ(refused([&] { d.call("patch_account", admin, R"({"display_name":"甲"})", id); }), "version_needed");
  EXPECT_EQ(refused([&] { d.call_at(7, "patch_account", admin, R"({"display_name":"甲"})", id); }), "stale_version");
  EXPECT_EQ(d.call_at(1, "patch_account", admin, R"({"display_name":"甲","language":"en"})", id).version, 2);
  EXPECT_EQ(refused([&] { d.call_at(1, "patch_account", admin, R"({"display_name":"乙"})", id); }), "stale_version");
  EXPECT_EQ(refused([&] { d.call_at(2, "patch_account", admin, R"({"name":"x","grants":null})", id); }),
            "bad_input /name read_only /grants wrong_type");
  EXPECT_EQ(refused([&] { d.call_at(2, "patch_account", admin, "{}", parts{{"id", "nobody"}}); }), "not_found");
}

TEST_P(Accounts, NobodyChangesWhatTheyMayDoThemselves) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  const parts own{{"id", admin->account_id}};
  EXPECT_EQ(refused([&] { d.call_at(1, "patch_account", admin, R"({"grants":[{"role":"dispatcher"}]})", own); }), "own_account");
  EXPECT_EQ(refused([&] { d.call_at(1, "patch_account", admin, R"({"disabled":true})", own); }), "own_account");
  EXPECT_EQ(refused([&] { d.call("reset_password", admin, "", own); }), "own_account");
  EXPECT_EQ(d.call_at(1, "patch_account", admin, R"({"language":"en"})", own).status, 200);
}

TEST_P(Accounts, AnUnlockedNameMaySignInAgain) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  for (int n = 0; n < 5; ++n) d.try_sign_in("viewer", "Wrong-Horse-9");
  ASSERT_EQ(d.try_sign_in("viewer", d.passwords["viewer"]), 423);
  const parts id{{"id", d.id_of("viewer")}};
  EXPECT_EQ(text_member(d.call("get_account", admin, "", id).body, "locked_until"), base::to_rfc3339(test::monday + base::minutes(10)));
  EXPECT_NE(d.call("unlock_account", admin, "", id).body.find(R"("locked_until":null)"), std::string::npos);
  EXPECT_EQ(d.try_sign_in("viewer", d.passwords["viewer"]), 201);
}

TEST_P(Accounts, AResetPasswordEndsSessionsAndMustBeChanged) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  const auto token = d.token_of("viewer");
  const parts id{{"id", d.id_of("viewer")}};
  const auto given = d.call("reset_password", admin, "", id);
  EXPECT_TRUE(given.secret);
  const auto password = text_member(given.body, "initial_password");
  EXPECT_FALSE(d.cache.find_by_cookie(token, "a"));
  EXPECT_EQ(d.try_sign_in("viewer", d.passwords["viewer"]), 401);
  EXPECT_NE(d.sign_in("viewer", password).body.find(R"("must_change_password":true)"), std::string::npos);
  EXPECT_EQ(refused([&] { d.call("reset_password", admin, R"({"new_password":"aaa"})", id); }),
            "bad_input /new_password too_short /new_password too_few_classes");
}

TEST_P(Accounts, NoAdministratorGivesAnotherAPassword) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  for (const auto* other : {"sysadmin", "auditor"}) {
    const parts id{{"id", d.id_of(other)}};
    EXPECT_EQ(refused([&] { d.call("reset_password", admin, "", id); }), "administrators_account") << other;
    EXPECT_EQ(d.try_sign_in(other, d.passwords[other]), 201) << "the old one still counts";
  }
  EXPECT_EQ(d.query("SELECT seq FROM journal WHERE action = 'reset_password'").size(), 0U);
}

TEST_P(Accounts, AreListedPageByPage) {
  desk d(options());
  const auto admin = d.caller("auditor");
  std::vector<std::string> names;
  std::string after;
  for (int page = 0; page < 20; ++page) {
    const auto body = d.call("list_accounts", admin, "", parts{{"limit", "2"}, {"after", after}}).body;
    for (std::size_t at = body.find(R"("name":")"); at != std::string::npos; at = body.find(R"("name":")", at + 1)) {
      names.push_back(body.substr(at + 8, body.find('"', at + 8) - at - 8));
    }
    after = text_member(body, "next");
    if (after.empty()) break;
  }
  std::vector<std::string> expected;
  for (const auto& [name, password] : d.passwords) expected.push_back(name);
  EXPECT_EQ(names, expected);
}

TEST_P(Accounts, EachOperationNeedsItsPermission) {
  desk d(options());
  for (const auto& [name, password] : d.passwords) {
    const auto who = d.caller(name);
    for (const auto& what : d.operations) {
      if (what.permission.empty() || what.permission == "public") continue;
      const bool refused_for_lack = refused([&] { d.call(what.name, who, "not JSON", parts{{"id", "none"}}); }) == "forbidden";
      EXPECT_EQ(refused_for_lack, !who->may(what.permission)) << name << " " << what.name;
    }
  }
}

TEST_P(Accounts, RolesAreListedForEveryone) {
  desk d(options());
  const auto body = d.call("list_roles", d.caller("viewer")).body;
  EXPECT_NE(body.find(R"({"code":"audit_admin","name":{"zh":"审计管理员","en":"audit administrator"},"administrator":true,"permissions":[)"),
            std::string::npos);
}

TEST_P(Accounts, TokensDoNoMoreThanTheyName) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  const auto id = d.id_of("dispatcher");
  const auto made =
      d.call("create_token", admin, R"({"name":"wall screen","account_id":")" + id + R"(","permissions":["incident.read","account.write"]})");
  ASSERT_EQ(made.status, 201);
  EXPECT_TRUE(made.secret);
  const auto bearer = text_member(made.body, "token");
  const auto who = d.cache.get_by_bearer(bearer, "10.1.1.1");
  EXPECT_TRUE(who->may("incident.read"));
  EXPECT_FALSE(who->may("incident.write")) << "not named";
  EXPECT_FALSE(who->may("account.write")) << "named, but the account may not";
  EXPECT_FALSE(d.cache.find_by_cookie(bearer, "a")) << "a token is no session";
  EXPECT_EQ(d.query("SELECT count(*) FROM api_tokens WHERE token_sha256 = $1", {seal::to_hex(seal::sha256(bearer))}).integer(0, 0), 1);
  EXPECT_EQ(d.call("list_tokens", admin).body.find(bearer), std::string::npos);
  const auto session = d.call("get_session", who).body;
  EXPECT_NE(session.find(R"("idle_timeout_s":0,"expires_at":null)"), std::string::npos) << session;
  d.clock.advance(base::hours(30));
  EXPECT_TRUE(d.cache.get_by_bearer(bearer, "a")) << "a token does not idle";
  d.call("delete_token", d.caller("secadmin"), "", parts{{"id", text_member(made.body, "id")}});
  EXPECT_EQ(refused([&] { d.cache.get_by_bearer(bearer, "a"); }), "bad_token");
}

TEST_P(Accounts, TokensEndWhenTheySay) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  const auto end = base::to_rfc3339(test::monday + base::hours(1));
  const auto made = d.call("create_token", admin, R"({"name":"short","expires_at":")" + end + "\"}");
  const auto bearer = text_member(made.body, "token");
  d.clock.advance(test::just_under(base::hours(1)));
  EXPECT_TRUE(d.cache.get_by_bearer(bearer, "a"));
  d.clock.advance(base::microseconds(1));
  EXPECT_EQ(refused([&] { d.cache.get_by_bearer(bearer, "a"); }), "bad_token");
}

TEST_P(Accounts, TheOtherSideSignsAtTheSameScreenAndNothingElse) {
  desk d(options());
  const auto screen = d.caller("dispatcher");
  const auto ask = [&](const std::string& name, const std::string& password) {
    return d.call("lend_signature", screen, R"({"name":")" + name + R"(","password":")" + password + "\"}");
  };
  const auto lent = ask("commander", d.passwords["commander"]);
  ASSERT_EQ(lent.status, 201);
  EXPECT_TRUE(lent.secret);
  EXPECT_TRUE(lent.headers.empty() || lent.headers[0].first != "Set-Cookie") << "the screen's session stays";
  const auto bearer = text_member(lent.body, "token");
  const auto who = d.cache.get_by_bearer(bearer, "a");
  EXPECT_EQ(who->account_id, d.id_of("commander"));
  EXPECT_TRUE(who->may("kit.sign"));
  EXPECT_FALSE(who->may("incident.write")) << "the account may, this key may not";
  EXPECT_EQ(refused([&] { ask("dispatcher", d.passwords["dispatcher"]); }), "same_account");
  d.clock.advance(base::minutes(2));
  d.clock.advance(base::microseconds(1));
  EXPECT_EQ(refused([&] { d.cache.get_by_bearer(bearer, "a"); }), "bad_token");
  // Wrong passwords count as everywhere, and old keys are cleared away.
  ask("commander", d.passwords["commander"]);
  EXPECT_EQ(d.query("SELECT count(*) FROM api_tokens").integer(0, 0), 1);
  int last = 0;
  for (int n = 0; n < 5; ++n) last = ask("commander", "Wrong-Horse-9").status;
  EXPECT_EQ(last, 423);
  EXPECT_EQ(d.try_sign_in("commander", d.passwords["commander"]), 423);
}

TEST_P(Accounts, TokensForAnotherAdministratorAreRefused) {
  desk d(options());
  const auto admin = d.caller("secadmin");
  const auto code = [&](const std::string& body) { return refused([&] { d.call("create_token", admin, body); }); };
  EXPECT_EQ(code(R"({"name":"x","account_id":")" + d.id_of("auditor") + "\"}"), "administrator_account");
  EXPECT_EQ(code(R"({"name":"x","account_id":")" + d.id_of("sysadmin") + "\"}"), "administrator_account");
  EXPECT_EQ(code(R"({"name":"x","account_id":"none"})"), "not_found");
  EXPECT_EQ(code(R"({"name":"x","permissions":["incident.read","fly"],"expires_at":"2020-01-01T00:00:00Z"})"),
            "bad_input /permissions/1 not_a_choice /expires_at out_of_range");
  EXPECT_EQ(code(R"({"name":""})"), "bad_input /name too_short");
}

TEST_P(Accounts, TheJournalIsReadNewestFirstAndFiltered) {
  desk d(options());
  const auto audit = d.caller("auditor");
  const auto id = d.id_of("viewer");
  d.call_at(1, "patch_account", d.caller("secadmin"), R"({"display_name":"甲"})", parts{{"id", id}});
  const auto body = d.call("list_journal", audit, "", parts{{"subject", id}, {"limit", "1"}}).body;
  EXPECT_NE(body.find(R"("account_name":"secadmin","operation":"change_account","subject_kind":"account")"), std::string::npos) << body;
  EXPECT_NE(body.find(R"("detail":{"display_name":"甲"})"), std::string::npos) << body;
  const auto next = text_member(body, "next");
  ASSERT_FALSE(next.empty());
  const auto older = d.call("list_journal", audit, "", parts{{"subject", id}, {"after", next}}).body;
  EXPECT_NE(older.find(R"("operation":"create_account")"), std::string::npos) << older;
  EXPECT_EQ(text_member(older, "next"), "");
  EXPECT_EQ(refused([&] { d.call("list_journal", audit, "", parts{{"after", "x"}}); }), "bad_input /after wrong_type");
}

TEST_P(Accounts, WhatLiesOutsideTheScopeIsInvisible) {
  desk d(options());
  std::mt19937 random(5);
  std::vector<std::string> paths = {"/"};
  for (int n = 1; n <= 60; ++n) paths.push_back(paths[random() % paths.size()] + (random() % 2 == 0 ? "甲" : "a") + std::to_string(n) + "/");
  d.change("CREATE TABLE things (id text PRIMARY KEY, area_path text NOT NULL)");
  for (std::size_t n = 0; n < 300; ++n) {
    d.change("INSERT INTO things (id, area_path) VALUES ($1, $2)", {std::to_string(n), paths[1 + random() % (paths.size() - 1)]});
  }
  const auto all = d.query("SELECT id, area_path FROM things");
  for (int round = 0; round < 100; ++round) {
    std::vector<accounts::placed_grant> grants;
    for (auto n = random() % 4; n > 0; --n) {
      grants.push_back({.role = random() % 2 == 0 ? "viewer" : "audit_admin", .area_path = paths[random() % paths.size()]});
    }
    operation::caller who;
    who.grants = accounts::permissions_within(grants);
    std::vector<store::value> parameters;
    const auto condition = who.condition("incident.read", "area_path", parameters);
    const auto seen = d.query("SELECT id FROM things WHERE " + condition, parameters);
    std::size_t expected = 0;
    for (std::size_t n = 0; n < all.size(); ++n) expected += who.may("incident.read", all.text(n, 1)) ? 1U : 0U;
    ASSERT_EQ(seen.size(), expected) << condition;
  }
}
