#include "foundation/base/config.h"

#include <gtest/gtest.h>

#include <fstream>

#include "foundation/base/problem.h"
#include "support/test_folder.h"

namespace {

constexpr base::setting declared[] = {
    {.key = "server.port", .kind = base::setting_kind::integer, .standard = "8080", .sentence = "port to listen on", .minimum = 0, .maximum = 65535},
    {.key = "server.tls", .kind = base::setting_kind::boolean, .standard = "false", .sentence = "serve HTTPS"},
    {.key = "store.location", .kind = base::setting_kind::text, .standard = "x.db", .sentence = "where the database is"},
};

std::string write(const test::folder& folder, const std::string& yaml) {
  const std::string path = folder.file("config.yaml");
  std::ofstream(path) << yaml;
  return path;
}

std::string detail_of(const std::string& yaml) {
  const test::folder folder;
  base::config config(declared);
  try {
    config.read_file(write(folder, yaml));
  } catch (const base::problem& fault) {
    return fault.detail.substr(folder.path().string().size() + 1) + " | " + fault.remedy;
  }
  return "";
}

}  // namespace

TEST(Config, ReadsSectionsOverStandardValues) {
  const test::folder folder;
  base::config config(declared);
  config.read_file(write(folder, "server:\n  port: 0\n  tls: true\n"));
  EXPECT_EQ(config.integer("server.port"), 0);
  EXPECT_TRUE(config.boolean("server.tls"));
  EXPECT_EQ(config.text("store.location"), "x.db");
  EXPECT_NE(config.explain().find("server.port: 0   # port to listen on"), std::string::npos);
}

TEST(Config, NamesTheLineAndTheNearestKeyOfAnUnknownOne) {
  EXPECT_EQ(detail_of("server:\n  prot: 1\n"),
            "config.yaml:2: there is no key server.prot | Did you mean server.port? `shouwang config explain` lists all.");
}

TEST(Config, RefusesValuesOfTheWrongKind) {
  EXPECT_EQ(detail_of("server:\n  port: many\n"), "config.yaml:2: server.port must be a whole number | port to listen on");
  EXPECT_EQ(detail_of("server:\n  port: 70000\n"), "config.yaml:2: server.port must be from 0 to 65535 | port to listen on");
  EXPECT_EQ(detail_of("server:\n  tls: 1\n"), "config.yaml:2: server.tls must be true or false | serve HTTPS");
  EXPECT_NE(detail_of("server: [\n"), "");
  EXPECT_NE(detail_of("server:\n  port: [1]\n"), "");
}
