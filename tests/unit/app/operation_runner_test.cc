#include <gtest/gtest.h>

#include <future>
#include <string>

#include "app/run_operation.h"
#include "foundation/base/clock.h"
#include "support/engines.h"

namespace {

using operation::answer;
using operation::request;

std::shared_ptr<const operation::caller> caller_who_may(const std::string& permission) {
  operation::caller out;
  out.account_id = "a1";
  out.account_name = "somebody";
  out.grants.push_back({.permission = permission, .area_path = "/"});
  return std::make_shared<const operation::caller>(std::move(out));
}

class OperationRunner : public test::on_both_engines {
 protected:
  void SetUp() override {
    test::on_both_engines::SetUp();
    if (IsSkipped()) return;
    db_ = open();
    runner_ = std::make_unique<app::operation_runner>(*db_, master_, app::operation_runner::pools{.workers = workers_, .hashers = hashers_});
  }
  void TearDown() override {
    workers_.stop();
    hashers_.stop();
  }

  // What the call answers, or the code it is refused with.
  std::string call(const operation::definition& what, std::string body, std::string key, std::shared_ptr<const operation::caller> who = nullptr) {
    if (!who) who = caller_who_may("thing.write");
    const auto one = std::make_shared<app::operation_call>(
        app::operation_call{.what = what, .who = who, .input = {.who = *who, .request_id = "r1"}, .idempotency_key = std::move(key)});
    one->input.body = std::move(body);
    try {
      return runner_->run_and_wait(one).body;
    } catch (const base::problem& p) {
      return p.code;
    }
  }

  // Counts its runs, and answers with the count.
  operation::definition counting() {
    return {.name = "count",
            .method = "POST",
            .path = "/api/count",
            .summary = "Counts.",
            .permission = "thing.write",
            .write = [this](const request&, store::transaction& work, void*) {
              work.journal({.action = "count"});
              return answer{.status = 201, .body = std::to_string(++runs_)};
            }};
  }

  std::int64_t rows(const std::string& table) {
    std::int64_t out = 0;
    db_->read([&](store::connection& db) { out = db.query("SELECT count(*) FROM " + table).integer(0, 0); });
    return out;
  }

  int runs_ = 0;
  std::unique_ptr<store::database> db_;
  app::worker_pool workers_{1, 4};
  app::worker_pool hashers_{1, 1};
  seal::master_key master_ = seal::master_key::random();
  std::unique_ptr<app::operation_runner> runner_;
};
ON_BOTH_ENGINES(OperationRunner);

TEST_P(OperationRunner, GivesTheSameAnswerToTheSameRequestUnderTheSameKey) {
  const auto what = counting();
  EXPECT_EQ(call(what, "{}", "k1"), "1");
  EXPECT_EQ(call(what, "{}", "k1"), "1");
  EXPECT_EQ(call(what, "{}", "k2"), "2");
  EXPECT_EQ(call(what, "{}", ""), "3") << "without a key it is a new request each time";
  EXPECT_EQ(rows("journal"), 3);
  EXPECT_EQ(call(what, R"({"other":1})", "k1"), "idempotency_key_reused");
  EXPECT_EQ(rows("journal"), 3);
}

TEST_P(OperationRunner, ForgetsKeysThatAreOld) {
  const auto what = counting();
  EXPECT_EQ(call(what, "{}", "k1"), "1");
  const base::system_clock time;
  const store::actor nobody{.account_id = "", .remote = "local", .request_id = "r2"};
  db_->write_and_wait(nobody, [&](store::transaction& work) { app::prune_idempotency_keys(work, time.now() - base::days(1)); });
  EXPECT_EQ(call(what, "{}", "k1"), "1") << "not yet old";
  db_->write_and_wait(nobody, [&](store::transaction& work) { app::prune_idempotency_keys(work, time.now() + base::seconds(1)); });
  EXPECT_EQ(rows("idempotency"), 0);
  EXPECT_EQ(call(what, "{}", "k1"), "2");
}

TEST_P(OperationRunner, AsksForPermissionBeforeItPrepares) {
  auto what = counting();
  bool prepared = false;
  what.prepare = [&](const request&, store::connection&) -> std::shared_ptr<void> {
    prepared = true;
    return nullptr;
  };
  EXPECT_EQ(call(what, "{}", "", caller_who_may("other.write")), "forbidden");
  EXPECT_EQ(call(what, "{}", "", std::make_shared<const operation::caller>()), "not_signed_in");
  EXPECT_FALSE(prepared);
  EXPECT_EQ(call(what, "{}", ""), "1");
  EXPECT_TRUE(prepared);
}

TEST_P(OperationRunner, AFailureInPreparingChangesNothing) {
  auto what = counting();
  what.prepare = [](const request&, store::connection&) -> std::shared_ptr<void> { throw base::conflict("not_ready", "Not ready."); };
  EXPECT_EQ(call(what, "{}", "k1"), "not_ready");
  EXPECT_EQ(rows("journal"), 0);
  EXPECT_EQ(rows("idempotency"), 0);
}

// Slow hashing must neither hold up what else is prepared nor pile up without end.
TEST_P(OperationRunner, HashingNeverStandsInTheWayOfOtherWork) {
  std::promise<void> gate, inside;
  auto opened = gate.get_future().share();
  ASSERT_TRUE(hashers_.submit([&inside, opened] {
    inside.set_value();
    opened.wait();
  }));
  inside.get_future().wait();
  ASSERT_TRUE(hashers_.submit([] {})) << "one may wait";
  auto slow = counting();
  slow.compute = [](const request&) -> std::shared_ptr<void> { return nullptr; };
  auto quick = counting();
  quick.prepare = [](const request&, store::connection&) -> std::shared_ptr<void> { return nullptr; };
  EXPECT_EQ(call(slow, "{}", ""), "busy");
  EXPECT_EQ(call(quick, "{}", ""), "1");
  gate.set_value();
}

}  // namespace
