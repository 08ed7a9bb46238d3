#include <gtest/gtest.h>

#include <filesystem>

#include "jobs/dispatch/incident_110.h"
#include "support/shared_data.h"
#include "town.h"

namespace {

using test::text_of;

using SealedCallers = test::town_on_both_engines;
ON_BOTH_ENGINES(SealedCallers);

constexpr const char* phone = "13912345678";
constexpr const char* with_caller = R"(,"caller":{"name":"李某某","phone":"13912345678","note":"住三楼"})";

test::town::asked on(const std::string& id, const std::string& body = {}) { return {.path = {{"id", id}}, .body = body}; }

TEST_P(SealedCallers, AreReadByFewAndEachReadingIsWrittenDown) {
  auto& t = here();
  const auto id = t.take(with_caller);
  const auto one = t.get(id);
  EXPECT_TRUE(one.at("has_caller").as_bool());
  EXPECT_EQ(text_of(one, "caller_expires_at"), "2027-02-20T01:30:00Z");
  const auto caller = t.json(t.other, "get_caller", on(id));
  EXPECT_EQ(text_of(caller, "name"), "李某某");
  EXPECT_EQ(text_of(caller, "phone"), phone);
  EXPECT_EQ(text_of(caller, "note"), "住三楼");
  EXPECT_EQ(text_of(caller, "expires_at"), "2027-02-20T01:30:00Z");
  EXPECT_TRUE(t.ask(t.other, "get_caller", on(id)).secret) << "never remembered under an idempotency key";
  EXPECT_EQ(t.cell("SELECT count(*) FROM journal WHERE action = 'read_caller' AND account = 'account-B' AND subject_id = '" + id + "'"), "2");
  EXPECT_EQ(t.refused(t.east_dispatcher, "get_caller", on(id)).status, 403);
  EXPECT_EQ(t.cell("SELECT count(*) FROM journal WHERE action = 'read_caller'"), "2");
  EXPECT_EQ(t.refused(t.dispatcher, "get_caller", on(t.take())).status, 404);
  EXPECT_FALSE(t.get(t.take(R"(,"caller":{"name":" ","phone":""})")).at("has_caller").as_bool()) << "blanks are nobody";
}

TEST_P(SealedCallers, AreNowhereElse) {
  auto& t = here();
  const auto id = t.take(with_caller);
  t.ask(t.dispatcher, "get_caller", on(id));
  t.json(t.dispatcher, "add_note", on(id, R"({"text":"nothing"})"));
  std::string everything = t.ask(t.dispatcher, "get_incident", on(id)).body + t.ask(t.dispatcher, "get_timeline", on(id)).body +
                           t.ask(t.dispatcher, "get_incident_110", on(id)).body + t.ask(t.dispatcher, "list_incidents", {}).body;
  for (const auto& event : t.events()) everything += event.what.payload;
  for (const auto* table : {"journal", "outbox", "timeline", "incidents", "incident_110", "idempotency", "sealed_callers"}) {
    t.store().read([&](store::connection& db) {
      const auto rows = db.query(std::string("SELECT * FROM ") + table);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const auto& cell : rows[i]) {
          if (const auto* text = std::get_if<std::string>(&cell)) everything += *text + "\n";
        }
      }
    });
  }
  EXPECT_NE(everything.find(id), std::string::npos);
  for (const auto* secret : {phone, "李某某", "住三楼"}) EXPECT_EQ(everything.find(secret), std::string::npos) << secret;
}

TEST_P(SealedCallers, ADumpShowsOnlyCiphertext) {
  auto& t = here();
  t.take(with_caller + std::string(R"(,"description":"findable words")"));
  std::string dump;
  if (engine() == store::engine::sqlite) {
    for (const auto& file : std::filesystem::directory_iterator(scratch().path())) {
      if (file.path().filename().string().starts_with("store.db")) dump += test::read_file(file.path().string());
    }
  } else {
    const auto command = test::shared_postgres().bin("pg_dump") + " --dbname='" + options().location + "' > " + scratch().file("dump.sql");
    ASSERT_EQ(std::system(command.c_str()), 0);
    dump = test::read_file(scratch().file("dump.sql"));
  }
  EXPECT_NE(dump.find("findable words"), std::string::npos) << "the search itself works";
  for (const auto* secret : {phone, "李某某", "住三楼"}) EXPECT_EQ(dump.find(secret), std::string::npos) << secret;
}

TEST_P(SealedCallers, CannotBeReadAfterTheyExpireAndAreThenDestroyed) {
  auto& t = here();
  const auto id = t.take(with_caller);
  const auto kept = t.take(R"(,"caller":{"phone":"555"})");
  t.clock().advance(base::days(89));
  const auto later = t.take(with_caller);
  t.clock().advance(base::days(1));
  EXPECT_EQ(t.refused(t.dispatcher, "get_caller", on(id)).status, 404) << "expired, though not yet destroyed";
  EXPECT_FALSE(t.get(id).at("has_caller").as_bool());
  EXPECT_EQ(t.cell("SELECT count(*) FROM sealed_callers"), "3");
  const auto events = t.events().size();
  std::size_t destroyed = 0;
  t.store().write_and_wait({}, [&](store::transaction& work) { destroyed = dispatch::destroy_callers(t.parts(), work); });
  EXPECT_EQ(destroyed, 2U);
  EXPECT_EQ(t.events().size(), events + 2);
  EXPECT_EQ(t.cell("SELECT count(*) FROM sealed_callers"), "1");
  EXPECT_EQ(t.cell("SELECT count(*) FROM journal WHERE action = 'destroy_caller'"), "2");
  EXPECT_EQ(t.refused(t.dispatcher, "get_caller", on(kept)).status, 404);
  EXPECT_EQ(text_of(t.json(t.dispatcher, "get_caller", on(later)), "phone"), phone);
}

TEST_P(SealedCallers, ABoxMovedToAnotherIncidentStaysShut) {
  auto& t = here();
  const auto id = t.take(with_caller);
  const auto thief = t.take();
  t.store().write_and_wait({}, [&](store::transaction& work) {
    work.db().execute("UPDATE sealed_callers SET incident_id = $1 WHERE incident_id = $2", {thief, id});
  });
  EXPECT_EQ(t.refused(t.dispatcher, "get_caller", on(thief)).code, "caller_unreadable");
}

TEST_P(SealedCallers, ComeInAndGoOutWithThe110DataSetOnlyForThoseWhoMay) {
  auto& t = here();
  const std::string call =
      R"({"JJDBH":"320106202611220001","BJSJ":"20261122092900","BJRXZB":"116.75","BJRYZB":"39.5","JQLBDM":"30000000","JQLXDM":"30010000","BJDH":"13912345678","BJRMC":"李某某","LXDH":"02511112222","BJRSFZH":"11010119900101001X","BJNR":"追尾","BCJJNR":"已到路口"})";
  const test::town::asked import{.query = {{"datum", "wgs84"}}, .body = call};
  const auto first = t.json(t.dispatcher, "create_incident_110", import);
  EXPECT_TRUE(first.at("created").as_bool());
  EXPECT_EQ(test::number_of(first, "dropped"), 1);
  const auto id = text_of(first.at("incident").as_object(), "id");
  EXPECT_EQ(text_of(first.at("incident").as_object(), "type"), "crash");
  const auto again = t.json(t.other, "create_incident_110", import);
  EXPECT_FALSE(again.at("created").as_bool());
  EXPECT_EQ(text_of(again.at("incident").as_object(), "id"), id);
  const auto open = t.json(t.dispatcher, "get_incident_110", on(id)).at("JJDB").as_object();
  EXPECT_EQ(text_of(open, "JJDBH"), "320106202611220001");
  EXPECT_EQ(text_of(open, "BJSJ"), "20261122092900");
  EXPECT_EQ(text_of(open, "BJDH"), "");
  auto ask = on(id);
  ask.query.emplace("caller", "true");
  const auto full = t.json(t.dispatcher, "get_incident_110", ask).at("JJDB").as_object();
  EXPECT_EQ(text_of(full, "BJDH"), phone);
  EXPECT_EQ(text_of(full, "LXDH"), "02511112222");
  EXPECT_EQ(t.refused(t.east_dispatcher, "get_incident_110", ask).status, 403);
  EXPECT_EQ(t.cell("SELECT count(*) FROM journal WHERE action = 'read_caller'"), "1");
  EXPECT_EQ(t.refused(t.dispatcher, "create_incident_110", {.body = call}).fields.at(0).pointer, "/datum") << "nothing is guessed";
}

TEST_P(SealedCallers, ARepeatedCallOfThe110DataSetJoinsItsMainCall) {
  auto& t = here();
  const auto call = [](const std::string& number, const std::string& more) {
    return R"({"JJDBH":")" + number + R"(","BJSJ":"20261122092900","BJRXZB":"116.75","BJRYZB":"39.5","JQLBDM":"30000000")" + more + "}";
  };
  const auto import = [&](const std::string& body) {
    return t.json(t.dispatcher, "create_incident_110", {.query = {{"datum", "wgs84"}}, .body = body});
  };
  const auto main = text_of(import(call("1", "")).at("incident").as_object(), "id");
  const auto twin = import(call("2", R"(,"GLZJJDBH":"1","GLLX":"1")"));
  EXPECT_EQ(text_of(twin, "related"), "merged");
  EXPECT_EQ(text_of(twin.at("incident").as_object(), "merged_into"), main);
  EXPECT_EQ(text_of(import(call("3", R"(,"GLZJJDBH":"77","GLLX":"2")")), "related"), "not_found");
  const auto nuisance = import(call("4", R"(,"GLLX":"4")"));
  EXPECT_EQ(text_of(nuisance.at("incident").as_object(), "type"), "nuisance_call");
}

}  // namespace
