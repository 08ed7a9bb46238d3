// `shouwang catalogue check`: what a town sees that changes its catalogue.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "command.h"
#include "support/shared_data.h"

namespace {

namespace fs = std::filesystem;

std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of('\n');
  const auto begin = text.rfind('\n', end);
  return text.substr(begin + 1, end - begin);
}

}  // namespace

TEST(CatalogueCommand, TheProjectsCatalogueIsGood) {
  const auto checked = test::run_shouwang({"catalogue", "check", test::project_file("catalogue")});
  EXPECT_EQ(checked.code, 0) << checked.output << checked.errors;
  EXPECT_NE(checked.output.find("still with verify: true"), std::string::npos);
  EXPECT_TRUE(last_line(checked.output).ends_with(" clocks, 0 faults")) << checked.output;
}

TEST(CatalogueCommand, FaultsAreToldByFileAndLineAndTheExitCodeSaysSo) {
  const test::folder folder;
  const auto copy = folder.file("catalogue");
  fs::copy(test::project_file("catalogue"), copy, fs::copy_options::recursive);
  std::ofstream(copy + "/lists.yaml", std::ios::app) << "wrong: true\n";
  std::ofstream(copy + "/kinds/zz.yaml") << "kind: zz\nzh: [\n";
  const auto checked = test::run_shouwang({"catalogue", "check", copy});
  EXPECT_EQ(checked.code, 1);
  const auto kind = checked.output.find(copy + "/kinds/zz.yaml:2: ");
  const auto list = checked.output.find(copy + "/lists.yaml:");
  ASSERT_NE(kind, std::string::npos) << checked.output;
  ASSERT_NE(list, std::string::npos) << checked.output;
  EXPECT_LT(kind, list);
  EXPECT_NE(checked.output.find("unknown key wrong. The keys of lists.yaml are version, lists."), std::string::npos) << checked.output;
  EXPECT_TRUE(last_line(checked.output).ends_with(" clocks, 2 faults")) << checked.output;
}

TEST(CatalogueCommand, AFolderThatIsNotThereIsAFaultAndAnotherActionIsRefused) {
  const auto missing = test::run_shouwang({"catalogue", "check", "/nowhere/at/all"});
  EXPECT_EQ(missing.code, 1);
  EXPECT_NE(missing.output.find("/nowhere/at/all:1: there is no such folder"), std::string::npos) << missing.output;
  EXPECT_EQ(last_line(missing.output), "0 kinds, 0 fields, 0 clocks, 1 faults");
  const auto other = test::run_shouwang({"catalogue", "paint", "x"});
  EXPECT_EQ(other.code, 1);
  EXPECT_NE(other.errors.find("catalogue check FOLDER"), std::string::npos) << other.errors;
}

// Files that other parts of the server read: what no server starts with is a fault here too.
TEST(CatalogueCommand, TheOtherFilesOfTheFolderAreReadAsTheServerReadsThem) {
  for (const std::string file : {"working_days.yaml", "incident_types.yaml", "incident_type_mappings.yaml", "establishment.yaml"}) {
    const test::folder folder;
    const auto copy = folder.file("catalogue");
    fs::copy(test::project_file("catalogue"), copy, fs::copy_options::recursive);
    std::ofstream(copy + "/" + file) << "years: {\n\tx";
    const auto broken = test::run_shouwang({"catalogue", "check", copy});
    EXPECT_EQ(broken.code, 1) << file;
    EXPECT_NE(broken.output.find(copy + "/" + file + ":2: "), std::string::npos) << broken.output;
    fs::remove(copy + "/" + file);
    const auto gone = test::run_shouwang({"catalogue", "check", copy});
    EXPECT_EQ(gone.code, 1) << file;
    EXPECT_NE(gone.output.find(copy + "/" + file + ":1: cannot be read"), std::string::npos) << gone.output;
    ASSERT_EQ(::mkfifo((copy + "/" + file).c_str(), 0600), 0) << "a pipe is no file and is not waited for";
    const auto pipe = test::run_shouwang({"catalogue", "check", copy});
    EXPECT_NE(pipe.output.find(copy + "/" + file + ":1: cannot be read"), std::string::npos) << pipe.output;
  }
}

TEST(CatalogueCommand, AKindThatCannotBeReadIsOneFaultNotOneOfEachPlanThatOpensIt) {
  const test::folder folder;
  const auto copy = folder.file("catalogue");
  fs::copy(test::project_file("catalogue"), copy, fs::copy_options::recursive);
  std::ofstream(copy + "/kinds/major_incident.yaml", std::ios::app) << "broken: [\n";
  const auto broken = test::run_shouwang({"catalogue", "check", copy});
  EXPECT_TRUE(last_line(broken.output).ends_with(" clocks, 1 faults")) << broken.output;
  fs::remove(copy + "/kinds/major_incident.yaml");
  const auto gone = test::run_shouwang({"catalogue", "check", copy});
  EXPECT_NE(gone.output.find("there is no kind of matter major_incident"), std::string::npos) << gone.output;
}

TEST(CatalogueCommand, AChoiceOfAListIsJudgedWhereItStands) {
  const test::folder folder;
  const auto copy = folder.file("catalogue");
  fs::copy(test::project_file("catalogue"), copy, fs::copy_options::recursive);
  std::ifstream in(copy + "/lists.yaml");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto at = text.find("邻里纠纷");
  ASSERT_NE(at, std::string::npos);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  text.replace(at, std::string("邻里纠纷").size(), "精神病人");
  std::ofstream(copy + "/lists.yaml") << text;
  const auto checked = test::run_shouwang({"catalogue", "check", copy});
  EXPECT_NE(checked.output.find(copy + "/lists.yaml:" + std::to_string(line) + ": "), std::string::npos) << checked.output;
  EXPECT_TRUE(last_line(checked.output).ends_with(" clocks, 1 faults")) << "not one of each kind that takes the list: " << checked.output;
}

// A file that is not read is not passed over in silence.
TEST(CatalogueCommand, AKindInAFileOfAnotherNameIsNamed) {
  const test::folder folder;
  const auto copy = folder.file("catalogue");
  fs::copy(test::project_file("catalogue"), copy, fs::copy_options::recursive);
  std::ofstream(copy + "/kinds/new_kind.yml") << "kind: new_kind\n";
  std::ofstream(copy + "/kinds/.swap") << "x";
  const auto checked = test::run_shouwang({"catalogue", "check", copy});
  EXPECT_EQ(checked.code, 1);
  EXPECT_NE(checked.output.find(copy + "/kinds/new_kind.yml:1: "), std::string::npos) << checked.output;
  EXPECT_TRUE(last_line(checked.output).ends_with(" clocks, 1 faults")) << checked.output;
}

TEST(CatalogueCommand, AYearOfRandomCasesIsSimulatedTheSameForTheSameSeed) {
  const auto folder = test::project_file("catalogue");
  const auto once = test::run_shouwang({"catalogue", "simulate", folder, "--cases", "200", "--seed", "3", "--kind", "dispute", "--language", "en"});
  EXPECT_EQ(once.code, 0) << once.output << once.errors;
  EXPECT_NE(once.output.find("cases 200"), std::string::npos) << once.output;
  EXPECT_NE(once.output.find("What a town should look at:"), std::string::npos);
  EXPECT_EQ(test::run_shouwang({"catalogue", "simulate", folder, "--cases", "200", "--seed", "3", "--kind", "dispute", "--language", "en"}).output,
            once.output);
  const auto unknown = test::run_shouwang({"catalogue", "simulate", folder, "--kind", "nothing"});
  EXPECT_EQ(unknown.code, 1);
  EXPECT_NE(unknown.errors.find("no such kind"), std::string::npos) << unknown.errors;
}
