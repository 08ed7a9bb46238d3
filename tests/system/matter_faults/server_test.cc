// A real server whose catalogue is spoilt while it runs, and one whose disk fills while a photo arrives.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "county_desks.h"
#include "invariants.h"
#include "support/file_samples.h"
#include "support/loaded_place.h"
#include "support/server_process.h"
#include "support/shared_data.h"
#include "support/small_disk.h"

namespace matter_faults {
namespace {

namespace fs = std::filesystem;

// The program's own files with a catalogue that a test may spoil.
class own_resources {
 public:
  own_resources() {
    fs::create_directory(home_);
    for (const char* one : {"database", "sample", "web"}) {
      if (fs::exists(test::project_file(one))) fs::create_directory_symlink(test::project_file(one), home_ + "/" + one);
    }
    fs::copy(test::project_file("catalogue"), home_ + "/catalogue", fs::copy_options::recursive);
    ::setenv("SHOUWANG_HOME", home_.c_str(), 1);
  }
  ~own_resources() { ::unsetenv("SHOUWANG_HOME"); }
  own_resources(const own_resources&) = delete;
  own_resources& operator=(const own_resources&) = delete;
  [[nodiscard]] std::string file(const std::string& name) const { return home_ + "/catalogue/" + name; }
  void change(const std::string& name, const std::string& from, const std::string& to) const {
    auto text = test::read_file(file(name));
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error(name + " has no " + from);
    std::ofstream(file(name), std::ios::binary) << text.replace(at, from.size(), to);
  }

 private:
  test::folder folder_;
  std::string home_ = folder_.file("home");
};

constexpr const char* hazard = R"({"kind":"fire_hazard","position":{"lon":-122.6765,"lat":45.5200},"fields":{"hazard":"fire_lane","finding":"x"}})";

test::http_answer send_photo(test::desk_client& desk, std::uint16_t port, const std::string& bytes) {
  return test::http_client(port).request("POST", "/api/files", {{"Cookie", desk.cookie()}, {"Content-Type", "image/jpeg"}, {"X-File-Name", "a.jpg"}},
                                         bytes);
}

}  // namespace

TEST(MatterServer, ReadsACorrectedCatalogueWithoutARestartAndKeepsTheOldOneWhenItIsFaulty) {
  const own_resources resources;
  const test::folder folder;
  const auto data = test::copy_of_portland(folder.file("data"));
  test::server_process server(data);
  test::desk_client grid(server, "grid"), inspector(server, "inspector"), admin(server, "sysadmin");
  const auto opened = grid.post("/api/matters", hazard);
  ASSERT_EQ(opened.status, 201) << opened.body;

  resources.change("kinds/fire_hazard.yaml", "en: Being put right", "de: Wird behoben");
  const auto refused = admin.post("/api/matter-kinds/reload", "{}");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_EQ(refused.field("Content-Type"), "application/problem+json");
  for (const char* says : {"fire_hazard.yaml:", "bad_catalogue", "remedy"}) EXPECT_NE(refused.body.find(says), std::string::npos) << refused.body;
  EXPECT_EQ(grid.post("/api/matter-kinds/reload", "{}").status, 403);
  const auto stepped = inspector.post("/api/matters/" + test::json_member(opened.body, "id") + "/steps/accept", R"({"fields":{"severity":"minor"}})",
                                      {{"If-Match", opened.field("ETag")}});
  EXPECT_EQ(stepped.status, 200) << "running matters go on: " << stepped.body;
  EXPECT_EQ(grid.post("/api/matters", hazard).status, 201) << "and new ones open";

  resources.change("kinds/fire_hazard.yaml", "de: Wird behoben", "en: Under repair");
  const auto read = admin.post("/api/matter-kinds/reload", "{}");
  EXPECT_EQ(read.status, 200) << read.body;
  EXPECT_NE(read.body.find(R"("changed":true)"), std::string::npos) << read.body;
  EXPECT_NE(grid.get("/api/matter-kinds/fire_hazard").body.find("Under repair"), std::string::npos);
  EXPECT_NE(grid.get("/api/matters/" + test::json_member(opened.body, "id")).body.find("Being put right"), std::string::npos) << "it keeps its own";

  // What another part of the server could not begin with is refused here, not found at the next start.
  for (const char* file : {"incident_types.yaml", "establishment.yaml", "plans/missing_child.yaml", "working_days.yaml"}) {
    const auto good = test::read_file(resources.file(file));
    std::ofstream(resources.file(file), std::ios::binary) << "version: [";
    const auto other = admin.post("/api/matter-kinds/reload", "{}");
    EXPECT_EQ(other.status, 422) << file << other.body;
    EXPECT_NE(other.body.find(std::string(file) + ":"), std::string::npos) << other.body;
    std::ofstream(resources.file(file), std::ios::binary) << good;
  }
  const auto same = admin.post("/api/matter-kinds/reload", "{}");
  EXPECT_NE(same.body.find(R"("changed":false)"), std::string::npos) << same.body;
  resources.change("lists.yaml", "zh: 婚姻家庭纠纷", "zh: 婚姻和家庭纠纷");
  const auto listed = admin.post("/api/matter-kinds/reload", "{}");
  EXPECT_NE(listed.body.find(R"("changed":true)"), std::string::npos) << "a list is part of it: " << listed.body;
  EXPECT_EQ(server.terminate(), 0);
}

TEST(MatterServer, ADiskThatFillsWhileAPhotoArrivesLosesNothingThatWasAcknowledged) {
  const test::small_disk disk(160);
  if (!disk.why_not().empty()) GTEST_SKIP() << "needs the right to mount a small disk: " << disk.why_not();
  const auto data = test::copy_of_portland(disk.path() + "/data");
  test::server_process server(data);
  test::desk_client grid(server, "grid"), inspector(server, "inspector");
  const auto opened = grid.post("/api/matters", hazard);
  ASSERT_EQ(opened.status, 201) << opened.body;
  const auto id = test::json_member(opened.body, "id");
  const auto kept = send_photo(inspector, server.port(), test::jpeg_photo(64, 48));
  ASSERT_EQ(kept.status, 201) << kept.body;
  const auto evidence = R"({"code":"scene_photo","file_id":")" + test::json_member(kept.body, "id") + "\"}";
  ASSERT_EQ(inspector.post("/api/matters/" + id + "/evidence", evidence).status, 201);

  disk.fill();
  const auto refused = send_photo(inspector, server.port(), test::jpeg_photo(800, 600));
  EXPECT_TRUE(refused.status == 503 || refused.status == 507) << refused.status << refused.body;
  EXPECT_NE(test::json_member(refused.body, "remedy"), "") << refused.body;
  EXPECT_EQ(grid.get("/api/matters/" + id).status, 200) << "reading goes on";
  EXPECT_EQ(inspector.get("/api/files/" + test::json_member(kept.body, "id")).status, 200);
  server.kill();
  disk.make_room();
  server.start();
  test::desk_client after(server, "inspector");
  EXPECT_EQ(after.get("/api/files/" + test::json_member(kept.body, "id")).status, 200);
  const auto sent = send_photo(after, server.port(), test::jpeg_photo(800, 600));
  EXPECT_TRUE(sent.status == 200 || sent.status == 201) << sent.body;
  EXPECT_EQ(server.terminate(), 0);
  const base::system_clock clock;
  const auto db = store::open({.location = data + "/shouwang.db",
                               .migrations_folder = test::project_file("database"),
                               .node = "observer",
                               .signing_key_path = data + "/observer.key"},
                              clock);
  EXPECT_EQ(broken_invariants(*db), std::vector<std::string>());
}

}  // namespace matter_faults
