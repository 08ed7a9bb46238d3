// A name is shown and saved under; it leads nowhere and hides nothing.
#include "foundation/files/name.h"

#include <gtest/gtest.h>

#include "foundation/base/text.h"

using files::safe_name;

TEST(Name, LosesItsPath) {
  EXPECT_EQ(safe_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(safe_name("..\\..\\windows\\system.ini"), "system.ini");
  EXPECT_EQ(safe_name("C:\\photos\\现场.jpg"), "现场.jpg");
  EXPECT_EQ(safe_name("/tmp/"), "");
  EXPECT_EQ(safe_name(".."), "");
  EXPECT_EQ(safe_name("..."), "");
  EXPECT_EQ(safe_name(".bashrc"), "bashrc");
  EXPECT_EQ(safe_name("a/../b.jpg"), "b.jpg");
}

TEST(Name, LosesWhatIsNotSeen) {
  EXPECT_EQ(safe_name(std::string("a\0b.jpg", 7)), "ab.jpg");
  EXPECT_EQ(safe_name("photo\xE2\x80\xAEgpj.exe"), "photogpj.exe") << "read from right to left it would end with exe.jpg";
  EXPECT_EQ(safe_name("a\r\nSet-Cookie: x.jpg"), "aSet-Cookie_ x.jpg");
  EXPECT_EQ(safe_name("\x1B[31ma.jpg\x7F"), "[31ma.jpg");
  EXPECT_EQ(safe_name("\xEF\xBB\xBFzero\xE2\x80\x8Bwidth.jpg"), "zerowidth.jpg");
  EXPECT_EQ(safe_name("a\xC2\x85.jpg"), "a.jpg");
  EXPECT_EQ(safe_name("  a.jpg . "), "a.jpg");
}

TEST(Name, CanBeSavedAnywhere) {
  EXPECT_EQ(safe_name("a<b>c:d\"e|f?g*.txt"), "a_b_c_d_e_f_g_.txt");
  for (const char* device : {"CON", "con.txt", "Aux.jpg", "NUL", "com1.pdf", "LPT9", "prn .txt"}) EXPECT_EQ(safe_name(device)[0], '_') << device;
  EXPECT_EQ(safe_name("console.txt"), "console.txt");
  EXPECT_EQ(safe_name("com10.txt"), "com10.txt");
}

TEST(Name, IsShortenedByWholeLettersAndKeepsItsEnding) {
  std::string wide;
  for (int i = 0; i < 100; ++i) wide += "现";
  const auto name = safe_name(wide + ".jpg");
  EXPECT_LE(name.size(), files::longest_name);
  EXPECT_TRUE(name.ends_with("现.jpg"));
  EXPECT_TRUE(base::is_utf8(name));
  EXPECT_EQ(safe_name(std::string(300, 'a')).size(), files::longest_name);
}

TEST(Name, HasTheEndingOfItsKind) {
  using files::kind;
  EXPECT_EQ(files::ending_in("a.JPeG"), "jpeg");
  EXPECT_EQ(files::ending_in("2024.03.01"), "");
  EXPECT_EQ(files::ending_in("a.verylong"), "");
  EXPECT_EQ(files::name_for(kind::jpeg, "a.jpeg"), "a.jpeg");
  EXPECT_EQ(files::name_for(kind::jpeg, "2024.03.01"), "2024.03.01.jpg");
  EXPECT_EQ(files::name_for(kind::pdf, ""), "document.pdf");
  const auto long_name = files::name_for(kind::docx, std::string(files::longest_name, 'a'));
  EXPECT_EQ(long_name.size(), files::longest_name);
  EXPECT_TRUE(long_name.ends_with(".docx"));
  EXPECT_TRUE(files::fits_ending(kind::text, "csv"));
  EXPECT_FALSE(files::fits_ending(kind::text, "html"));
}
