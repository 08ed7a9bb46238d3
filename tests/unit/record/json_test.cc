#include <gtest/gtest.h>

#include <limits>

#include "unit/record/sample_record.h"

using sample::everything;

TEST(Json, ReadsTheSmallestBody) {
  const auto one = record::from_json<everything>(sample::smallest_body);
  EXPECT_EQ(one.name, "守望");
  EXPECT_EQ(one.where, (base::position{.lon = 121.47, .lat = 31.23}));
  EXPECT_EQ(base::to_rfc3339(one.at), "2026-11-22T00:30:00Z");
  EXPECT_EQ(one.version, 1);
  EXPECT_EQ(one.colour, "red");
}

TEST(Json, WritesEveryFieldInOrder) {
  sample::note one{.text = "说\"a\"", .at = {}, .weights = {0.1, 1}};
  EXPECT_EQ(record::to_json(one), R"({"text":"说\"a\"","at":null,"weights":[0.1,1]})");
  one.at = base::instant{1'700'000'000'250'000};
  one.weights = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -0.0, 1e21, 5e-324};
  EXPECT_EQ(record::to_json(one), R"({"text":"说\"a\"","at":"2023-11-14T22:13:20.25Z","weights":[null,null,-0,1e+21,5e-324]})");
}

TEST(Json, OwnTextIsReadBackWhole) {
  everything one = record::from_json<everything>(sample::smallest_body);
  one.id = "x";
  one.version = 17;
  one.tags = {"1", "2", "3", "4", "5"};
  one.first.text = "nested";
  one.detail.text = R"({"a":[1.50,"b"],"c":null})";
  EXPECT_EQ(record::from_json<everything>(record::to_json(one), {.own = true}), one);
  EXPECT_THROW(record::from_json<everything>(record::to_json(one)), base::problem);
}

TEST(Json, APatchChangesWhatIsPresentOnly) {
  auto one = record::from_json<everything>(sample::smallest_body);
  one.unit_id = "u1";
  one.count = 5;
  one.tags = {"old"};
  const auto names = record::patch_json(R"({"unit_id":null,"tags":["a","b"],"first":{"text":"t"}})", record_of(&one), &one);
  EXPECT_EQ(names, (std::vector<std::string>{"unit_id", "tags", "first"}));
  EXPECT_FALSE(one.unit_id);
  EXPECT_EQ(one.tags, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(one.first.text, "t");
  EXPECT_EQ(one.count, 5);
  EXPECT_EQ(one.name, "守望");
}
