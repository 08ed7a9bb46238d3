#include <chrono>
#include <mutex>
#include <thread>

#include "unit/access/desk.h"

using test::cookie_token;
using test::desk;
using test::refused;

using SignIn = test::on_both_engines;
ON_BOTH_ENGINES(SignIn);

TEST_P(SignIn, SetsACookieThatLeadsToTheAccount) {
  desk d(options());
  const auto given = d.sign_in(" Dispatcher ", d.passwords["dispatcher"]);
  ASSERT_EQ(given.status, 201);
  EXPECT_TRUE(given.secret);
  EXPECT_EQ(given.headers[0].first, "Set-Cookie");
  const auto& field = given.headers[0].second;
  EXPECT_TRUE(field.starts_with("shouwang_session="));
  for (const char* part : {"; HttpOnly", "; SameSite=Strict", "; Path=/"}) EXPECT_NE(field.find(part), std::string::npos) << part;
  EXPECT_EQ(field.find("; Secure"), std::string::npos);
  const auto who = d.cache.find_by_cookie(cookie_token(given), "10.0.0.7");
  ASSERT_TRUE(who);
  EXPECT_EQ(who->account_name, "dispatcher");
  EXPECT_EQ(who->remote, "10.0.0.7");
  EXPECT_TRUE(who->may("dispatch.send", "/any/"));
  EXPECT_FALSE(who->may("account.read"));
  EXPECT_NE(given.body.find(R"("permissions":["area.read","as.dispatcher","assignment.status","closure.read")"), std::string::npos) << given.body;
  EXPECT_NE(given.body.find(R"("scopes":["*"],"idle_timeout_s":600,"expires_at":")"), std::string::npos) << given.body;
  EXPECT_NE(given.body.find(R"("must_change_password":true)"), std::string::npos) << "it was printed at the start";
  EXPECT_EQ(d.call("get_session", who).body, given.body);
}

TEST_P(SignIn, TheCookieIsSecureUnderTls) {
  auto how = desk::quick();
  how.secure_cookie = true;
  desk d(options(), how);
  EXPECT_NE(d.sign_in("viewer", d.passwords["viewer"]).headers[0].second.find("; Secure"), std::string::npos);
}

TEST_P(SignIn, UnknownWrongAndDisabledLookAlike) {
  desk d(options());
  d.change("UPDATE accounts SET disabled = TRUE WHERE name = 'viewer'");
  const auto unknown = d.sign_in("nobody", "Wrong-Horse-9");
  const auto wrong = d.sign_in("dispatcher", "Wrong-Horse-9");
  const auto disabled = d.sign_in("viewer", d.passwords["viewer"]);
  for (const auto* one : {&unknown, &wrong, &disabled}) {
    ASSERT_TRUE(one->refusal);
    EXPECT_EQ(one->status, 401);
    EXPECT_EQ(one->refusal->code, "sign_in_failed");
    EXPECT_STREQ(one->refusal->what(), unknown.refusal->what());
    EXPECT_EQ(one->refusal->remedy, unknown.refusal->remedy);
    EXPECT_EQ(cookie_token(*one), "");
  }
}

TEST_P(SignIn, FiveFailuresLockAndTellUntilWhen) {
  desk d(options());
  const auto& right = d.passwords["dispatcher"];
  for (int n = 1; n <= 4; ++n) EXPECT_EQ(d.try_sign_in("dispatcher", "Wrong-Horse-9"), 401) << n;
  const auto fifth = d.sign_in("dispatcher", "Wrong-Horse-9");
  EXPECT_EQ(fifth.status, 423);
  ASSERT_TRUE(fifth.refusal);
  EXPECT_EQ(fifth.refusal->code, "sign_in_locked");
  EXPECT_EQ(fifth.refusal->members[0].first, "locked_until");
  EXPECT_EQ(fifth.refusal->members[0].second, base::to_rfc3339(test::monday + base::minutes(10)));
  EXPECT_EQ(fifth.headers[0], (std::pair<std::string, std::string>{"Retry-After", "600"}));
  EXPECT_EQ(d.try_sign_in("dispatcher", right), 423) << "the sixth, though it is right";
  d.clock.advance(test::just_under(base::minutes(10)));
  EXPECT_EQ(d.try_sign_in("dispatcher", right), 423);
  d.clock.advance(base::microseconds(1));
  EXPECT_EQ(d.try_sign_in("dispatcher", right), 201);
  EXPECT_EQ(d.try_sign_in("dispatcher", "Wrong-Horse-9"), 401) << "counting begins anew";
}

TEST_P(SignIn, AnUnknownNameIsLockedLikeAKnownOne) {
  desk d(options());
  for (int n = 1; n <= 4; ++n) EXPECT_EQ(d.try_sign_in("Nobody", "Wrong-Horse-9"), 401);
  EXPECT_EQ(d.try_sign_in("nobody", "Wrong-Horse-9"), 423);
  EXPECT_EQ(d.try_sign_in("viewer", d.passwords["viewer"]), 201) << "another name is not locked";
  EXPECT_EQ(d.query("SELECT count(*) FROM sign_in_failures WHERE name_sha256 LIKE '%nobody%'").integer(0, 0), 0);
}

TEST_P(SignIn, ASuccessForgetsTheFailures) {
  desk d(options());
  for (int round = 0; round < 3; ++round) {
    for (int n = 1; n <= 4; ++n) EXPECT_EQ(d.try_sign_in("viewer", "Wrong-Horse-9"), 401);
    EXPECT_EQ(d.try_sign_in("viewer", d.passwords["viewer"]), 201);
  }
}

TEST_P(SignIn, EndsTheSessionItCameWith) {
  desk d(options());
  const auto planted = d.token_of("viewer");  // what an attacker may have put into the browser
  const auto as = d.cache.find_by_cookie(planted, "10.0.0.1");
  const auto mine = cookie_token(d.sign_in("dispatcher", d.passwords["dispatcher"], as));
  EXPECT_NE(mine, planted);
  EXPECT_FALSE(d.cache.find_by_cookie(planted, "10.0.0.1"));
  EXPECT_EQ(d.cache.find_by_cookie(mine, "10.0.0.1")->account_name, "dispatcher");
}

TEST_P(SignIn, KeepsOnlySoManySessionsOfOneAccount) {
  auto how = desk::quick();
  how.sessions_per_account = 3;
  desk d(options(), how);
  std::vector<std::string> tokens;
  for (int n = 0; n < 5; ++n) {
    tokens.push_back(d.token_of("viewer"));
    EXPECT_TRUE(d.cache.find_by_cookie(tokens.back(), "a"));
    d.clock.advance(base::seconds(1));
  }
  for (int n = 0; n < 5; ++n) EXPECT_EQ(d.cache.find_by_cookie(tokens[static_cast<std::size_t>(n)], "a") != nullptr, n >= 2) << n;
}

TEST_P(SignIn, OutEndsItAtOnce) {
  desk d(options());
  const auto token = d.token_of("viewer");
  const auto who = d.cache.find_by_cookie(token, "a");
  const auto given = d.call("sign_out", who);
  EXPECT_EQ(given.status, 204);
  EXPECT_NE(given.headers[0].second.find("shouwang_session=; "), std::string::npos);
  EXPECT_NE(given.headers[0].second.find("Max-Age=0"), std::string::npos);
  EXPECT_FALSE(d.cache.find_by_cookie(token, "a"));
  EXPECT_EQ(refused([&] { d.call("sign_out", who); }), "session_needed");
}

TEST_P(SignIn, RefusesBodiesThatAreNotNameAndPassword) {
  desk d(options());
  const auto nobody = desk::nobody();
  EXPECT_EQ(refused([&] { d.call("sign_in", nobody, "{}"); }), "bad_input /name missing /password missing");
  EXPECT_EQ(refused([&] { d.call("sign_in", nobody, R"({"name":["a"],"password":1})"); }), "bad_input /name wrong_type /password wrong_type");
  EXPECT_EQ(refused([&] { d.call("sign_in", nobody, R"({"name":"a","password":")" + std::string(129, 'x') + "\"}"); }),
            "bad_input /password too_long");
  EXPECT_EQ(refused([&] { d.call("sign_in", nobody, std::string(5000, ' ')); }), "too_large");
  EXPECT_EQ(refused([&] { d.call("sign_in", nobody, "name=a"); }), "not_json");
  EXPECT_EQ(refused([&] { d.call("get_session", nobody); }), "not_signed_in");
}

TEST_P(SignIn, OldHashesAreRenewed) {
  desk d(options());
  const auto costly = seal::hash_password(d.passwords["viewer"], {.memory_bytes = 16384, .passes = 2});
  d.change("UPDATE accounts SET password_hash = $1 WHERE name = 'viewer'", {costly});
  EXPECT_EQ(d.try_sign_in("viewer", d.passwords["viewer"]), 201);
  const auto renewed = d.query("SELECT password_hash FROM accounts WHERE name = 'viewer'").text(0, 0);
  EXPECT_NE(renewed, costly);
  EXPECT_TRUE(seal::verify_password(renewed, d.passwords["viewer"]));
}

TEST_P(SignIn, APasswordChangeEndsAllOtherSessions) {
  desk d(options());
  const auto& old = d.passwords["viewer"];
  const auto elsewhere = d.token_of("viewer");
  const auto here = d.token_of("viewer");
  const auto who = d.cache.find_by_cookie(here, "a");
  ASSERT_TRUE(d.cache.find_by_cookie(elsewhere, "b"));
  const auto body = [](const std::string& from, const std::string& to) {
    return R"({"old_password":")" + from + R"(","new_password":")" + to + "\"}";
  };
  EXPECT_EQ(refused([&] { d.call("change_password", who, body(old, "short")); }), "bad_input /new_password too_short /new_password too_few_classes");
  EXPECT_EQ(refused([&] { d.call("change_password", who, body(old, old)); }), "bad_input /new_password unchanged");
  const auto wrong = d.call("change_password", who, body("Wrong-Horse-9", "Quite-New-77"));
  ASSERT_TRUE(wrong.refusal);
  EXPECT_EQ(wrong.refusal->fields[0].pointer, "/old_password");
  const auto given = d.call("change_password", who, body(old, "Quite-New-77"));
  EXPECT_EQ(given.status, 200);
  EXPECT_NE(given.body.find(R"("must_change_password":false)"), std::string::npos);
  EXPECT_FALSE(d.cache.find_by_cookie(elsewhere, "b"));
  EXPECT_FALSE(d.cache.find_by_cookie(here, "a"));
  EXPECT_TRUE(d.cache.find_by_cookie(cookie_token(given), "a"));
  EXPECT_EQ(d.try_sign_in("viewer", old), 401);
  EXPECT_EQ(d.try_sign_in("viewer", "Quite-New-77"), 201);
}

TEST_P(SignIn, GuessingTheOldPasswordLocksToo) {
  desk d(options());
  const auto who = d.caller("viewer");
  const std::string body = R"({"old_password":"Wrong-Horse-9","new_password":"Quite-New-77"})";
  for (int n = 1; n <= 4; ++n) EXPECT_EQ(d.call("change_password", who, body).status, 422) << n;
  EXPECT_EQ(d.call("change_password", who, body).status, 423);
  EXPECT_EQ(d.try_sign_in("viewer", d.passwords["viewer"]), 423);
}

TEST_P(SignIn, IsJournaledWithoutSecrets) {
  desk d(options());
  const auto token = d.token_of("viewer");
  d.try_sign_in("viewer", "Wrong-Horse-9");
  d.try_sign_in("My-Secret-Typed-As-Name-1", "x");
  d.call("sign_out", d.cache.find_by_cookie(token, "a"));
  const auto rows = d.query("SELECT action, subject_id, detail FROM journal WHERE action LIKE 'sign%' ORDER BY seq");
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows.text(0, 0), "sign_in");
  EXPECT_EQ(rows.text(0, 1), d.id_of("viewer"));
  EXPECT_EQ(rows.text(1, 0), "sign_in_failed");
  EXPECT_EQ(rows.text(1, 2), R"({"reason":"wrong_password"})");
  EXPECT_EQ(rows.text(2, 2), R"({"reason":"no_such_account"})");
  EXPECT_EQ(rows.text(2, 1), "");
  EXPECT_EQ(rows.text(3, 0), "sign_out");
  for (const auto& secret : {token, d.passwords["viewer"], std::string("Wrong-Horse-9"), std::string("My-Secret"), std::string("my-secret")}) {
    const auto like = "%" + secret + "%";
    EXPECT_EQ(d.query("SELECT count(*) FROM journal WHERE detail LIKE $1 OR subject_id LIKE $1", {like}).integer(0, 0), 0);
    EXPECT_EQ(d.query("SELECT count(*) FROM outbox WHERE payload LIKE $1", {like}).integer(0, 0), 0);
    EXPECT_EQ(d.query("SELECT count(*) FROM sessions WHERE token_sha256 LIKE $1 OR id LIKE $1", {like}).integer(0, 0), 0);
    EXPECT_EQ(d.query("SELECT count(*) FROM accounts WHERE password_hash LIKE $1", {like}).integer(0, 0), 0);
  }
}

TEST(PasswordGate, RefusesAFloodAtOnceAndServesTheRest) {
  accounts::password_gate gate({.memory_bytes = 8U << 20U, .passes = 2}, {.running = 1, .waiting = 2, .patience = std::chrono::milliseconds(20'000)});
  const auto hash = gate.hash("Some-Word-77");
  int served = 0;
  int busy = 0;
  std::mutex mutex;
  std::vector<std::thread> crowd;
  for (int n = 0; n < 12; ++n) {
    crowd.emplace_back([&] {
      const auto code = refused([&] { EXPECT_TRUE(gate.verify(hash, "Some-Word-77")); });
      const std::lock_guard lock(mutex);
      ++(code.empty() ? served : busy);
      EXPECT_TRUE(code.empty() || code == "sign_in_busy") << code;
    });
  }
  for (auto& one : crowd) one.join();
  EXPECT_EQ(served + busy, 12);
  EXPECT_GE(served, 1);
  EXPECT_TRUE(gate.verify(hash, "Some-Word-77")) << "its places were given back";
}

TEST(PasswordGate, DoesNotWaitForever) {
  accounts::password_gate full(seal::least_cost, {.running = 0, .waiting = 1, .patience = std::chrono::milliseconds(1)});
  EXPECT_EQ(refused([&] { full.hash("Some-Word-77"); }), "sign_in_busy");
  accounts::password_gate crowded(seal::least_cost, {.running = 0, .waiting = 0, .patience = std::chrono::hours(1)});
  EXPECT_EQ(refused([&] { crowded.hash("Some-Word-77"); }), "sign_in_busy");
}
