#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>

#include "unit/record/sample_record.h"

using sample::everything;

namespace {

// Random records, the same for the same seed: odd texts, any double, any time of the years 1900 to 9999.
class maker {
 public:
  explicit maker(unsigned seed) : random_(seed) {}
  everything make() {
    everything e;
    e.id = text();
    e.name = text();
    e.active = coin();
    e.count = integer();
    e.small = static_cast<int>(integer());
    e.ratio = number();
    e.at = time();
    e.where = place();
    e.now = state();
    e.unit_id = maybe(&maker::text);
    if (coin()) e.maybe = coin();
    e.maybe_count = maybe(&maker::integer);
    if (coin()) e.maybe_small = static_cast<int>(integer());
    e.maybe_ratio = maybe(&maker::number);
    e.until = maybe(&maker::time);
    e.target = maybe(&maker::place);
    e.next = maybe(&maker::state);
    e.remark = maybe(&maker::note);
    e.tags = several(&maker::text);
    e.numbers = several(&maker::integer);
    e.states = several(&maker::state);
    e.line = several(&maker::place);
    e.notes = several(&maker::note);
    e.first = note();
    if (coin()) e.detail.text = R"({"a":[1,2.50,"守"],"b":null})";
    e.version = integer();
    return e;
  }

 private:
  std::uint64_t bits() { return random_(); }
  bool coin() { return bits() % 2 == 0; }
  std::int64_t integer() { return static_cast<std::int64_t>(bits()) >> (bits() % 64); }
  double number() {
    for (;;) {
      const auto any = std::bit_cast<double>(bits());
      if (std::isfinite(any)) return any;
    }
  }
  base::instant time() { return {-2'208'988'800'000'000 + static_cast<std::int64_t>(bits() % 255'611'203'200'000'000ULL)}; }
  base::position place() {
    std::uniform_real_distribution<double> unit(-1, 1);
    return {.lon = 180 * unit(random_), .lat = 90 * unit(random_)};
  }
  sample::state state() { return static_cast<sample::state>(bits() % 3); }
  std::string text() {
    constexpr const char* pieces[] = {"守", "望", "a", "\"", "\\", "\n", "\x01", "\x7F", "/", "𠮷", "é", " ", "\t", "{}", "null", "\u2028"};
    std::string out;
    for (auto n = bits() % 12; n > 0; --n) out += pieces[bits() % std::size(pieces)];
    return out;
  }
  sample::note note() { return {.text = text(), .at = maybe(&maker::time), .weights = several(&maker::number)}; }
  template <class M>
  std::optional<M> maybe(M (maker::*one)()) {
    if (coin()) return std::nullopt;
    return (this->*one)();
  }
  template <class M>
  std::vector<M> several(M (maker::*one)()) {
    std::vector<M> out;
    for (auto n = bits() % 4; n > 0; --n) out.push_back((this->*one)());
    return out;
  }
  std::mt19937_64 random_;
};

}  // namespace

TEST(RoundTrip, JsonKeepsEveryRecord) {
  maker records(20261122);
  for (int i = 0; i < 2000; ++i) {
    const auto one = records.make();
    const auto json = record::to_json(one);
    const auto back = record::from_json<everything>(json, {.own = true});
    ASSERT_EQ(back, one) << json;
    ASSERT_EQ(record::to_json(back), json);
  }
}

TEST(RoundTrip, ColumnsKeepEveryRecord) {
  maker records(22112026);
  for (int i = 0; i < 2000; ++i) {
    auto one = records.make();
    ASSERT_EQ(record::load<everything>(record::bind(one)), one) << record::to_json(one);
  }
}

TEST(RoundTrip, ACutOrChangedTextNeverDoesMoreThanBeRefused) {
  maker records(7);
  std::mt19937_64 random(8);
  int refused = 0;
  for (int i = 0; i < 300; ++i) {
    auto json = record::to_json(records.make());
    for (int change = 0; change < 3; ++change) json[random() % json.size()] = static_cast<char>(random());
    try {
      record::from_json<everything>(json, {.own = true});
    } catch (const base::problem& p) {
      ++refused;
      ASSERT_TRUE(p.status == 400 || p.status == 422) << p.what();
    }
  }
  EXPECT_GT(refused, 100);
}
