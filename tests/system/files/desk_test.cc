// The door by itself: who may read evidence is asked of whoever uses it, and memory is given back.
#include <gtest/gtest.h>

#include "app/file_routes.h"
#include "foundation/web/server.h"
#include "support/engines.h"
#include "support/file_samples.h"
#include "support/http_client.h"
#include "support/operation_call.h"
#include "support/server_process.h"
#include "support/wait.h"

namespace {

// A server with this door alone; "Authorization: NAME" is who asks.
class door : public test::on_both_engines {
 protected:
  void begin(app::may_read_file may_read) {
    db_ = open();
    desk_ = std::make_unique<app::file_desk>(*db_, app::file_desk_options{.folder = scratch().file("files")});
    web::router routes;
    const auto who = [](const web::request& in) -> std::shared_ptr<const operation::caller> {
      const auto name = in.header("Authorization");
      if (!name) return nullptr;
      auto caller = test::caller_with({"matter.read", "matter.write"});
      caller.account_id = *name;
      return std::make_shared<const operation::caller>(std::move(caller));
    };
    app::bind_files(routes, *desk_, who, std::move(may_read));
    web::server_config config;
    config.log = web::access_log::none;
    config.threads = 2;
    server_ = std::make_unique<web::server>(std::move(config), std::move(routes), clock());
    server_->start();
  }
  void TearDown() override {
    if (server_) server_->stop(base::seconds(5));
  }
  test::http_answer send(const std::string& account, const std::string& bytes) {
    return test::http_client(server_->port()).request("POST", "/api/files", {{"Authorization", account}, {"X-File-Name", "a"}}, bytes);
  }
  test::http_answer get(const std::string& account, const std::string& target, test::http_client::options how = {}) {
    return test::http_client(server_->port(), how).request("GET", target, {{"Authorization", account}});
  }
  void use(const std::string& id) {
    db_->write_and_wait({}, [&](store::transaction& work) { files::add_use(work, id); });
  }
  std::unique_ptr<store::database> db_;
  std::unique_ptr<app::file_desk> desk_;
  std::unique_ptr<web::server> server_;
};

using FileDoor = door;
ON_BOTH_ENGINES(FileDoor);

}  // namespace

TEST_P(FileDoor, AsksWhoeverUsesAFileWhoMayReadIt) {
  std::string asked;
  begin([&asked](store::connection& reader, const operation::caller& who, const std::string& id) {
    asked = who.account_id + " " + id;
    return who.account_id == "judge" && files::get_file(reader, id).uses == 1;
  });
  const auto id = test::json_member(send("officer", test::jpeg_photo()).body, "id");
  EXPECT_EQ(get("officer", "/api/files/" + id).status, 200);
  EXPECT_EQ(asked, "") << "its sender sees it before it is evidence";
  EXPECT_EQ(get("judge", "/api/files/" + id).status, 404);
  EXPECT_EQ(asked, "judge " + id);
  use(id);
  EXPECT_EQ(get("judge", "/api/files/" + id).status, 200);
  EXPECT_EQ(get("judge", "/api/files/" + id + "/thumbnail").status, 200);
  EXPECT_EQ(get("officer", "/api/files/" + id).status, 404);
  EXPECT_EQ(get("stranger", "/api/files/" + id + "/thumbnail").status, 404);
  EXPECT_EQ(asked, "stranger " + id);
}

TEST_P(FileDoor, GivesItsMemoryBack) {
  begin([](store::connection&, const operation::caller&, const std::string&) { return true; });
  const std::string text(5U << 20U, 't');
  for (int i = 0; i < 4; ++i) EXPECT_LT(send("officer", text + std::to_string(i)).status, 300);
  EXPECT_EQ(send("officer", "<html>").status, 415);
  EXPECT_TRUE(test::wait_until([&] { return desk_->incoming().taken() == 0; }, std::chrono::seconds(5)));
  const auto id = test::json_member(send("officer", text).body, "id");
  for (int i = 0; i < 60; ++i) ASSERT_EQ(get("officer", "/api/files/" + id).body.size(), text.size()) << i;
}

TEST_P(FileDoor, KeepsOneContentForManyWhoSendItAtOnce) {
  begin([](store::connection&, const operation::caller&, const std::string&) { return false; });
  const auto photo = test::jpeg_photo(800, 600);
  std::vector<std::thread> senders;
  std::vector<std::string> ids(8);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    senders.emplace_back([&, i] { ids[i] = test::json_member(send("officer" + std::to_string(i % 4), photo).body, "id"); });
  }
  for (auto& one : senders) one.join();
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 4U) << "one of each account";
  int contents = 0;
  for (const auto& one : std::filesystem::recursive_directory_iterator(scratch().file("files"))) contents += one.is_regular_file() ? 1 : 0;
  EXPECT_EQ(contents, 2) << "the content and its small picture";
}

TEST(ByteBudget, IsSharedAndNobodyTakesAllOfIt) {
  const app::byte_budget budget({.bytes = 100, .bytes_of_account = 60, .tickets_of_account = 3});
  auto first = budget.take("li", 50);
  ASSERT_TRUE(first);
  EXPECT_FALSE(budget.take("li", 20));
  auto second = budget.take("wang", 50);
  ASSERT_TRUE(second);
  EXPECT_FALSE(budget.take("zhao", 1)) << "there is none left";
  first.reset();
  EXPECT_EQ(budget.taken(), 50U);
  const std::vector<std::shared_ptr<void>> small = {budget.take("li", 1), budget.take("li", 1), budget.take("li", 1), budget.take("li", 1)};
  EXPECT_TRUE(small[2]);
  EXPECT_FALSE(small[3]) << "three at once";
  EXPECT_FALSE(budget.take("sun", 101));
}
