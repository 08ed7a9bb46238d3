#pragma once
#include <memory>
#include <string>

#include "county_desks.h"
#include "invariants.h"
#include "support/engines.h"

namespace matter_faults {

inline constexpr const char* morning = "2026-03-02T01:00:00Z";

// A test of desks on either engine: whatever it does to them, the invariants hold in the end.
class desks_test : public test::on_both_engines {
 protected:
  void SetUp() final {
    test::on_both_engines::SetUp();
    if (!IsSkipped()) prepare();
  }
  void TearDown() override {
    if (!town_) return;
    EXPECT_EQ(broken_invariants(town_->db()), std::vector<std::string>());
  }
  // Who is there, when every test of the class begins alike.
  virtual void prepare() {}
  void begin(const std::string& at) { town_ = std::make_unique<desks>(options(), at, books_.folder()); }

  own_catalogue books_;
  std::unique_ptr<desks> town_;
};

}  // namespace matter_faults
