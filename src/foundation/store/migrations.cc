#include "foundation/store/migrations.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "foundation/base/log.h"
#include "foundation/base/text.h"
#include "foundation/seal/hash.h"

namespace store {
namespace {

base::problem bad_migrations(const std::string& detail, const std::string& remedy) {
  return {500, "bad_migrations", "The database's migrations do not fit.", detail, remedy};
}

// NNNN_what_changed.sql: four digits, then lower-case words.
bool is_migration_name(std::string_view name) {
  if (name.size() < 10 || !name.ends_with(".sql") || name[4] != '_') return false;
  const auto words = name.substr(5, name.size() - 9);
  return std::all_of(name.begin(), name.begin() + 4, [](char c) { return c >= '0' && c <= '9'; }) &&
         std::all_of(words.begin(), words.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

migration read_one(const std::filesystem::path& path) {
  migration one;
  one.name = path.filename().string();
  if (!is_migration_name(one.name)) {
    throw bad_migrations(path.string() + " is not named NNNN_what_changed.sql", "Rename the file or move it out of the folder.");
  }
  one.number = *base::parse_int(std::string_view(one.name).substr(0, 4));
  std::ifstream in(path, std::ios::binary);
  if (!in) throw bad_migrations("cannot read " + path.string(), "Check who may read the file.");
  one.text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  one.sha256 = seal::to_hex(seal::sha256(one.text));
  return one;
}

std::vector<applied_migration> read_applied(session& db) {
  const auto found = db.query("SELECT number, name, sha256 FROM schema_migration ORDER BY number");
  std::vector<applied_migration> applied;
  for (std::size_t i = 0; i < found.size(); ++i) applied.push_back({found.integer(i, 0), found.text(i, 1), found.text(i, 2)});
  return applied;
}

// Applies the next pending one, if any, within the transaction already begun.
bool apply_next(session& db, const std::vector<migration>& known, const base::clock& time) {
  db.run_script(
      "CREATE TABLE IF NOT EXISTS schema_migration "
      "(number bigint NOT NULL PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at_us bigint NOT NULL)");
  const auto done = count_applied(known, read_applied(db));
  if (done == known.size()) return false;
  const auto& next = known[done];
  try {
    db.run_script(text_for(db.kind(), next.text));
  } catch (const std::exception& e) {
    throw bad_migrations(next.name + ": " + e.what(), "Correct the file; nothing of it was applied.");
  }
  db.execute("INSERT INTO schema_migration (number, name, sha256, applied_at_us) VALUES ($1, $2, $3, $4)",
             {next.number, next.name, next.sha256, time.now().us});
  base::log(base::log_level::info, "migration_applied", {{"name", std::string_view(next.name)}});
  return true;
}

bool step(session& db, const std::vector<migration>& known, const base::clock& time) {
  db.begin_write();
  try {
    // SQLite's BEGIN IMMEDIATE already keeps others out. The lock's number is arbitrary and used for nothing else.
    if (db.kind() == engine::postgres) {
      db.run_script("SET LOCAL lock_timeout = '120s'");
      db.query("SELECT pg_advisory_xact_lock(8372619045127001)");
    }
    const bool applied = apply_next(db, known, time);
    db.commit();
    return applied;
  } catch (...) {
    db.roll_back();
    throw;
  }
}

}  // namespace

std::vector<migration> read_migrations(const std::string& folder) {
  std::error_code failed;
  std::filesystem::directory_iterator entries(folder, failed);
  if (failed) throw bad_migrations("cannot read the folder " + folder + ": " + failed.message(), "Name the folder with the migrations.");
  std::vector<migration> found;
  for (const auto& entry : entries) {
    if (entry.path().extension() == ".sql") found.push_back(read_one(entry.path()));
  }
  if (found.empty()) throw bad_migrations("there is no migration in " + folder, "Name the folder with the migrations.");
  std::sort(found.begin(), found.end(), [](const migration& a, const migration& b) { return a.name < b.name; });
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].number == static_cast<std::int64_t>(i) + 1) continue;
    throw bad_migrations(found[i].name + " should have number " + std::to_string(i + 1), "Number the files 0001, 0002, … without gaps or doubles.");
  }
  return found;
}

std::size_t count_applied(const std::vector<migration>& known, const std::vector<applied_migration>& applied) {
  if (applied.size() > known.size()) {
    throw base::problem(500, "database_newer", "The database is newer than this program.",
                        "It has migration " + applied.back().name + ", this program knows up to " + known.back().name + ".",
                        "Start the newer version of the program, or restore the backup made before it.");
  }
  for (std::size_t i = 0; i < applied.size(); ++i) {
    if (applied[i].number == known[i].number && applied[i].name == known[i].name && applied[i].sha256 == known[i].sha256) continue;
    throw bad_migrations(known[i].name + " is not what was applied to the database as " + applied[i].name,
                         "Put the file back as it was and write the change as a new migration.");
  }
  return applied.size();
}

std::string text_for(engine kind, std::string_view text) {
  const std::string_view prefix = kind == engine::sqlite ? "-- sqlite: " : "-- pg: ";
  std::string out;
  for (auto line : base::split(text, '\n')) {
    if (line.starts_with(prefix)) line.remove_prefix(prefix.size());
    out += line;
    out += '\n';
  }
  return out;
}

std::size_t migrate(session& db, const std::vector<migration>& known, const base::clock& time) {
  // Tables that others refer to can be rebuilt only without the check; it is made up for at the end.
  if (db.kind() == engine::sqlite) db.run_script("PRAGMA foreign_keys=OFF");
  std::size_t count = 0;
  while (step(db, known, time)) ++count;
  if (db.kind() == engine::sqlite) {
    db.run_script("PRAGMA foreign_keys=ON");
    const auto broken = db.query("PRAGMA foreign_key_check");
    if (count > 0 && !broken.empty()) {
      throw bad_migrations("a migration left rows of " + broken.text(0, 0) + " that refer to nothing",
                           "Restore the backup and correct the migration.");
    }
  }
  return count;
}

}  // namespace store
