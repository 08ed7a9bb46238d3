// Files by the real server: what is taken and given back, and all that is not.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "foundation/files/file_store.h"
#include "foundation/seal/hash.h"
#include "support/clamd.h"
#include "support/file_samples.h"
#include "support/loaded_place.h"
#include "support/server_process.h"
#include "support/shared_data.h"
#include "support/small_disk.h"
#include "support/wait.h"

namespace {

namespace fs = std::filesystem;
using test::json_member;
constexpr std::size_t mebibyte = 1U << 20U;

// A client of one account. A refusal before the body ends its connection, so each request has its own.
class sender {
 public:
  sender(const test::server_process& server, const std::string& account) : port_(server.port()), cookie_(server.sign_in(account)) {}
  [[nodiscard]] test::http_answer send(const std::string& bytes, const std::string& name, const std::string& type,
                                       test::http_fields more = {}) const {
    more.insert(more.end(), {{"Cookie", cookie_}, {"Content-Type", type}, {"X-File-Name", name}});
    return test::http_client(port_).request("POST", "/api/files", more, bytes);
  }
  [[nodiscard]] test::http_answer get(const std::string& target, test::http_fields more = {}) const {
    more.emplace_back("Cookie", cookie_);
    return test::http_client(port_).request("GET", target, more);
  }
  // Only the head of an upload, whose body is to come.
  [[nodiscard]] std::string head(std::size_t length, const std::string& type) const {
    return "POST /api/files HTTP/1.1\r\nHost: a\r\nCookie: " + cookie_ + "\r\nX-File-Name: a\r\nContent-Type: " + type +
           "\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_;
  std::string cookie_;
};

struct running {
  explicit running(const std::vector<std::string>& settings = {}, const std::string& where = {})
      : data(test::copy_of_portland(where.empty() ? folder.file("data") : where)), server(data, settings), officer(server, "officer") {}
  test::folder folder;
  std::string data;
  test::server_process server;
  sender officer;
  [[nodiscard]] std::vector<std::string> contents() const {
    std::vector<std::string> out;
    if (!fs::exists(data + "/files")) return out;
    for (const auto& one : fs::recursive_directory_iterator(data + "/files")) {
      // The folder's own file, and that file in the making, lie beside the contents' folders.
      if (one.is_regular_file() && one.path().parent_path() != fs::path(data + "/files")) out.push_back(fs::relative(one.path(), data).string());
    }
    return out;
  }
};

std::string code_of(const test::http_answer& answer) { return std::to_string(answer.status) + " " + json_member(answer.body, "code"); }

std::string photo_with_place() { return test::with_segment(test::jpeg_photo(640, 400), 0xE1, test::exif_content(6)); }

}  // namespace

TEST(Files, ArePutAndGivenBackWithoutWhatTheCameraWrote) {
  const running one;
  const auto sent = one.officer.send(photo_with_place(), "%E7%8E%B0%E5%9C%BA.jpg", "image/jpeg");
  ASSERT_EQ(sent.status, 201) << sent.body;
  const auto id = json_member(sent.body, "id");
  EXPECT_EQ(sent.field("Location"), "/api/files/" + id);
  EXPECT_EQ(json_member(sent.body, "type"), "jpeg");
  EXPECT_EQ(json_member(sent.body, "name"), "现场.jpg");
  EXPECT_EQ(json_member(sent.body, "width") + "x" + json_member(sent.body, "height"), "400x640") << "upright";
  EXPECT_EQ(json_member(sent.body, "thumbnail"), "true");

  const auto got = one.officer.get("/api/files/" + id);
  ASSERT_EQ(got.status, 200) << got.body;
  EXPECT_EQ(seal::to_hex(seal::sha256(got.body)), json_member(sent.body, "sha256"));
  EXPECT_EQ(std::to_string(got.body.size()), json_member(sent.body, "bytes"));
  EXPECT_EQ(got.body.find(test::serial_number), std::string::npos);
  EXPECT_EQ(got.body.find(test::number_bytes(47'110'815, 4, true)), std::string::npos) << "where it was taken";
  EXPECT_EQ(got.field("Content-Type"), "image/jpeg");
  EXPECT_EQ(got.field("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(got.field("Cache-Control"), "private, no-cache");
  EXPECT_EQ(got.field("Content-Security-Policy"), "default-src 'none'; sandbox");
  EXPECT_EQ(got.field("Content-Disposition"), "inline; filename=\"__.jpg\"; filename*=UTF-8''%E7%8E%B0%E5%9C%BA.jpg");
  const auto tag = got.field("ETag");
  EXPECT_EQ(tag, '"' + json_member(sent.body, "sha256") + '"');
  EXPECT_EQ(one.officer.get("/api/files/" + id, {{"If-None-Match", tag}}).status, 304);
  EXPECT_EQ(one.officer.get("/api/files/" + id, {{"If-None-Match", "\"other\""}}).status, 200);

  const auto small = one.officer.get("/api/files/" + id + "/thumbnail");
  EXPECT_EQ(small.status, 200);
  EXPECT_EQ(small.field("Content-Type"), "image/jpeg");
  EXPECT_NE(small.field("ETag"), tag);
  EXPECT_LT(small.body.size(), got.body.size());

  const auto again = one.officer.send(photo_with_place(), "other.jpg", "image/jpeg");
  EXPECT_EQ(again.status, 200) << "it is there already";
  EXPECT_EQ(json_member(again.body, "id"), id);
  EXPECT_EQ(one.contents().size(), 2U) << "the content and its small picture, once";
  const auto sha256 = json_member(sent.body, "sha256");
  struct stat what {};
  ASSERT_EQ(::stat((one.data + "/files/" + sha256.substr(0, 2) + "/" + sha256.substr(2)).c_str(), &what), 0);
  EXPECT_EQ(what.st_mode & 0777U, 0600U);
}

TEST(Files, ThatAreDocumentsAreHandedOutToBeSaved) {
  const running one;
  const auto sent = one.officer.send(test::pdf_document(), "plan.pdf", "application/pdf");
  ASSERT_EQ(sent.status, 201) << sent.body;
  EXPECT_EQ(json_member(sent.body, "thumbnail"), "false");
  const auto address = "/api/files/" + json_member(sent.body, "id");
  EXPECT_EQ(one.officer.get(address).field("Content-Disposition"), "attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf");
  EXPECT_EQ(one.officer.get(address + "/thumbnail").status, 404);
  EXPECT_EQ(one.officer.send(zip_of(test::word_parts()), "a.docx", "").status, 201);
  const auto text = one.officer.send("note <b>", "note.txt", "text/plain");
  EXPECT_EQ(one.officer.get("/api/files/" + json_member(text.body, "id")).field("Content-Type"), "text/plain; charset=utf-8");
}

TEST(Files, ThatLieOrSwellOrAreBrokenAreRefused) {
  const running one;
  EXPECT_EQ(code_of(one.officer.send("<html><script>alert(1)</script>", "a.jpg", "image/jpeg")), "415 wrong_file_type");
  EXPECT_EQ(code_of(one.officer.send("<svg onload='alert(1)'/>", "a.png", "image/png")), "415 wrong_file_type");
  EXPECT_EQ(code_of(one.officer.send("MZ\x90" + std::string(90, '\0'), "a.jpg", "image/jpeg")), "415 wrong_file_type");
  EXPECT_EQ(code_of(one.officer.send(test::jpeg_photo(), "a.jpg", "text/html")), "415 wrong_file_type");
  auto bomb = test::word_parts();
  bomb.push_back({"word/media/0", std::string(30 * mebibyte, '\0')});
  EXPECT_EQ(code_of(one.officer.send(zip_of(bomb), "a.docx", "")), "422 swollen_archive");
  EXPECT_EQ(code_of(one.officer.send(test::jpeg_photo().substr(0, 500), "a.jpg", "image/jpeg")), "422 broken_file");
  EXPECT_EQ(code_of(one.officer.send(test::jpeg_photo(), "%FF.jpg", "image/jpeg")), "422 bad_file_name");
  EXPECT_EQ(code_of(one.officer.send("", "a.txt", "text/plain")), "415 wrong_file_type");
  EXPECT_EQ(one.contents(), std::vector<std::string>());
  const auto refused = one.officer.send("<html>", "a.jpg", "image/jpeg");
  EXPECT_EQ(refused.field("Content-Type"), "application/problem+json");
  EXPECT_NE(json_member(refused.body, "remedy"), "");
}

TEST(Files, ThatAreTooLargeAreRefusedBeforeTheyAreRead) {
  const running one;
  const std::vector<std::pair<std::size_t, std::string>> cases = {
      {200'000'000, "image/jpeg"}, {200'000'000, ""}, {21 * mebibyte, "image/jpeg"}, {51 * mebibyte, "application/pdf"}};
  for (const auto& [length, type] : cases) {
    test::http_client client(one.server.port());
    client.send(one.officer.head(length, type));
    EXPECT_EQ(client.read_answer().status, 413) << length << " of " << type << ": not a byte of it was sent";
  }
  test::http_client client(one.server.port());
  std::thread pushing([&] {
    client.send(one.officer.head(200'000'000, "image/jpeg"));
    for (int i = 0; i < 2'000 && client.send(std::string(100'000, 'x')); ++i) {
    }
  });
  EXPECT_EQ(client.read_answer().status, 413) << "also whoever goes on sending hears it";
  client.hang_up();
  pushing.join();
  EXPECT_EQ(one.officer.send(test::jpeg_photo(), "a.jpg", "image/jpeg").status, 201);
}

TEST(Files, ByNameLeadNowhere) {
  const running one;
  const auto sent = one.officer.send(test::jpeg_photo(), "..%2F..%2F..%2Fetc%2Fcron.d%2Fphoto%E2%80%AE%0D%0A.jpg", "image/jpeg");
  ASSERT_EQ(sent.status, 201) << sent.body;
  EXPECT_EQ(json_member(sent.body, "name"), "photo.jpg");
  const auto sha256 = json_member(sent.body, "sha256");
  for (const auto& path : one.contents()) EXPECT_TRUE(path.starts_with("files/" + sha256.substr(0, 2) + "/" + sha256.substr(2))) << path;
  for (const char* id : {"..%2f..%2fmaster.key", "%2e%2e", "master.key", "00000000-0000-7000-8000-000000000000"}) {
    EXPECT_GE(one.officer.get("/api/files/" + std::string(id)).status, 400) << id;
  }
}

TEST(Files, AreForWhoeverMaySendThemAndMaySeeThem) {
  const running one;
  const auto id = json_member(one.officer.send(photo_with_place(), "a.jpg", "image/jpeg").body, "id");
  const sender other(one.server, "commander"), viewer(one.server, "viewer");
  EXPECT_EQ(other.get("/api/files/" + id).status, 404) << "not yet evidence: its sender's alone";
  EXPECT_EQ(other.get("/api/files/" + id + "/thumbnail").status, 404);
  EXPECT_EQ(code_of(viewer.send(test::jpeg_photo(), "a.jpg", "image/jpeg")), "403 forbidden");
  test::http_client early(one.server.port());
  early.send(viewer.head(40 * mebibyte, "application/pdf"));
  EXPECT_EQ(early.read_answer().status, 403) << "before the body";
  test::http_client nobody(one.server.port());
  EXPECT_EQ(nobody.get("/api/files/" + id).status, 401);
  EXPECT_EQ(nobody.request("POST", "/api/files", {{"X-File-Name", "a"}}, "text").status, 401);
  EXPECT_EQ(code_of(one.officer.send(test::jpeg_photo(), "a.jpg", "image/jpeg", {{"Origin", "https://elsewhere.example"}})), "403 foreign_origin");
  EXPECT_EQ(code_of(one.officer.send(test::jpeg_photo(), "a.jpg", "image/jpeg", {{"Sec-Fetch-Site", "cross-site"}})), "403 foreign_origin");
  // Once it is evidence its sender is one of many, and nobody yet says who may read evidence.
  {
    const base::system_clock clock;
    const auto db = store::open({.location = one.data + "/shouwang.db",
                                 .migrations_folder = test::project_file("database"),
                                 .signing_key_path = one.folder.file("other.key")},
                                clock);
    db->write_and_wait({}, [&](store::transaction& work) { files::add_use(work, id); });
  }
  EXPECT_EQ(one.officer.get("/api/files/" + id).status, 404);
  EXPECT_EQ(one.officer.send(photo_with_place(), "a.jpg", "image/jpeg").status, 201) << "what is sent now is another file";
}

TEST(Files, UnderWayAreBoundedInMemory) {
  const running one;
  const sender other(one.server, "commander");
  {
    test::http_client first(one.server.port()), second(one.server.port()), third(one.server.port());
    first.send(one.officer.head(45 * mebibyte, "application/pdf"));
    second.send(one.officer.head(45 * mebibyte, "application/pdf"));
    ASSERT_TRUE(test::wait_until(
        [&] {
          test::http_client probe(one.server.port());
          probe.send(one.officer.head(45 * mebibyte, "application/pdf") + "x");
          try {
            return probe.read_answer().status == 503;
          } catch (const std::runtime_error&) {
            return false;
          }
        },
        std::chrono::seconds(30)))
        << "one account has its share";
    EXPECT_EQ(other.send(test::jpeg_photo(), "a.jpg", "image/jpeg").status, 201) << "others have theirs";
  }
  EXPECT_TRUE(test::wait_until([&] { return one.officer.send(test::pdf_document(), "a.pdf", "").status < 300; }, std::chrono::seconds(10)));
  test::http_client chunked(one.server.port());
  auto head = one.officer.head(0, "text/plain");
  head.replace(head.find("Content-Length: 0"), 17, "Transfer-Encoding: chunked");
  chunked.send(head + "3\r\nabc\r\n0\r\n\r\n");
  EXPECT_EQ(code_of(chunked.read_answer()), "411 length_required");
}

TEST(Files, AreShownToTheScannerAndKeptOnlyWhenItCallsThemClean) {
  if (!test::clamd::available()) GTEST_SKIP() << "needs clamd";
  auto scanner = std::make_unique<test::clamd>();
  const running one({"files.clamd=" + scanner->path()});
  EXPECT_EQ(one.officer.send(test::pdf_document(), "a.pdf", "").status, 201);
  const auto found = one.officer.send(test::clamd::marked_text(), "a.txt", "");
  EXPECT_EQ(code_of(found), "422 infected_file");
  EXPECT_NE(found.body.find(test::clamd::finding()), std::string::npos) << found.body;
  scanner.reset();
  const auto refused = one.officer.send("a note", "a.txt", "");
  EXPECT_EQ(code_of(refused), "503 scanner_unreachable");
  EXPECT_NE(json_member(refused.body, "remedy"), "");
  EXPECT_EQ(one.contents().size(), 1U);
}

TEST(Files, ThatFindNoRoomOnTheDiskLeaveNothingBehind) {
  const test::small_disk disk(128);
  if (!disk.why_not().empty()) GTEST_SKIP() << "needs the right to mount a small disk: " << disk.why_not();
  const running one({}, disk.path() + "/data");
  ASSERT_EQ(one.officer.send("before", "a.txt", "").status, 201);
  disk.fill();
  const auto refused = one.officer.send(std::string(mebibyte, 'x'), "b.txt", "");
  EXPECT_EQ(code_of(refused), "507 disk_full") << refused.body;
  EXPECT_NE(json_member(refused.body, "remedy").find("free space"), std::string::npos) << refused.body;
  EXPECT_EQ(one.contents().size(), 1U);
  disk.make_room();
  EXPECT_TRUE(test::wait_until([&] { return one.officer.send(std::string(mebibyte, 'x'), "b.txt", "").status == 201; }, std::chrono::seconds(20)));
}

TEST(Files, AreTidiedByRecurringWorkThatIsShown) {
  const running one;
  const sender commander(one.server, "commander");
  EXPECT_TRUE(test::wait_until(
      [&] { return commander.get("/api/recurring-work").body.find(R"("name":"forget_files","every_s":3600,"last_run":")") != std::string::npos; },
      std::chrono::seconds(10)));
  EXPECT_NE(commander.get("/api/recurring-work").body.find("0 unused files, 0 contents removed"), std::string::npos);
}
