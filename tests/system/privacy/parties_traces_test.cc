// What a mediator writes of the parties to a dispute is readable nowhere: not in the database, its files, its dump, the journal's
// export, the events, the logs, the lists or the answers kept for repeated requests.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "database_dump.h"
#include "foundation/base/problem.h"
#include "foundation/seal/box.h"
#include "foundation/sheet/sheet.h"
#include "foundation/store/journal.h"
#include "sealed_town.h"
#include "support/shared_data.h"

namespace {

class SealedParties : public privacy::sealed_town {
 protected:
  // A request that is sent with an Idempotency-Key.
  operation::answer ask_with_key(const std::shared_ptr<const operation::caller>& who, std::string_view name, privacy::parts path, std::string body,
                                 const std::string& key) {
    const auto& all = on().operations;
    const auto what = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
    const auto seen = seen_version(name, path);
    auto call = std::make_shared<app::operation_call>(
        app::operation_call{.what = *what,
                            .who = who,
                            .input = {.who = *who, .path = std::move(path), .body = std::move(body), .if_version = seen},
                            .idempotency_key = key});
    return on().runner.run_and_wait(std::move(call));
  }

  // Everything the program keeps or gave out for others to keep.
  std::vector<privacy::spot> everything() {
    auto all = privacy::every_cell(*on().db);
    for (auto& one : privacy::engine_files(engine(), database_path())) all.push_back(std::move(one));
    for (auto& one : privacy::every_file(scratch().file("data"))) all.push_back(std::move(one));
    all.push_back({"log", test::read_file(log_path())});
    on().db->read([&](store::connection& db) {
      store::export_journal(db, on().db->node(), {1, INT64_MAX}, [&](std::string_view line) {
        all.push_back({"journal export", std::string(line)});
      });
    });
    for (const auto& one : on().db->events_after(0, 100'000)) all.push_back({"event " + one.what.topic, one.what.payload});
    for (const auto* kind : {"", "dispute"}) {
      privacy::parts query;
      if (*kind != '\0') query.emplace("kind", kind);
      for (const auto& sheet : sheet::read_xlsx(ask(person("supervisor", ""), "export_matters", {}, {}, query).body)) {
        for (const auto& row : sheet.rows) {
          for (const auto& cell : row) all.push_back({"export of matters", cell.text});
        }
      }
    }
    return all;
  }
};
ON_BOTH_ENGINES(SealedParties);

std::string party(const std::string& role) { return R"({"parties":[{"role":")" + role + R"(","name":")" + privacy::marker_name + R"("}]})"; }

}  // namespace

TEST_P(SealedParties, LeaveNoReadableTraceAnywhere) {
  const auto mediator = person("mediator", "village");
  const auto id = sealed_dispute();
  const auto second = dispute(R"(,"parties":)" + parties_json());
  ask_with_key(mediator, "put_matter_parties", {{"id", second}}, R"({"parties":)" + parties_json() + "}", "key-of-put");
  for (int i = 0; i < 2; ++i) {
    const auto given = ask_with_key(mediator, "read_matter_parties", {{"id", id}}, "", "key-of-reading");
    EXPECT_NE(given.body.find(privacy::marker_name), std::string::npos) << "who handles it reads them, the second time too";
  }
  ask_with_key(
      person("grid_worker", "grid"), "create_matter", {},
      R"({"kind":"dispute","area_id":"grid","fields":{"dispute_type":"t02_neighbours","summary":"又一件。"},"parties":)" + parties_json() + "}",
      "key-of-opening");
  run_job("key_history");
  on().db->sign_head();
  const auto all = everything();
  EXPECT_GT(all.size(), 500U) << "there was something to search";
  EXPECT_EQ(privacy::traces(all, privacy::all_markers()), "");
  restart();
  EXPECT_EQ(privacy::traces(everything(), privacy::all_markers()), "") << "after a restart";
}

TEST_P(SealedParties, AreNotInTheWordsOfARefusalNorInTheLog) {
  const auto id = sealed_dispute();
  const std::pair<std::string, std::string> wrong[] = {
      {"mediator", party("nobody")},
      {"mediator", R"({"parties":[{"role":"applicant","name":")" + privacy::marker_name + R"(")"},
      {"mediator", R"({"parties":[{"name":")" + privacy::marker_name + R"(","pass":")" + privacy::marker_phone + R"("}]})"},
      {"mediator", R"({"parties":[{"role":"applicant","name":")" + std::string(50, 'x') + privacy::marker_name + std::string(80, 'x') + R"("}]})"},
      {"supervisor", party("applicant")},
      {"viewer", party("applicant")}};
  for (const auto& [role, body] : wrong) {
    std::string said;
    EXPECT_NE(refusal_of(person(role, "village"), "put_matter_parties", {{"id", id}}, body, &said), "") << body;
    EXPECT_EQ(privacy::traces({{"refusal", said}}, privacy::all_markers()), "") << body;
  }
  std::string said;
  EXPECT_NE(refusal_of(person("grid_worker", "grid"), "create_matter", {},
                       R"({"kind":"fire_hazard","area_id":"grid","fields":{},"parties":)" + parties_json() + "}", &said),
            "");
  EXPECT_EQ(privacy::traces({{"refusal", said}}, privacy::all_markers()), "");
  EXPECT_EQ(privacy::traces({{"log", test::read_file(log_path())}}, privacy::all_markers()), "");
}

TEST_P(SealedParties, SearchFindsWhatIsNotSealed) {
  const auto id = dispute();
  ask(person("mediator", "village"), "note_matter", {{"id", id}}, R"({"text":")" + privacy::marker_name + R"("})");
  const auto found = privacy::traces(everything(), privacy::all_markers());
  EXPECT_NE(found.find("matter_lines.reason: "), std::string::npos) << found;
  EXPECT_NE(found.find(engine() == store::engine::sqlite ? "file" : "pg_dump"), std::string::npos) << found;
  std::string base64 = "........";
  for (const auto& form : privacy::forms_of(privacy::marker_phone))
    EXPECT_NE(privacy::traces({{"x", "." + form.bytes + "."}}, {privacy::marker_phone}), "");
}

TEST_P(SealedParties, OfTheSameNameInTwoMattersHaveNothingInCommon) {
  const auto mediator = person("mediator", "village");
  const auto body = R"({"parties":)" + parties_json() + "}";
  const std::vector<std::string> ids = {dispute(), dispute(), dispute()};
  for (const auto& id : ids) ask_with_key(mediator, "put_matter_parties", {{"id", id}}, body, "key-" + id);
  ask_with_key(mediator, "put_matter_parties", {{"id", ids[0]}}, body, "once more");  // replaced, in the same matter
  const auto rows = ask("SELECT wrapped_key, box FROM matter_parties ORDER BY matter_id");
  ASSERT_EQ(rows.size(), ids.size());
  std::set<std::string> keys, boxes, digests;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    keys.insert(rows.text(i, 0));
    boxes.insert(rows.text(i, 1));
    // No run of eight characters in common behind the version's byte: neither nonce nor cipher text is shared.
    for (std::size_t k = 0; k < i; ++k) {
      for (std::size_t at = 2; at + 8 <= rows.text(i, 1).size(); ++at) {
        ASSERT_EQ(rows.text(k, 1).find(rows.text(i, 1).substr(at, 8)), std::string::npos);
      }
    }
    EXPECT_EQ(rows.text(i, 1).size(), rows.text(0, 1).size());
  }
  EXPECT_EQ(keys.size(), ids.size());
  EXPECT_EQ(boxes.size(), ids.size());
  const auto kept = ask("SELECT request_sha256 FROM idempotency");
  for (std::size_t i = 0; i < kept.size(); ++i) digests.insert(kept.text(i, 0));
  EXPECT_EQ(digests.size(), kept.size()) << "the digests of requests tell nothing apart from their own repetition";
  EXPECT_EQ(kept.size(), ids.size() + 1);
}

TEST_P(SealedParties, TheDigestOfTheirRequestDoesNotFollowFromTheRequestAlone) {
  const auto who = person("grid_worker", "grid");
  const auto body =
      R"({"kind":"dispute","area_id":"grid","fields":{"dispute_type":"t02_neighbours","summary":"又一件。"},"parties":)" + parties_json() + "}";
  ask_with_key(who, "create_matter", {}, body, "first");
  ask_with_key(who, "create_matter", {}, body, "second");
  const auto kept = ask("SELECT request_sha256 FROM idempotency");
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_NE(kept.text(0, 0), kept.text(1, 0)) << "the same parties in two matters must not be seen";
  const auto guess = on().master.fingerprint(body);
  EXPECT_NE(seal::master_key::random().fingerprint(body), guess) << "another installation's digest is another";
  EXPECT_EQ(on().master.fingerprint(body), guess);
}

TEST_P(SealedParties, AreNotAmongTheAnswersKeptForRepeatedRequests) {
  const auto id = sealed_dispute();
  const auto mediator = person("mediator", "village");
  ask_with_key(mediator, "read_matter_parties", {{"id", id}}, "", "reading");
  EXPECT_TRUE(ask("SELECT key FROM idempotency").empty());
  const auto before = ask("SELECT count(*) FROM journal WHERE action = 'read_parties'").integer(0, 0);
  ask_with_key(mediator, "read_matter_parties", {{"id", id}}, "", "reading");
  EXPECT_EQ(ask("SELECT count(*) FROM journal WHERE action = 'read_parties'").integer(0, 0), before + 1) << "a repeated reading is a reading";
  EXPECT_EQ(refusal_of(person("supervisor", "village"), "read_matter_parties", {{"id", id}}), "not_your_matter");
}

TEST_P(SealedParties, DoNotOpenInAnotherMatterOrWithAnotherKey) {
  const auto id = sealed_dispute();
  const auto other = dispute();
  put("INSERT INTO matter_parties (matter_id, wrapped_key, box, sealed_at) SELECT '" + other + "', wrapped_key, box, sealed_at FROM matter_parties");
  EXPECT_EQ(refusal_of(person("mediator", "village"), "read_matter_parties", {{"id", other}}), "parties_unreadable");
  EXPECT_EQ(refusal_of(person("mediator", "village"), "read_matter_parties", {{"id", id}}), "");
  stop();
  std::filesystem::remove(scratch().file("data") + "/master.key");
  start();
  std::string said;
  EXPECT_EQ(refusal_of(person("mediator", "village"), "read_matter_parties", {{"id", id}}, "", &said), "parties_unreadable");
  EXPECT_EQ(privacy::traces({{"refusal", said}}, privacy::all_markers()), "");
}
