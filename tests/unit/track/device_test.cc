#include <gtest/gtest.h>

#include "engines/track/device_api.h"
#include "engines/track/phones.h"
#include "foundation/base/clock.h"
#include "support/engines.h"
#include "support/fake_intake.h"
#include "support/operation_call.h"
#include "support/server_process.h"

namespace {

constexpr base::instant noon{1'800'000'000'000'000};
using test::json_member;

class Devices : public test::on_both_engines {
 protected:
  void SetUp() override {
    on_both_engines::SetUp();
    if (IsSkipped()) return;
    db_ = open(clock_);
    db_->write_and_wait({}, [](store::transaction& t) {
      t.db().execute(
          "INSERT INTO areas (id, code, level, name, name_en, path, valid_from, version) VALUES ('town', 't', 'town', 'Town', '', '/town/', 0, 1)");
      for (const char* unit : {"car-3", "car-4"}) {
        t.db().execute(
            "INSERT INTO units (id, name, kind, force, area_id, capabilities, turnout_s, on_shift, invented, version)"
            " VALUES ($1, $1, 'car', 'police', 'town', '[]', 0, TRUE, FALSE, 1)",
            {std::string(unit)});
      }
    });
    live_ = std::make_unique<track::live_devices>(*db_);
    db_->on_commit([this](auto events) { live_->hear(events); });
    phones_ = std::make_unique<track::phones>(*live_, into_, clock_, track::device_pace{});
  }

  operation::answer call(std::string_view name, test::call_input input) {
    return test::call(*db_, track::device_operations(*live_), who_, name, std::move(input));
  }
  operation::answer add(const std::string& name, const std::string& unit, const std::string& more = "") {
    return call("create_device", {.body = R"({"name":")" + name + R"(","unit_id":")" + unit + "\"" + more + "}"});
  }
  std::string list() { return call("list_devices", {}).body; }
  int status_of(const std::function<void()>& what) {
    try {
      what();
    } catch (const base::problem& p) {
      return p.status;
    }
    return 200;
  }
  void send(const track::device_ptr& device, std::size_t count = 1, track::door from = track::door::owntracks) {
    track::phone_message message;
    message.fixes.resize(count);
    phones_->take(device, std::move(message), from, [this](std::exception_ptr failed) { failed ? ++failed_ : ++done_; });
  }

  base::manual_clock clock_{noon};
  operation::caller who_ = test::caller_with({"device.read", "device.write", "unit.read"});
  std::unique_ptr<store::database> db_;
  std::unique_ptr<track::live_devices> live_;
  test::fake_intake into_;
  std::unique_ptr<track::phones> phones_;
  int done_ = 0;
  int failed_ = 0;
};
ON_BOTH_ENGINES(Devices);

TEST_P(Devices, ShowTheirKeyOnceAndKeepOnlyItsHash) {
  const auto made = add("phone-3", "car-3");
  EXPECT_EQ(made.status, 201);
  EXPECT_TRUE(made.secret);
  const auto key = json_member(made.body, "key");
  EXPECT_EQ(key.size(), 43U);
  EXPECT_EQ(list().find(key), std::string::npos);
  EXPECT_NE(list().find(R"("name":"phone-3","unit_id":"car-3","protocols":["owntracks","osmand","mqtt"])"), std::string::npos) << list();
  db_->read([&](store::connection& db) {
    const auto rows = db.query("SELECT key_sha256 FROM devices");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.text(0, 0), seal::to_hex(seal::sha256(key)));
    EXPECT_EQ(db.query("SELECT detail FROM journal WHERE detail LIKE '%' || $1 || '%'", {key}).size(), 0U);
    EXPECT_EQ(db.query("SELECT payload FROM outbox WHERE payload LIKE '%' || $1 || '%'", {key}).size(), 0U);
  });
}

TEST_P(Devices, AreKnownByNameAndKeyAsSoonAsTheyAreAdded) {
  const auto key = json_member(add("phone-3", "car-3").body, "key");
  const auto found = phones_->admit("phone-3", key, track::protocol::owntracks);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->what.unit_id, "car-3");
  EXPECT_EQ(phones_->admit_by_key(key, track::protocol::osmand), found);
  track::live_devices other(*db_);
  other.rebuild();
  EXPECT_TRUE(other.find_by_key(key));
  EXPECT_TRUE(other.find_by_name("phone-3"));
}

TEST_P(Devices, AreUnknownAsSoonAsTheyAreRemoved) {
  const auto made = add("phone-3", "car-3");
  const auto key = json_member(made.body, "key");
  EXPECT_EQ(call("delete_device", {.path = {{"id", json_member(made.body, "id")}}}).status, 204);
  EXPECT_EQ(status_of([&] { phones_->admit("phone-3", key, track::protocol::owntracks); }), 401);
  EXPECT_EQ(status_of([&] { phones_->admit_by_key(key, track::protocol::osmand); }), 401);
  EXPECT_FALSE(phones_->find_vouched("phone-3", track::protocol::mqtt));
  EXPECT_EQ(live_->size(), 0U);
  // The name is free again, with another key.
  const auto again = json_member(add("phone-3", "car-4").body, "key");
  EXPECT_NE(again, key);
  EXPECT_EQ(status_of([&] { phones_->admit("phone-3", key, track::protocol::owntracks); }), 401);
  EXPECT_EQ(phones_->admit("phone-3", again, track::protocol::owntracks)->what.unit_id, "car-4");
}

TEST_P(Devices, AreRefusedWithAnotherKeyAndThatIsCounted) {
  const auto key = json_member(add("phone-3", "car-3").body, "key");
  const auto foreign = json_member(add("phone-4", "car-4").body, "key");
  EXPECT_EQ(status_of([&] { phones_->admit("phone-3", foreign, track::protocol::owntracks); }), 401);
  EXPECT_EQ(status_of([&] { phones_->admit("phone-3", "", track::protocol::owntracks); }), 401);
  EXPECT_EQ(status_of([&] { phones_->admit("phone-9", key, track::protocol::owntracks); }), 401);
  EXPECT_EQ(status_of([&] { phones_->admit_by_key("guessed", track::protocol::osmand); }), 401);
  EXPECT_EQ(status_of([&] { phones_->admit_by_key("", track::protocol::osmand); }), 401);
  EXPECT_NE(list().find(R"("refused":[{"code":"wrong_key","count":2}])"), std::string::npos) << list();
  std::map<std::string, std::int64_t> strangers;
  for (const auto& one : phones_->strangers()) strangers[one.code] = one.count;
  EXPECT_EQ(strangers, (std::map<std::string, std::int64_t>{{"unknown_device", 1}, {"unknown_key", 1}, {"no_key", 1}}));
}

TEST_P(Devices, SpeakOnlyTheProtocolsTheyWereGiven) {
  const auto key = json_member(add("phone-3", "car-3", R"(,"protocols":["osmand","osmand"])").body, "key");
  EXPECT_NE(list().find(R"("protocols":["osmand"])"), std::string::npos);
  EXPECT_TRUE(phones_->admit_by_key(key, track::protocol::osmand));
  EXPECT_EQ(status_of([&] { phones_->admit("phone-3", key, track::protocol::owntracks); }), 401);
  EXPECT_FALSE(phones_->find_vouched("phone-3", track::protocol::mqtt));
  EXPECT_NE(list().find(R"({"code":"wrong_protocol","count":2})"), std::string::npos) << list();
}

TEST_P(Devices, DoNotSpeakInAnothersName) {
  const auto mine = phones_->admit("phone-3", json_member(add("phone-3", "car-3").body, "key"), track::protocol::owntracks);
  add("phone-4", "car-4");
  EXPECT_EQ(status_of([&] { phones_->check_names(*mine, "phone-3", "pixel"); }), 200);
  EXPECT_EQ(status_of([&] { phones_->check_names(*mine, "", ""); }), 200);
  EXPECT_EQ(status_of([&] { phones_->check_names(*mine, "phone-4", "pixel"); }), 401);
  EXPECT_EQ(status_of([&] { phones_->check_names(*mine, "phone-3", "phone-4"); }), 401);
  EXPECT_NE(list().find(R"({"code":"foreign_device","count":2})"), std::string::npos) << list();
}

TEST_P(Devices, AreAddedWithGoodNamesToUnitsThereAre) {
  for (const char* name : {"x", "Phone", "car/3", "car+", "#", "-car", "a b"}) EXPECT_EQ(status_of([&] { add(name, "car-3"); }), 422) << name;
  EXPECT_EQ(status_of([&] { add("phone-3", "nobody"); }), 422);
  EXPECT_EQ(status_of([&] { add("phone-3", "car-3", R"(,"protocols":["carrier pigeon"])"); }), 422);
  add("phone-3", "car-3");
  EXPECT_EQ(status_of([&] { add("phone-3", "car-4"); }), 409);
}

TEST_P(Devices, AreManagedOnlyWhereTheirUnitBelongs) {
  const auto made = add("phone-3", "car-3");
  who_.grants = {{"device.read", "/village/"}, {"device.write", "/village/"}};
  EXPECT_EQ(list(), R"({"items":[]})");
  EXPECT_EQ(status_of([&] { call("delete_device", {.path = {{"id", json_member(made.body, "id")}}}); }), 404);
  EXPECT_EQ(status_of([&] { add("phone-5", "car-3"); }), 422);
  who_.grants = {{"device.read", "/town/"}, {"device.write", "/town/"}};
  EXPECT_NE(list().find("phone-3"), std::string::npos);
  EXPECT_EQ(call("delete_device", {.path = {{"id", json_member(made.body, "id")}}}).status, 204);
}

TEST_P(Devices, HandInFixesForTheirUnitAndShowWhatBecameOfThem) {
  const auto device = phones_->admit("phone-3", json_member(add("phone-3", "car-3").body, "key"), track::protocol::owntracks);
  into_.refused = {{.index = 0, .code = "outside_place", .detail = ""}};
  send(device, 3, track::door::osmand);
  EXPECT_EQ(done_, 1);
  ASSERT_EQ(into_.batches.size(), 1U);
  EXPECT_EQ(into_.batches[0].from, track::door::osmand);
  ASSERT_EQ(into_.batches[0].fixes.size(), 3U);
  EXPECT_EQ(into_.batches[0].units, (std::vector<std::string>{"car-3"}));
  EXPECT_NE(list().find(R"("last_heard_at":"2027-01-15T08:00:00Z","accepted":2)"), std::string::npos) << list();
  EXPECT_NE(list().find(R"("refused":[{"code":"outside_place","count":1}])"), std::string::npos) << list();
}

TEST_P(Devices, AreAnsweredWhenTheirFixIsDurableAndNotBefore) {
  const auto device = phones_->admit("phone-3", json_member(add("phone-3", "car-3").body, "key"), track::protocol::owntracks);
  into_.held = true;
  send(device);
  EXPECT_EQ(done_, 0);
  into_.waiting.at(0)();
  EXPECT_EQ(done_, 1);
}

TEST_P(Devices, HearThatAFixWasNotKept) {
  const auto device = phones_->admit("phone-3", json_member(add("phone-3", "car-3").body, "key"), track::protocol::owntracks);
  into_.failure = std::make_exception_ptr(base::problem(503, "store_unwritable", "No."));
  send(device);
  EXPECT_EQ(failed_, 1);
  EXPECT_NE(list().find(R"("accepted":0)"), std::string::npos);
  into_.overloaded = true;
  EXPECT_EQ(status_of([&] { send(device); }), 503);
}

TEST_P(Devices, MayReplayABufferButNotFlood) {
  const auto device = phones_->admit("phone-3", json_member(add("phone-3", "car-3").body, "key"), track::protocol::owntracks);
  send(device, 1'000);
  send(device, 1'000);
  EXPECT_EQ(status_of([&] { send(device, 1); }), 429);
  clock_.advance(base::seconds(1));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(status_of([&] { send(device, 1); }), 200) << i;
  EXPECT_EQ(status_of([&] { send(device, 1); }), 429);
  EXPECT_NE(list().find(R"({"code":"too_fast","count":2})"), std::string::npos) << list();
  // Another device goes on.
  const auto other = phones_->admit("phone-4", json_member(add("phone-4", "car-4").body, "key"), track::protocol::owntracks);
  EXPECT_EQ(status_of([&] { send(other, 1); }), 200);
  clock_.advance(base::hours(1));
  EXPECT_EQ(status_of([&] { send(device, 1'000); }), 200);
}

TEST_P(Devices, AreHeardAlsoWhenTheySayNothingToKeep) {
  const auto device = phones_->admit("phone-3", json_member(add("phone-3", "car-3").body, "key"), track::protocol::owntracks);
  track::phone_message will;
  will.unread.push_back(track::reason::other_message);
  phones_->take(device, will, track::door::owntracks, [this](std::exception_ptr) { ++done_; });
  EXPECT_EQ(done_, 1);
  EXPECT_TRUE(into_.batches.empty());
  EXPECT_NE(list().find(R"({"code":"other_message","count":1})"), std::string::npos) << list();
}

}  // namespace
