// Only who handles a matter as its kind says opens its parties, and whoever did so is seen.
#include <gtest/gtest.h>

#include "database_dump.h"
#include "sealed_town.h"
#include "town/access/access_rules.h"

namespace {

class PartyReaders : public privacy::sealed_town {
 protected:
  std::string reading_of(const std::string& role, const std::string& level, const std::string& id) {
    std::string said;
    const auto no = refusal_of(person(role, level), "read_matter_parties", {{"id", id}}, "", &said);
    EXPECT_EQ(privacy::traces({{"refusal", said}}, privacy::all_markers()), "") << role << " at " << level;
    return no;
  }
  std::int64_t readings() { return ask("SELECT count(*) FROM journal WHERE action = 'read_parties'").integer(0, 0); }
  std::int64_t lines_of_readings() { return ask("SELECT count(*) FROM matter_lines WHERE kind = 'parties_read'").integer(0, 0); }
};
ON_BOTH_ENGINES(PartyReaders);

constexpr const char* desks[] = {"grid", "village", "village2", "township", "county", ""};

}  // namespace

TEST_P(PartyReaders, AreTheRolesOfTheKindAtItsDeskAndNobodyElse) {
  const auto id = sealed_dispute();
  int allowed = 0, refused = 0;
  for (const auto& role : accounts::all_roles()) {
    for (const std::string level : desks) {
      // The kind says mediators; the desk is the village's, and who serves above it serves there too.
      const bool handles = role.code == "mediator" && level != "grid" && level != "village2";
      const auto no = reading_of(std::string(role.code), level, id);
      EXPECT_EQ(no.empty(), handles) << role.code << " at " << level << ": " << no;
      handles ? ++allowed : ++refused;
      EXPECT_EQ(readings(), allowed) << "each reading is journaled, a refused one is none";
      EXPECT_EQ(lines_of_readings(), allowed);
    }
  }
  EXPECT_EQ(allowed, 4);
  EXPECT_EQ(refused, static_cast<int>(accounts::all_roles().size()) * 6 - 4);
}

TEST_P(PartyReaders, WhoOpenedItCannotReadNorReplaceThem) {
  const auto grid = person("grid_worker", "grid");
  const auto id = dispute(R"(,"parties":)" + parties_json());
  EXPECT_EQ(reading_of("grid_worker", "grid", id), "not_your_matter");
  EXPECT_EQ(refusal_of(grid, "put_matter_parties", {{"id", id}}, R"({"parties":[]})"), "not_your_matter");
  EXPECT_EQ(reading_of("mediator", "village", id), "");
}

TEST_P(PartyReaders, AreSeenByTheSupervisorAndInTheJournal) {
  const auto id = sealed_dispute();
  call(person("mediator", "village"), "read_matter_parties", {{"id", id}});
  const auto seen = call(person("supervisor", "county"), "get_matter", {{"id", id}});
  bool told = false;
  for (const auto& item : seen.at("lines").as_array()) {
    const auto& line = item.as_object();
    told = told || (line.at("kind").as_string() == "parties_read" && line.at("by_name").as_string() == "mediator.village");
  }
  EXPECT_TRUE(told) << privacy::json::serialize(seen.at("lines"));
  EXPECT_TRUE(seen.at("has_parties").as_bool());
  EXPECT_FALSE(seen.at("may_read_parties").as_bool());
  const auto rows = ask("SELECT account, subject_id FROM journal WHERE action = 'read_parties'");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.text(0, 0), "account-mediator.village");
  EXPECT_EQ(rows.text(0, 1), id);
}

TEST_P(PartyReaders, GoWithTheDesk) {
  const auto id = sealed_dispute();
  ask(person("mediator", "village"), "refer_matter", {{"id", id}}, R"({"level":"township","reason":"疑难"})");
  EXPECT_EQ(reading_of("mediator", "village", id), "not_your_matter");
  EXPECT_EQ(reading_of("mediator", "township", id), "");
  ask(person("mediator", "township"), "join_matter", {{"id", id}}, R"({"area_id":"village2"})");
  const auto other = reading_of("mediator", "village2", id);
  EXPECT_TRUE(other.empty() || other == "not_found") << other << ": it acts there as far as it sees the matter at all";
  EXPECT_EQ(reading_of("office", "township", id), "not_your_matter");
}
