// Parties die with their time: nobody reads them, their row goes, and what is left in the file is not their key.
#include <gtest/gtest.h>

#include <fstream>

#include "database_dump.h"
#include "foundation/calendar/deadline.h"
#include "sealed_town.h"
#include "support/shared_data.h"

namespace {

class PartyExpiry : public privacy::sealed_town {
 protected:
  std::string reading(const std::string& id) { return refusal_of(person("mediator", "village"), "read_matter_parties", {{"id", id}}); }
  // Expiry of the parties as the matter's reader sees it; "" for none.
  std::string expiry(const std::string& id) {
    const auto seen = call(person("supervisor", "county"), "get_matter", {{"id", id}});
    const auto& at = seen.at("parties_expire_at");
    return at.is_null() ? "" : std::string(at.as_string());
  }
  std::vector<std::string> sealed_texts() {
    const auto rows = ask("SELECT wrapped_key, box FROM matter_parties");
    std::vector<std::string> out;
    for (std::size_t i = 0; i < rows.size(); ++i) out.insert(out.end(), {rows.text(i, 0), rows.text(i, 1)});
    return out;
  }
  std::string remains(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& file : privacy::engine_files(engine(), database_path())) {
      for (const auto& text : texts) {
        // A part of it would do for who has the rest.
        for (std::size_t at = 0; at + 24 <= text.size(); at += 8) {
          if (file.bytes.find(text.substr(at, 24)) != std::string::npos) out += file.where + " holds bytes from " + std::to_string(at) + "\n";
        }
      }
    }
    return out;
  }
};
ON_BOTH_ENGINES(PartyExpiry);

// `keep: 2 years` from its end on 2026-03-02, by the civil code's way of counting.
constexpr auto nearly_two_years = base::days(730);
constexpr auto two_years = base::days(733);

}  // namespace

TEST_P(PartyExpiry, BeginsWithTheMattersEndAndDestroysThem) {
  const auto id = sealed_dispute();
  const auto open_one = sealed_dispute();
  EXPECT_EQ(expiry(id), "");
  finish(id);
  EXPECT_EQ(expiry(id).substr(0, 7), "2028-03");
  EXPECT_EQ(refusal_of(person("mediator", "village"), "put_matter_parties", {{"id", id}}, R"({"parties":[]})"), "ended");
  tick(nearly_two_years);
  run_job("destroy_expired_parties");
  EXPECT_EQ(reading(id), "") << "not a day too early";
  tick(base::days(3));
  EXPECT_EQ(reading(id), "not_found") << "over is over, also before the job runs";
  const auto doomed = sealed_texts();
  EXPECT_EQ(doomed.size(), 4U);
  run_job("destroy_expired_parties");
  EXPECT_EQ(ask("SELECT matter_id FROM matter_parties").size(), 1U);
  EXPECT_EQ(reading(open_one), "") << "those of an open matter stay, however old";
  EXPECT_EQ(ask("SELECT count(*) FROM matter_lines WHERE kind = 'parties_destroyed' AND matter_id = '" + id + "'").integer(0, 0), 1);
  EXPECT_EQ(ask("SELECT count(*) FROM journal WHERE action = 'destroy_parties' AND subject_id = '" + id + "'").integer(0, 0), 1);
  restart();
  EXPECT_EQ(reading(id), "not_found");
  EXPECT_EQ(call(person("supervisor", "county"), "get_matter", {{"id", id}}).at("has_parties").as_bool(), false);
  EXPECT_EQ(reading(open_one), "");
}

TEST_P(PartyExpiry, LeavesNoByteOfKeyOrBoxInTheFiles) {
  const auto id = sealed_dispute();
  const auto doomed = sealed_texts();
  EXPECT_NE(remains(doomed), "") << "they were there to be found";
  finish(id);
  tick(two_years);
  run_job("destroy_expired_parties");
  EXPECT_EQ(remains(doomed), "") << "while it runs: neither in the file nor in its log";
  stop();
  EXPECT_EQ(remains(doomed), "");
  start();
  EXPECT_EQ(remains(doomed), "");
}

TEST_P(PartyExpiry, IsClearedByReopeningInTime) {
  const auto id = sealed_dispute();
  finish(id);
  EXPECT_NE(expiry(id), "");
  ask(person("supervisor", "village"), "reopen_matter", {{"id", id}}, R"({"reason":"复核"})");
  EXPECT_EQ(expiry(id), "");
  tick(two_years);
  run_job("destroy_expired_parties");
  EXPECT_EQ(reading(id), "");
  finish(id);
  EXPECT_EQ(expiry(id).substr(0, 7), "2030-03") << "counted anew from its new end";
}

TEST_P(PartyExpiry, IsNotUndoneByReopeningTooLate) {
  const auto id = sealed_dispute();
  finish(id);
  tick(two_years);
  ask(person("supervisor", "village"), "reopen_matter", {{"id", id}}, R"({"reason":"复核"})");
  EXPECT_EQ(reading(id), "not_found") << "their time was over before it was reopened";
  run_job("destroy_expired_parties");
  EXPECT_TRUE(sealed_texts().empty());
}

TEST_P(PartyExpiry, ComesAtTheEndWhenItsEditionKnowsNoPartiesAnyMore) {
  const auto id = sealed_dispute();
  // The next edition of the kind has no parties.
  const auto file = resources() + "/catalogue/kinds/dispute.yaml";
  auto text = test::read_file(file);
  const auto from = text.find("\nparties:");
  text.erase(from, text.find("\nfile_set:") - from);
  text.replace(text.find("edition: 1"), 10, "edition: 2");
  std::ofstream(file) << text;
  restart();
  ask(person("supervisor", "village"), "move_matter_edition", {{"id", id}}, R"({"code":"reported"})");
  EXPECT_EQ(reading(id), "not_your_matter");
  finish(id);
  tick(base::minutes(10));
  run_job("destroy_expired_parties");
  EXPECT_TRUE(sealed_texts().empty()) << "nobody could read them, and no limit was left to destroy them";
}

TEST_P(PartyExpiry, OfCallersWipesTheirBytesToo) {
  const auto desk = person("dispatcher", "");
  ask(desk, "create_incident", {},
      R"({"type":"dispute","location":{"lon":100,"lat":30},"description":"x","source":"phone","caller":{"name":")" + privacy::marker_name +
          R"(","phone":")" + privacy::marker_phone + R"("}})");
  const auto rows = ask("SELECT wrapped_key, box FROM sealed_callers");
  ASSERT_EQ(rows.size(), 1U);
  const std::vector<std::string> doomed = {rows.text(0, 0), rows.text(0, 1)};
  auto all = privacy::every_cell(*on().db);
  for (auto& one : privacy::engine_files(engine(), database_path())) all.push_back(std::move(one));
  all.push_back({"log", test::read_file(log_path())});
  EXPECT_EQ(privacy::traces(all, privacy::all_markers()), "");
  tick(base::days(91));
  run_job("destroy_expired_callers");
  EXPECT_TRUE(ask("SELECT incident_id FROM sealed_callers").empty());
  EXPECT_EQ(remains(doomed), "");
}

TEST_P(PartyExpiry, OfAMembersPhoneComesAfterTheDutyEnded) {
  const auto desk = person("commander", "");
  const auto force = call(desk, "create_force", {}, R"({"code":"F","kind":"volunteer","name":"F","area_id":"village"})");
  const auto member = call(desk, "create_member", {},
                           R"({"code":"M","name":"M","force_id":")" + std::string(force.at("id").as_string()) + R"(","joined_on":"2026-01-01"})");
  const std::string id(member.at("id").as_string());
  ask(desk, "set_member_contact", {{"id", id}}, R"({"phone":")" + privacy::marker_phone + R"("})");
  const std::vector<std::string> doomed = {ask("SELECT phone_sealed FROM members").text(0, 0)};
  EXPECT_EQ(privacy::traces(privacy::every_cell(*on().db), privacy::all_markers()), "");
  put("UPDATE members SET left_on = '2026-03-02'");
  tick(base::days(30));
  run_job("forget_phones_of_former_members");
  EXPECT_EQ(call(desk, "get_member_contact", {{"id", id}}).at("phone").as_string(), privacy::marker_phone) << "kit may have to come back";
  tick(base::days(2));
  run_job("forget_phones_of_former_members");
  EXPECT_EQ(call(desk, "get_member_contact", {{"id", id}}).at("phone").as_string(), "");
  EXPECT_EQ(call(desk, "get_member", {{"id", id}}).at("has_contact").as_bool(), false);
  EXPECT_EQ(ask("SELECT count(*) FROM journal WHERE action = 'forget_member_contact'").integer(0, 0), 1);
  EXPECT_EQ(remains(doomed), "");
}
