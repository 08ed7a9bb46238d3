// Contents on disk: each once, whole or not at all.
#include "foundation/files/content_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <future>
#include <thread>

#include "foundation/base/clock.h"
#include "foundation/seal/hash.h"
#include "refused.h"
#include "support/small_disk.h"

namespace {

namespace fs = std::filesystem;
using hold = files::content_folder::hold;
using state = files::content_folder::state;

std::string hash_of(const std::string& bytes) { return seal::to_hex(seal::sha256(bytes)); }

std::string put(files::content_folder& into, const std::string& bytes, const std::string& small = "") {
  const hold held(into, hash_of(bytes));
  into.put(held, bytes, small);
  return held.sha256();
}

std::vector<std::string> names_below(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& one : fs::recursive_directory_iterator(folder)) {
    if (one.is_regular_file()) out.push_back(fs::relative(one.path(), folder).string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void age(const std::string& path, int hours) { fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(hours)); }

base::instant a_day_ago() { return base::system_clock().now() - base::days(1); }

std::set<std::string> nobody(std::string_view) { return {}; }

}  // namespace

TEST(ContentFolder, KeepsEachContentOnceUnderItsHash) {
  const test::folder scratch;
  files::content_folder folder(scratch.file("files"));
  const auto sha256 = put(folder, "evidence", "small");
  EXPECT_EQ(put(folder, "evidence", "small"), sha256);
  const auto path = sha256.substr(0, 2) + "/" + sha256.substr(2);
  EXPECT_EQ(names_below(scratch.file("files")), (std::vector<std::string>{path, path + ".thumb"}));
  struct stat what {};
  ASSERT_EQ(::stat((scratch.file("files") + "/" + path).c_str(), &what), 0);
  EXPECT_EQ(what.st_mode & 0777U, 0600U);
  EXPECT_EQ(folder.get(sha256, 8), "evidence");
  EXPECT_EQ(folder.get_thumbnail(sha256), "small");
  EXPECT_EQ(folder.verify(sha256), state::whole);
}

TEST(ContentFolder, NoticesWhatIsLostOrDamagedAndMendsItWhenItComesAgain) {
  const test::folder scratch;
  files::content_folder folder(scratch.file("files"));
  const auto sha256 = put(folder, "evidence");
  const auto path = scratch.file("files") + "/" + sha256.substr(0, 2) + "/" + sha256.substr(2);
  std::ofstream(path) << "evidencf";
  EXPECT_EQ(folder.verify(sha256), state::damaged);
  std::ofstream(path) << "evid";
  EXPECT_TRUE(holds(became([&] { (void)folder.get(sha256, 8); }), "500 content_lost"));
  put(folder, "evidence");
  EXPECT_EQ(folder.verify(sha256), state::whole);
  fs::remove(path);
  EXPECT_EQ(folder.verify(sha256), state::missing);
  EXPECT_TRUE(holds(became([&] { (void)folder.get(sha256, 8); }), "500 content_lost"));
  EXPECT_TRUE(holds(became([&] { (void)folder.get_thumbnail(sha256); }), "404 not_found"));
}

TEST(ContentFolder, IsLedNowhereByWhatIsNoHash) {
  const test::folder scratch;
  files::content_folder folder(scratch.file("files"));
  for (const std::string& name : {std::string("../../etc/passwd"), std::string(64, '.'), std::string(63, 'a'), std::string(64, 'A')}) {
    EXPECT_THROW((void)folder.get(name, 1), std::logic_error) << name;
  }
}

TEST(ContentFolder, LeavesNothingBehindWhenTheDiskIsFull) {
  const test::small_disk disk(4);
  if (!disk.why_not().empty()) GTEST_SKIP() << "needs the right to mount a small disk: " << disk.why_not();
  files::content_folder folder(disk.path() + "/files");
  const auto kept = put(folder, "kept before");
  disk.fill();
  const std::string large(1U << 20U, 'x');
  const auto refused = became([&] { put(folder, large, "small"); });
  EXPECT_TRUE(holds(refused, "507 disk_full")) << refused;
  EXPECT_EQ(names_below(disk.path() + "/files"), std::vector<std::string>{kept.substr(0, 2) + "/" + kept.substr(2)}) << "nothing half-done";
  EXPECT_EQ(folder.get(kept, 11), "kept before") << "reading goes on";
  disk.make_room();
  const auto sha256 = put(folder, large, "small");
  EXPECT_EQ(folder.verify(sha256), state::whole);
  // Room for the content and not for the small picture behind it.
  const std::string other(1U << 20U, 'y');
  EXPECT_TRUE(holds(became([&] { put(folder, other, std::string(3U << 20U, 'z')); }), "507 disk_full"));
  EXPECT_EQ(folder.verify(hash_of(other)), state::missing);
  EXPECT_EQ(names_below(disk.path() + "/files").size(), 3U);
}

TEST(ContentFolder, SaysThatItMayNotWrite) {
  const test::folder scratch;
  std::ofstream(scratch.file("files")) << "a file where the folder should be";
  files::content_folder folder(scratch.file("files"));
  EXPECT_TRUE(holds(became([&] { put(folder, "evidence"); }), "503 folder_unwritable"));
}

TEST(ContentFolder, IsSweptOfWhatIsOldAndUnknown) {
  const test::folder scratch;
  files::content_folder folder(scratch.file("files"));
  const auto path = [&](const std::string& sha256) { return scratch.file("files") + "/" + sha256.substr(0, 2) + "/" + sha256.substr(2); };
  const auto known = put(folder, "known"), stray = put(folder, "stray", "small"), young = put(folder, "young");
  for (const auto& one : {known, stray}) age(path(one), 25);
  age(path(stray) + ".thumb", 25);
  const auto half = fs::path(path(known)).parent_path() / ".new-abcdef";
  std::ofstream(half) << "never finished";
  age(half.string(), 27);
  const auto in_the_making = fs::path(path(known)).parent_path() / ".new-ghijkl";
  std::ofstream(in_the_making) << "perhaps being written";
  age(in_the_making.string(), 25);
  const auto foreign = fs::path(path(known)).parent_path() / "read.me";
  std::ofstream(foreign) << "of somebody else";
  age(foreign.string(), 25);
  EXPECT_EQ(folder.sweep(a_day_ago(), [&](std::string_view) { return std::set<std::string>{known}; }), 2);
  EXPECT_EQ(folder.verify(known), state::whole);
  EXPECT_EQ(folder.verify(young), state::whole);
  EXPECT_EQ(folder.verify(stray), state::missing);
  EXPECT_FALSE(fs::exists(path(stray) + ".thumb"));
  EXPECT_FALSE(fs::exists(half));
  EXPECT_TRUE(fs::exists(in_the_making));
  EXPECT_TRUE(fs::exists(foreign));
}

TEST(ContentFolder, IsNotSweptOfWhatSomebodyHolds) {
  const test::folder scratch;
  files::content_folder folder(scratch.file("files"));
  const auto sha256 = put(folder, "evidence");
  age(scratch.file("files") + "/" + sha256.substr(0, 2) + "/" + sha256.substr(2), 25);
  {
    const hold held(folder, sha256);
    EXPECT_EQ(folder.sweep(a_day_ago(), nobody), 0);
    folder.put(held, "evidence", "");  // as old as it is, it is new again
  }
  EXPECT_EQ(folder.sweep(a_day_ago(), nobody), 0);
  EXPECT_EQ(folder.verify(sha256), state::whole);
}

TEST(ContentFolder, LetsAnUploadWaitWhileTheSweepDecidesOnItsContent) {
  const test::folder scratch;
  files::content_folder folder(scratch.file("files"));
  const auto sha256 = put(folder, "evidence");
  age(scratch.file("files") + "/" + sha256.substr(0, 2) + "/" + sha256.substr(2), 25);
  std::future<void> upload;
  int asked = 0;
  folder.sweep(a_day_ago(), [&](std::string_view) {
    if (++asked == 2) {  // the last question before the removal
      upload = std::async(std::launch::async, [&] { put(folder, "evidence"); });
      EXPECT_EQ(upload.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
    }
    return std::set<std::string>();
  });
  upload.get();
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(folder.verify(sha256), state::whole) << "it was put again behind the removal";
}
