#pragma once
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/store/errors.h"
#include "foundation/store/store.h"

namespace store {

constexpr std::size_t cell_limit_bytes = 16U << 20;

// A connection as the writer and the readers use it. After a statement failed nothing more runs until the savepoint (or
// the transaction) is rolled back: PostgreSQL is like that, and SQLite is held to the same.
class session : public connection {
 public:
  using connection::execute;
  using connection::query;
  rows query(std::string_view sql, std::span<const value> parameters = {}) final;
  std::int64_t execute(std::string_view sql, std::span<const value> parameters = {}) final;
  // The statement after it may also be the commit.
  void execute_later(std::string_view sql, std::span<const value> parameters) final;

  void begin_write();
  void begin_read();  // one snapshot, nothing may be written
  void savepoint();
  void release_savepoint();
  void roll_back_savepoint();
  // Throws lost_error when the outcome is unknown; any other exception means: not committed.
  void commit();
  void roll_back() noexcept;

  // What the failing statement of this savepoint threw; nullptr when there is none.
  [[nodiscard]] const std::exception_ptr& failure() const { return failure_; }

  // Runs many statements without parameters, outside or inside a transaction (migrations).
  virtual void run_script(const std::string& sql) = 0;
  // Connects again after a lost_error; throws lost_error when that does not work yet.
  virtual void reconnect() = 0;

 protected:
  enum class control { begin_write, begin_read, savepoint, release, roll_back_savepoint };
  virtual rows do_query(std::string_view sql, std::span<const value> parameters) = 0;
  virtual std::int64_t do_execute(std::string_view sql, std::span<const value> parameters) = 0;
  virtual void do_execute_later(std::string_view sql, std::span<const value> parameters) = 0;
  virtual void do_control(control what) = 0;
  virtual void do_commit() = 0;
  virtual void do_roll_back() = 0;

 private:
  void check_usable(std::string_view sql, std::span<const value> parameters) const;
  std::exception_ptr failure_;
};

// Throws bad_cell when the value cannot be stored the same way in both engines.
void check_cell(const value& cell);

// A session on the database of `how`, to write or only to read.
enum class session_use { write, read };
std::unique_ptr<session> open_session(const options& how, session_use use);

}  // namespace store
