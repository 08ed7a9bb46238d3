#include "foundation/store/sql_database.h"

#include "foundation/store/head.h"
#include "foundation/store/migrations.h"
#include "foundation/store/outbox.h"

namespace store {
namespace {

std::unique_ptr<session> open_migrated(const options& how, const base::clock& time) {
  const auto known = read_migrations(how.migrations_folder);
  auto db = open_session(how, session_use::write);
  migrate(*db, known, time);
  return db;
}

}  // namespace

sql_database::sql_database(const options& how, const base::clock& time) : how_(how), readers_(how), writer_(how, time, open_migrated(how, time)) {}

void sql_database::write(actor who, work what, when_done done) {
  writer_.push({.who = std::move(who), .what = std::move(what), .done = std::move(done)});
}

std::vector<committed_event> sql_database::events_after(std::int64_t seq, std::size_t limit) {
  std::vector<committed_event> events;
  read([&](connection& db) { events = list_events(db, how_.node, {seq, static_cast<std::int64_t>(limit)}); });
  return events;
}

std::int64_t sql_database::oldest_seq() {
  std::int64_t oldest = 0;
  read([&](connection& db) { oldest = db.query("SELECT min(seq) FROM outbox WHERE node = $1", {how_.node}).integer(0, 0); });
  return oldest;
}

bool sql_database::wipe_deleted(std::span<const std::string_view> tables) {
  const auto db = open_session(how_, session_use::write);
  if (how_.kind == engine::postgres) {
    for (const auto table : tables) db->run_script("VACUUM " + std::string(table));
    return true;
  }
  db->query("PRAGMA busy_timeout=2000");  // writers wait meanwhile
  const auto done = db->query("PRAGMA wal_checkpoint(TRUNCATE)");
  return done.integer(0, 0) == 0;
}

// Within an operation of its own, on the writer's thread: the tree there is that of the last commit.
journal_head sql_database::sign_head() {
  journal_head head;
  write_and_wait({.account_id = "", .remote = "local", .request_id = ""}, [&](transaction& t) {
    const auto& tree = writer_.log().tree();
    head = make_head(how_, tree, t.now());
    insert_head(t.db(), head, tree);
  });
  return head;
}

}  // namespace store
