#include "foundation/store/sqlite_session.h"

#include <stdexcept>
#include <thread>

#include "foundation/base/text.h"

namespace store {
namespace {

constexpr int busy_timeout_ms = 10'000;

constraint_error::rule broken_rule(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return constraint_error::rule::unique;
    case SQLITE_CONSTRAINT_CHECK: return constraint_error::rule::check;
    case SQLITE_CONSTRAINT_FOREIGNKEY: return constraint_error::rule::foreign_key;
    case SQLITE_CONSTRAINT_NOTNULL: return constraint_error::rule::not_null;
    default: return constraint_error::rule::other;
  }
}

base::problem cannot_open(const std::string& path, const std::string& why) {
  return {503, "store_cannot_open", "The database cannot be opened.", path + ": " + why,
          "Check that the folder exists, that this account may write it, and that the file is a database of this program."};
}

std::string bytes_of(sqlite3_stmt* statement, int column) {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  return bytes == nullptr ? std::string() : std::string(bytes, size);
}

value cell_of(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
    case SQLITE_NULL: return std::monostate{};
    case SQLITE_BLOB: return record::blob{bytes_of(statement, column)};
    default: return bytes_of(statement, column);
  }
}

}  // namespace

// Whatever happens while it runs, the statement is ready for its next use afterwards.
class sqlite_session::use_of {
 public:
  explicit use_of(sqlite3_stmt* statement) : statement_(statement) {}
  ~use_of() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  use_of(const use_of&) = delete;
  use_of& operator=(const use_of&) = delete;

 private:
  sqlite3_stmt* statement_;
};

sqlite_session::sqlite_session(const std::string& path, session_use use) : use_(use) {
  // SQLite counts its memory under one lock for the whole process, which all threads would meet at. Nobody reads the count.
  // Refused, and without harm, when something in the process has used SQLite before.
  static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(uncounted);
  sqlite3* raw = nullptr;
  // A connection is used by one thread at a time: SQLite's own mutexes would only cost.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  database_.reset(raw);
  if (code != SQLITE_OK) throw cannot_open(path, raw == nullptr ? "out of memory" : sqlite3_errmsg(raw));
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, busy_timeout_ms);
  try {
    enter_wal_mode();
    pragma("PRAGMA synchronous=FULL");
    pragma("PRAGMA foreign_keys=ON");
    pragma("PRAGMA case_sensitive_like=ON");  // as PostgreSQL has it
    pragma("PRAGMA secure_delete=ON");        // an expired sealed field must not linger in a free page
    pragma("PRAGMA temp_store=MEMORY");
    pragma("PRAGMA cache_size=-32768");
    pragma("PRAGMA mmap_size=268435456");
    pragma("PRAGMA wal_autocheckpoint=4000");      // pages: 16 MB
    pragma("PRAGMA journal_size_limit=67108864");  // a WAL that grew under load shrinks again
    if (use == session_use::read) pragma("PRAGMA query_only=ON");
  } catch (const std::exception& e) {
    throw cannot_open(path, e.what());
  }
}

void sqlite_session::pragma(const char* sql) {
  const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, sql);
}

// Two processes that open a new file at once may each find it busy; SQLite does not wait here by itself.
void sqlite_session::enter_wal_mode() {
  for (int attempt = 0; attempt < busy_timeout_ms / 10; ++attempt) {
    const int code = sqlite3_exec(database_.get(), "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) {
      const auto mode = do_query("PRAGMA journal_mode", {});
      if (mode.text(0, 0) == "wal") return;
      throw std::runtime_error("journal_mode stays " + mode.text(0, 0) + ", the file system lacks shared memory");
    }
    if ((code & 0xff) != SQLITE_BUSY && (code & 0xff) != SQLITE_LOCKED) fail(code, "PRAGMA journal_mode=WAL");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw collision_error("Another process keeps the database locked.");
}

void sqlite_session::fail(int code, std::string_view sql) const {
  const std::string message = sqlite3_errmsg(database_.get());
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT: throw constraint_error(broken_rule(code), message);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: throw collision_error("SQLite: " + message);
    case SQLITE_TOOBIG: throw bad_cell(413, "SQLite: " + message);
    case SQLITE_READONLY:
      if (use_ == session_use::read) throw std::logic_error("a read may not write: " + std::string(sql));
      [[fallthrough]];
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL: throw unwritable_error("SQLite: " + message + " (code " + std::to_string(code) + ")");
    default: throw std::runtime_error("SQLite: " + message + " (code " + std::to_string(code) + ") in: " + std::string(sql));
  }
}

sqlite_session::prepared& sqlite_session::prepare(std::string_view sql) {
  if (auto* known = statements_.find(sql)) return *known;
  sqlite3_stmt* raw = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw, &rest);
  prepared one{.statement = std::unique_ptr<sqlite3_stmt, close_statement>(raw), .places = {}, .reads_only = false};
  if (code != SQLITE_OK) fail(code, sql);
  if (raw == nullptr) throw std::logic_error("an empty statement");
  if (!base::trim(std::string_view(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest))).empty()) {
    throw std::logic_error("more than one statement: " + std::string(sql));
  }
  const int count = sqlite3_bind_parameter_count(raw);
  for (int n = 1; n <= count; ++n) {
    const int place = sqlite3_bind_parameter_index(raw, ("$" + std::to_string(n)).c_str());
    if (place == 0) throw std::logic_error("parameters must be $1, $2, … without gaps: " + std::string(sql));
    one.places.push_back(place);
  }
  one.reads_only = sqlite3_stmt_readonly(raw) != 0;
  return statements_.add(sql, std::move(one));
}

void sqlite_session::bind(prepared& one, std::span<const value> parameters) {
  sqlite3_stmt* statement = one.statement.get();
  if (parameters.size() != one.places.size()) {
    throw std::logic_error(std::to_string(parameters.size()) + " parameters given, " + std::to_string(one.places.size()) +
                           " needed: " + sqlite3_sql(statement));
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const int place = one.places[i];
    const value& cell = parameters[i];
    int code = SQLITE_OK;
    if (const auto* text = std::get_if<std::string>(&cell)) {
      code = sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else if (const auto* bytes = std::get_if<record::blob>(&cell)) {
      code = sqlite3_bind_blob64(statement, place, bytes->bytes.data(), bytes->bytes.size(), SQLITE_STATIC);
    } else if (const auto* number = std::get_if<std::int64_t>(&cell)) {
      code = sqlite3_bind_int64(statement, place, *number);
    } else if (const auto* real = std::get_if<double>(&cell)) {
      code = sqlite3_bind_double(statement, place, *real);
    } else if (const auto* flag = std::get_if<bool>(&cell)) {
      code = sqlite3_bind_int(statement, place, *flag ? 1 : 0);
    } else {
      code = sqlite3_bind_null(statement, place);
    }
    if (code != SQLITE_OK) fail(code, sqlite3_sql(statement));
  }
}

rows sqlite_session::do_query(std::string_view sql, std::span<const value> parameters) {
  prepared& one = prepare(sql);
  sqlite3_stmt* statement = one.statement.get();
  const use_of in_use(statement);
  bind(one, parameters);
  const int columns = sqlite3_column_count(statement);
  std::vector<value> cells;
  int code = SQLITE_OK;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    for (int column = 0; column < columns; ++column) cells.push_back(cell_of(statement, column));
  }
  if (code != SQLITE_DONE) fail(code, sql);
  return {static_cast<std::size_t>(columns), std::move(cells)};
}

std::int64_t sqlite_session::do_execute(std::string_view sql, std::span<const value> parameters) {
  prepared& one = prepare(sql);
  const use_of in_use(one.statement.get());
  bind(one, parameters);
  int code = SQLITE_OK;
  do code = sqlite3_step(one.statement.get());
  while (code == SQLITE_ROW);
  if (code != SQLITE_DONE) fail(code, sql);
  return one.reads_only ? 0 : sqlite3_changes64(database_.get());
}

void sqlite_session::do_control(control what) {
  switch (what) {
    case control::begin_write: return plain("BEGIN IMMEDIATE");
    case control::begin_read: return plain("BEGIN DEFERRED");
    case control::savepoint: return plain("SAVEPOINT operation");
    case control::release: return plain("RELEASE SAVEPOINT operation");
    case control::roll_back_savepoint: plain("ROLLBACK TO SAVEPOINT operation"); return plain("RELEASE SAVEPOINT operation");
  }
}

void sqlite_session::do_commit() { plain("COMMIT"); }

// A full disk or an I/O error may have ended the transaction already.
void sqlite_session::do_roll_back() {
  if (sqlite3_get_autocommit(database_.get()) == 0) plain("ROLLBACK");
}

void sqlite_session::run_script(const std::string& sql) {
  const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, "a script");
}

}  // namespace store
