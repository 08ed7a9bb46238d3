#include "foundation/seal/encoding.h"
#include "town/duty/list_transfer.h"
#include "unit/duty/duty_town.h"

namespace {

TEST(ListCells, MeanWhatPeopleWrite) {
  duty::references known;
  known.add("forces", "F-1", "id-1");
  known.add("members", "M-1", "m1");
  known.add("members", "2", "m2");
  using duty::column_kind;
  const auto read = [&](column_kind kind, const std::string& text, bool number = false, std::string_view refers_to = "",
                        std::string_view field = "kind") {
    const duty::list_column column{.field = field, .zh = "", .en = "", .kind = kind, .refers_to = refers_to};
    const auto& of = field == "kind" ? duty::table_of<duty::force>() : duty::table_of<duty::post>();
    const auto got = duty::read_cell({.text = text, .number = number}, column, of, known, 480);
    return got.code.empty() ? got.json : "!" + got.code;
  };
  EXPECT_EQ(read(column_kind::text, "  x "), R"("x")");
  EXPECT_EQ(read(column_kind::text, ""), "");
  EXPECT_EQ(read(column_kind::text, "1.38E+10", true), R"("13800000000")");
  EXPECT_EQ(read(column_kind::text, "-"), R"("")");
  EXPECT_EQ(read(column_kind::day, "-"), "null");
  for (const auto* yes : {"是", "Yes", "TRUE", "1"}) EXPECT_EQ(read(column_kind::yes_no, yes), "true");
  EXPECT_EQ(read(column_kind::yes_no, "maybe"), "!not_a_choice");
  for (const auto* word : {"volunteer", "志愿者", "Volunteers"}) EXPECT_EQ(read(column_kind::choice, word), R"("volunteer")");
  EXPECT_EQ(read(column_kind::choice, "army"), "!not_a_choice");
  for (const auto* day : {"2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日"}) EXPECT_EQ(read(column_kind::day, day), R"("2026-03-01")") << day;
  EXPECT_EQ(read(column_kind::day, "46082", true), R"("2026-03-01")");
  for (const auto* bad : {"2026-02-30", "March", "2026-3", "46082"}) EXPECT_EQ(read(column_kind::day, bad), "!bad_day") << bad;
  for (const auto* time : {"2026-03-01 08:00", "2026/3/1 8:00", "2026-03-01T00:00:00Z"}) {
    EXPECT_EQ(read(column_kind::time, time), R"("2026-03-01T00:00:00Z")") << time;
  }
  EXPECT_EQ(read(column_kind::time, "46082.333333333336", true), R"("2026-03-01T00:00:00Z")");
  EXPECT_EQ(read(column_kind::time, "2026-03-01 25:00"), "!bad_time");
  EXPECT_EQ(read(column_kind::reference, "F-1", false, "forces"), R"("id-1")");
  EXPECT_EQ(read(column_kind::reference, "F-2", false, "forces"), "!unknown_reference");
  EXPECT_EQ(read(column_kind::references, "M-1；2; ", false, "members"), R"(["m1","m2"])");
  EXPECT_EQ(read(column_kind::references, "M-1;x", false, "members"), "!unknown_reference");
  EXPECT_EQ(read(column_kind::strengths, "12345 08:00-20:00 3; 20:00-08:00 1", false, "", "strengths"),
            R"([{"days":"12345","from":"08:00","to":"20:00","minimum":3},{"days":"1234567","from":"20:00","to":"08:00","minimum":1}])");
  EXPECT_EQ(read(column_kind::strengths, "always 3", false, "", "strengths"), "!bad_strength");
  EXPECT_EQ(read(column_kind::trainings, "first aid|2026-03-01"), R"([{"subject":"first aid","trained_on":"2026-03-01","trainer":""}])");
  EXPECT_EQ(read(column_kind::trainings, "first aid"), "!bad_training");
  EXPECT_EQ(read(column_kind::whole, "3.5"), "!wrong_type");
  EXPECT_EQ(read(column_kind::shown, "anything"), "");
}

class Lists : public test::duty_town {
 protected:
  void SetUp() override {
    duty_town::SetUp();
    if (IsSkipped()) return;
    add(duty::list_operations({.live = *live_, .areas = *areas_, .master = master_, .time = clock_, .utc_offset_min = 480}));
  }
  std::string body(const std::string& csv) {
    record::json_object out;
    out.text("name", "file");
    out.text("text", csv);
    return out.done();
  }
  std::string import(const std::string& what, const std::string& csv, const std::string& how = "") {
    test::call_input input{.body = body(csv), .path = {{"what", what}}};
    if (!how.empty()) input.query = {{how, "true"}};
    return call("import_list", input).body;
  }
  static std::string counts(const std::string& report) {
    return test::value_of(report, "created") + " " + test::value_of(report, "changed") + " " + test::value_of(report, "unchanged") + " " +
           test::value_of(report, "skipped");
  }
  std::vector<std::string> faults(const operation::caller& who, const std::string& what, const std::string& csv) {
    std::vector<std::string> out;
    try {
      call_as(who, "import_list", {.body = body(csv), .path = {{"what", what}}});
    } catch (const base::problem& problem) {
      if (problem.code != "wrong_cells") out.push_back(problem.code);
      for (const auto& one : problem.fields) out.push_back(one.pointer + " " + one.code);
    }
    return out;
  }
  std::string exported(const std::string& file, bool contacts = false) {
    test::call_input input{.path = {{"file", file}}};
    if (contacts) input.query = {{"contacts", "true"}};
    return call("export_list", input).body;
  }
};
ON_BOTH_ENGINES(Lists);

using strings = std::vector<std::string>;

TEST_P(Lists, AreImportedOnceHoweverOftenTheyComeIn) {
  const std::string forces = "编号,名称,类别,区域代码,上级队伍\nT-1,一队,乡镇巡防队,T,\nV-1,志愿者,volunteer,V1,T-1\n";
  EXPECT_EQ(counts(import("forces", forces, "dry_run")), "2 0 0 0");
  EXPECT_EQ(test::count_of(call("list_forces").body, R"("code":)"), 0U) << "a dry run writes nothing";
  EXPECT_EQ(counts(import("forces", forces)), "2 0 0 0");
  EXPECT_EQ(counts(import("forces", forces)), "0 0 2 0");
  EXPECT_EQ(counts(import("forces", "code,name,kind\nT-1,First,township_team\n")), "0 1 0 0");
  const auto shown = call("list_forces", {.query = {{"kind", "township_team"}}}).body;
  EXPECT_EQ(test::value_of(shown, "name"), "First");
  EXPECT_EQ(test::value_of(shown, "area_name"), "Township") << "what is not said stays";
}

TEST_P(Lists, NameEveryWrongCell) {
  import("forces", "code,name,kind,area\nF,Force,volunteer,V1\n");
  const std::string members =
      "编号,姓名,队伍,专职,入队日期,备注\n"
      "M-1,王,F,是,2026-01-01,\n"
      "M-2,李,G,也许,2026-02-30,\n"
      "M-1,赵,F,否,2026-01-01,\n"
      ",孙,F,否,2026-01-01,\n";
  EXPECT_EQ(faults(desk_, "members", members), (strings{"/file/1/F unknown_column"}));
  const auto rest = members.substr(members.find('\n'));
  EXPECT_EQ(faults(desk_, "members", "编号,姓名,队伍,专职,入队日期" + rest),
            (strings{"/file/3/C unknown_reference", "/file/3/D not_a_choice", "/file/3/E bad_day", "/file/4/A duplicate", "/file/5/A missing"}));
  EXPECT_EQ(test::count_of(call("list_members").body, R"("code":)"), 0U) << "nothing of a file with a wrong cell";
  const auto report = import("members", "编号,姓名,队伍,专职,入队日期" + rest, "skip_wrong");
  EXPECT_EQ(counts(report), "1 0 0 3");
  EXPECT_NE(report.find(R"({"sheet":"file","row":3,"column":"C","heading":"队伍","value":"G","code":"unknown_reference")"), std::string::npos)
      << report;
  EXPECT_EQ(faults(desk_, "members", "编号,姓名\nM-9,x\n"), (strings{"/file/1/ missing_column", "/file/1/ missing_column"}));
  EXPECT_EQ(faults(desk_, "members", "编号,编号\n"),
            (strings{"/file/1/B duplicate_column", "/file/1/ missing_column", "/file/1/ missing_column", "/file/1/ missing_column"}));
  EXPECT_EQ(faults(desk_, "members", ""), (strings{"/file/1/ no_headings"}));
  EXPECT_EQ(faults(desk_, "persons", "x\n"), (strings{"not_found"}));
}

TEST_P(Lists, AreWrittenWhereOneMayWriteOnly) {
  const auto leader = account("leader", {"duty.read", "duty.write"}, area_path("V1"));
  const std::string csv = "code,name,kind,area\nA,a,volunteer,V1\nB,b,volunteer,V2\nC,c,volunteer,\n";
  EXPECT_EQ(faults(leader, "forces", csv), (strings{"/file/3/D forbidden", "/file/4/D forbidden"}));
  import("forces", csv);
  EXPECT_EQ(faults(leader, "members", "code,name,force,joined_on\nM,m,B,2026-01-01\n"), (strings{"/file/2/ forbidden"}));
  EXPECT_EQ(faults(leader, "forces", "code,name,kind,area\nB,mine,volunteer,V1\n"), (strings{"/file/2/A forbidden"}))
      << "not taken from another area";
  const auto given = call_as(leader, "export_list", {.path = {{"file", "forces.csv"}}}).body;
  EXPECT_EQ(test::count_of(given, "\r\n"), 2U) << given;
}

TEST_P(Lists, ComeBackFromAWorkbookAsTheyWere) {
  import("forces", "code,name,kind,area\nF,Force,volunteer,V1\n");
  import("posts",
         "code,name,kind,setting,longitude,latitude,area,force,strengths,kit_needed,connected\n"
         "P,Room,police_room,rural,113.5,34.5,V1,F,\"12345 08:00-20:00 2; 67 20:00-06:00 1\",radio; baton,yes\n");
  import("members",
         "code,name,role,force,full_time,post,work_section,vehicle,joined_on,trainings,phone\n"
         "M,王五,leader,F,no,P,north road,taxi,2026-01-01,first aid|2026-03-01|2027-03-01|school,13800000001\n");
  import("kit", "code,kind,force,state,note\nK,radio,F,damaged,no sound\n");
  import("shifts", "post,starts_at,ends_at,members,place,minimum_strength,automatic\nP,2027-01-16 08:00,2027-01-16 20:00,M,gate,1,yes\n");
  import("populations", "area,population,as_of,source\nV1,1234,2026-01-01,census\n");
  for (const auto* name : {"forces", "posts", "members", "kit", "shifts", "populations"}) {
    const std::string what(name);
    for (const auto* ending : {".xlsx", ".csv"}) {
      const auto file = exported(what + ending);
      record::json_object sent;
      sent.text("name", what);
      sent.text("base64", seal::to_base64(file));
      const auto report = call("import_list", {.body = sent.done(), .path = {{"what", what}}}).body;
      EXPECT_EQ(counts(report), "0 0 1 0") << what << ending << report;
    }
  }
  EXPECT_NE(exported("posts.csv").find(",12345 08:00-20:00 2; 67 20:00-06:00 1,"), std::string::npos);
  EXPECT_NE(exported("shifts.csv").find("2027-01-16 08:00"), std::string::npos);
}

TEST_P(Lists, CarryPhonesOnlyToThoseWhoMayReadThem) {
  import("forces", "code,name,kind,area\nF,Force,volunteer,V1\n");
  import("members", "code,name,force,joined_on,phone\nM,王五,F,2026-01-01,13800000001\n");
  EXPECT_EQ(exported("members.csv").find("13800000001"), std::string::npos);
  EXPECT_NE(exported("members.csv", true).find("13800000001"), std::string::npos);
  const auto reader = account("reader", {"duty.read"});
  EXPECT_EQ(code_of(reader, "export_list", {.path = {{"file", "members.csv"}}, .query = {{"contacts", "true"}}}), "forbidden");
  auto elsewhere = account("elsewhere", {"duty.read"});
  elsewhere.grants.push_back({"member.contact.read", area_path("V2")});
  EXPECT_EQ(call_as(elsewhere, "export_list", {.path = {{"file", "members.csv"}}, .query = {{"contacts", "true"}}}).body.find("138"),
            std::string::npos);
  db_->read([](store::connection& c) {
    EXPECT_EQ(c.query("SELECT seq FROM journal WHERE action = 'export_list'").size(), 3U);
    EXPECT_TRUE(c.query("SELECT seq FROM outbox WHERE payload LIKE '%13800000001%'").empty());
    EXPECT_TRUE(c.query("SELECT seq FROM journal WHERE detail LIKE '%13800000001%'").empty());
  });
  EXPECT_EQ(code_of("export_list", {.path = {{"file", "members.pdf"}}}), "not_found");
  EXPECT_EQ(code_of("export_list", {.path = {{"file", "accounts.csv"}}}), "not_found");
}

TEST_P(Lists, NeverShowCountsBelowFive) {
  import("populations", "area,population,as_of,source\nV1,4,2026-01-01,census\n");
  EXPECT_NE(exported("populations.csv").find("V1,<5,2026-01-01,census"), std::string::npos);
}

TEST_P(Lists, FilesThatAreNoneAreRefused) {
  const auto send = [&](const std::string& json) { return code_of("import_list", {.body = json, .path = {{"what", "forces"}}}); };
  EXPECT_EQ(send(R"({"name":"x"})"), "bad_input /text exactly_one");
  EXPECT_EQ(send(R"({"name":"x","base64":"*"})"), "bad_input /base64 not_base64");
  EXPECT_EQ(send(R"({"name":"x","base64":"UEsDBA=="})"), "bad_sheet");
}

}  // namespace
