#include <gtest/gtest.h>

#include "unit/record/sample_record.h"

using sample::everything;

namespace {

struct point {
  std::string id;
  base::position at;
  std::optional<std::int64_t> radius_m;
};
constexpr record::field point_fields[] = {
    record::field_of<&point::id>({.name = "id", .summary = "id"}),
    record::field_of<&point::at>({.name = "at", .summary = "where"}),
    record::field_of<&point::radius_m>({.name = "radius_m", .summary = "radius"}),
};
const record::table point_table{.name = "Point", .summary = "A point.", .fields = point_fields};
const record::table& record_of(const point*) { return point_table; }

everything full() {
  everything e;
  e.id = "1";
  e.name = "守望";
  e.active = true;
  e.count = 7;
  e.small = -3;
  e.ratio = 0.1;
  e.at = {1'700'000'000'123'456};
  e.where = {121.47, 31.23};
  e.now = sample::state::sent;
  e.unit_id = "u1";
  e.maybe = false;
  e.maybe_count = 9;
  e.maybe_small = 8;
  e.maybe_ratio = 1e-300;
  e.until = base::instant{1};
  e.target = base::position{-76.6, 39.3};
  e.next = sample::state::done;
  e.remark = sample::note{.text = "喂", .at = base::instant{5}, .weights = {0.5}};
  e.tags = {"a", "引号\"", "c"};
  e.numbers = {1, -2};
  e.states = {sample::state::done, sample::state::fresh};
  e.line = {{1, 2}, {3, 4}};
  e.notes = {{.text = "x", .at = {}, .weights = {}}};
  e.first.text = "y";
  e.detail.text = R"({"k":[1,2.50]})";
  e.version = 4;
  return e;
}

}  // namespace

TEST(Columns, APositionIsTwoColumnsAndComputedFieldsNone) {
  EXPECT_EQ(record::column_list(point_table, "p."), "p.id, p.at_lon, p.at_lat, p.radius_m");
  EXPECT_EQ(record::insert_sql(point_table, "point"), "INSERT INTO point (id, at_lon, at_lat, radius_m) VALUES ($1, $2, $3, $4)");
  EXPECT_EQ(record::update_sql(point_table, "point"), "UPDATE point SET at_lon = $2, at_lat = $3, radius_m = $4 WHERE id = $1");
  EXPECT_EQ(record::column_list(record_of(static_cast<const everything*>(nullptr))).find("joined"), std::string::npos);
}

TEST(Columns, BindAndLoadAreEachOthersReverse) {
  const auto one = full();
  EXPECT_EQ(record::load<everything>(record::bind(one)), one);
  const everything empty;
  EXPECT_EQ(record::load<everything>(record::bind(empty)), empty);
}

TEST(Columns, LoadStartsWhereItIsTold) {
  point p{.id = "a", .at = {1, 2}, .radius_m = {}};
  auto cells = record::bind(p);
  cells.insert(cells.begin(), {record::value{true}, record::value{}});
  point back;
  EXPECT_EQ(record::load(point_table, &back, cells, 2), 6U);
  EXPECT_EQ(back.id, "a");
  EXPECT_EQ(back.at, p.at);
  EXPECT_FALSE(back.radius_m);
}

TEST(Columns, TakesWhatEitherEngineGives) {
  auto cells = record::bind(full());
  cells[2] = std::int64_t{1};  // SQLite's TRUE
  cells[5] = std::int64_t{3};  // SQLite's 3.0
  const auto back = record::load<everything>(cells);
  EXPECT_TRUE(back.active);
  EXPECT_EQ(back.ratio, 3.0);
}

TEST(Columns, NullIsTheDefault) {
  auto cells = record::bind(full());
  for (auto& cell : cells) cell = record::value{};
  everything expected;
  expected.colour = "";
  expected.version = 0;
  EXPECT_EQ(record::load<everything>(cells), expected);
}

TEST(Columns, AWrongCellIsAnErrorOfTheProgram) {
  auto cells = record::bind(full());
  cells[3] = std::string("seven");
  EXPECT_THROW(record::load<everything>(cells), std::logic_error);
  cells = record::bind(full());
  cells[9] = std::string("unheard_of");  // `now` is not one of its choices
  EXPECT_THROW(record::load<everything>(cells), std::logic_error);
  cells = record::bind(full());
  cells.pop_back();
  EXPECT_THROW(record::load<everything>(cells), std::logic_error);
  auto one = full();
  one.now = static_cast<sample::state>(7);
  EXPECT_THROW(record::bind(one), std::logic_error);
  EXPECT_THROW(record::to_json(one), std::logic_error);
}
