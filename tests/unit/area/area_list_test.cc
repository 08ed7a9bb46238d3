#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <iostream>
#include <map>
#include <set>

#include "support/shared_data.h"
#include "town/area/area_code.h"
#include "town/area/area_import.h"

namespace {

std::map<std::string, int> count_faults(const area::area_list& list) {
  std::map<std::string, int> count;
  for (const auto& fault : list.faults) {
    ++count[fault.code];
    EXPECT_FALSE(fault.detail.empty());
    EXPECT_FALSE(fault.remedy.empty());
  }
  return count;
}

std::map<area::level, int> count_levels(const std::vector<area::area_draft>& areas) {
  std::map<area::level, int> count;
  for (const auto& one : areas) ++count[one.kind];
  return count;
}

area::area_list read(std::initializer_list<std::string_view> lists) {
  area::code_list_reader reader;
  int number = 0;
  for (const auto list : lists) reader.add(list, "list " + std::to_string(++number));
  return reader.finish();
}

using counts = std::map<std::string, int>;

}  // namespace

TEST(AreaList, ReadsTheWholeCountryWithoutAFault) {
  SHARED_OR_SKIP(folder, "conformance/area-codes");
  area::code_list_reader reader;
  // The order must not matter: from below.
  for (const char* file : {"streets.csv", "areas.csv", "cities.csv", "provinces.csv"}) reader.add(test::read_file(folder + "/" + file), file);
  const auto list = reader.finish();
  EXPECT_EQ(count_faults(list), counts{});
  EXPECT_EQ(list.more_faults, 0U);
  auto levels = count_levels(list.areas);
  EXPECT_EQ(levels[area::level::province], 31);
  EXPECT_EQ(levels[area::level::township], 41'352);
  // Not areas: 市辖区 of the 4 municipalities and 县 of Chongqing, 4 × 省/自治区直辖, and 3 counties that repeat their city.
  EXPECT_EQ(list.folded, 12U);
  EXPECT_EQ(levels[area::level::city], 342 - 9);
  EXPECT_EQ(levels[area::level::county], 2'978 - 3);
  std::map<std::string, const area::area_draft*> by_code;
  for (const auto& one : list.areas) {
    EXPECT_TRUE(one.parent_code.empty() || by_code.contains(one.parent_code)) << one.code << " before its parent";
    by_code[one.code] = &one;
  }
  EXPECT_EQ(by_code.at("429004")->parent_code, "420000");
  EXPECT_EQ(by_code.at("441900003")->parent_code, "441900");
  EXPECT_EQ(by_code.at("441900")->name, "东莞市");
  EXPECT_EQ(by_code.at("110101")->parent_code, "110000");
  EXPECT_EQ(by_code.at("110101001")->name, "东华门街道");
}

TEST(AreaList, ReadsASecondListOfAnotherMaker) {
  SHARED_OR_SKIP(path, "conformance/area-codes/civilCode-wvp.csv");
  area::code_list_reader reader;
  reader.add(test::read_file(path), "civilCode-wvp.csv");
  const auto list = reader.finish();
  EXPECT_EQ(count_faults(list), counts{});
  auto levels = count_levels(list.areas);
  EXPECT_EQ(levels[area::level::province], 34);  // with Hong Kong, Macao and Taiwan
  EXPECT_EQ(list.areas.size() + list.folded, 3'223U);
}

TEST(AreaList, ReadsVillagesBelowTheirTownships) {
  SHARED_OR_SKIP(folder, "conformance/area-codes");
  SHARED_OR_SKIP(villages, "data/cn_admin/villages_341700_chizhou.json");
  std::string csv = "code,name\n";
  int listed = 0;
  const auto groups = boost::json::parse(test::read_file(villages));
  for (const auto& group : groups.as_object()) {
    if (!group.value().is_object()) continue;
    for (const auto& one : group.value().as_object()) {
      if (one.key().size() != 12 || !one.value().is_string()) continue;
      csv += std::string(one.key()) + ",\"" + std::string(one.value().as_string()) + "\"\n";
      ++listed;
    }
  }
  area::code_list_reader reader;
  for (const char* file : {"provinces.csv", "cities.csv", "areas.csv", "streets.csv"}) reader.add(test::read_file(folder + "/" + file), file);
  reader.add(csv, "villages");
  const auto list = reader.finish();
  EXPECT_GE(listed, 600);
  int below = count_levels(list.areas)[area::level::village];
  // The two lists are of different years: what lies under a township that is gone is listed, the rest is there.
  EXPECT_EQ(below + static_cast<int>(list.faults.size()), listed);
  EXPECT_GT(below, listed * 9 / 10);
  for (const auto& fault : list.faults) EXPECT_EQ(fault.code, "missing_parent");
}

TEST(AreaList, ListsFaultsInsteadOfCrashing) {
  EXPECT_EQ(count_faults(read({""})), (counts{{"missing_column", 1}}));
  EXPECT_EQ(count_faults(read({"a,b\n1,2\n"})), (counts{{"missing_column", 1}}));
  EXPECT_EQ(count_faults(read({"code,name\n\xFF,x\n"})), (counts{{"not_utf8", 1}}));
  const auto list =
      read({"\xEF\xBB\xBF"
            "code,name,provinceCode\r\n13,\"河北省\",13\r\n\r\n",
            "code,name,cityCode,provinceCode\n"
            "1301,石家庄市,,13\n"
            "130102,长安区,1301,13\n"
            "130102,长安区又,1301,13\n"   // duplicate
            "130104,桥西区,1302,13\n"     // prefix_mismatch, kept
            "130202,路南区,1302,13\n"     // missing_parent
            "130202001,某街道,1302,13\n"  // missing_parent with it
            "13010x,坏,1301,13\n"         // bad_code
            "130105,,1301,13\n"           // bad_name
            "130106\n"});                 // bad_name
  EXPECT_EQ(count_faults(list), (counts{{"duplicate", 1}, {"prefix_mismatch", 1}, {"missing_parent", 2}, {"bad_code", 1}, {"bad_name", 2}}));
  std::vector<std::string> kept;
  for (const auto& one : list.areas) kept.push_back(one.code);
  EXPECT_EQ(kept, (std::vector<std::string>{"130000", "130100", "130102", "130104"}));
  for (const auto& fault : list.faults) {
    if (fault.code == "duplicate") {
      EXPECT_EQ(fault.source, "list 2");
      EXPECT_EQ(fault.line, 4U);
    }
  }
}

TEST(AreaList, AHostileListStaysSmall) {
  std::string csv = "code,name\n";
  for (int i = 0; i < 5'000; ++i) csv += "99,x\n";
  const auto list = read({csv});
  EXPECT_EQ(list.faults.size(), 1'000U);
  EXPECT_EQ(list.more_faults, 4'000U);
  EXPECT_EQ(read({"code,name\n\"13,unclosed"}).areas.size(), 0U);
}
