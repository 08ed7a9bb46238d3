#include "jobs/dispatch/incident_110.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "foundation/base/problem.h"
#include "foundation/geo/distance.h"
#include "support/shared_data.h"

namespace {

using namespace dispatch;

const incident_catalogue& types() {
  static const auto all = read_incident_types(test::project_file("catalogue"));
  return all;
}

exchange_110 how(geo::datum datum = geo::datum::wgs84) { return {.types = types(), .utc_offset_min = 480, .datum = datum}; }

// A call with every field set, as a desk would send it.
jjdb full_call() {
  jjdb c{.XZQHDM = "320106005000", .JJDWDM = "320106000000", .JJDBH = "320106000000202611220001", .GLZJJDBH = "320106000000202611210777"};
  c.JJLX = "01", c.JQLYFS = "0101", c.LHLX = "1", c.JJLYH = "REC-1", c.JJYBH = "012345", c.JJYXM = "值班员";
  c.BJSJ = "20261122093000", c.JJSJ = "20261122093004", c.JJWCSJ = "20261122093130";
  c.BJDH = "13800138000", c.BJDHYHM = "机主", c.BJDHYHDZ = "某路1号", c.BJRMC = "张某", c.BJRXBDM = "1", c.LXDH = "02588888888", c.BJDZ = "某路2号";
  c.JQDZ = "中山路与汉中路路口", c.BJNR = "两车相撞，有人受伤", c.GXDWDM = "320106520000";
  c.JQLBDM = "30000000", c.JQLXDM = "30020000", c.JQXLDM = "", c.JQZLDM = "";
  c.CSJQLBDM = "30000000", c.CSJQLXDM = "30010000";
  c.TZDBH = "T1", c.YWCWQ = "0", c.YWWXWZ = "0", c.YWBZXL = "0", c.BKRYQKSM = "无", c.SSRYQKSM = "一人", c.SWRYQKSM = "无", c.SFSWYBJ = "0";
  c.BJRXZB = "118.7784000", c.BJRYZB = "32.0438000", c.FXDWJD = "118.7780000", c.FXDWWD = "32.0440000";
  c.BCJJNR = "补充", c.JQDJDM = "01", c.JQCLZTDM = "02", c.YJJYDJDM = "1", c.SFSWHCL = "0", c.JQBQ = "事故", c.SFBM = "0", c.GLLX = "1";
  return c;
}

incident as_stored(const call_110& taken) {
  const auto& d = taken.draft;
  incident one{.id = "i", .number = "20261122-0001", .type = d.type, .priority = d.priority.value_or(types().get(d.type).priority)};
  one.location = d.location;
  one.address = d.address;
  one.description = d.description;
  one.source = d.source;
  one.source_id = d.source_id;
  one.reported_at = *d.reported_at;
  one.answered_at = d.answered_at;
  one.hung_up_at = d.hung_up_at;
  one.updated_at = *d.reported_at;
  return one;
}

TEST(Call110, ComesBackAsItWentInFieldByField) {
  for (const auto datum : {geo::datum::wgs84, geo::datum::gcj02, geo::datum::bd09}) {
    const auto sent = full_call();
    const auto taken = from_jjdb(sent, how(datum));
    auto back = to_jjdb(as_stored(taken), taken.kept, how(datum));
    add_caller(back, taken.caller);
    EXPECT_EQ(back.GXSJ, sent.BJSJ);  // ours: the last change
    back.GXSJ.clear();
    EXPECT_EQ(record::to_json(back), record::to_json(sent)) << geo::name_of(datum);
  }
}

TEST(Call110, TurnsIntoAnIncidentWithItsTimesPlaceTypeAndUrgency) {
  const auto taken = from_jjdb(full_call(), how());
  EXPECT_EQ(taken.draft.type, "crash_injury");
  EXPECT_EQ(taken.draft.priority, 1);
  EXPECT_EQ(taken.draft.source, "110/320106000000");
  EXPECT_EQ(taken.draft.source_id, "320106000000202611220001");
  EXPECT_EQ(to_rfc3339(*taken.draft.reported_at), "2026-11-22T01:30:00Z");
  EXPECT_EQ(to_rfc3339(*taken.draft.answered_at), "2026-11-22T01:30:04Z");
  EXPECT_DOUBLE_EQ(taken.draft.location.lon, 118.7784);
  EXPECT_EQ(taken.related, "320106000000202611210777");
  EXPECT_EQ(taken.relation, "1");
  EXPECT_EQ(taken.caller.phone, "13800138000");
}

TEST(Call110, TheCallerIsInNothingButTheCaller) {
  const auto taken = from_jjdb(full_call(), how());
  const auto open = record::to_json(taken.kept) + record::to_json(as_stored(taken)) + record::to_json(to_jjdb(as_stored(taken), taken.kept, how()));
  for (const auto* secret : {"13800138000", "机主", "某路1号", "张某", "02588888888", "某路2号"}) {
    EXPECT_EQ(open.find(secret), std::string::npos) << secret;
  }
}

TEST(Call110, ADeclaredDatumIsConverted) {
  const auto taken = from_jjdb(full_call(), how(geo::datum::gcj02));
  const double moved = geo::distance_m(taken.draft.location, {118.7784, 32.0438});
  EXPECT_GT(moved, 80);
  EXPECT_LT(moved, 700);
}

TEST(Call110, PositioningStandsInForMissingCoordinates) {
  auto call = full_call();
  call.BJRXZB = call.BJRYZB = "";
  EXPECT_DOUBLE_EQ(from_jjdb(call, how()).draft.location.lon, 118.778);
}

TEST(Call110, AnonymousCallersHaveNoName) {
  jjdb call = full_call();
  call.BJDH = call.BJDHYHM = call.BJDHYHDZ = call.BJRXBDM = call.LXDH = call.BJDZ = "";
  call.BJRMC = "匿名";
  EXPECT_TRUE(from_jjdb(call, how()).caller.is_empty());
}

TEST(Call110, UnknownCodesAreFiledUnderOtherAndSaySo) {
  auto call = full_call();
  call.JQLBDM = "77000000";
  call.JQLXDM = "";
  const auto taken = from_jjdb(call, how());
  EXPECT_TRUE(taken.type_unknown);
  EXPECT_EQ(taken.draft.type, "other");
  EXPECT_EQ(to_jjdb(as_stored(taken), taken.kept, how()).JQLBDM, "77000000") << "the desk's own code goes back as it came";
}

TEST(Call110, ReclassifyingKeepsTheFirstClassInCsjq) {
  const auto taken = from_jjdb(full_call(), how());
  auto one = as_stored(taken);
  one.first_type = one.type;
  one.type = "hit_and_run";
  const auto out = to_jjdb(one, taken.kept, how());
  EXPECT_EQ(out.JQLXDM, "30040000");
  EXPECT_EQ(out.CSJQLXDM, "30020000");
}

TEST(Call110, WrongFieldsAreAllListed) {
  auto call = full_call();
  call.BJSJ = "20261322093000";
  call.JJSJ = "yesterday";
  call.BJRXZB = "east";
  call.JJDBH = " ";
  try {
    from_jjdb(call, how());
    FAIL() << "must be refused";
  } catch (const base::problem& refused) {
    EXPECT_EQ(refused.status, 422);
    std::string pointers;
    for (const auto& f : refused.fields) pointers += f.pointer + " ";
    EXPECT_EQ(pointers, "/JJDBH /BJSJ /JJSJ /BJRXZB ");
  }
}

TEST(Call110, WithoutAnyPlaceItIsRefused) {
  auto call = full_call();
  call.BJRXZB = call.BJRYZB = call.FXDWJD = call.FXDWWD = "";
  EXPECT_THROW(from_jjdb(call, how()), base::problem);
}

TEST(Call110, IdentityNumbersPlatesAndTheLikeAreThrownAwayAndCounted) {
  const auto read =
      read_jjdb(R"({"JJDBH":"1","BJRSFZH":"11010119900101001X","BJRZJHM":"G123","CLHPHM":"苏A12345","BJNR":"x","BJRXZB":118.5,"SFBM":null})");
  EXPECT_EQ(read.dropped, 3);
  EXPECT_EQ(read.call.BJRXZB, "118.5");
  const auto text = record::to_json(read.call);
  EXPECT_EQ(text.find("11010119900101001X"), std::string::npos);
  EXPECT_EQ(text.find("12345"), std::string::npos);
}

TEST(Call110, BadJsonUnknownFieldsAndLongTextsAreRefused) {
  const struct {
    std::string body;
    int status;
  } cases[] = {
      {"{", 400},
      {"[]", 422},
      {R"({"JJDBH":"1","NOSUCH":"x"})", 422},
      {R"({"JQLBDM":"123456789"})", 422},
      {R"({"BJNR":")" + std::string(4001, 'x') + "\"}", 422},
      {R"({"BJNR":{"a":1}})", 422},
      {"{\"BJNR\":\"\xff\"}", 400},
      {std::string(70'000, ' '), 413},
  };
  for (const auto& one : cases) {
    try {
      read_jjdb(one.body);
      ADD_FAILURE() << "must be refused: " << one.body.substr(0, 60);
    } catch (const base::problem& refused) {
      EXPECT_EQ(refused.status, one.status) << one.body.substr(0, 60) << " " << refused.what();
    }
  }
}

TEST(Times110, ComeInThreeFormsAndGoOutInOne) {
  const auto t = *base::instant_from_rfc3339("2026-11-22T01:30:00Z");
  for (const auto* text : {"20261122093000", "2026-11-22 09:30:00", " 20261122093000 ", "2026-11-22T09:30:00+08:00"}) {
    EXPECT_EQ(read_time_110(text, 480), t) << text;
  }
  EXPECT_EQ(write_time_110(t, 480), "20261122093000");
  for (const auto* text : {"", "2026112209300", "202611220930000", "2026-11-22", "20260229093000", "2026112209300x", "2026-11-22 25:00:00"}) {
    EXPECT_FALSE(read_time_110(text, 480)) << text;
  }
}

TEST(Feedback110, CarriesTheTimesOfAnAssignmentThereAndBack) {
  auto one = as_stored(from_jjdb(full_call(), how()));
  const auto at = [&](std::int64_t s) { return one.reported_at + base::seconds(s); };
  one.assignments = {{.unit_id = "car-1", .unit_name = "一号车", .status = assignment_status::released, .assigned_at = at(30), .assigned_by = "acc"},
                     {.unit_id = "car-2", .unit_name = "二号车", .status = assignment_status::assigned, .assigned_at = at(40), .assigned_by = "acc"}};
  one.assignments[0].en_route_at = at(60);
  one.assignments[0].on_scene_at = at(300);
  one.assignments[0].cleared_at = at(900);
  const auto sent = to_pjdb(one, how());
  const auto back = to_fkdb(one, how());
  ASSERT_EQ(sent.size(), 2U);
  ASSERT_EQ(back.size(), 1U) << "a unit that said nothing yet gave no feedback";
  EXPECT_EQ(sent[1].PJDBH, "20261122-0001-02");
  EXPECT_EQ(back[0].PJDBH, "20261122-0001-01");
  EXPECT_EQ(back[0].JJDBH, full_call().JJDBH);
  EXPECT_EQ(back[0].DDXCSJ, "20261122093500");
  const auto again = from_pjdb_fkdb(sent[0], back[0], how());
  EXPECT_EQ(again.assigned_at, at(30));
  EXPECT_EQ(again.en_route_at, at(60));
  EXPECT_EQ(again.on_scene_at, at(300));
  EXPECT_EQ(again.cleared_at, at(900));
  EXPECT_EQ(again.unit_id, "car-1");
  EXPECT_EQ(again.status, assignment_status::cleared);
}

TEST(Feedback110, TimesOutOfOrderAreRefused) {
  const pjdb sent{.PJDBH = "1-01", .PJDWDM = "car-1", .PJSJ = "20261122093000"};
  const fkdb back{.FKDBH = "1-01-1", .CJSJ01 = "20261122093100", .DDXCSJ = "20261122093050"};
  EXPECT_THROW(from_pjdb_fkdb(sent, back, how()), base::problem);
  EXPECT_THROW(from_pjdb_fkdb(pjdb{}, std::nullopt, how()), base::problem);
}

}  // namespace
