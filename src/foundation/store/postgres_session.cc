#include "foundation/store/postgres_session.h"

#include <array>
#include <stdexcept>

#include "foundation/base/id.h"
#include "foundation/base/text.h"

namespace store {
namespace {

constexpr const char* savepoint_sql = "SAVEPOINT operation";

}  // namespace

rows postgres_session::do_query(std::string_view sql, std::span<const value> parameters) { return rows_of(run(sql, parameters).get()); }

std::int64_t postgres_session::do_execute(std::string_view sql, std::span<const value> parameters) {
  const auto result = run(sql, parameters);
  return base::parse_int(PQcmdTuples(result.get())).value_or(0);
}

void postgres_session::do_execute_later(std::string_view sql, std::span<const value> parameters) {
  if (!connection_) lost("not connected");
  drain();
  send_pending();
  send(sql, parameters);
}

// A reader whose server was restarted while it idled learns of it by its first statement; nothing of the snapshot has
// been seen yet, so it starts over on a new connection.
postgres_result postgres_session::run(std::string_view sql, std::span<const value> parameters) {
  if (use_ != session_use::read || seen_rows_) return run_once(sql, parameters);
  const auto begin = pending_;
  try {
    auto result = run_once(sql, parameters);
    seen_rows_ = true;
    return result;
  } catch (const lost_error&) {
    reconnect();
    pending_ = begin;
    seen_rows_ = true;
    return run_once(sql, parameters);
  }
}

postgres_result postgres_session::run_once(std::string_view sql, std::span<const value> parameters) {
  if (!connection_) lost("not connected");
  drain();
  send_pending();
  send(sql, parameters);
  mark_end();
  return collect();
}

void postgres_session::do_control(control what) {
  switch (what) {
    case control::begin_write: pending_ = {"BEGIN ISOLATION LEVEL READ COMMITTED"}; return;
    case control::begin_read:
      pending_ = {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
      seen_rows_ = false;
      return;
    case control::savepoint: pending_.emplace_back(savepoint_sql); return;
    case control::release:
      // A savepoint that was never sent need not be released.
      if (!pending_.empty() && pending_.back() == savepoint_sql) return pending_.pop_back();
      pending_.emplace_back("RELEASE SAVEPOINT operation");
      return;
    case control::roll_back_savepoint:
      if (!pending_.empty() && pending_.back() == savepoint_sql) return pending_.pop_back();
      pending_.emplace_back("ROLLBACK TO SAVEPOINT operation");
      pending_.emplace_back("RELEASE SAVEPOINT operation");
      return;
  }
}

void postgres_session::do_commit() {
  if (!connection_) lost("not connected");
  const bool nothing_sent = sent_.empty() && PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
  if (use_ == session_use::read) {
    pending_.clear();
    if (nothing_sent || ended_) return;
    send_control("COMMIT");
    mark_end();
    check_sent(PQflush(connection_.get()) >= 0 ? 1 : 0);  // its answer is read before the next use
    return;
  }
  drain();
  send_pending();
  send_control("COMMIT");
  mark_end();
  const auto result = collect();
  const std::string_view tag = PQcmdStatus(result.get());
  if (tag != "COMMIT") throw std::runtime_error("PostgreSQL answered COMMIT with " + std::string(tag));
}

void postgres_session::do_roll_back() {
  pending_.clear();
  if (!connection_) return;
  drain();
  if (!sent_.empty()) {
    mark_end();
    try {
      collect();
    } catch (const lost_error&) {
      throw;
    } catch (const std::exception&) {
      // It is rolled back because of this, or it does not matter any more.
    }
  }
  if (PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) return;
  send_control("ROLLBACK");
  mark_end();
  collect();
}

// --- the pipeline ---

// DEALLOCATE comes behind: before BEGIN it would take a snapshot, and BEGIN with an isolation level is then refused; in a failed
// transaction, before its savepoint is rolled back to, it would be refused itself.
void postgres_session::send_pending() {
  for (const auto& sql : pending_) send_control(sql);
  pending_.clear();
  for (const auto& name : statements_.take_dropped()) send_control("DEALLOCATE " + name);
}

void postgres_session::send_control(const std::string& sql) {
  check_sent(PQsendQueryParams(connection_.get(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
  sent_.push_back({});
}

void postgres_session::send(std::string_view sql, std::span<const value> parameters) {
  const auto choice = statements_.choose(sql, parameters);
  const postgres_parameters given(parameters);
  if (choice.is_new) {
    check_sent(PQsendPrepare(connection_.get(), choice.name.c_str(), std::string(sql).c_str(), given.count(), choice.types.data()));
    sent_.push_back({.prepares = std::string(sql), .name = choice.name});
    if (choice.is_open) {
      check_sent(PQsendDescribePrepared(connection_.get(), choice.name.c_str()));
      sent_.push_back({.describes = std::string(sql), .name = choice.name});
      mark_end();
      collect();  // before it is sent again with numbers where NULL stands now
    }
  }
  check_sent(PQsendQueryPrepared(connection_.get(), choice.name.c_str(), given.count(), given.texts(), given.lengths(), given.formats(), 0));
  sent_.push_back({});
}

void postgres_session::mark_end() {
  check_sent(PQpipelineSync(connection_.get()));
  ended_ = true;
}

void postgres_session::check_sent(int answer) {
  if (answer != 1) lost(PQerrorMessage(connection_.get()));
}

// Reads what a lazy COMMIT left unread.
void postgres_session::drain() {
  if (ended_) collect();
}

// Reads the answers to all that was sent; returns the last one or throws for the first that failed.
postgres_result postgres_session::collect() {
  postgres_result last, failed;
  std::string failed_sql;
  for (const auto& command : sent_) {
    auto result = next_answer();
    const auto status = PQresultStatus(result.get());
    const bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!good && !command.prepares.empty()) statements_.not_prepared(command.prepares, command.name);
    if (status == PGRES_FATAL_ERROR && !failed) {
      failed = std::move(result);
      failed_sql = command.prepares;
    } else if (good && !command.describes.empty()) {
      note_types(command, result.get());
    } else if (good) {
      last = std::move(result);
    }
    if (PQgetResult(connection_.get()) != nullptr) throw std::logic_error("PostgreSQL answered one command twice");
  }
  sent_.clear();
  ended_ = false;
  const auto end = next_answer();
  if (failed) fail(failed.get(), failed_sql);
  if (PQresultStatus(end.get()) == PGRES_FATAL_ERROR) fail(end.get(), {});  // the server ends the connection
  if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) lost("the pipeline is out of step");
  if (!last) last.reset(PQmakeEmptyPGresult(connection_.get(), PGRES_COMMAND_OK));
  return last;
}

void postgres_session::note_types(const sent& command, const PGresult* result) {
  std::vector<Oid> types(static_cast<std::size_t>(PQnparams(result)));
  for (std::size_t i = 0; i < types.size(); ++i) types[i] = PQparamtype(result, static_cast<int>(i));
  statements_.described(command.describes, command.name, types);
}

postgres_result postgres_session::next_answer() {
  postgres_result result(PQgetResult(connection_.get()));
  if (PQstatus(connection_.get()) == CONNECTION_BAD) lost(PQerrorMessage(connection_.get()));
  if (!result) lost("no answer came");
  return result;
}

void postgres_session::lost(const std::string& detail) {
  // Whatever was under way on it is over; reconnect() makes a new one.
  pending_.clear();
  sent_.clear();
  ended_ = false;
  throw lost_error("PostgreSQL: " + std::string(base::trim(detail)));
}

}  // namespace store
