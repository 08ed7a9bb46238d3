// The disk is full: nothing is lost, reading goes on, and writing works again by itself when there is room.
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "health.h"
#include "support/loaded_place.h"
#include "support/marked_calls.h"
#include "support/test_folder.h"
#include "support/wait.h"

namespace {

using std::chrono::seconds;

// A file system of its own of a few MiB.
class small_disk {
 public:
  explicit small_disk(int mebibytes) {
    std::filesystem::create_directory(path_);
    const auto size = "size=" + std::to_string(mebibytes) + "m";
    if (::mount("tmpfs", path_.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, size.c_str()) != 0) why_not_ = std::strerror(errno);
  }
  ~small_disk() {
    if (why_not_.empty()) ::umount2(path_.c_str(), MNT_DETACH);
  }
  small_disk(const small_disk&) = delete;
  small_disk& operator=(const small_disk&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& why_not() const { return why_not_; }  // "" when it is mounted

  // Takes all that is free, to the last block.
  void fill() const {
    const int file = ::open((path_ + "/ballast").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    for (std::size_t piece = 1U << 20U; piece >= 4096;) {
      const std::string block(piece, 'x');
      const auto written = ::write(file, block.data(), block.size());
      if (written != static_cast<ssize_t>(piece)) piece /= 2;
    }
    ::close(file);
  }
  void make_room() const { std::filesystem::remove(path_ + "/ballast"); }

 private:
  test::folder folder_;
  std::string path_ = folder_.file("disk");
  std::string why_not_;
};

std::string own_mark(int number) { return "own-" + std::to_string(number); }

struct own_calls {
  int taken = 0;  // own_mark(0) … were acknowledged, the next one was refused
  test::http_answer refusal;
};

// The last free bytes may still take a small change now and then.
own_calls post_until_refused(test::desk_client& desk) {
  own_calls out;
  for (; out.taken < 500; ++out.taken) {
    out.refusal = desk.post("/api/incidents", test::marked_call(own_mark(out.taken)));
    if (out.refusal.status != 201) break;
  }
  return out;
}

}  // namespace

TEST(Faults, AFullDiskLosesNothingAndWritingWorksAgainByItself) {
  const small_disk disk(128);
  if (!disk.why_not().empty()) GTEST_SKIP() << "needs the right to mount a small disk: " << disk.why_not();
  const auto data = test::copy_of_portland(disk.path() + "/data");
  test::server_process server(data);
  test::desk_client desk(server, "commander");
  test::event_reader stream(server.port(), "/api/events", {{"Cookie", desk.cookie()}});
  test::call_senders senders(server.port(), server.sign_in("dispatcher"), 4);
  ASSERT_TRUE(senders.wait_for_more(50, seconds(20)));

  disk.fill();
  ASSERT_TRUE(test::wait_until([&] { return senders.refused() >= 8; }, seconds(20)));
  const auto own = post_until_refused(desk);
  const auto& refused = own.refusal;
  EXPECT_TRUE(refused.status == 503 || refused.status == 507) << refused.status << refused.body;
  EXPECT_EQ(refused.field("Content-Type"), "application/problem+json");
  EXPECT_NE(test::json_member(refused.body, "remedy").find("pace"), std::string::npos) << "it says that space is needed: " << refused.body;
  EXPECT_EQ(desk.get("/api/incidents").status, 200) << "reading goes on";
  EXPECT_EQ(desk.get("/api/units").status, 200);
  EXPECT_TRUE(health::store_is(server.port(), "down"));
  EXPECT_EQ(health::of_part(test::http_client(server.port()).get("/healthz").body, "disk"), "down");
  EXPECT_TRUE(test::wait_until(
      [&] {
        const auto told = stream.next("status");
        return told && test::json_member(told->data, "status") == "down";
      },
      seconds(20)))
      << "the consoles are told";

  disk.make_room();
  EXPECT_TRUE(test::wait_until([&] { return health::store_is(server.port(), "ok"); }, seconds(20)));
  ASSERT_TRUE(senders.wait_for_more(50, seconds(20)));
  senders.stop();
  EXPECT_EQ(senders.surprises(), std::vector<std::string>());

  // Also after a crash: nothing that was half written counts.
  server.kill();
  server.start();
  test::desk_client after(server, "commander");
  const auto stored = test::stored_marks(after);
  for (const auto& mark : senders.marks()) ASSERT_EQ(stored.count(mark), 1U) << mark;
  for (const auto& mark : stored) ASSERT_EQ(stored.count(mark), 1U) << mark << " is stored twice";
  for (int i = 0; i < own.taken; ++i) EXPECT_EQ(stored.count(own_mark(i)), 1U) << own_mark(i);
  EXPECT_EQ(stored.count(own_mark(own.taken)), 0U) << "what was refused was not done";
  EXPECT_LE(stored.size(), senders.marks().size() + static_cast<std::size_t>(own.taken) + 4);
}
