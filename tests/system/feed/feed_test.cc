// Real position files through `shouwang feed` into a real server, by every protocol.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>

#include "foundation/base/clock.h"
#include "support/loaded_place.h"
#include "support/mosquitto.h"
#include "support/program.h"
#include "support/server_process.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "support/wait.h"

namespace {

using namespace std::chrono_literals;

// The place of sample/portland with other bounds: what is refused as outside depends on nothing else.
std::string place_with_bounds(const test::folder& folder, const std::string& bounds) {
  const auto to = folder.file("place");
  std::filesystem::copy(test::project_file("sample/portland"), to, std::filesystem::copy_options::recursive);
  const auto text = test::read_file(to + "/place.yaml");
  std::ofstream(to + "/place.yaml") << std::regex_replace(text, std::regex("bounds: *\\[[^\\]]*\\]"), "bounds: " + bounds);
  return to;
}

class Feed : public testing::Test {
 protected:
  void serve(const std::string& bounds, std::vector<std::string> settings = {}) {
    settings.insert(settings.end(), {"sample.move_units=false", "server.requests_s=0"});
    server_ = std::make_unique<test::server_process>(test::copy_of_portland(folder_.file("data")), settings,
                                                     std::vector<std::string>{"serve", "--place", place_with_bounds(folder_, bounds)});
    test::desk_client security(*server_, "secadmin");
    const auto accounts = security.get("/api/accounts?limit=500").body;
    const std::regex commander(R"re("id":"([^"]+)","name":"commander")re");
    std::smatch found;
    ASSERT_TRUE(std::regex_search(accounts, found, commander)) << accounts;
    token_ =
        test::json_member(security.post("/api/tokens", R"({"name":"feed","account_id":")" + found[1].str() + R"(","permissions":[]})").body, "token");
    ASSERT_FALSE(token_.empty());
  }
  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }
  test::program_end feed(std::vector<std::string> words) {
    words.insert(words.begin(), "feed");
    words.insert(words.end(), {"--token", token_, "--quiet"});
    return test::run_shouwang(words, 120s);
  }
  // How many the feed counted under a reason.
  static int count(const test::program_end& of, const std::string& reason) {
    std::smatch found;
    return std::regex_search(of.output, found, std::regex("(?:^|\n)([0-9]+) " + reason + "\n")) ? std::stoi(found[1].str()) : 0;
  }
  std::string write_file(const std::string& text) {
    std::ofstream(folder_.file("fixes.csv")) << text;
    return folder_.file("fixes.csv");
  }
  // Two cars over a few seconds, one fix 30 degrees off.
  std::string small_file() {
    return write_file(
        "unix_ts,cab,lat,lon,occupied\n1211266800,one,45.52,-122.67,0\n1211266801,two,45.53,-122.68,0\n"
        "1211266802,one,45.5201,-122.67,0\n1211266802,two,75.53,-122.68,0\n1211266803,two,45.5301,-122.68,0\n");
  }

  test::folder folder_;
  std::unique_ptr<test::server_process> server_;
  std::string token_;
};

constexpr const char* portland = "[-122.9, 45.4, -122.4, 45.7]";
constexpr const char* san_francisco = "[-122.55, 37.5, -122.2, 37.9]";

TEST_F(Feed, BringsAFileInByTheJsonApi) {
  serve(portland);
  const auto ended = feed({small_file(), "--to", address(), "--create", "--speed", "20"});
  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_NE(ended.output.find("5 positions of 2 units"), std::string::npos) << ended.output;
  EXPECT_EQ(count(ended, "accepted"), 4) << ended.output;
  EXPECT_EQ(count(ended, "refused: outside_place"), 1) << ended.output;
}

TEST_F(Feed, BringsAFileInByFramesAsAGatewayDoes) {
  serve(portland);
  const auto ended = feed({small_file(), "--to", address(), "--protocol", "frames", "--create", "--speed", "20"});
  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(count(ended, "accepted"), 4) << ended.output;
  EXPECT_EQ(count(ended, "refused: outside_place"), 1) << ended.output;
  // What is no frame, and whoever may not send one.
  test::http_client client(server_->port());
  const auto post = [&](const std::string& cookie, const std::string& type) {
    return client.request("POST", "/api/unit-frames", {{"Cookie", cookie}, {"Content-Type", type}}, "SWF1");
  };
  EXPECT_EQ(post(server_->sign_in("commander"), "application/json").status, 415);
  const auto broken = post(server_->sign_in("commander"), "application/octet-stream");
  EXPECT_EQ(broken.status, 400);
  EXPECT_EQ(test::json_member(broken.body, "code"), "bad_frame") << broken.body;
  EXPECT_EQ(post("", "application/octet-stream").status, 401);
  EXPECT_EQ(post(server_->sign_in("auditor"), "application/octet-stream").status, 403);
}

TEST_F(Feed, BringsAFileInByThePhonesProtocols) {
  serve(portland);
  const auto keys = folder_.file("keys");
  const auto owntracks = feed({small_file(), "--to", address(), "--protocol", "owntracks", "--create", "--keys", keys, "--speed", "1"});
  ASSERT_EQ(owntracks.code, 0) << owntracks.errors;
  EXPECT_EQ(count(owntracks, "answered 200"), 5) << owntracks.output;
  EXPECT_EQ(count(owntracks, "accepted"), 4) << owntracks.output;
  EXPECT_EQ(count(owntracks, "refused: outside_place"), 1) << owntracks.output;
  // The keys are there: nothing is made anew.
  const auto before = test::read_file(keys);
  const auto osmand = feed({small_file(), "--to", address(), "--protocol", "osmand", "--keys", keys, "--speed", "1"});
  ASSERT_EQ(osmand.code, 0) << osmand.errors;
  EXPECT_EQ(count(osmand, "accepted"), 4) << osmand.output;
  EXPECT_EQ(test::read_file(keys), before);
  EXPECT_EQ(std::filesystem::status(keys).permissions() & std::filesystem::perms::others_read, std::filesystem::perms::none);
}

TEST_F(Feed, BringsAFileInByMqtt) {
  if (!test::mosquitto_broker::available()) GTEST_SKIP() << "needs mosquitto";
  // The devices' keys are only known once they are made; the broker is told them after that, as an operator would.
  const auto keys = folder_.file("keys");
  serve(portland);
  ASSERT_EQ(feed({small_file(), "--to", address(), "--protocol", "osmand", "--create", "--keys", keys, "--speed", "max", "--limit", "1"}).code, 0);
  std::map<std::string, std::string> passwords{{"shouwang", "broker's"}};
  std::ifstream lines(keys);
  for (std::string line; std::getline(lines, line);) passwords[line.substr(0, line.find(':'))] = line.substr(line.find(':') + 1);
  ASSERT_EQ(passwords.size(), 3U);
  test::mosquitto_broker broker(passwords);
  std::ofstream(folder_.file("password")) << "broker's\n";
  const auto data = folder_.file("data");
  server_.reset();
  server_ = std::make_unique<test::server_process>(
      data,
      std::vector<std::string>{"sample.move_units=false", "server.requests_s=0", "mqtt.address=127.0.0.1",
                               "mqtt.port=" + std::to_string(broker.port()), "mqtt.password_file=" + folder_.file("password")},
      std::vector<std::string>{"serve", "--place", folder_.file("place")});
  ASSERT_TRUE(test::wait_until(
      [&] {
        test::http_client client(server_->port());
        return client.get("/healthz").body.find(R"("name":"mqtt","status":"ok")") != std::string::npos;
      },
      20s))
      << server_->log();
  const auto ended = feed({small_file(), "--to", "mqtt://127.0.0.1:" + std::to_string(broker.port()), "--server", address(), "--protocol", "mqtt",
                           "--keys", keys, "--speed", "1"});
  ASSERT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(count(ended, "published"), 5) << ended.output;
  // Handed to the broker is not yet taken: the devices say when it is.
  EXPECT_TRUE(test::wait_until(
      [&] {
        test::http_client client(server_->port());
        const auto devices = client.request("GET", "/api/devices", {{"Authorization", "Bearer " + token_}}).body;
        return devices.find(R"("accepted":2)") != devices.rfind(R"("accepted":2)") && devices.find("outside_place") != std::string::npos;
      },
      20s));
}

TEST_F(Feed, RefusesTheDirtOfRealCabsWithACount) {
  SHARED_OR_SKIP(cabs, "data/gps_sf_cabs/sf_cabs_2008-05-20_22.csv.gz");
  serve(san_francisco, {"track.days=30"});
  // The times as they are would be years old; as fast as it goes the last is now. Units come on shift only now, so that most is
  // dropped: what is counted is that every position has its verdict, and the server goes on.
  const auto ended = feed({cabs, "--to", address(), "--create", "--units", "40", "--limit", "20000", "--speed", "max"});
  ASSERT_EQ(ended.code, 0) << ended.errors;
  int sum = 0;
  for (const char* verdict : {"accepted", "duplicate", "off_shift"}) sum += count(ended, verdict);
  std::smatch found;
  for (auto rest = ended.output; std::regex_search(rest, found, std::regex("\n([0-9]+) refused: ([a-z_]+)\n")); rest = "\n" + found.suffix().str()) {
    sum += std::stoi(found[1].str());
  }
  EXPECT_EQ(sum, 20'000) << ended.output;
  EXPECT_GT(count(ended, "refused: outside_place"), 0) << ended.output;
}

TEST_F(Feed, SaysWhatIsWrongWithItsWords) {
  serve(portland);
  EXPECT_NE(feed({"/nowhere.csv", "--to", address()}).code, 0);
  EXPECT_NE(feed({write_file("a,b\n1,2\n"), "--to", address()}).errors.find("no column lat"), std::string::npos);
  EXPECT_NE(feed({small_file(), "--to", "ftp://x"}).code, 0);
  EXPECT_NE(feed({small_file(), "--to", address()}).errors.find("There is no unit feed-one"), std::string::npos);
  EXPECT_NE(feed({small_file(), "--to", address(), "--create", "--protocol", "pigeon"}).code, 0);
  EXPECT_NE(feed({small_file(), "--to", address(), "--create", "--speed", "-1"}).code, 0);
}

}  // namespace
