#include <gtest/gtest.h>

#include "app/phones_mqtt.h"
#include "app/phones_routes.h"
#include "engines/track/device_api.h"
#include "foundation/base/clock.h"
#include "foundation/seal/encoding.h"
#include "foundation/store/store.h"
#include "foundation/web/server.h"
#include "support/fake_intake.h"
#include "support/http_client.h"
#include "support/mosquitto.h"
#include "support/operation_call.h"
#include "support/server_process.h"
#include "support/shared_data.h"
#include "support/test_folder.h"
#include "support/wait.h"

namespace {

using namespace std::chrono_literals;

constexpr const char* owntracks = "/api/phones/owntracks";
constexpr const char* osmand = "/api/phones/osmand";
constexpr const char* here = R"({"_type":"location","lat":31.2,"lon":121.5,"tst":1700000000,"vel":36,"tid":"p3"})";

// The doors on a real server and a real database; what is handed in goes to a fake.
class Phones : public testing::Test {
 protected:
  Phones()
      : db_(store::open({.location = folder_.file("db"), .migrations_folder = test::project_file("database")}, clock_)),
        live_(*db_),
        desk_(live_, into_, clock_, {}) {
    db_->on_commit([this](auto events) { live_.hear(events); });
    db_->write_and_wait({}, [](store::transaction& t) {
      for (const char* unit : {"car-3", "car-4"}) {
        t.db().execute(
            "INSERT INTO units (id, name, kind, force, capabilities, turnout_s, on_shift, invented, version)"
            " VALUES ($1, $1, 'car', 'police', '[]', 0, TRUE, FALSE, 1)",
            {std::string(unit)});
      }
    });
    key_ = add("phone-3", "car-3");
    web::router router;
    app::bind_phones(router, desk_, clock_);
    server_ = std::make_unique<web::server>(web::server_config{.threads = 1, .log = web::access_log::none}, std::move(router), clock_);
    server_->start();
  }

  std::string add(const std::string& name, const std::string& unit) {
    const auto made = call("create_device", {.body = R"({"name":")" + name + R"(","unit_id":")" + unit + "\"}"});
    ids_[name] = test::json_member(made.body, "id");
    return test::json_member(made.body, "key");
  }
  operation::answer call(std::string_view name, test::call_input input) {
    return test::call(*db_, track::device_operations(live_), test::caller_with({"device.read", "device.write"}), name, std::move(input));
  }
  std::string shown() { return call("list_devices", {}).body; }

  test::http_answer post(const std::string& target, const std::string& body, test::http_fields fields = {}) {
    test::http_client client(server_->port());
    return client.request("POST", target, fields, body);
  }
  test::http_answer get(const std::string& query) {
    test::http_client client(server_->port());
    return client.get(std::string(osmand) + query);
  }
  static std::pair<std::string, std::string> basic(const std::string& name, const std::string& key) {
    return {"Authorization", "Basic " + seal::to_base64(name + ":" + key)};
  }
  test::http_answer report(const std::string& body, test::http_fields more = {}, const std::string& query = "") {
    more.push_back(basic("phone-3", key_));
    return post(owntracks + query, body, more);
  }

  test::folder folder_;
  base::system_clock clock_;
  std::unique_ptr<store::database> db_;
  track::live_devices live_;
  test::fake_intake into_;
  track::phones desk_;
  std::unique_ptr<web::server> server_;
  std::string key_;
  std::map<std::string, std::string> ids_;
};

TEST_F(Phones, OwnTracksIsAnsweredAsTheAppExpects) {
  const auto got = report(here, {{"X-Limit-U", "phone-3"}, {"X-Limit-D", "pixel"}, {"Content-Type", "application/json"}});
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, "[]");
  ASSERT_EQ(into_.fixes().size(), 1U);
  EXPECT_EQ(into_.fixes()[0].unit_id, "car-3");
  EXPECT_NEAR(into_.fixes()[0].sent.speed_mps.value(), 10, 1e-9);
  EXPECT_EQ(into_.batches[0].from, track::door::owntracks);
}

TEST_F(Phones, OwnTracksTakesNamesFromTheAddressToo) {
  EXPECT_EQ(report(here, {}, "?u=phone-3&d=pixel").status, 200);
  EXPECT_EQ(into_.fixes().size(), 1U);
}

TEST_F(Phones, OwnTracksIsToldTwoHundredForWhatWillNeverBeTaken) {
  for (const char* body : {"", R"({"_type":"lwt","tst":1})", R"({"_type":"encrypted","data":"x"})", "{", R"({"_type":"location","lat":"x"})"}) {
    const auto got = report(body);
    EXPECT_EQ(got.status, 200) << body;
    EXPECT_EQ(got.body, "[]") << body;
  }
  EXPECT_TRUE(into_.fixes().empty());
  EXPECT_NE(shown().find(R"("refused":[{"code":"empty","count":1},{"code":"encrypted","count":1},{"code":"no_position","count":1},)"
                         R"({"code":"not_readable","count":1},{"code":"other_message","count":1}])"),
            std::string::npos)
      << shown();
  into_.refused = {{.index = 0, .code = "swapped_axes", .detail = ""}};
  EXPECT_EQ(report(here).status, 200);
}

TEST_F(Phones, StrangersAreRefusedAndNothingIsTaken) {
  const auto foreign = add("phone-4", "car-4");
  const std::vector<test::http_fields> strangers = {{},
                                                    {{"Authorization", "Bearer " + key_}},
                                                    {{"Authorization", "Basic !!!"}},
                                                    {{"Authorization", "Basic " + seal::to_base64("phone-3")}},
                                                    {basic("phone-3", "guessed")},
                                                    {basic("phone-3", foreign)},
                                                    {basic("phone-9", key_)},
                                                    {basic("phone-3", key_), {"X-Limit-U", "phone-4"}},
                                                    {basic("phone-3", key_), {"X-Limit-U", "phone-3"}, {"X-Limit-D", "phone-4"}}};
  for (std::size_t i = 0; i < strangers.size(); ++i) {
    const auto got = post(owntracks, here, strangers[i]);
    EXPECT_EQ(got.status, 401) << i;
    EXPECT_TRUE(got.field("WWW-Authenticate").starts_with("Basic")) << i;
    EXPECT_EQ(got.body.find(key_), std::string::npos);
  }
  EXPECT_EQ(report(here, {}, "?u=phone-4").status, 401);
  EXPECT_TRUE(into_.fixes().empty());
}

TEST_F(Phones, ARemovedDeviceIsRefusedAtOnce) {
  EXPECT_EQ(report(here).status, 200);
  call("delete_device", {.path = {{"id", ids_["phone-3"]}}});
  EXPECT_EQ(report(here).status, 401);
  EXPECT_EQ(get("?id=" + key_ + "&lat=31.2&lon=121.5").status, 400);
  EXPECT_EQ(into_.fixes().size(), 1U);
}

TEST_F(Phones, ArePutOffWhileTheStoreIsDown) {
  into_.failure = std::make_exception_ptr(base::problem(503, "store_unwritable", "The change could not be saved."));
  auto got = report(here);
  EXPECT_EQ(got.status, 503);
  EXPECT_FALSE(got.field("Retry-After").empty());
  EXPECT_EQ(get("?id=" + key_ + "&lat=31.2&lon=121.5").status, 503);
  into_.overloaded = true;
  got = report(here);
  EXPECT_EQ(got.status, 503);
  EXPECT_FALSE(got.field("Retry-After").empty());
}

TEST_F(Phones, AreToldToSlowDown) {
  std::string body = R"({"device_id":")" + key_ + R"(","location":[)";
  for (int i = 0; i < 999; ++i) body += R"({"timestamp":1700000000,"coords":{"latitude":1,"longitude":2}},)";
  body += R"({"timestamp":1700000000,"coords":{"latitude":1,"longitude":2}}]})";
  EXPECT_EQ(post(osmand, body).status, 200);
  EXPECT_EQ(post(osmand, body).status, 200);
  const auto got = post(osmand, body);
  EXPECT_EQ(got.status, 429);
  EXPECT_FALSE(got.field("Retry-After").empty());
  EXPECT_EQ(into_.fixes().size(), 2'000U);
}

TEST_F(Phones, TooLargeABodyIsRefused) {
  EXPECT_EQ(report(std::string(70'000, ' ')).status, 413);
  EXPECT_EQ(post(osmand, std::string(70'000, 'x')).status, 413);
}

TEST_F(Phones, OsmAndIsTakenAsQueryFormAndJson) {
  EXPECT_EQ(get("?id=" + key_ + "&lat=31.2&lon=121.5&timestamp=1700000000&speed=10").status, 200);
  EXPECT_EQ(post(std::string(osmand) + "?deviceid=" + key_ + "&location=31.2,121.5&timestamp=1700000001", "").status, 200);
  EXPECT_EQ(
      post(osmand, "id=" + key_ + "&lat=31.2&lon=121.5&timestamp=2023-11-14+22%3A13%3A22", {{"Content-Type", "application/x-www-form-urlencoded"}})
          .status,
      200);
  EXPECT_EQ(post(osmand,
                 R"({"device_id":")" + key_ +
                     R"(","location":{"timestamp":"2023-11-14T22:13:23Z","coords":{"latitude":31.2,"longitude":121.5,"speed":5.144444}}})",
                 {{"Content-Type", "application/json"}})
                .status,
            200);
  const auto fixes = into_.fixes();
  ASSERT_EQ(fixes.size(), 4U);
  for (std::size_t i = 0; i < fixes.size(); ++i) {
    EXPECT_EQ(fixes[i].sent.at.us, (1'700'000'000 + static_cast<std::int64_t>(i)) * 1'000'000) << i;
    EXPECT_DOUBLE_EQ(fixes[i].sent.lon, 121.5);
    EXPECT_EQ(into_.batches[i].from, track::door::osmand);
  }
  EXPECT_NEAR(fixes[0].sent.speed_mps.value(), fixes[3].sent.speed_mps.value(), 1e-5);  // 10 knots
}

TEST_F(Phones, OsmAndIsRefusedAsItsProtocolSays) {
  EXPECT_EQ(get("?lat=31.2&lon=121.5").status, 400);
  EXPECT_EQ(get("?id=guessed&lat=31.2&lon=121.5").status, 400);
  EXPECT_EQ(get("?id=phone-3&lat=31.2&lon=121.5").status, 400);  // a name is no key
  EXPECT_EQ(get("?id=" + key_).status, 400);
  EXPECT_EQ(get("?id=" + key_ + "&lat=nan&lon=121.5").status, 400);
  EXPECT_EQ(post(osmand, "{").status, 400);
  EXPECT_EQ(get("?id=" + key_ + "&lat=0&lon=0&valid=false").status, 200);
  EXPECT_TRUE(into_.fixes().empty());
}

TEST_F(Phones, MqttBringsFixesOfTheDeviceThatWroteThem) {
  if (!test::mosquitto_broker::available()) GTEST_SKIP() << "needs mosquitto";
  add("phone-4", "car-4");
  test::mosquitto_broker broker({{"shouwang", "s"}, {"phone-3", "3"}, {"stranger", "x"}});
  const app::phones_mqtt door({.port = broker.port(), .user = "shouwang", .password = "s"}, desk_, clock_);
  ASSERT_TRUE(test::wait_until([&] { return door.state().connected; }, 10s)) << door.state().detail;
  EXPECT_EQ(door.health().status, app::part_status::ok);
  const auto say = [&](const std::string& who, const std::string& password, const std::string& topic, std::string_view payload) {
    mqtt::publisher speaker({.port = broker.port(), .client = who, .user = who, .password = password});
    speaker.publish(topic, payload);
    speaker.drain();
  };
  say("stranger", "x", "owntracks/stranger/phone", here);  // a broker's user, no device of ours
  say("phone-3", "3", "owntracks/phone-4/pixel", here);    // another's topic
  say("phone-3", "3", "owntracks/phone-3/pixel/event", R"({"_type":"transition"})");
  say("phone-3", "3", "owntracks/phone-3/pixel", R"({"_type":"lwt","tst":1700000000})");
  say("phone-3", "3", "owntracks/phone-3/pixel", here);
  ASSERT_TRUE(test::wait_until([&] { return into_.fixes().size() == 1; }, 10s));
  EXPECT_EQ(into_.fixes()[0].unit_id, "car-3");
  EXPECT_EQ(into_.batches[0].from, track::door::mqtt);
  const auto strangers = desk_.strangers();
  ASSERT_EQ(strangers.size(), 1U);
  EXPECT_EQ(strangers[0].code, "unknown_device");
  EXPECT_EQ(strangers[0].count, 1);
  EXPECT_NE(shown().find(R"({"code":"other_message","count":1})"), std::string::npos) << shown();
}

TEST_F(Phones, MqttKeepsFixesInTheBrokerWhileTheStoreIsDown) {
  if (!test::mosquitto_broker::available()) GTEST_SKIP() << "needs mosquitto";
  test::mosquitto_broker broker({{"shouwang", "s"}, {"phone-3", "3"}});
  into_.failure = std::make_exception_ptr(base::problem(503, "store_unwritable", "The change could not be saved."));
  const app::phones_mqtt door({.port = broker.port(), .user = "shouwang", .password = "s"}, desk_, clock_);
  ASSERT_TRUE(test::wait_until([&] { return door.state().connected; }, 10s)) << door.state().detail;
  mqtt::publisher speaker({.port = broker.port(), .client = "phone-3", .user = "phone-3", .password = "3"});
  for (int i = 0; i < 3; ++i) {
    speaker.publish("owntracks/phone-3/pixel", R"({"_type":"location","lat":31.2,"lon":121.5,"tst":)" + std::to_string(1'700'000'000 + i) + "}");
  }
  speaker.drain();
  ASSERT_TRUE(test::wait_until([&] { return door.state().unkept > 0; }, 10s));
  EXPECT_EQ(shown().find(R"("accepted":3)"), std::string::npos);
  {
    const std::lock_guard lock(into_.mutex);
    into_.failure = nullptr;
  }
  EXPECT_TRUE(test::wait_until([&] { return shown().find(R"("accepted":3)") != std::string::npos; }, 20s)) << shown();
}

}  // namespace
