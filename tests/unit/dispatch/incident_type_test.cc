#include "jobs/dispatch/incident_type.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

namespace {

using dispatch::kinship;

const char* const good_head = "version: \"t\"\ncapabilities:\n  - {code: patrol, zh: 巡逻, en: Patrol}\ntypes:\n";
const char* const good_mappings = "mappings:\n  elsewhere:\n    otherwise: crime\n    types: {A: crime}\n";

std::string fault_of(const std::string& types, const std::string& mappings = good_mappings) {
  const test::folder folder;
  std::ofstream(folder.file("incident_types.yaml")) << types;
  std::ofstream(folder.file("incident_type_mappings.yaml")) << mappings;
  try {
    dispatch::read_incident_types(folder.path().string());
  } catch (const base::problem& refused) {
    EXPECT_EQ(refused.code, "bad_catalogue");
    EXPECT_FALSE(refused.remedy.empty());
    return refused.detail;
  }
  return "no fault";
}

std::string type_line(const std::string& changed) { return std::string(good_head) + "  - {" + changed + "}\n"; }

TEST(IncidentTypes, TheCatalogueOfTheProjectIsSound) {
  const auto catalogue = dispatch::read_incident_types(test::project_file("catalogue"));
  EXPECT_GE(catalogue.all().size(), 60U);
  std::set<std::string> tops;
  for (const auto& type : catalogue.all()) {
    EXPECT_FALSE(type.name.zh.empty());
    EXPECT_FALSE(type.name.en.empty());
    if (type.parent.empty()) tops.insert(type.name.zh);
    // A child's 110 code lies below its parent's.
    if (!type.parent.empty()) {
      EXPECT_EQ(type.jqlb, catalogue.get(type.parent).jqlb) << type.code;
    }
  }
  EXPECT_EQ(tops, (std::set<std::string>{"刑事警情", "治安警情", "道路交通警情", "火灾与救援", "纠纷", "群众求助", "社会联动", "灾害事故", "举报",
                                         "投诉", "其他"}));
}

TEST(IncidentTypes, LifeInDangerIsPriorityOne) {
  const auto catalogue = dispatch::read_incident_types(test::project_file("catalogue"));
  for (const auto* code : {"shooting", "building_fire", "medical_emergency", "crash_injury", "drowning", "gas_leak", "robbery"}) {
    EXPECT_EQ(catalogue.get(code).priority, 1) << code;
  }
  for (const auto* code : {"noise", "consultation", "lost_property", "parking"}) EXPECT_EQ(catalogue.get(code).priority, 4) << code;
}

TEST(IncidentTypes, TheSamplesCallsAllFindAType) {
  const auto catalogue = dispatch::read_incident_types(test::project_file("catalogue"));
  SHARED_OR_SKIP(file, "data/taxonomies/portland_cfs_types.csv");
  auto text = test::read_file(file);
  std::string_view rest = text;
  base::take_csv_row(rest);
  int rows = 0;
  while (const auto row = base::take_csv_row(rest)) {
    if (row->size() < 3 || (*row)[2].empty()) continue;
    const auto found = catalogue.from_foreign("portland_cfs", (*row)[2]);
    ASSERT_TRUE(found && found->type != nullptr);
    EXPECT_TRUE(found->known) << (*row)[2];
    ++rows;
  }
  EXPECT_GT(rows, 70);
}

TEST(IncidentTypes, AnUnknownForeignWordFallsToTheTablesOtherwiseAndSaysSo) {
  const auto catalogue = dispatch::read_incident_types(test::project_file("catalogue"));
  const auto found = catalogue.from_foreign("portland_cfs", "NO SUCH CASE");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->type->code, "other");
  EXPECT_FALSE(found->known);
  EXPECT_FALSE(catalogue.from_foreign("no such source", "THEFT"));
}

TEST(IncidentTypes, TheMostDetailed110CodeThatIsKnownDecides) {
  const auto catalogue = dispatch::read_incident_types(test::project_file("catalogue"));
  const std::string_view exact[] = {"10000000", "10100000", "10100300", ""};
  EXPECT_EQ(catalogue.find_110(exact)->code, "vehicle_theft");
  const std::string_view unknown_detail[] = {"10000000", "10100000", "10109900"};
  EXPECT_EQ(catalogue.find_110(unknown_detail)->code, "theft");
  const std::string_view only_detail[] = {"", "", "10100399"};
  EXPECT_EQ(catalogue.find_110(only_detail)->code, "vehicle_theft");
  const std::string_view strange[] = {"77000000", "x"};
  EXPECT_EQ(catalogue.find_110(strange), nullptr);
}

TEST(IncidentTypes, KinshipFollowsTheTreeButNotItsTop) {
  const auto catalogue = dispatch::read_incident_types(test::project_file("catalogue"));
  EXPECT_EQ(catalogue.kinship_of("theft", "theft"), kinship::same);
  EXPECT_EQ(catalogue.kinship_of("theft", "theft_in_progress"), kinship::related);
  EXPECT_EQ(catalogue.kinship_of("theft_in_progress", "crime"), kinship::related);
  EXPECT_EQ(catalogue.kinship_of("theft_in_progress", "vehicle_theft"), kinship::related);
  EXPECT_EQ(catalogue.kinship_of("theft", "robbery"), kinship::none);
  EXPECT_EQ(catalogue.kinship_of("noise", "theft"), kinship::none);
}

TEST(IncidentTypes, AnUnknownCodeIsRefusedWithTheNearestOne) {
  const auto catalogue = dispatch::read_incident_types(test::project_file("catalogue"));
  try {
    static_cast<void>(catalogue.get("burglery"));
    FAIL() << "must be refused";
  } catch (const base::problem& refused) {
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(refused.fields.at(0).detail.find("did you mean burglary?"), std::string::npos);
  }
}

TEST(IncidentTypes, EachFaultIsNamedWithFileAndLine) {
  const std::string good = "code: crime, zh: 刑, en: Crime, priority: 2, needs: [patrol], units: 1, code_110: \"10000000\"";
  ASSERT_EQ(fault_of(type_line(good)), "no fault");
  const struct {
    std::string types;
    std::string said;
  } cases[] = {
      {type_line("code: crime, zh: 刑, en: Crime, priority: 5, needs: [], units: 1, code_110: \"10000000\""), ":5: priority must be a whole number"},
      {type_line("code: crime, zh: 刑, en: Crime, priority: 1, needs: [wings], units: 1, code_110: \"10000000\""), ":5: needs names a capability"},
      {type_line("code: crime, zh: 刑, en: Crime, priority: 1, needs: [], units: 1, code_110: \"1000\""), ":5: code_110 must be eight digits"},
      {type_line("code: crime, zh: 刑, en: Crime, priority: 1, needs: [], units: 1, code_110: \"10000100\""), ":5: code_110 10000100 skips a level"},
      {type_line("code: Crime, zh: 刑, en: Crime, priority: 1, needs: [], units: 1, code_110: \"10000000\""), ":5: code Crime must be small letters"},
      {type_line("code: crime, en: Crime, priority: 1, needs: [], units: 1, code_110: \"10000000\""), ":5: zh is missing"},
      {type_line("code: crime, zh: 刑, en: Crime, priorty: 1, priority: 1, needs: [], units: 1, code_110: \"10000000\""), "did you mean priority?"},
      {type_line(good) + "  - {" + good + "}\n", ":6: code crime occurs twice"},
      {type_line("parent: law, " + good), ":5: parent law of crime does not stand above it"},
      {"version: 1\ncapabilities: [\n", "incident_types.yaml:3"},
      {"just text", "must be a map"},
      {"version: 1\ncapabilities: []\ntypes: []\n", "types must be a list of 1 to 2000 types"},
  };
  for (const auto& one : cases) {
    const auto said = fault_of(one.types);
    EXPECT_NE(said.find(one.said), std::string::npos) << one.types << "\nsaid: " << said;
    EXPECT_NE(said.find("incident_types.yaml"), std::string::npos) << said;
  }
  EXPECT_NE(fault_of(type_line(good), "mappings:\n  e:\n    otherwise: crime\n    types: {A: nothing}\n")
                .find("incident_type_mappings.yaml:4: A is mapped to nothing"),
            std::string::npos);
}

TEST(IncidentTypes, AMissingFileIsNamedWithItsRemedy) {
  const test::folder folder;
  EXPECT_THROW(dispatch::read_incident_types(folder.path().string()), base::problem);
}

}  // namespace
