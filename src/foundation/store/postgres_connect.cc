#include <array>
#include <stdexcept>

#include "foundation/base/clock.h"
#include "foundation/base/id.h"
#include "foundation/base/log.h"
#include "foundation/base/text.h"
#include "foundation/store/postgres_session.h"

// How a connection is made, judged and given up.
namespace store {
namespace {

constexpr int oldest_version = 150000;  // server_version_num

base::problem cannot_open(const std::string& detail, const std::string& remedy) {
  return {503, "store_cannot_open", "The database cannot be opened.", detail, remedy};
}

constraint_error::rule broken_rule(std::string_view state) {
  if (state == "23505") return constraint_error::rule::unique;
  if (state == "23514") return constraint_error::rule::check;
  if (state == "23503") return constraint_error::rule::foreign_key;
  if (state == "23502") return constraint_error::rule::not_null;
  return constraint_error::rule::other;
}

}  // namespace

postgres_session::postgres_session(std::string location, const std::string& node, session_use use) : location_(std::move(location)), use_(use) {
  const base::system_clock now;
  name_ = "shouwang " + node + " " + base::id_source(now).next().substr(24);
  try {
    connect();
    check_database();
  } catch (const lost_error& e) {
    throw cannot_open(e.detail, "Check the connection string, that the server runs and that this account may log in.");
  }
}

void postgres_session::connect() {
  connection_.reset();
  pending_.clear();
  sent_.clear();
  ended_ = false;
  statements_.forget_all();
  // What the connection string says comes last and wins.
  const std::array<const char*, 8> keys{
      "connect_timeout", "keepalives_idle", "tcp_user_timeout", "client_encoding", "application_name", "dbname", nullptr};
  const std::array<const char*, 8> values{"5", "10", "10000", "UTF8", name_.c_str(), location_.c_str(), nullptr};
  connection_.reset(PQconnectdbParams(keys.data(), values.data(), 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    const std::string why = connection_ ? PQerrorMessage(connection_.get()) : "out of memory";
    connection_.reset();
    lost(why);
  }
  configure();
}

void postgres_session::configure() {
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
  plain("SET TIME ZONE 'UTC'; SET synchronous_commit = on; SET idle_in_transaction_session_timeout = '60s'");
  plain(use_ == session_use::write ? "SET lock_timeout = '2s'" : "SET statement_timeout = '60s'; SET default_transaction_read_only = on");
  if (PQenterPipelineMode(connection_.get()) != 1) lost("no pipeline mode");
}

void postgres_session::reconnect() {
  const int old_process = connection_ ? PQbackendPID(connection_.get()) : 0;
  connect();
  if (use_ != session_use::write || old_process == 0) return;
  // A server process that has not noticed our going would keep its locks; ending it also decides its transaction.
  run_once("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND application_name = $2 AND pid <> pg_backend_pid()",
           std::vector<value>{static_cast<std::int64_t>(old_process), name_});
}

void postgres_session::check_database() {
  const auto about =
      rows_of(run_once("SELECT datcollate, pg_encoding_to_char(encoding), current_setting('server_version_num'), current_setting('fsync'), "
                       "current_database() FROM pg_database WHERE datname = current_database()",
                       {})
                  .get());
  const std::string& database = about.text(0, 4);
  if (base::parse_int(about.text(0, 2)).value_or(0) < oldest_version) {
    throw cannot_open("The server is too old: version " + about.text(0, 2) + ".", "Use PostgreSQL 15 or newer.");
  }
  // Text must compare byte by byte, as in SQLite: area paths and keyset pages rest on it.
  const bool bytewise = about.text(0, 0) == "C" || about.text(0, 0) == "POSIX";
  if (!bytewise || about.text(0, 1) != "UTF8") {
    throw cannot_open("The database " + database + " has the collation " + about.text(0, 0) + " and the encoding " + about.text(0, 1) + ".",
                      "Make it anew: CREATE DATABASE " + database + " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C';");
  }
  if (use_ == session_use::write && about.text(0, 3) != "on") base::log(base::log_level::warning, "postgres_fsync_is_off");
}

// Outside pipeline mode, many statements at once.
void postgres_session::plain(const std::string& sql) {
  const postgres_result result(PQexec(connection_.get(), sql.c_str()));
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) fail(result.get(), "a script");
}

void postgres_session::run_script(const std::string& sql) {
  if (!connection_) lost("not connected");
  drain();
  if (!pending_.empty()) {
    send_pending();
    mark_end();
    collect();
  }
  if (PQexitPipelineMode(connection_.get()) != 1) lost("the pipeline is not empty");
  try {
    plain(sql);
  } catch (...) {
    PQenterPipelineMode(connection_.get());
    throw;
  }
  PQenterPipelineMode(connection_.get());
}

// Throws what an error result means.
void postgres_session::fail(const PGresult* result, std::string_view sql) {
  const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string_view state = code == nullptr ? "" : code;
  const std::string message = primary == nullptr ? PQresultErrorMessage(result) : primary;
  if (PQstatus(connection_.get()) == CONNECTION_BAD || state.starts_with("57P") || state.empty()) lost(message);
  if (state.starts_with("23")) throw constraint_error(broken_rule(state), message);
  const std::string full = "PostgreSQL: " + message + " (" + std::string(state) + ")";
  if (state == "40001" || state == "40P01" || state == "55P03" || state == "57014") throw collision_error(full);
  if (state == "25006" && use_ == session_use::read) throw std::logic_error("a read may not write: " + message);
  // Insufficient resources, system and internal errors, a server that only reads: no operation is to blame.
  if (state.starts_with("53") || state.starts_with("58") || state.starts_with("XX") || state == "25006") throw unwritable_error(full);
  if (state == "0A000" || state == "26000") statements_.forget_all();  // tables changed beneath prepared statements
  throw std::runtime_error(full + (sql.empty() ? "" : " in: " + std::string(sql)));
}

}  // namespace store
