// kill -9 under a load of steps: every acknowledged act is there once with its clocks, and no matter is half done.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include "invariants.h"
#include "support/loaded_place.h"
#include "support/postgres.h"
#include "support/server_process.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

namespace matter_faults {
namespace {

constexpr int kills = 4;
constexpr int clients = 4;

struct acknowledged_act {
  std::string matter, kind;  // of the timeline's line
};

using headers = test::http_fields;

headers fields_of(const std::string& cookie, const std::string& etag = "") {
  headers out{{"Cookie", cookie}, {"Content-Type", "application/json"}};
  if (!etag.empty()) out.emplace_back("If-Match", etag);
  return out;
}

// Opens hazards, verifies them, writes notes on them, until the server is gone; what was acknowledged.
std::vector<acknowledged_act> work_until_killed(std::uint16_t port, const std::string& worker, const std::string& inspector) {
  std::vector<acknowledged_act> done;
  try {
    test::http_client client(port);
    for (int i = 0; i < 10'000; ++i) {
      const auto opened =
          client.request("POST", "/api/matters", fields_of(worker),
                         R"({"kind":"fire_hazard","position":{"lon":-122.6765,"lat":45.5200},"fields":{"hazard":"fire_lane","finding":"x"}})");
      if (opened.status != 201) throw std::logic_error("not opened: " + opened.body);
      const auto id = test::json_member(opened.body, "id");
      done.push_back({id, "opened"});
      const auto stepped = client.request("POST", "/api/matters/" + id + "/steps/accept", fields_of(inspector, opened.field("ETag")),
                                          R"({"fields":{"severity":"minor"}})");
      if (stepped.status != 200) throw std::logic_error("no step: " + stepped.body);
      done.push_back({id, "step"});
      const auto noted = client.request("POST", "/api/matters/" + id + "/notes", fields_of(inspector), R"({"text":"seen"})");
      if (noted.status != 200) throw std::logic_error("no note: " + noted.body);
      done.push_back({id, "note"});
    }
  } catch (const std::runtime_error&) {
    // the kill
  }
  return done;
}

class Killed : public testing::TestWithParam<store::engine> {
 protected:
  void SetUp() override {
    if (GetParam() == store::engine::postgres && !test::postgres_server::available()) GTEST_SKIP() << "needs PostgreSQL";
    data_ = folder_.file("data");
    how_.kind = GetParam();
    how_.location = data_ + "/shouwang.db";
    how_.migrations_folder = test::project_file("database");
    how_.signing_key_path = folder_.file("journal.key");
    how_.node = "observer";
    if (GetParam() == store::engine::sqlite) {
      test::copy_of_portland(data_);
      return;
    }
    how_.location = test::shared_postgres().create_database("matters_killed");
    settings_ = {"store.engine=postgres", "store.location=" + how_.location};
    test::server_process::import_place("portland", data_, settings_, test::loaded_portland());
  }
  test::folder folder_;
  std::string data_;
  store::options how_;
  std::vector<std::string> settings_;
};

TEST_P(Killed, AServerLosesNoAcknowledgedStepAndLeavesNoMatterHalfDone) {
  std::vector<acknowledged_act> done;
  {
    test::server_process server(data_, settings_);
    std::mt19937 random(5);
    for (int round = 0; round < kills; ++round) {
      const auto worker = server.sign_in("grid"), inspector = server.sign_in("inspector");
      std::vector<std::vector<acknowledged_act>> results(clients);
      std::vector<std::thread> threads;
      for (auto& one : results) threads.emplace_back([&, port = server.port()] { one = work_until_killed(port, worker, inspector); });
      std::this_thread::sleep_for(std::chrono::milliseconds(300 + random() % 300));
      server.kill();
      for (auto& one : threads) one.join();
      for (auto& one : results) done.insert(done.end(), one.begin(), one.end());
      server.start();
    }
    EXPECT_EQ(server.terminate(), 0);
  }
  EXPECT_GT(done.size(), 50U);
  const base::system_clock clock;
  const auto db = store::open(how_, clock);
  EXPECT_EQ(broken_invariants(*db), std::vector<std::string>());
  db->read([&](store::connection& reader) {
    for (const auto& one : done) {
      const auto lines = reader.query("SELECT count(*) FROM matter_lines WHERE matter_id = $1 AND kind = $2", {one.matter, one.kind});
      ASSERT_EQ(lines.integer(0, 0), 1) << one.matter << " " << one.kind;
      if (one.kind != "step") continue;
      const auto clocks =
          reader.query("SELECT count(*) FROM matter_clocks WHERE matter_id = $1 AND code = 'rectify' AND state = 'running'", {one.matter});
      ASSERT_EQ(clocks.integer(0, 0), 1) << one.matter;
    }
    const auto half = reader.query(
        "SELECT m.number FROM matters m WHERE m.kind = 'fire_hazard' AND (SELECT count(*) FROM outbox o WHERE o.subject_id = m.id AND o.topic = "
        "'matter') <> m.version");
    EXPECT_TRUE(half.empty()) << "each version of a matter was told once";
  });
}

INSTANTIATE_TEST_SUITE_P(Engine, Killed, testing::Values(store::engine::sqlite, store::engine::postgres),
                         [](const auto& one) { return one.param == store::engine::sqlite ? std::string("sqlite") : std::string("postgres"); });

}  // namespace
}  // namespace matter_faults
