// Accounts at the machine itself: for when nobody can sign in any more.
#include <boost/json.hpp>

#include <filesystem>

#include "command.h"
#include "support/server_process.h"
#include "support/shared_data.h"
#include "support/wait.h"

namespace {

using std::chrono::seconds;

test::http_answer sign_in(const test::server_process& server, const std::string& name, const std::string& password) {
  test::http_client client(server.port());
  return client.post("/api/session", R"({"name":")" + name + R"(","password":")" + password + "\"}");
}

int session_status(const test::server_process& server, const std::string& cookie) {
  test::http_client client(server.port());
  return client.get("/api/session", {{"Cookie", cookie}}).status;
}

// The password in "account NAME password WORD", which must be all there is.
std::string shown_password(const std::string& output, const std::string& name) {
  const std::string before = "account " + name + " password ";
  EXPECT_TRUE(output.starts_with(before) && output.ends_with("\n")) << output;
  const auto word = output.substr(std::min(output.size(), before.size()));
  EXPECT_EQ(word.find_first_of(" \n"), word.size() - 1) << output;
  return word.substr(0, word.size() - 1);
}

// The files of a folder that hold this text.
std::vector<std::string> files_with(const std::string& folder, const std::string& text) {
  std::vector<std::string> found;
  for (const auto& one : std::filesystem::recursive_directory_iterator(folder)) {
    if (one.is_regular_file() && test::read_file(one.path().string()).find(text) != std::string::npos)
      found.push_back(one.path().filename().string());
  }
  return found;
}

}  // namespace

TEST_F(Command, AccountsListSaysThatThereAreNoneBeforeTheFirstStart) {
  const auto listed = run({"accounts", "list"});
  EXPECT_EQ(listed.code, 0) << listed.errors;
  EXPECT_NE(listed.output.find("No accounts yet"), std::string::npos) << listed.output;
}

TEST_F(Command, AccountsListNamesEveryAccountAndNoPassword) {
  const test::server_process server(data());
  const auto listed = run({"accounts", "list"});
  ASSERT_EQ(listed.code, 0) << listed.errors;
  for (const char* name : {"sysadmin", "secadmin", "auditor", "dispatcher", "dispatcher2", "commander", "patrol", "officer", "viewer"}) {
    EXPECT_NE(("\n" + listed.output).find("\n" + std::string(name) + " "), std::string::npos) << listed.output;
    EXPECT_EQ(listed.output.find(server.password(name)), std::string::npos) << name;
  }
  EXPECT_EQ(run({"accounts"}).output, listed.output) << "list is what it does when nothing is said";
}

TEST_F(Command, AccountsResetEndsTheOldPasswordAndEverySessionAndShowsTheNewOneOnce) {
  const test::server_process server(data());
  const auto cookie = server.sign_in("dispatcher");
  const auto other = server.sign_in("commander");
  ASSERT_EQ(session_status(server, cookie), 200);

  const auto reset = run({"accounts", "reset", "dispatcher"});
  ASSERT_EQ(reset.code, 0) << reset.errors;
  const auto password = shown_password(reset.output, "dispatcher");
  ASSERT_GE(password.size(), 10U);

  EXPECT_EQ(sign_in(server, "dispatcher", server.password("dispatcher")).status, 401) << "the old password must not work any more";
  // The server beside it hears of it at the latest when it looks, every five seconds.
  EXPECT_TRUE(test::wait_until([&] { return session_status(server, cookie) == 401; }, seconds(15))) << "the old session must end";
  EXPECT_EQ(session_status(server, other), 200) << "nobody else's session ends";
  const auto fresh = sign_in(server, "dispatcher", password);
  EXPECT_EQ(fresh.status, 201) << fresh.body;
  EXPECT_NE(fresh.body.find(R"("must_change_password":true)"), std::string::npos) << fresh.body;

  EXPECT_EQ(files_with(data(), password), std::vector<std::string>()) << "the password is shown once and kept nowhere";
  EXPECT_EQ(run({"accounts", "list"}).output.find(password), std::string::npos);
}

TEST_F(Command, AccountsResetUnlocksANameAndTakesItInAnyCase) {
  const test::server_process server(data());
  for (int i = 0; i < 5; ++i) sign_in(server, "commander", "not the password");
  ASSERT_EQ(sign_in(server, "commander", server.password("commander")).status, 423);
  const auto reset = run({"accounts", "reset", "Commander"});
  ASSERT_EQ(reset.code, 0) << reset.errors;
  EXPECT_EQ(sign_in(server, "commander", shown_password(reset.output, "Commander")).status, 201);
}

TEST_F(Command, AccountsResetIsJournaledWithoutThePassword) {
  { const test::server_process first_start(data()); }
  const auto reset = run({"accounts", "reset", "viewer"});
  ASSERT_EQ(reset.code, 0) << reset.errors;
  ASSERT_EQ(run({"export", file("export")}).code, 0);
  const auto lines = test::read_file(file("export/journal.jsonl"));
  EXPECT_NE(lines.find(R"("action":"reset_password","subject_kind":"account")"), std::string::npos) << lines;
  EXPECT_EQ(lines.find(shown_password(reset.output, "viewer")), std::string::npos);
}
