#include "town/access/session_cache.h"

#include <atomic>
#include <random>
#include <thread>

#include "unit/access/desk.h"

using test::desk;
using test::refused;

using SessionCache = test::on_both_engines;
ON_BOTH_ENGINES(SessionCache);

TEST_P(SessionCache, KnowsNobodyBehindOtherTokens) {
  desk d(options());
  const auto token = d.token_of("viewer");
  auto other = token;
  other[10] = other[10] == 'A' ? 'B' : 'A';
  for (const std::string& bad : {std::string(), std::string("x"), other, token + "A", token.substr(1), std::string(43, '\0')}) {
    EXPECT_FALSE(d.cache.find_by_cookie(bad, "a"));
    EXPECT_EQ(refused([&] { d.cache.get_by_bearer(bad, "a"); }), "bad_token");
  }
  EXPECT_EQ(refused([&] { d.cache.get_by_bearer(token, "a"); }), "bad_token") << "a session is no API token";
  EXPECT_EQ(d.cache.size(), 0U);
  EXPECT_TRUE(d.cache.find_by_cookie(token, "a"));
  EXPECT_EQ(d.cache.size(), 1U);
  EXPECT_EQ(refused([&] { d.cache.get_by_bearer(token, "a"); }), "bad_token") << "not even when it is remembered";
}

TEST_P(SessionCache, EndsAfterTenIdleMinutes) {
  desk d(options());
  const auto token = d.token_of("viewer");
  for (int n = 0; n < 5; ++n) {
    ASSERT_TRUE(d.cache.find_by_cookie(token, "a")) << n;
    d.clock.advance(test::just_under(base::seconds(600)));
  }
  ASSERT_TRUE(d.cache.find_by_cookie(token, "a"));
  d.clock.advance(base::seconds(600));
  EXPECT_FALSE(d.cache.find_by_cookie(token, "a"));
}

TEST_P(SessionCache, EndsAtItsAgeHoweverBusy) {
  auto how = desk::quick();
  how.lifetime = base::minutes(30);
  desk d(options(), how);
  const auto token = d.token_of("viewer");
  for (int minute = 0; minute < 30; ++minute) {
    EXPECT_TRUE(d.cache.find_by_cookie(token, "a")) << minute;
    d.clock.advance(base::minutes(1));
  }
  EXPECT_FALSE(d.cache.find_by_cookie(token, "a"));
}

TEST_P(SessionCache, AClockSetBackOrForwardDoesNotIdle) {
  desk d(options());
  const auto token = d.token_of("viewer");
  ASSERT_TRUE(d.cache.find_by_cookie(token, "a"));
  d.clock.set_wall(test::monday - base::days(1));
  d.clock.advance(base::seconds(599));
  EXPECT_TRUE(d.cache.find_by_cookie(token, "a"));
  d.clock.advance(base::seconds(600));
  EXPECT_FALSE(d.cache.find_by_cookie(token, "a")) << "idle by the clock that never goes back";
}

TEST_P(SessionCache, WritesWhenItWasSeenAtMostOnceAMinute) {
  desk d(options());
  const auto token = d.token_of("viewer");
  const auto seen = [&] {
    d.db->write_and_wait({}, [](store::transaction&) {});  // behind what tend() queued
    return d.query("SELECT last_seen_at FROM sessions").integer(0, 0) - test::monday.us;
  };
  d.clock.advance(base::seconds(59));
  ASSERT_TRUE(d.cache.find_by_cookie(token, "a"));
  d.cache.tend();
  EXPECT_EQ(seen(), 0);
  d.clock.advance(base::seconds(1));
  ASSERT_TRUE(d.cache.find_by_cookie(token, "a"));
  d.clock.advance(base::seconds(10));
  d.cache.tend();
  EXPECT_EQ(seen(), base::seconds(60).us) << "the time of use, not of writing";
  d.clock.advance(base::seconds(30));
  ASSERT_TRUE(d.cache.find_by_cookie(token, "a"));
  d.cache.tend();
  EXPECT_EQ(seen(), base::seconds(60).us);
}

TEST_P(SessionCache, AnotherNodeGoesByWhatWasWritten) {
  desk d(options());
  accounts::session_cache other(*d.db, d.clock, desk::quick());
  const auto token = d.token_of("viewer");
  for (int minute = 0; minute < 30; ++minute) {
    ASSERT_TRUE(d.cache.find_by_cookie(token, "a"));
    d.cache.tend();
    d.clock.advance(base::minutes(1));
  }
  d.db->write_and_wait({}, [](store::transaction&) {});
  EXPECT_TRUE(other.find_by_cookie(token, "b"));
}

TEST_P(SessionCache, ForgetsWhatIsOver) {
  desk d(options());
  const auto token = d.token_of("viewer");
  ASSERT_TRUE(d.cache.find_by_cookie(token, "a"));
  d.clock.advance(base::minutes(10));
  d.cache.tend();
  EXPECT_EQ(d.cache.size(), 0U);
  d.clock.set_wall(test::monday);
  d.db->write_and_wait({}, [](store::transaction&) {});  // behind what tend() queued
  EXPECT_FALSE(d.cache.find_by_cookie(token, "a")) << "a clock set back revives nothing";
  EXPECT_EQ(d.query("SELECT count(*) FROM sessions").integer(0, 0), 0);
}

TEST_P(SessionCache, FollowsTheCallerToAnotherAddress) {
  desk d(options());
  const auto token = d.token_of("viewer");
  const auto first = d.cache.find_by_cookie(token, "10.0.0.1");
  const auto second = d.cache.find_by_cookie(token, "10.0.0.2");
  EXPECT_EQ(first->remote, "10.0.0.1");
  EXPECT_EQ(second->remote, "10.0.0.2");
  EXPECT_EQ(first->session_id, second->session_id);
}

TEST_P(SessionCache, AChangeElsewhereIsHeardWhenTended) {
  desk d(options());
  const auto token = d.token_of("viewer");
  ASSERT_TRUE(d.cache.find_by_cookie(token, "a"));
  // As another node would: rows change, but no commit of ours tells.
  d.change("DELETE FROM sessions");
  d.change("UPDATE accounts SET access_version = access_version + 1 WHERE name = 'viewer'");
  EXPECT_TRUE(d.cache.find_by_cookie(token, "a"));
  d.cache.tend();
  EXPECT_FALSE(d.cache.find_by_cookie(token, "a"));
}

TEST_P(SessionCache, AListenerGoesOnOnlyWhileItMay) {
  desk d(options());
  const auto token = d.token_of("viewer");
  const auto who = d.cache.find_by_cookie(token, "a");
  EXPECT_TRUE(d.cache.is_current(*who));
  d.clock.advance(base::minutes(9));
  EXPECT_TRUE(d.cache.is_current(*who)) << "listening is no use of the session";
  d.clock.advance(base::minutes(1));
  EXPECT_FALSE(d.cache.is_current(*who));
}

TEST_P(SessionCache, ManyThreadsSeeAnEndedSessionEnd) {
  desk d(options());
  for (int round = 0; round < 20; ++round) {
    const auto token = d.token_of("viewer");
    std::atomic<bool> ended{false};
    std::atomic<int> late{0};
    std::vector<std::thread> readers;
    for (int n = 0; n < 3; ++n) {
      readers.emplace_back([&] {
        for (int i = 0; i < 300; ++i) {
          const bool before = ended.load();
          if (d.cache.find_by_cookie(token, "a") && before) ++late;
        }
      });
    }
    d.call("sign_out", d.cache.find_by_cookie(token, "a"));
    ended = true;
    for (auto& one : readers) one.join();
    EXPECT_EQ(late.load(), 0) << round;
    EXPECT_FALSE(d.cache.find_by_cookie(token, "a"));
  }
}

TEST_P(SessionCache, PruningRemovesWhatIsOverOnly) {
  desk d(options());
  d.token_of("viewer");
  d.try_sign_in("viewer", "Wrong-Horse-9");
  d.clock.advance(base::minutes(13));
  const auto token = d.token_of("dispatcher");
  const auto prune = [&] { d.db->write_and_wait({}, [](store::transaction& within) { accounts::prune(within, desk::quick()); }); };
  prune();
  EXPECT_EQ(d.query("SELECT count(*) FROM sessions").integer(0, 0), 1);
  EXPECT_TRUE(d.cache.find_by_cookie(token, "a"));
  EXPECT_EQ(d.query("SELECT count(*) FROM sign_in_failures").integer(0, 0), 1);
  d.clock.advance(base::days(1));
  prune();
  EXPECT_EQ(d.query("SELECT count(*) FROM sign_in_failures").integer(0, 0), 0);
}
