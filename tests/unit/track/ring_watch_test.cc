#include "engines/track/ring_watch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace {

using kind = track::crossing_kind;
constexpr std::int64_t second = 1'000'000;

geo::multi_polygon square(std::int32_t west, std::int32_t south, std::int32_t size) {
  const auto at = [](std::int32_t x, std::int32_t y) { return geo::to_position({x, y}); };
  return {{{{at(west, south), at(west + size, south), at(west + size, south + size), at(west, south + size), at(west, south)}, {}}}};
}

// a: 0 … 1,000; b: 500 … 1,500 (on the diagonal both).
track::ring_set two_squares(std::uint64_t epoch = 1) {
  return {{{.id = "a", .area_path = "/", .shape = square(0, 0, 1'000)}, {.id = "b", .area_path = "/", .shape = square(500, 500, 1'000)}}, epoch};
}

track::fix fix_at(std::int64_t at_s, std::int32_t diagonal) { return {.at_us = at_s * second, .lon_e7 = diagonal, .lat_e7 = diagonal}; }

constexpr std::int32_t only_a = 100, both = 700, only_b = 1'200, outside = 5'000;

std::vector<track::crossing> walk(const std::vector<track::fix>& fixes) { return track::crossings_of(fixes, two_squares(), {}); }

// Visits of one ring by their definition, from whether each fix was inside.
std::vector<track::visit_span> defined_visits(const std::string& ring, const std::vector<track::fix>& trail, const geo::multi_polygon& shape,
                                              std::int64_t gap_us) {
  std::vector<track::visit_span> all;
  std::vector<bool> in;
  bool open = false;
  for (std::size_t i = 0; i < trail.size(); ++i) {
    in.push_back(geo::contains(shape, track::position_of(trail[i])));
    if (i == 0) continue;
    const auto before = trail[i - 1].at_us;
    const bool silent = trail[i].at_us - before > gap_us;
    const auto end = [&](track::visit_end why) {
      all.back().left_at_us = before;
      all.back().ended_by = why;
      open = false;
    };
    if (open && !in[i] && !in[i - 1]) {
      end(track::visit_end::left);
    } else if (open && silent && !in[i]) {
      end(track::visit_end::gap);
    } else if (open && silent) {
      all.back().unknown_us += trail[i].at_us - before;
    } else if (!open && !silent && in[i] && in[i - 1]) {
      all.push_back({.ring_id = ring, .entered_at_us = before});
      open = true;
    }
  }
  return all;
}

}  // namespace

TEST(RingWatch, EntersWithTheSecondFixInsideAtTheTimeOfTheFirst) {
  EXPECT_EQ(walk({fix_at(0, outside), fix_at(10, only_a), fix_at(20, only_a)}), (std::vector<track::crossing>{{"a", 10 * second, kind::enter}}));
  EXPECT_TRUE(walk({fix_at(0, outside), fix_at(10, only_a), fix_at(20, outside), fix_at(30, only_a)}).empty());
}

TEST(RingWatch, LeavesWithTheSecondFixOutsideAtTheTimeOfTheFirst) {
  const auto got = walk({fix_at(0, only_a), fix_at(10, only_a), fix_at(20, outside), fix_at(30, only_a), fix_at(40, outside), fix_at(50, outside)});
  EXPECT_EQ(got, (std::vector<track::crossing>{{"a", 0, kind::enter}, {"a", 40 * second, kind::leave}}));
}

TEST(RingWatch, OverlappingRingsAreEnteredAndLeftEachForItself) {
  const auto got = walk({fix_at(0, only_a), fix_at(10, both), fix_at(20, both), fix_at(30, only_b), fix_at(40, only_b)});
  EXPECT_EQ(got, (std::vector<track::crossing>{{"a", 0, kind::enter}, {"b", 10 * second, kind::enter}, {"a", 30 * second, kind::leave}}));
}

TEST(RingWatch, ASilenceIsUnknownNeitherPresenceNorAbsence) {
  const auto still_there = walk({fix_at(0, only_a), fix_at(10, only_a), fix_at(1'000, only_a), fix_at(1'010, only_a)});
  EXPECT_EQ(still_there,
            (std::vector<track::crossing>{{"a", 0, kind::enter}, {"a", 10 * second, kind::lost}, {"a", 1'000 * second, kind::regained}}));
  const auto visits = track::pair_crossings(still_there);
  ASSERT_EQ(visits.size(), 1U);
  EXPECT_EQ(visits[0], (track::visit_span{.ring_id = "a", .entered_at_us = 0, .unknown_us = 990 * second}));

  const auto gone = track::pair_crossings(walk({fix_at(0, only_a), fix_at(10, only_a), fix_at(1'000, outside), fix_at(1'010, outside)}));
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0], (track::visit_span{.ring_id = "a", .entered_at_us = 0, .left_at_us = 10 * second, .ended_by = track::visit_end::gap}));
}

TEST(RingWatch, ASilenceOfExactlyTheGapStillCountsAsHavingBeenThere) {
  EXPECT_EQ(walk({fix_at(0, only_a), fix_at(10, only_a), fix_at(310, only_a)}).size(), 1U);
  EXPECT_EQ(walk({fix_at(0, only_a), fix_at(10, only_a), fix_at(311, only_a)}).size(), 3U);
}

TEST(RingWatch, NothingIsEnteredAcrossASilence) {
  EXPECT_TRUE(walk({fix_at(0, only_a), fix_at(1'000, only_a)}).empty());
  EXPECT_EQ(walk({fix_at(0, only_a), fix_at(1'000, only_a), fix_at(1'010, only_a)}),
            (std::vector<track::crossing>{{"a", 1'000 * second, kind::enter}}));
}

TEST(RingWatch, ALateOrRepeatedFixMovesNothing) {
  const auto rings = two_squares();
  track::ring_state state;
  std::vector<track::crossing> out;
  for (const auto& f : {fix_at(0, only_a), fix_at(10, only_a)}) track::step(state, f, rings, {}, out);
  const auto before = out;
  for (const auto& f : {fix_at(5, outside), fix_at(10, outside), fix_at(-7, outside)}) track::step(state, f, rings, {}, out);
  EXPECT_EQ(out, before);
  EXPECT_EQ(state.last_at_us, 10 * second);
  EXPECT_EQ(state.inside.size(), 1U);
}

TEST(RingWatch, GoingOffShiftEndsEveryVisitAndConfirmsNothingAfterwards) {
  const auto rings = two_squares();
  track::ring_state state;
  std::vector<track::crossing> out;
  for (const auto& f : {fix_at(0, both), fix_at(10, both)}) track::step(state, f, rings, {}, out);
  out.clear();
  track::end_shift(state, 60 * second, {}, out);
  EXPECT_EQ(out, (std::vector<track::crossing>{{"a", 60 * second, kind::off_shift}, {"b", 60 * second, kind::off_shift}}));
  out.clear();
  track::step(state, fix_at(70, both), rings, {}, out);
  EXPECT_TRUE(out.empty());
  track::step(state, fix_at(80, both), rings, {}, out);
  EXPECT_EQ(out.size(), 2U);
  track::end_shift(state, 2'000 * second, {}, out);
  EXPECT_EQ(out.back(), (track::crossing{"b", 80 * second, kind::lost})) << "silent before the shift ended";
}

TEST(RingWatch, AnEditedRingIsFollowedAndARemovedOneIsLeft) {
  track::ring_state state;
  std::vector<track::crossing> out;
  for (const auto& f : {fix_at(0, both), fix_at(10, both)}) track::step(state, f, two_squares(), {}, out);
  out.clear();
  // b is gone, a has moved behind another and away, c is new where the unit stands.
  const track::ring_set edited{
      {{.id = "c", .area_path = "/", .shape = square(600, 600, 500)}, {.id = "a", .area_path = "/", .shape = square(4'000, 0, 9)}}, 2};
  track::step(state, fix_at(20, both), edited, {}, out);
  track::step(state, fix_at(30, both), edited, {}, out);
  EXPECT_EQ(out, (std::vector<track::crossing>{{"b", 10 * second, kind::leave}, {"a", 10 * second, kind::leave}, {"c", 10 * second, kind::enter}}));
}

TEST(RingWatch, ARestartGoesOnWhereItWas) {
  const auto rings = two_squares();
  std::vector<track::crossing> out;
  auto state = track::restored({{.ring_id = "a", .entered_at_us = 5 * second}, {.ring_id = "gone", .entered_at_us = 6 * second}}, fix_at(10, only_a),
                               rings, out);
  EXPECT_EQ(out, (std::vector<track::crossing>{{"gone", 10 * second, kind::leave}}));
  out.clear();
  track::step(state, fix_at(20, only_a), rings, {}, out);
  EXPECT_TRUE(out.empty());
  EXPECT_TRUE(state.settled);
  track::step(state, fix_at(30, outside), rings, {}, out);
  track::step(state, fix_at(40, outside), rings, {}, out);
  EXPECT_EQ(out, (std::vector<track::crossing>{{"a", 30 * second, kind::leave}}));
}

// Stepping fix by fix over many rings gives the visits that each ring's own definition gives; and feeding the fixes with
// late ones between them leaves the live crossings as they were without.
TEST(RingWatch, SteppingGivesTheVisitsOfEachRingsDefinition) {
  std::mt19937_64 random(99);
  const auto between = [&random](std::int64_t low, std::int64_t high) { return std::uniform_int_distribution<std::int64_t>(low, high)(random); };
  std::size_t visits = 0, unknown = 0, gaps = 0;
  for (int round = 0; round < 150; ++round) {
    std::vector<track::watched_ring> drawn;
    for (int i = 0; i < 12; ++i) {
      const auto corner = [&] { return static_cast<std::int32_t>(between(0, 800)); };
      drawn.push_back({.id = "ring " + std::to_string(10 + i),
                       .area_path = "/",
                       .shape = square(corner(), corner(), static_cast<std::int32_t>(between(50, 400)))});
    }
    const track::ring_set rings(drawn, 1);
    const track::watch_rules rules{.gap_us = 60 * second};
    std::vector<track::fix> trail;
    std::int64_t at = 0;
    std::int32_t x = 500, y = 500;
    for (int i = 0; i < 300; ++i) {
      at += between(0, 25) == 0 ? between(59, 200) : between(1, 15);
      x = std::clamp<std::int32_t>(x + static_cast<std::int32_t>(between(-60, 60)), 0, 1'000);
      y = std::clamp<std::int32_t>(y + static_cast<std::int32_t>(between(-60, 60)), 0, 1'000);
      trail.push_back({.at_us = at * second, .lon_e7 = x, .lat_e7 = y});
    }
    std::vector<track::visit_span> expected;
    for (const auto& ring : drawn) {
      const auto own = defined_visits(ring.id, trail, ring.shape, rules.gap_us);
      expected.insert(expected.end(), own.begin(), own.end());
    }
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return std::pair(a.entered_at_us, a.ring_id) < std::pair(b.entered_at_us, b.ring_id); });
    track::ring_state state;
    std::vector<track::crossing> live;
    for (std::size_t i = 0; i < trail.size(); ++i) {
      track::step(state, trail[i], rings, rules, live);
      if (i % 7 == 0) track::step(state, trail[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(i)))], rings, rules, live);
    }
    ASSERT_EQ(track::pair_crossings(live), expected) << "round " << round;
    ASSERT_EQ(track::visits_of(trail, rings, rules), expected);
    visits += expected.size();
    for (const auto& one : expected) {
      unknown += one.unknown_us > 0 ? 1U : 0U;
      gaps += one.ended_by == track::visit_end::gap ? 1U : 0U;
    }
  }
  EXPECT_GT(visits, 3'000U);
  EXPECT_GT(unknown, 100U);
  EXPECT_GT(gaps, 100U);
}
