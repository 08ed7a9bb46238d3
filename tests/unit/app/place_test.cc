#include "app/place.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "foundation/base/problem.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

namespace {

std::string shared_folder() { return test::project_file("../shared"); }

}  // namespace

TEST(Place, PortlandHasItsCallsInTheBoxWithDrawnHours) {
  const auto place = app::read_place(test::project_file("sample/portland"), shared_folder());
  EXPECT_TRUE(place.absent.empty());
  const auto calls = app::read_calls(place);
  EXPECT_EQ(calls.calls.size(), 13'206U);
  EXPECT_EQ(calls.unreadable, 0);
  std::array<int, 24> by_hour{};
  for (const auto& call : calls.calls) {
    EXPECT_TRUE(call.hour_drawn);
    ++by_hour[static_cast<std::size_t>(((call.at.us / 1'000'000 + place.utc_offset_min * 60) % 86'400) / 3'600)];
  }
  EXPECT_NEAR(by_hour[16] / 13'206.0, 0.065, 0.01);
  EXPECT_NEAR(by_hour[4] / 13'206.0, 0.014, 0.005);
}

TEST(Place, DrawsTheSameHoursEachTime) {
  const auto place = app::read_place(test::project_file("sample/portland"), shared_folder());
  const auto first = app::read_calls(place);
  const auto second = app::read_calls(place);
  ASSERT_EQ(first.calls.size(), second.calls.size());
  for (std::size_t i = 0; i < first.calls.size(); ++i) ASSERT_EQ(first.calls[i].at, second.calls[i].at);
}

TEST(Place, BaltimoreReadsItsCallsFromTheSharedData) {
  SHARED_OR_SKIP(path, "data/baltimore/crimes_2014_2019.csv.gz");
  const auto place = app::read_place(test::project_file("sample/baltimore"), shared_folder());
  const auto calls = app::read_calls(place);
  EXPECT_EQ(calls.calls.size(), 1'828U);
  const auto drawn = std::count_if(calls.calls.begin(), calls.calls.end(), [](const app::past_call& one) { return one.hour_drawn; });
  EXPECT_EQ(drawn, 7);  // rows that say "None" for the hour
}

TEST(Place, SaysWhatIsNotThereAndGoesOn) {
  const auto place = app::read_place(test::project_file("sample/baltimore"), "/nowhere");
  EXPECT_EQ(place.absent.size(), 2U);
  EXPECT_TRUE(app::read_calls(place).calls.empty());
}

TEST(Place, NamesTheLineOfBrokenYaml) {
  const test::folder folder;
  std::ofstream(folder.file("place.yaml")) << "name: x\nbounds: [1, 2\n";
  try {
    (void)app::read_place(folder.path().string(), "");
    FAIL() << "accepted";
  } catch (const base::problem& fault) {
    EXPECT_EQ(fault.code, "bad_place");
    EXPECT_NE(fault.detail.find("place.yaml:"), std::string::npos) << fault.detail;
  }
}
