#include "foundation/mqtt/mqtt.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "foundation/base/problem.h"
#include "support/mosquitto.h"
#include "support/wait.h"

namespace {

using namespace std::chrono_literals;

// What a subscription heard, and what it answers.
class ear {
 public:
  mqtt::subscription::hearer hear() {
    return [this](const mqtt::message& what, const mqtt::settle& done) {
      bool kept = true;
      {
        const std::lock_guard lock(mutex_);
        heard_.emplace_back(std::string(what.topic), std::string(what.payload));
        if (silent_) {
          unsettled_.push_back(done);
          return;
        }
        if (refuse_ > 0) {
          --refuse_;
          kept = false;
        }
      }
      done(kept);
    };
  }
  void stay_silent() { silent_ = true; }
  void refuse(int count) { refuse_ = count; }
  [[nodiscard]] std::size_t count() const {
    const std::lock_guard lock(mutex_);
    return heard_.size();
  }
  [[nodiscard]] int times(const std::string& payload) const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(std::count_if(heard_.begin(), heard_.end(), [&](const auto& one) { return one.second == payload; }));
  }
  [[nodiscard]] std::pair<std::string, std::string> first() const {
    const std::lock_guard lock(mutex_);
    return heard_.empty() ? std::pair<std::string, std::string>{} : heard_.front();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, std::string>> heard_;
  std::vector<mqtt::settle> unsettled_;
  bool silent_ = false;
  int refuse_ = 0;
};

class Mqtt : public testing::Test {
 protected:
  void SetUp() override {
    if (!test::mosquitto_broker::available()) GTEST_SKIP() << "needs mosquitto";
    broker_ = std::make_unique<test::mosquitto_broker>(std::map<std::string, std::string>{{"shouwang", "s"}, {"car-3", "3"}, {"car-4", "4"}});
  }
  [[nodiscard]] mqtt::broker as(const std::string& name, const std::string& password) const {
    return {.port = broker_->port(), .client = name, .user = name, .password = password};
  }
  std::unique_ptr<mqtt::subscription> listen(ear& to) const {
    auto made = std::make_unique<mqtt::subscription>(as("shouwang", "s"), "owntracks/+/+", to.hear(), clock_);
    EXPECT_TRUE(test::wait_until([&] { return made->state().connected; }, 10s)) << made->state().detail << broker_->log();
    return made;
  }
  [[nodiscard]] std::unique_ptr<mqtt::publisher> car() const { return std::make_unique<mqtt::publisher>(as("car-3", "3")); }
  void say(const std::string& payload) const {
    const auto speaker = car();
    speaker->publish("owntracks/car-3/phone", payload);
    speaker->drain();
  }

  base::system_clock clock_;
  std::unique_ptr<test::mosquitto_broker> broker_;
};

TEST_F(Mqtt, BringsMessagesWithTheirTopics) {
  ear mine;
  const auto subscription = listen(mine);
  say("here");
  ASSERT_TRUE(test::wait_until([&] { return mine.count() == 1; }, 10s));
  EXPECT_EQ(mine.first(), (std::pair<std::string, std::string>{"owntracks/car-3/phone", "here"}));
  EXPECT_EQ(subscription->state().messages, 1);
  EXPECT_EQ(subscription->state().connections, 1);
}

TEST_F(Mqtt, BringsWhatWasNotKeptAgain) {
  ear mine;
  mine.refuse(1);
  const auto subscription = listen(mine);
  say("here");
  ASSERT_TRUE(test::wait_until([&] { return mine.times("here") == 2; }, 10s)) << mine.times("here");
  // Once kept it does not come a third time: what is said next follows it.
  ASSERT_TRUE(test::wait_until([&] { return subscription->state().connected; }, 10s));
  say("there");
  ASSERT_TRUE(test::wait_until([&] { return mine.times("there") == 1; }, 10s));
  EXPECT_EQ(mine.times("here"), 2);
}

// The promise to phones: as long as a fix is not durable it is not acknowledged, so a kill loses nothing.
TEST_F(Mqtt, AcknowledgesNothingThatWasNotSettled) {
  ear first;
  first.stay_silent();
  {
    const auto subscription = listen(first);
    for (int i = 0; i < 5; ++i) say("fix " + std::to_string(i));
    ASSERT_TRUE(test::wait_until([&] { return first.count() >= 1; }, 10s));
  }
  ear second;
  const auto subscription = listen(second);
  ASSERT_TRUE(test::wait_until([&] { return second.count() >= 5; }, 10s)) << second.count();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(second.times("fix " + std::to_string(i)), 1) << i;
}

TEST_F(Mqtt, HearsWhatWasSaidWhileItWasAway) {
  ear mine;
  listen(mine).reset();
  for (int i = 0; i < 300; ++i) say("fix " + std::to_string(i));
  const auto subscription = listen(mine);
  ASSERT_TRUE(test::wait_until([&] { return mine.count() == 300; }, 20s)) << mine.count();
}

TEST_F(Mqtt, ComesBackAfterTheBrokerWasStartedAnew) {
  ear mine;
  const auto subscription = listen(mine);
  say("before");
  ASSERT_TRUE(test::wait_until([&] { return mine.count() == 1; }, 10s));
  broker_->stop();
  ASSERT_TRUE(test::wait_until([&] { return !subscription->state().connected; }, 10s));
  EXPECT_FALSE(subscription->state().detail.empty());
  broker_->start();
  say("after");
  ASSERT_TRUE(test::wait_until([&] { return mine.times("after") == 1; }, 20s));
  EXPECT_EQ(mine.times("before"), 1);
  EXPECT_EQ(subscription->state().connections, 2);
}

TEST_F(Mqtt, NeverHearsOneDeviceInAnothersName) {
  ear mine;
  const auto subscription = listen(mine);
  const auto liar = car();
  liar->publish("owntracks/car-4/phone", "I am car 4");
  liar->publish("owntracks/car-3/phone", "I am car 3");
  liar->drain();
  ASSERT_TRUE(test::wait_until([&] { return mine.times("I am car 3") == 1; }, 10s));
  EXPECT_EQ(mine.times("I am car 4"), 0);
}

TEST_F(Mqtt, SaysWhyItIsNotConnected) {
  ear mine;
  const mqtt::subscription wrong(as("shouwang", "guessed"), "owntracks/+/+", mine.hear(), clock_);
  EXPECT_TRUE(test::wait_until([&] { return wrong.state().detail.find("not authori") != std::string::npos; }, 10s)) << wrong.state().detail;
  EXPECT_FALSE(wrong.state().connected);
  const mqtt::subscription nowhere({.port = 1, .client = "nobody"}, "owntracks/+/+", mine.hear(), clock_);
  EXPECT_TRUE(test::wait_until([&] { return nowhere.state().detail.find("does not answer") != std::string::npos; }, 10s)) << nowhere.state().detail;
  EXPECT_THROW(mqtt::publisher(as("car-3", "guessed")), base::problem);
  EXPECT_THROW(mqtt::publisher({.port = 1, .client = "nobody"}), base::problem);
}

TEST_F(Mqtt, BringsThousandsEachOnce) {
  constexpr int many = 5'000;
  ear mine;
  const auto subscription = listen(mine);
  const auto speaker = car();
  for (int i = 0; i < many; ++i) speaker->publish("owntracks/car-3/phone", "fix " + std::to_string(i));
  speaker->drain();
  EXPECT_EQ(speaker->acknowledged(), many);
  ASSERT_TRUE(test::wait_until([&] { return mine.count() >= many; }, 30s)) << mine.count();
  for (int i = 0; i < many; i += 97) EXPECT_EQ(mine.times("fix " + std::to_string(i)), 1);
}

}  // namespace
