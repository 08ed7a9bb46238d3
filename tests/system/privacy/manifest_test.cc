// Every column of the database is marked for what it is about, and a person's column stands with duty holders or sealed.
#include "manifest.h"

#include <gtest/gtest.h>

#include "sealed_town.h"
#include "support/engines.h"
#include "support/shared_data.h"

namespace {

using privacy::mark;

std::string path() { return test::project_file("database/manifest.yaml"); }

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& one : all) out += one + "\n";
  return out;
}

class Manifest : public test::on_both_engines {
 protected:
  const privacy::real_tables& tables() {
    if (tables_.empty()) open()->read([&](store::connection& db) { tables_ = privacy::read_tables(db); });
    return tables_;
  }
  // What is found once this column is in the database, with this mark in the manifest (nothing: none).
  std::string found_with(const std::string& table, const std::string& column, std::optional<mark> as) {
    auto real = tables();
    auto said = privacy::read_manifest(path());
    real[table][column] = {.type = "text"};
    if (as) said[table].columns[column] = *as;
    return joined(privacy::differences(said, real));
  }

 private:
  privacy::real_tables tables_;
};
ON_BOTH_ENGINES(Manifest);

class Retention : public privacy::sealed_town {};
ON_BOTH_ENGINES(Retention);

}  // namespace

TEST_P(Manifest, MarksEveryColumnOfTheDatabaseAndNoOther) {
  const auto real = tables();
  EXPECT_GT(real.size(), 50U);
  EXPECT_EQ(joined(privacy::differences(privacy::read_manifest(path()), real)), "");
}

TEST_P(Manifest, FindsWhatWouldMakeAFileOnAPerson) {
  EXPECT_EQ(found_with("matters", "applicant_phone", std::nullopt), "matters.applicant_phone has no mark\n");
  for (const auto* column : {"applicant_phone", "mobile", "id_card", "plate", "face", "resident_id", "suspect", "caller_name", "full_name", "sex",
                             "xm", "party_name", "household", "contact"}) {
    EXPECT_NE(found_with("matters", column, mark::thing).find(std::string("matters.") + column + " is a person's"), std::string::npos) << column;
    EXPECT_NE(found_with("incidents", column, mark::duty).find(std::string("incidents.") + column + " is a person's"), std::string::npos) << column;
    EXPECT_EQ(found_with("members", column, mark::duty), "") << column;
  }
  EXPECT_EQ(found_with("incidents", "phone", mark::sealed),
            "incidents.phone is sealed in a table that is no sealed store\nincidents is never forgotten\n");
  EXPECT_EQ(found_with("matter_parties", "note", mark::thing), "matter_parties.note lies readable in a sealed store\n");
  EXPECT_EQ(found_with("matters", "closed_by", mark::thing), "matters.closed_by names a duty holder and is not marked duty\n");
  EXPECT_EQ(found_with("shifts", "position_lon", mark::duty), "shifts says where units were and is not marked so\n");
  EXPECT_EQ(found_with("residents", "name", std::nullopt), "residents is not in the manifest\n");
}

TEST_P(Manifest, FindsAMarkWithoutAColumn) {
  auto said = privacy::read_manifest(path());
  said["matters"].columns["gone"] = mark::thing;
  said["dropped"] = {};
  EXPECT_EQ(joined(privacy::differences(said, tables())),
            "dropped is in the manifest and not in the database\nmatters.gone is marked and not there\n");
}

TEST_P(Retention, EverySealedStoreAndEveryTableOfPositionsHasAJobThatForgets) {
  std::set<std::string> jobs;
  for (const auto& one : on().recurring_jobs()) jobs.insert(one.name);
  std::size_t checked = 0;
  for (const auto& [table, what] : privacy::read_manifest(path())) {
    if (what.forgotten_by.empty()) continue;
    ++checked;
    EXPECT_TRUE(jobs.contains(what.forgotten_by)) << table << " is forgotten by " << what.forgotten_by << ", which is no job";
    const bool setting = what.after.find(' ') == std::string::npos;
    EXPECT_TRUE(!setting || config().integer(what.after) > 0) << table;
  }
  EXPECT_GE(checked, 13U);
}

// With nobody's hand on them: whatever job is named empties its table once everything in it is old.
TEST_P(Retention, TheJobsReallyEmptyTheTablesOfPositions) {
  const auto old_us = clock_now().us - base::days(31).us;
  put("INSERT INTO units (id, name, kind, force, capabilities, turnout_s, on_shift, invented, version) VALUES ('u', 'U', 'car', 'police', '[]', 0,"
      " TRUE, FALSE, 1)");
  const auto at = std::to_string(old_us);
  put("INSERT INTO unit_positions (unit_id, at, received_at, position_lon, position_lat) VALUES ('u', " + at + ", " + at + ", 100, 30)");
  put("INSERT INTO track_crossings (unit_id, ring_id, crossed_at, kind, recorded_at) VALUES ('u', 'village', " + at + ", 'enter', " + at + ")");
  put("INSERT INTO track_parts (unit_id, hour, part, last_us, fixes) VALUES ('u', " + std::to_string(old_us / 3'600'000'000) + ", 'p', " + at + ", " +
      (engine() == store::engine::sqlite ? "x'00'" : "'\\x00'") + ")");
  put("INSERT INTO recommendation_parts (sha256, kind, content) VALUES ('" + std::string(64, 'a') + "', 'units', '[[1,0,1000000000,300000000,1]]')");
  for (const auto& [table, what] : privacy::read_manifest(path())) {
    if (!what.positions) continue;
    run_job(what.forgotten_by);
    EXPECT_EQ(ask("SELECT count(*) FROM " + table).integer(0, 0), 0) << table;
  }
}
