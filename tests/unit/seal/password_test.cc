#include "foundation/seal/password.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "foundation/base/problem.h"
#include "foundation/seal/random.h"

namespace {

std::vector<std::string> codes_of(std::string_view password, std::string_view name = "zhang.wei") {
  std::vector<std::string> codes;
  for (const auto& fault : seal::password_faults(password, name)) codes.push_back(fault.code);
  return codes;
}

using codes = std::vector<std::string>;

}  // namespace

TEST(Password, VerifiesOnlyTheRightOne) {
  const auto hash = seal::hash_password("correct Horse 9", seal::least_cost);
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << hash;
  EXPECT_TRUE(seal::verify_password(hash, "correct Horse 9"));
  EXPECT_FALSE(seal::verify_password(hash, "correct Horse 8"));
  EXPECT_FALSE(seal::verify_password(hash, ""));
  EXPECT_NE(hash, seal::hash_password("correct Horse 9", seal::least_cost));  // salted
}

TEST(Password, BrokenHashesVerifyNothing) {
  for (const std::string& bad : {std::string(), std::string("x"), std::string("$argon2id$v=19$m=8,t=1,p=1$"), std::string(5'000, 'a')}) {
    EXPECT_FALSE(seal::verify_password(bad, "correct Horse 9"));
    EXPECT_TRUE(seal::needs_rehash(bad));
  }
}

TEST(Password, WantsANewHashWhenTheCostHasChanged) {
  const auto hash = seal::hash_password("correct Horse 9", seal::least_cost);
  EXPECT_FALSE(seal::needs_rehash(hash, seal::least_cost));
  EXPECT_TRUE(seal::needs_rehash(hash));
  EXPECT_TRUE(seal::needs_rehash(hash, {.memory_bytes = 8192, .passes = 2}));
}

TEST(Password, TheDefaultCostIs64MiBInTwoPasses) {
  EXPECT_TRUE(seal::hash_password("correct Horse 9").starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
}

TEST(Password, NobodyMayMakeUsHashABook) {
  EXPECT_THROW(seal::hash_password(std::string(513, 'a'), seal::least_cost), base::problem);
  EXPECT_FALSE(seal::verify_password("$argon2id$v=19$m=8,t=1,p=1$", std::string(1 << 20, 'a')));
}

TEST(Password, SaysEverythingThatIsWrong) {
  EXPECT_EQ(codes_of("Tower-bridge 7"), codes{});
  EXPECT_EQ(codes_of("守望相助 平安2026"), (codes{"too_few_classes"}));  // digits and others only
  EXPECT_EQ(codes_of("守望相助 Ping 2026"), codes{});
  EXPECT_EQ(codes_of("aB3"), (codes{"too_short"}));
  EXPECT_EQ(codes_of(""), (codes{"too_short", "too_few_classes"}));
  EXPECT_EQ(codes_of("abcdefghijkl"), (codes{"too_few_classes"}));
  EXPECT_EQ(codes_of("my Zhang.Wei 1"), (codes{"contains_account_name"}));
  EXPECT_EQ(codes_of(std::string(600, 'x') + "A1"), (codes{"too_long"}));
  EXPECT_EQ(codes_of("bad \xFF bytes A1"), (codes{"not_text"}));
  EXPECT_EQ(codes_of(std::string_view("zero\0Byte 12", 12)), (codes{"not_text"}));
}

TEST(Password, RefusesTheCommonOnesInTheirUsualDress) {
  for (const char* common : {"Password123", "P@ssw0rd2026", "Admin@123456", "123Welcome!!", "Qwerty12345!", "Abc1234567!", "Aa123456789",
                             "Police110110!", "Shouwang2026"}) {
    EXPECT_EQ(codes_of(common), (codes{"too_common"})) << common;
  }
  EXPECT_EQ(codes_of("Admiral at 9 o'clock"), codes{});
}

TEST(Random, PasswordsAreReadableAndSatisfyTheRules) {
  std::set<std::string> seen;
  for (int i = 0; i < 2'000; ++i) {
    const auto password = seal::random_password();
    EXPECT_EQ(password.size(), 19U);
    EXPECT_EQ(password.find_first_of("0O1lIi5S2Z8Bo"), std::string::npos) << password;
    EXPECT_TRUE(seal::password_faults(password, "admin").empty()) << password;
    EXPECT_TRUE(seen.insert(password).second);
  }
}

TEST(Random, TokensAreLongAndAllDifferent) {
  std::set<std::string> seen;
  for (int i = 0; i < 2'000; ++i) {
    const auto token = seal::random_token();
    EXPECT_EQ(token.size(), 43U);
    EXPECT_TRUE(seen.insert(token).second);
  }
  EXPECT_EQ(seal::random_recovery_code().size(), 14U);
}

TEST(Random, ComparesTextsInConstantTime) {
  EXPECT_TRUE(seal::constant_time_equal("abc", "abc"));
  EXPECT_TRUE(seal::constant_time_equal("", ""));
  EXPECT_FALSE(seal::constant_time_equal("abc", "abd"));
  EXPECT_FALSE(seal::constant_time_equal("abc", "abcd"));
}
