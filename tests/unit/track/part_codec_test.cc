#include "engines/track/part_codec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <sstream>

#include "engines/track/part_layout.h"
#include "foundation/base/problem.h"
#include "support/gzip.h"
#include "support/shared_data.h"

namespace {

using random_source = std::mt19937_64;
constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t start_us = 1'700'000'000 * second;

std::int64_t between(random_source& random, std::int64_t low, std::int64_t high) {
  return std::uniform_int_distribution<std::int64_t>(low, high)(random);
}

// A car in a town, a fix every 10 s: it turns, stops, loses its heading while it stands; heard of within a second.
std::vector<track::fix> drive(std::uint64_t seed, std::size_t count) {
  random_source random(seed);
  std::normal_distribution<double> noise(0, 1);
  std::vector<track::fix> out;
  double x = 0, y = 0, heading = 1, speed = 8;
  for (std::size_t i = 0; i < count; ++i) {
    if (between(random, 0, 5) == 0) heading += static_cast<double>(between(random, -1, 1)) * 1.57;
    if (between(random, 0, 7) == 0) speed = static_cast<double>(between(random, 0, 15));
    heading = std::fmod(heading + 6.2831853, 6.2831853);
    const double now = std::max(0.0, speed + noise(random));
    x += now * 10 * std::sin(heading) + 3 * noise(random);
    y += now * 10 * std::cos(heading) + 3 * noise(random);
    track::fix f{.at_us = start_us + static_cast<std::int64_t>(i) * 10 * second};
    f.received_us = f.at_us + 1000 * between(random, 80, 900);
    f.lon_e7 = 1'131'234'567 + static_cast<std::int32_t>(x * 104);
    f.lat_e7 = 277'654'321 + static_cast<std::int32_t>(y * 90);
    f.speed_cmps = static_cast<std::uint16_t>(now * 100);
    if (speed > 0) f.heading_cdeg = static_cast<std::uint16_t>(static_cast<int>(heading * 57.29578) * 100);
    f.accuracy_dm = static_cast<std::uint16_t>(10 * between(random, 3, 20));
    out.push_back(f);
  }
  return out;
}

template <typename T>
T any(random_source& random) {
  using limits = std::numeric_limits<T>;
  const T edges[] = {limits::min(), limits::max(), 0, static_cast<T>(limits::max() / 2 + 1)};
  const auto pick = between(random, 0, 5);
  if (pick < 4) return edges[pick];
  return static_cast<T>(random());
}

track::fix any_fix(random_source& random) {
  return {.at_us = any<std::int64_t>(random),
          .received_us = any<std::int64_t>(random),
          .lon_e7 = any<std::int32_t>(random),
          .lat_e7 = any<std::int32_t>(random),
          .speed_cmps = any<std::uint16_t>(random),
          .heading_cdeg = any<std::uint16_t>(random),
          .accuracy_dm = any<std::uint16_t>(random)};
}

std::string why_unreadable(std::string_view bytes) {
  try {
    track::decode_part(bytes);
  } catch (const base::problem& p) {
    EXPECT_EQ(p.status, 500);
    EXPECT_EQ(p.code, "part_unreadable");
    return p.detail;
  }
  return "";
}

TEST(PartCodec, KeepsEveryFieldOfAnyFixes) {
  random_source random(1);
  for (int round = 0; round < 400; ++round) {
    std::vector<track::fix> fixes;
    const auto count = between(random, 0, round % 10 == 0 ? 700 : 6);
    auto last = any_fix(random);
    for (std::int64_t i = 0; i < count; ++i) {
      if (between(random, 0, 3) == 0) last = any_fix(random);
      fixes.push_back(last);
    }
    EXPECT_EQ(track::decode_part(track::encode_part(fixes)), fixes) << "round " << round;
  }
}

TEST(PartCodec, KeepsADriveOfAnyLengthWithOddTimes) {
  random_source random(2);
  for (const std::size_t count : {0U, 1U, 2U, 3U, 255U, 256U, 257U, 512U, 5'000U}) {
    auto fixes = drive(count, count);
    EXPECT_EQ(track::decode_part(track::encode_part(fixes)), fixes) << count;
    for (auto& f : fixes) f.at_us += between(random, -400'000, 400'000);
    EXPECT_EQ(track::decode_part(track::encode_part(fixes)), fixes) << count;
  }
}

TEST(PartCodec, AppendsBehindWhatStandsThereAndLeavesItOnAnError) {
  const auto first = drive(1, 300);
  const auto second_part = drive(2, 40);
  std::vector<track::fix> out;
  EXPECT_EQ(track::decode_part(track::encode_part(first), out), 300U);
  EXPECT_EQ(track::decode_part(track::encode_part(second_part), out), 40U);
  auto expected = first;
  expected.insert(expected.end(), second_part.begin(), second_part.end());
  EXPECT_EQ(out, expected);
  const auto whole = track::encode_part(first);
  const auto cut = track::with_part_checksum(whole.substr(0, whole.size() - 20));
  EXPECT_THROW(track::decode_part(cut, out), base::problem);
  EXPECT_EQ(out, expected);
}

TEST(PartCodec, TenSecondsOfDrivingFitNineBytesAFix) {
  const auto fixes = drive(7, 8'640);
  EXPECT_LE(static_cast<double>(track::encode_part(fixes).size()), 9.0 * 8'640);
}

TEST(PartCodec, AParkedUnitCostsNextToNothingAndOneOddTimeOnlyItself) {
  std::vector<track::fix> fixes;
  for (std::int64_t i = 0; i < 2'560; ++i) {
    const auto at = start_us + i * 10 * second;
    fixes.push_back({.at_us = at, .received_us = at + second, .lon_e7 = 1, .lat_e7 = 2, .speed_cmps = 0});
  }
  const auto parked = track::encode_part(fixes).size();
  EXPECT_LE(parked, 2'560 / 4);
  fixes[1'000].at_us += 1'234'567;
  fixes[1'000].received_us += 1'234'567;
  EXPECT_LE(track::encode_part(fixes).size(), parked + 40);
}

// Three days of real cabs: no speed, heading or accuracy, whole seconds, a fix a minute or so.
TEST(PartCodec, ShortensRealCabsWithoutLoss) {
  SHARED_OR_SKIP(path, "data/gps_sf_cabs/sf_cabs_2008-05-20_22.csv.gz");
  std::istringstream in(test::read_gzip(path));
  std::map<std::string, std::vector<track::fix>> cabs;
  std::string line;
  std::getline(in, line);
  for (int lines = 0; lines < 200'000 && std::getline(in, line); ++lines) {
    std::istringstream cells(line);
    std::string at, cab, lat, lon;
    std::getline(std::getline(std::getline(std::getline(cells, at, ','), cab, ','), lat, ','), lon, ',');
    const track::sent_fix sent{.lon = std::stod(lon), .lat = std::stod(lat), .at = {std::stoll(at) * second}};
    cabs[cab].push_back(track::kept(sent, {sent.at.us + second}));
  }
  std::size_t bytes = 0, count = 0;
  for (auto& [cab, fixes] : cabs) {
    std::sort(fixes.begin(), fixes.end(), [](const auto& a, const auto& b) { return a.at_us < b.at_us; });
    const auto part = track::encode_part(fixes);
    EXPECT_EQ(track::decode_part(part), fixes) << cab;
    bytes += part.size();
    count += fixes.size();
  }
  ASSERT_GT(count, 100'000U);
  EXPECT_LE(static_cast<double>(bytes), 8.0 * static_cast<double>(count));
}

TEST(PartCodec, AnyChangedByteAndAnyMissingEndIsAClearError) {
  const auto whole = track::encode_part(drive(3, 300));
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
    EXPECT_NE(why_unreadable(changed), "") << "byte " << i;
    EXPECT_NE(why_unreadable(whole.substr(0, i)), "") << "cut at " << i;
  }
}

// Behind a right checksum: the reader must hold out against any bytes, not only against accidents.
TEST(PartCodec, HostileBytesBehindARightChecksumAreReadOrRefusedNeverWorse) {
  random_source random(4);
  const auto whole = track::encode_part(drive(5, 260));
  const auto body = whole.substr(0, whole.size() - track::part_layout::checksum_bytes);
  int refused = 0;
  for (int round = 0; round < 4'000; ++round) {
    auto changed = body.substr(0, static_cast<std::size_t>(between(random, 1, static_cast<std::int64_t>(body.size()))));
    for (auto flips = between(random, 0, 3); flips > 0; --flips) {
      changed[static_cast<std::size_t>(between(random, 0, static_cast<std::int64_t>(changed.size()) - 1))] = static_cast<char>(random());
    }
    refused += why_unreadable(track::with_part_checksum(changed)).empty() ? 0 : 1;
  }
  EXPECT_GT(refused, 3'000);
  EXPECT_EQ(why_unreadable(track::with_part_checksum("\x07")), "its version is not known");
  EXPECT_EQ(why_unreadable(track::with_part_checksum(std::string("\x01\x00\x09", 3))), "a block's head is wrong");
  EXPECT_EQ(why_unreadable(track::with_part_checksum(std::string("\x01\x00\x00\x07", 4))), "a column's head is wrong");
}

TEST(PartCodec, RefusesMoreFixesThanAPartMayHold) {
  const std::vector<track::fix> many(track::max_part_fixes + 1);
  EXPECT_THROW(track::encode_part(many), base::problem);
  // The same said by the bytes: the blocks of all alike fixes, ever again.
  const auto one = track::encode_part(std::vector<track::fix>(256));
  const auto block = one.substr(1, one.size() - 1 - track::part_layout::checksum_bytes);
  std::string body = one.substr(0, 1);
  for (std::size_t i = 0; i <= track::max_part_fixes / 256; ++i) body += block;
  EXPECT_EQ(why_unreadable(track::with_part_checksum(body)), "it has too many fixes");
}

}  // namespace
