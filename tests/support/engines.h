#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "foundation/base/clock.h"
#include "foundation/store/store.h"
#include "support/postgres.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

namespace test {

// A fixture that runs each TEST_P on SQLite and on a real PostgreSQL, each test in a new and empty database:
//   using Incidents = test::on_both_engines;
//   ON_BOTH_ENGINES(Incidents);
//   TEST_P(Incidents, KeepTheirNumber) { const auto db = open(); … }
class on_both_engines : public ::testing::TestWithParam<store::engine> {
 protected:
  void SetUp() override {
    if (GetParam() == store::engine::postgres && !postgres_server::available()) GTEST_SKIP() << "needs PostgreSQL";
  }

  [[nodiscard]] store::engine engine() const { return GetParam(); }

  // What opens this test's database; the same database every time within one test.
  store::options options() {
    if (location_.empty()) location_ = engine() == store::engine::sqlite ? folder_.file("store.db") : new_postgres_database();
    return {.kind = engine(), .location = location_, .migrations_folder = project_file("database"), .signing_key_path = folder_.file("journal.key")};
  }

  std::unique_ptr<store::database> open() { return store::open(options(), clock_); }
  std::unique_ptr<store::database> open(const base::clock& time) { return store::open(options(), time); }

  [[nodiscard]] const folder& scratch() const { return folder_; }
  [[nodiscard]] const base::clock& clock() const { return clock_; }

 private:
  static std::string new_postgres_database() {
    static int count = 0;
    return shared_postgres().create_database("test" + std::to_string(++count));
  }

  folder folder_;
  base::system_clock clock_;
  std::string location_;
};

inline std::string engine_name(const ::testing::TestParamInfo<store::engine>& info) {
  return info.param == store::engine::sqlite ? "sqlite" : "postgres";
}

}  // namespace test

#define ON_BOTH_ENGINES(fixture) \
  INSTANTIATE_TEST_SUITE_P(Engine, fixture, ::testing::Values(store::engine::sqlite, store::engine::postgres), ::test::engine_name)
