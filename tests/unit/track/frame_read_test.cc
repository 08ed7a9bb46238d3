#include "engines/track/frame_read.h"

#include <gtest/gtest.h>

#include "foundation/base/problem.h"

namespace {

track::batch some() {
  track::batch out;
  out.add("car-1", {.lon = -122.65, .lat = 45.5, .at = {1'800'000'000'123'456}, .speed_mps = 12.34, .heading_deg = 271.5, .accuracy_m = 4.2});
  out.add("步巡", {.lon = 179.9999999, .lat = -89.9999999, .at = {-5}});
  out.add("car-1", {.lon = 0, .lat = 0, .at = {0}});
  return out;
}

track::batch of_fixes(std::size_t count) {
  track::batch out;
  for (std::size_t i = 0; i < count; ++i) out.add("car-1", {.lon = 1, .lat = 2, .at = {static_cast<std::int64_t>(i)}});
  return out;
}

std::string refusal_of(const std::string& bytes) {
  try {
    track::read_frame(bytes);
  } catch (const base::problem& problem) {
    return problem.code + ": " + problem.detail;
  }
  return "taken";
}

TEST(Frame, GivesBackWhatWasWritten) {
  const auto sent = some();
  const auto read = track::read_frame(track::write_frame(sent));
  ASSERT_EQ(read.fixes.size(), sent.fixes.size());
  EXPECT_EQ(read.units, (std::vector<std::string>{"car-1", "步巡", "car-1"}));
  for (std::size_t i = 0; i < sent.fixes.size(); ++i) {
    EXPECT_EQ(read.fixes[i].unit, i);
    EXPECT_EQ(track::kept(read.fixes[i].sent, {}), track::kept(sent.fixes[i].sent, {})) << i;
  }
  EXPECT_FALSE(read.fixes[1].sent.speed_mps);
}

TEST(Frame, OfAnyOtherLengthIsRefusedWithItsByte) {
  const auto whole = track::write_frame(some());
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_NE(refusal_of(whole.substr(0, size)), "taken") << size;
  EXPECT_EQ(refusal_of(whole + "x"), "bad_frame: At byte 29: there are 73 bytes for 3 fixes.");
  EXPECT_EQ(refusal_of("SWF2" + whole.substr(4)), "bad_frame: At byte 4: it does not begin with SWF1.");
}

TEST(Frame, NamesAUnitThatIsNotInItsList) {
  auto bytes = track::write_frame(of_fixes(1));
  bytes[bytes.size() - 24] = 1;
  EXPECT_NE(refusal_of(bytes).find("there is no unit 1"), std::string::npos) << refusal_of(bytes);
}

TEST(Frame, HoldsNoMoreThanItMay) {
  EXPECT_THROW(track::write_frame({}), std::invalid_argument);
  EXPECT_THROW(track::write_frame(of_fixes(20'001)), std::invalid_argument);
  EXPECT_THROW(track::write_frame({.units = {""}, .fixes = {{}}}), std::invalid_argument);
}

}  // namespace
