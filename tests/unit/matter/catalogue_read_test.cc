// The folder of a town: every file of it, and the project's own.
#include "engines/matter/catalogue_read.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "catalogue_sample.h"
#include "engines/matter/kind_roles.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

using namespace sample;

namespace {

// A catalogue's folder with the good kind alone: it opens none but itself.
class Catalogue : public testing::Test {
 protected:
  Catalogue() {
    std::filesystem::create_directory(folder_.path() / "kinds");
    put("lists.yaml", lists_text());
    put("outputs.yaml", outputs_text());
    put("clocks.yaml", clocks_text());
    put("kinds/fire_hazard.yaml", kind_);
  }

  void put(const std::string& name, const std::string& text) const { std::ofstream(folder_.file(name), std::ios::binary) << text; }
  [[nodiscard]] std::string path(const std::string& name) const { return folder_.file(name); }
  void remove(const std::string& name) const { std::filesystem::remove_all(folder_.path() / name); }

  // "file:line code", without the folder, each on its line.
  std::string faults() {
    std::vector<matter::fault> found;
    town_ = matter::read_catalogue(folder_.path().string(), matter::kind_roles(), found);
    std::string out;
    for (const auto& one : found) {
      out += std::filesystem::path(one.file).lexically_relative(folder_.path()).string() + ":" + std::to_string(one.line) + " " + one.code + "\n";
    }
    return out;
  }

  std::string kind_ = with(good_kind(), "{kind: rectification_notice,", "{kind: fire_hazard,");
  matter::catalogue town_;

 private:
  test::folder folder_;
};

}  // namespace

TEST_F(Catalogue, AGoodFolderHasNoFault) {
  EXPECT_EQ(faults(), "");
  ASSERT_EQ(town_.kinds.size(), 1U);
  EXPECT_EQ(town_.kinds.at("fire_hazard").find_field("hazard")->choices.size(), 2U);
  ASSERT_EQ(town_.clocks.at("fire_decision").size(), 2U);
  const auto& row = town_.clocks.at("fire_decision")[1];
  EXPECT_EQ(to_text(row.limit), "10 days");
  EXPECT_TRUE(row.limit.rolls);
  EXPECT_EQ(row.from_day, "2021-04-29");
  EXPECT_EQ(row.line, 4);
  EXPECT_EQ(row.citation, "消防法");
  EXPECT_EQ(matter::count_unverified(town_), 1U);
  EXPECT_EQ(town_.outputs.size(), 2U);
  EXPECT_EQ(town_.lists.at("fire_hazards")[0].name.en, "Blocked exit");
  EXPECT_EQ(town_.roles.size(), matter::kind_roles().size());
}

TEST_F(Catalogue, FaultsOfAllFilesStandByFileAndLine) {
  put("lists.yaml", with(lists_text(), "en: Wiring", "en: \"\""));
  put("outputs.yaml", with(outputs_text(), "code: board", "code: Board"));
  put("clocks.yaml", with(clocks_text(), "to: \"2021-04-29\"", "to: \"2021-04-28\""));
  put("kinds/fire_hazard.yaml", with(with(kind_, "edition: 3", "edition: no"), "number: HZ", "number: h"));
  put("kinds/bad.yaml", "kind: [");
  EXPECT_EQ(faults(),
            "clocks.yaml:4 clock_gap\nkinds/bad.yaml:1 open_bracket\nkinds/fire_hazard.yaml:2 wrong_type\nkinds/fire_hazard.yaml:7 bad_number\n"
            "lists.yaml:3 missing_translation\noutputs.yaml:2 bad_code\n");
}

TEST_F(Catalogue, WhatIsNoFileIsSaidAndNotWaitedFor) {
  const auto pipe = path("kinds/pipe.yaml"), loop = path("kinds/loop.yaml");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::filesystem::create_symlink("loop.yaml", loop);
  EXPECT_EQ(faults(), "kinds/loop.yaml:1 no_file\nkinds/pipe.yaml:1 no_file\n");
  remove("kinds/pipe.yaml");
  remove("kinds/loop.yaml");
  remove("lists.yaml");
  ASSERT_EQ(::mkfifo(path("lists.yaml").c_str(), 0600), 0);
  EXPECT_EQ(faults(), "lists.yaml:1 no_file\n");
}

TEST_F(Catalogue, AFaultOfAFileThatKindsNameFromIsToldOnce) {
  for (const auto& [file, text] : {std::pair{"lists.yaml", lists_text()}, {"outputs.yaml", outputs_text()}, {"clocks.yaml", clocks_text()}}) {
    put(file, "version: [");
    EXPECT_EQ(faults(), std::string(file) + ":1 open_bracket\n");
    put(file, text);
  }
  EXPECT_EQ(faults(), "");
}

TEST_F(Catalogue, TheRulesAreAskedThoughATranslationIsMissing) {
  put("kinds/fire_hazard.yaml", with(with(kind_, "en: Fire hazard\n", ""), "times: 2, to: rectifying", "times: 2, to: nowhere"));
  EXPECT_EQ(faults(), "kinds/fire_hazard.yaml:1 missing_translation\nkinds/fire_hazard.yaml:" + std::to_string(line_of(kind_, "code: not_gone") - 1) +
                          " unknown_stage\n");
}

TEST_F(Catalogue, FilesThatAreNotThere) {
  remove("lists.yaml");
  remove("clocks.yaml");
  remove("kinds");
  EXPECT_EQ(faults(), "clocks.yaml:1 no_file\nkinds:1 no_file\nlists.yaml:1 no_file\n");
}

TEST_F(Catalogue, AFileIsCalledAsItsKind) {
  remove("kinds/fire_hazard.yaml");
  put("kinds/hazard.yaml", kind_);
  EXPECT_EQ(faults(), "kinds/hazard.yaml:1 other_name\n");
}

TEST_F(Catalogue, TwoHundredKindsAreEnough) {
  for (int i = 0; i < 200; ++i) put("kinds/k" + std::to_string(i) + ".yaml", "");
  EXPECT_NE(faults().find("kinds:1 too_many\n"), std::string::npos);
  EXPECT_EQ(town_.kinds.size(), 200U);
}

TEST_F(Catalogue, OtherFilesBesideTheKindsAreLetBe) {
  put("kinds/README.md", "not yaml: [");
  EXPECT_EQ(faults(), "");
}

TEST_F(Catalogue, IncidentTypesAreThoseOfTheirFile) {
  put("incident_types.yaml", "version: 1\ntypes:\n  - {code: building_fire}\n");
  EXPECT_EQ(faults(), "");
  put("incident_types.yaml", "version: 1\ntypes:\n  - {code: fire}\n");
  EXPECT_EQ(faults(), "kinds/fire_hazard.yaml:" + std::to_string(line_of(kind_, "from_incident")) + " unknown_incident_type\n");
}

TEST_F(Catalogue, RowsOfClocksAreReadWithTheirFaults) {
  const auto clocks = clocks_text();
  put("clocks.yaml", with(clocks, "limit: 7 days", "limit: a week"));
  EXPECT_EQ(faults(), "clocks.yaml:3 bad_limit\n");
  put("clocks.yaml", with(clocks, ", rolls: true", ", rols: true"));
  EXPECT_EQ(faults(), "clocks.yaml:4 unknown_key\n");
  put("clocks.yaml", with(clocks, ", citation: 消防法, rolls", ", rolls"));
  EXPECT_EQ(faults(), "clocks.yaml:4 no_citation\n");
  put("clocks.yaml", with(clocks, "from: \"2009-05-01\"", "from: \"2009-05-32\""));
  EXPECT_EQ(faults(), "clocks.yaml:3 bad_days\n");
  put("clocks.yaml", "version: 1\nclocks: {}\n");
  EXPECT_EQ(faults(), "clocks.yaml:2 wrong_type\n");
}

TEST(OwnCatalogue, TheProjectsKindsHaveNoFault) {
  const auto folder = test::project_file("catalogue");
  if (!std::filesystem::exists(folder + "/kinds")) GTEST_SKIP() << "the project has no kinds yet";
  std::vector<matter::fault> faults;
  const auto town = matter::read_catalogue(folder, matter::kind_roles(), faults);
  for (const auto& one : faults) ADD_FAILURE() << one.file << ":" << one.line << ": " << one.what << ". " << one.remedy;
  EXPECT_GT(town.kinds.size(), 0U);
  EXPECT_GT(town.clocks.size(), 0U);
}
