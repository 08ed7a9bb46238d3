// What is mistyped is refused in a line that names it, with what to do about it, and an exit code a script can see.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "command.h"
#include "support/shared_data.h"

namespace {

struct wrong {
  std::vector<std::string> words;
  std::string names;   // what is wrong
  std::string remedy;  // what helps
};

void expect_refused(const wrong& one) {
  std::string typed;
  for (const auto& word : one.words) typed += " " + word;
  const auto ended = test::run_shouwang(one.words);
  EXPECT_NE(ended.code, 0) << typed;
  EXPECT_EQ(ended.output, "") << typed;
  EXPECT_NE(ended.errors.find(one.names), std::string::npos) << typed << "\n" << ended.errors;
  EXPECT_NE(ended.errors.find(one.remedy), std::string::npos) << typed << "\n" << ended.errors;
  EXPECT_EQ(ended.errors.find("unexpected"), std::string::npos) << typed << "\n" << ended.errors;
  // What is wrong, and what helps: no more.
  EXPECT_EQ(std::count(ended.errors.begin(), ended.errors.end(), '\n'), 2) << typed << "\n" << ended.errors;
}

}  // namespace

TEST(CommandLine, RefusesWhatItDoesNotKnow) {
  const std::string help = "--help";
  expect_refused({.words = {"fly"}, .names = "fly", .remedy = help});
  expect_refused({.words = {"serve"}, .names = "--data is required", .remedy = help});
  expect_refused({.words = {"serve", "--data", "x", "--fly"}, .names = "--fly", .remedy = help});
  expect_refused({.words = {"serve", "--data", "x", "--port", "many"}, .names = "--port", .remedy = help});
  expect_refused({.words = {"replay", "--data", "x", "--speed", "601"}, .names = "--speed", .remedy = help});
  expect_refused({.words = {"replay", "--data", "x", "--days", "-1"}, .names = "--days", .remedy = help});
  expect_refused({.words = {"verify", "x"}, .names = "head is required", .remedy = help});
  expect_refused({.words = {"config", "fly"}, .names = "fly", .remedy = "config explain"});
}

TEST(CommandLine, RefusesAFolderWithoutALoadedPlaceAndMakesNothingInIt) {
  const test::folder folder;
  const auto empty = folder.file("empty"), missing = folder.file("missing");
  std::filesystem::create_directory(empty);
  const auto sample = test::project_file("sample/portland");
  for (const auto& data : {empty, missing}) {
    const std::vector<std::vector<std::string>> verbs = {
        {"serve"},   {"serve", "--place", sample},     {"replay"}, {"call", "list_units"}, {"accounts", "list"},
        {"openapi"}, {"export", folder.file("export")}};
    for (auto words : verbs) {
      words.insert(words.end(), {"--data", data});
      expect_refused({.words = words, .names = data, .remedy = "shouwang import --place"});
    }
  }
  EXPECT_FALSE(std::filesystem::exists(missing));
  EXPECT_TRUE(std::filesystem::is_empty(empty));
  EXPECT_FALSE(std::filesystem::exists(folder.file("export")));
}

TEST(CommandLine, RefusesAPlaceThatIsNotThere) {
  const test::folder folder;
  expect_refused(
      {.words = {"import", "--data", folder.file("data"), "--place", "/no/such/place"}, .names = "/no/such/place", .remedy = "sample/README.md"});
  expect_refused({.words = {"import", "--data", folder.file("data")}, .names = folder.file("data"), .remedy = "--place"});
}

TEST_F(Command, RefusesSettingsItDoesNotKnowOrCannotUse) {
  const auto with = [&](const std::string& setting) { return std::vector<std::string>{"serve", "--data", data(), "--set", setting}; };
  expect_refused({.words = with("server.prot=1"), .names = "server.prot", .remedy = "server.port"});
  expect_refused({.words = with("server.port"), .names = "server.port", .remedy = "key=value"});
  expect_refused({.words = with("server.port=many"), .names = "server.port must be a whole number", .remedy = "port to listen on"});
  expect_refused({.words = with("server.port=65536"), .names = "from 0 to 65535", .remedy = "port to listen on"});
  expect_refused({.words = with("sample.move_units=maybe"), .names = "true or false", .remedy = ""});
  expect_refused({.words = {"serve", "--data", data(), "--config", "/no/such/file.yaml"}, .names = "/no/such/file.yaml", .remedy = "path"});
  std::ofstream(file("wrong.yaml")) << "server:\n  port: 8080\n  prot: 1\n";
  expect_refused({.words = {"serve", "--data", data(), "--config", file("wrong.yaml")}, .names = "wrong.yaml:3", .remedy = "server.port"});
}

TEST_F(Command, RefusesCallsThatCannotBeMeant) {
  const auto call = [&](const std::string& name, const std::string& json) { return std::vector<std::string>{"call", name, json, "--data", data()}; };
  expect_refused({.words = call("fly", "{}"), .names = "fly", .remedy = "shouwang openapi"});
  expect_refused({.words = call("list_units", "{"), .names = "incomplete", .remedy = R"("path")"});
  expect_refused({.words = call("list_units", "[]"), .names = "no JSON object", .remedy = R"("path")"});
  expect_refused({.words = call("list_units", R"({"boby":{}})"), .names = "boby", .remedy = R"("body")"});
  expect_refused({.words = call("list_units", R"({"path":5})"), .names = "path", .remedy = R"("path")"});
  expect_refused({.words = call("list_units", R"({"version":"x"})"), .names = "version", .remedy = R"("version":1)"});
  expect_refused({.words = call("list_units", R"({"query":{"limitt":1}})"), .names = "/query/limitt", .remedy = "Correct"});
  expect_refused({.words = call("get_incident", "{}"), .names = "/path/id: is required", .remedy = "Correct"});
  expect_refused({.words = call("geocode", "{}"), .names = "/query/q: is required", .remedy = "Correct"});
  expect_refused({.words = call("get_incident", R"({"path":{"id":"no"}})"), .names = "no such incident", .remedy = "Check"});
  expect_refused({.words = call("create_incident", R"({"body":{"type":"noise"}})"), .names = "/location: is needed", .remedy = "Correct"});
  expect_refused({.words = {"accounts", "fly", "--data", data()}, .names = "fly", .remedy = "accounts reset NAME"});
  expect_refused({.words = {"accounts", "reset", "--data", data()}, .names = "Whose password", .remedy = "accounts reset NAME"});
  expect_refused({.words = {"accounts", "reset", "nobody", "--data", data()}, .names = "nobody", .remedy = "accounts list"});
}

TEST_F(Command, RefusesAnExportWhereNothingCanBeWritten) {
  expect_refused({.words = {"export", data() + "/loaded/x", "--data", data()}, .names = "/loaded/x", .remedy = "another"});
}

TEST(CommandLine, ConfigExplainsEverySettingAndShowsNoPassword) {
  const std::string secret = "geheim-4711";
  for (const auto& location :
       {"host=db dbname=town user=desk password=" + secret, "host=db PASSWORD='" + secret + "'", "postgresql://desk:" + secret + "@db/town"}) {
    const auto shown = test::run_shouwang({"config", "--set", "store.location=" + location});
    EXPECT_EQ(shown.code, 0) << shown.errors;
    EXPECT_EQ(shown.output.find(secret), std::string::npos) << shown.output;
    EXPECT_NE(shown.output.find("store.location: (set; not shown"), std::string::npos) << shown.output;
    EXPECT_NE(shown.output.find("server.port: 8080   # port to listen on"), std::string::npos) << shown.output;
  }
  const auto plain = test::run_shouwang({"config", "explain", "--set", "store.location=/srv/town.db"});
  EXPECT_NE(plain.output.find("store.location: /srv/town.db"), std::string::npos) << plain.output;
}

TEST_F(Command, AStoreThatCannotBeReachedIsNamedWithoutItsPassword) {
  const std::string secret = "geheim-4711";
  const auto ended = run({"serve", "--set", "store.engine=postgres", "--set",
                          "store.location=host=/no/such/socket dbname=town user=desk connect_timeout=3 password=" + secret});
  EXPECT_NE(ended.code, 0);
  EXPECT_EQ(ended.errors.find(secret), std::string::npos) << ended.errors;
  EXPECT_NE(ended.errors.find("/no/such/socket"), std::string::npos) << ended.errors;
}

TEST(CommandLine, HelpNamesEveryCommand) {
  const auto help = test::run_shouwang({"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* verb : {"import", "serve", "replay", "call", "accounts", "verify", "export", "config", "openapi"}) {
    EXPECT_NE(help.output.find(std::string("\n  ") + verb + " "), std::string::npos) << verb << "\n" << help.output;
    EXPECT_EQ(test::run_shouwang({verb, "--help"}).code, 0) << verb;
  }
}
