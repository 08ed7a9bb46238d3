// The scanner is asked, and what it has not called clean is not kept. A fake stands for a scanner in every mood; the real one has a
// signature of the test's own, for its database is fetched from the network.
#include "foundation/files/clamd.h"

#include <gtest/gtest.h>

#include <chrono>

#include "refused.h"
#include "support/clamd.h"
#include "support/fake_clamd.h"
#include "support/test_folder.h"

namespace {

std::string checked(const std::string& address, const std::string& bytes, base::duration limit = base::seconds(5)) {
  return became([&] { files::virus_scanner(address, limit).check(bytes); });
}

}  // namespace

TEST(Scanner, LetsCleanBytesPassAndNoOthers) {
  const test::folder folder;
  const test::fake_clamd clamd(folder.file("clamd.ctl"));
  EXPECT_EQ(checked(clamd.path(), "a photo"), "done");
  EXPECT_EQ(checked(clamd.path(), std::string(3'000'000, 'x')), "done");
  EXPECT_EQ(checked(clamd.path(), "x" + test::fake_clamd::test_virus()), "422 infected_file: Win.Test.EICAR_HDB-1");
  EXPECT_EQ(clamd.streams(), 3);
}

TEST(Scanner, IsUnderstoodAsItReallySpeaks) {
  if (!test::clamd::available()) GTEST_SKIP() << "needs clamd";
  const test::clamd real;
  EXPECT_EQ(checked(real.path(), "a photo"), "done");
  EXPECT_EQ(checked(real.path(), std::string(1'500'000, 'x')), "done") << "in several parts";
  EXPECT_EQ(checked(real.path(), test::clamd::marked_text()), "422 infected_file: " + test::clamd::finding());
  EXPECT_EQ(checked(real.path(), std::string(100'000, 'x') + test::clamd::marked_text()), "422 infected_file: " + test::clamd::finding());
  EXPECT_TRUE(holds(checked(real.path(), std::string(3'000'000, 'x')), "503 scanner_unreachable")) << "more than it takes";
}

TEST(Scanner, ThatCannotBeAskedLetsNothingPass) {
  const test::folder folder;
  EXPECT_TRUE(holds(checked(folder.file("nobody.ctl"), "a photo"), "503 scanner_unreachable"));
  EXPECT_TRUE(holds(checked("127.0.0.1:1", "a photo"), "503 scanner_unreachable"));
  EXPECT_TRUE(holds(checked("no-such-host.invalid:3310", "a photo"), "503 scanner_unreachable"));
  {
    const test::fake_clamd silent(folder.file("silent.ctl"), test::fake_clamd::mood::silent);
    EXPECT_EQ(checked(silent.path(), "a photo", base::milliseconds(200)), "503 scanner_unreachable: It did not answer in time.");
  }
  const test::fake_clamd small(folder.file("small.ctl"), test::fake_clamd::mood::refusing_large);
  EXPECT_TRUE(holds(checked(small.path(), std::string(4'000'000, 'x')), "503 scanner_unreachable"));
  const test::fake_clamd odd(folder.file("odd.ctl"), test::fake_clamd::mood::babbling);
  EXPECT_TRUE(holds(checked(odd.path(), "a photo"), "503 scanner_unreachable"));
}

TEST(Scanner, IsNotAskedWhenThereIsNone) {
  EXPECT_EQ(checked("", test::fake_clamd::test_virus()), "done");
  EXPECT_FALSE(files::virus_scanner("").configured());
}

TEST(Scanner, SaysAtOnceThatItsAddressIsNone) {
  for (const char* wrong : {"clamd", "localhost", "localhost:", ":3310", "localhost:0", "localhost:99999", "::1:3310", "[]:3310"}) {
    EXPECT_TRUE(holds(became([&] { const files::virus_scanner one(wrong); }), "400 bad_config")) << wrong;
  }
  for (const char* good : {"/run/clamav/clamd.ctl", "localhost:3310", "[::1]:3310", "10.0.0.7:3310"}) {
    EXPECT_EQ(became([&] { const files::virus_scanner one(good); }), "done") << good;
  }
}

TEST(Verdict, IsCleanOnlyWhenItSaysSo) {
  using became_t = files::scan_verdict::became;
  EXPECT_EQ(files::read_verdict("stream: OK\0").what, became_t::clean);
  EXPECT_EQ(files::read_verdict(std::string("stream: OK\0", 11)).what, became_t::clean);
  EXPECT_EQ(files::read_verdict("stream: Eicar FOUND").detail, "Eicar");
  for (const char* other : {"", "OK", "stream: OK?", "stream: OK ERROR", "INSTREAM size limit exceeded. ERROR", "stream:OK"}) {
    EXPECT_EQ(files::read_verdict(other).what, became_t::failed) << other;
  }
}
