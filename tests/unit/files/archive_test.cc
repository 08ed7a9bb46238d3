// Archives are held against their directory, and unpacked once without keeping anything.
#include "foundation/files/archive.h"

#include <gtest/gtest.h>

#include "foundation/files/content.h"
#include "foundation/files/document.h"
#include "refused.h"
#include "support/file_samples.h"

namespace {

std::string judged(const std::string& bytes, const files::limits& within = {}) {
  return became([&] { files::kind_of_archive(bytes, within); });
}

std::vector<test::zip_part> word_and(const test::zip_part& more) {
  auto parts = test::word_parts();
  parts.push_back(more);
  return parts;
}

// A document of `parts` parts of `size` zeros each.
std::string swollen(int parts, std::size_t size) {
  auto all = test::word_parts();
  for (int i = 0; i < parts; ++i) all.push_back({"word/media/" + std::to_string(i), std::string(size, '\0')});
  return zip_of(all);
}

}  // namespace

TEST(Archive, OfWordAndExcelIsTaken) {
  EXPECT_EQ(files::kind_of_archive(zip_of(test::word_parts()), {}), files::kind::docx);
  EXPECT_EQ(files::kind_of_archive(zip_of(test::excel_parts()), {}), files::kind::xlsx);
  EXPECT_EQ(files::kind_of_archive(zip_of(word_and({"word/media/image1.png", "stored", false})), {}), files::kind::docx);
  EXPECT_EQ(files::kind_of_archive(zip_of(test::word_parts(), std::string("PK\x07\x08", 4) + std::string(12, '\0')), {}), files::kind::docx)
      << "with descriptors behind the parts";
}

TEST(Archive, ThatIsABombIsRefused) {
  EXPECT_TRUE(holds(judged(swollen(1, 20U << 20U)), "422 swollen_archive: A part of it unpacks into more than 200 times its size"));
  files::limits small;
  small.archive_ratio = 2'000;
  small.archive_unpacked = 8U << 20U;
  EXPECT_TRUE(holds(judged(swollen(5, 2U << 20U), small), "422 swollen_archive: It unpacks into more than 8 MB"));
  EXPECT_TRUE(holds(judged(swollen(2'100, 1)), "422 swollen_archive: It holds 2102 parts"));
}

TEST(Archive, WhoseDirectoryLiesIsRefused) {
  EXPECT_TRUE(holds(judged(zip_of(word_and({"word/a.bin", std::string(20U << 20U, '\0'), true, 4'000}))), "longer than its directory says"));
  EXPECT_TRUE(holds(judged(zip_of(word_and({"word/a.bin", "abc", true, 4}))), "does not match its checksum"));
  // Two entries that share one part's bytes: a small file that unpacks into many times its size.
  auto overlapping = zip_of(word_and({"word/x", "y"}));
  const auto second = overlapping.rfind("PK\x01\x02");
  overlapping.replace(second + 42, 4, std::string(4, '\0'));
  EXPECT_TRUE(holds(judged(overlapping), "422 broken_file")) << judged(overlapping);
  auto renamed = zip_of(test::word_parts());
  renamed.replace(renamed.find("word/document.xml"), 4, "evil");
  EXPECT_TRUE(holds(judged(renamed), "do not agree"));
}

TEST(Archive, HidesNothing) {
  EXPECT_TRUE(holds(judged(zip_of(test::word_parts(), std::string(100, 'x'))), "lies between its parts"));
  EXPECT_TRUE(holds(judged(zip_of(word_and({"word/document.xml", "again"}))), "two parts have one name"));
  const auto behind_another = test::jpeg_photo() + zip_of(test::word_parts());
  EXPECT_TRUE(holds(judged(behind_another), "422 broken_file"));
  const auto plain = zip_of(test::word_parts());
  EXPECT_EQ(files::clean(zip_of(test::word_parts(), "", "<script>"), {}).bytes, plain) << "its comment goes";
}

TEST(Archive, WithMacrosOrAPasswordIsRefused) {
  EXPECT_TRUE(holds(judged(zip_of(word_and({"word/vbaProject.bin", "x"}))), "macros"));
  EXPECT_TRUE(
      holds(judged(test::zip_of({{"[Content_Types].xml", test::contents_of("application/vnd.ms-word.document.macroEnabled.main+xml")}})), "macros"));
  auto locked = zip_of(test::word_parts());
  locked[locked.find("PK\x01\x02") + 8] = '\x01';
  EXPECT_TRUE(holds(judged(locked), "password"));
}

TEST(Archive, IsRefusedWhereverItBreaksOff) {
  const auto whole = zip_of(test::word_parts());
  for (std::size_t size = 4; size < whole.size(); ++size) ASSERT_TRUE(holds(judged(whole.substr(0, size)), "422 broken_file")) << size;
}
