#pragma once
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/base/problem.h"
#include "foundation/record/value.h"

namespace store {

using record::value;

enum class engine { sqlite, postgres };

// The rows a statement gave back, all in memory.
class rows {
 public:
  rows() = default;
  rows(std::size_t columns, std::vector<value> cells) : columns_(columns), cells_(std::move(cells)) {}
  [[nodiscard]] std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  [[nodiscard]] bool empty() const { return cells_.empty(); }
  [[nodiscard]] std::span<const value> operator[](std::size_t row) const { return std::span(cells_).subspan(row * columns_, columns_); }
  // Cell readers: NULL reads as 0, "" or false; another type than asked for is a std::logic_error.
  [[nodiscard]] std::int64_t integer(std::size_t row, std::size_t column) const;
  [[nodiscard]] double number(std::size_t row, std::size_t column) const;
  [[nodiscard]] const std::string& text(std::size_t row, std::size_t column) const;
  [[nodiscard]] const std::string& bytes(std::size_t row, std::size_t column) const;  // of a blob
  [[nodiscard]] bool boolean(std::size_t row, std::size_t column) const;              // SQLite's 0/1 too
  [[nodiscard]] bool null(std::size_t row, std::size_t column) const { return record::is_null((*this)[row][column]); }

 private:
  std::size_t columns_ = 0;
  std::vector<value> cells_;
};

// One connection, used by one thread at a time. Statements are prepared once and kept. Parameters are $1, $2, …
// Errors: constraint violations → constraint_error; a lost or locked database → unavailable (base::problem 503).
class connection {
 public:
  virtual ~connection() = default;
  virtual rows query(std::string_view sql, std::span<const value> parameters = {}) = 0;
  // Returns the number of rows changed.
  virtual std::int64_t execute(std::string_view sql, std::span<const value> parameters = {}) = 0;
  // As execute, but an error may come out only at the next query or execute, which must follow before the operation ends: the
  // server works on it while the caller makes the next statement ready.
  virtual void execute_later(std::string_view sql, std::span<const value> parameters) = 0;
  [[nodiscard]] virtual engine kind() const = 0;

  rows query(std::string_view sql, std::initializer_list<value> parameters) { return query(sql, std::span(parameters.begin(), parameters.size())); }
  std::int64_t execute(std::string_view sql, std::initializer_list<value> parameters) {
    return execute(sql, std::span(parameters.begin(), parameters.size()));
  }
};

// UNIQUE, CHECK, FOREIGN KEY or NOT NULL refused a change; the savepoint is rolled back, the operation may turn it
// into a problem of its own ("unit_taken").
class constraint_error : public std::exception {
 public:
  enum class rule { unique, check, foreign_key, not_null, other };
  constraint_error(rule broken, std::string detail) : broken(broken), detail(std::move(detail)) {}
  [[nodiscard]] const char* what() const noexcept override { return detail.c_str(); }
  rule broken;
  std::string detail;
};

// Who acts, for the journal.
struct actor {
  std::string account_id = {};  // empty: the system itself
  std::string remote = {};      // address, or "local"
  std::string request_id = {};
};

// A line of the journal: what was done on what. `detail` is JSON and holds no sealed field.
struct journal_entry {
  std::string action = {};        // operation name: "create_incident"
  std::string subject_kind = {};  // "incident"
  std::string subject_id = {};
  std::string detail = "{}";
};

// A committed fact others hear of: event stream, later notify, analysis and neighbours. Stored in the outbox.
struct event {
  std::string topic = {};  // incident, assignment, recommendation, unit, closure, …
  std::string subject_id = {};
  std::string area_path = {};   // "/…/": who may hear it; "" = everyone with the topic's permission
  std::string permission = {};  // needed to hear it
  std::string payload = {};     // JSON of the record as it now stands, without sealed fields
};

// How a record stands after a change: kept by the history for as long as history.days, so that any past moment can be
// shown again when the outbox has long been pruned. Its SHA-256 is in the operation's journal entry. It holds no sealed
// field and no position of a unit. Of one record an operation keeps the last state only.
struct kept_record {
  std::string topic = {};  // incident, assignment, unit, closure, post, shift
  std::string subject_id = {};
  std::string area_path = {};   // who may see it later: where it was then; "" = everyone with the permission
  std::string permission = {};  // needed to see it
  bool ended = false;           // it is over with this state: closed, released, removed
  std::string record = {};      // JSON
};

struct committed_event {
  std::int64_t seq;  // rises by one per event of this node, in commit order
  base::instant at = {};
  event what = {};
};

// What a write operation works in: one savepoint of the group's transaction. Journal and outbox rows it adds are
// committed with its rows or not at all.
class transaction {
 public:
  virtual ~transaction() = default;
  virtual connection& db() = 0;
  [[nodiscard]] virtual base::instant now() const = 0;  // one time for the whole operation
  virtual std::string new_id() = 0;                     // UUIDv7
  virtual void journal(journal_entry entry) = 0;
  virtual void publish(event what) = 0;
  virtual void keep(kept_record what) = 0;
};

struct options {
  engine kind = engine::sqlite;
  std::string location = {};           // SQLite: path of the file; PostgreSQL: connection string
  std::string migrations_folder = {};  // NNNN_what_changed.sql
  std::string node = "n1";             // this node's name in journal and outbox
  int readers = 2;                     // read connections kept
  std::size_t group_limit = 512;       // operations in one commit at most
  std::size_t queue_limit = 8192;      // operations waiting for the writer; more are refused (store_overloaded)
  int reconnect_ms = 10'000;           // PostgreSQL: how long operations wait for a lost server to come back
  std::string signing_key_path = {};   // Ed25519 key of the journal's heads (made when missing)
};

// What an operation does. It may run again when its group met another node on the same rows or lost its connection
// before the commit: all its effects go through the transaction, and results it hands out are set anew by each run.
using work = std::function<void(transaction&)>;
// Called once after the commit (nullptr) or with what went wrong; on the writer's thread: be quick.
using when_done = std::function<void(std::exception_ptr)>;

// A signed head of this node's journal (RFC 6962): the tree of all entries up to `size`.
struct journal_head {
  std::string node = {};
  std::int64_t size = 0;
  std::string root = {};  // 32 bytes
  base::instant at = {};
  std::string signature = {};  // Ed25519 over "shouwang-journal-head\n" node "\n" size "\n" hex root "\n" time_us
  std::string public_key = {};
};

// How the store feels, for /healthz and /metrics.
struct health {
  bool writable = true;
  std::string detail;          // the last error when not writable
  base::instant since{};       // when it became so
  std::int64_t committed = 0;  // operations since start
  std::int64_t groups = 0;     // commits since start
  std::int64_t queued = 0;
  base::instant last_commit_at{};
};

// One writer, many readers. Everything durable goes through write(): the writer drains its queue into one transaction
// (a savepoint per operation), commits once, then answers them all: durable and fast.
class database {
 public:
  virtual ~database() = default;
  // Queues the work; never blocks on the disk. Throws 503 (store_overloaded) when the queue is full.
  virtual void write(actor who, work what, when_done done) = 0;
  // As write, and waits; rethrows what the work threw. Never from the writer's thread (std::logic_error).
  void write_and_wait(actor who, const work& what);
  // Runs `what` on a reader connection in one consistent snapshot, on the calling thread.
  virtual void read(const std::function<void(connection&)>& what) = 0;
  // Hears the events of each commit, in order, after it is durable, on the writer's thread. Register before use.
  virtual void on_commit(std::function<void(std::span<const committed_event>)> listener) = 0;
  // This node's events after `seq`, oldest first, at most `limit`.
  virtual std::vector<committed_event> events_after(std::int64_t seq, std::size_t limit) = 0;
  [[nodiscard]] virtual std::int64_t last_seq() const = 0;  // of the newest committed event; 0 when there is none
  // The oldest event still kept (0: none): who resumes from before oldest - 1 has missed some and must start anew.
  virtual std::int64_t oldest_seq() = 0;
  // What was deleted from these tables leaves the engine's files too, as far as it can be made to: SQLite's log is written
  // back into the file, where deleted bytes are zeroed, and emptied; PostgreSQL vacuums the tables. Whether it was done:
  // while somebody reads an older snapshot it is not, try again later. Not from the writer's thread.
  virtual bool wipe_deleted(std::span<const std::string_view> tables) = 0;
  // Signs the journal's present head and stores it (hourly, and on shutdown).
  virtual journal_head sign_head() = 0;
  [[nodiscard]] virtual health state() const = 0;
  [[nodiscard]] virtual engine kind() const = 0;
  [[nodiscard]] virtual const std::string& node() const = 0;

 protected:
  [[nodiscard]] virtual bool on_writer_thread() const = 0;
};

// Opens (and migrates) the database. Throws base::problem with a remedy when it cannot.
std::unique_ptr<database> open(const options& how, const base::clock& time);

}  // namespace store
