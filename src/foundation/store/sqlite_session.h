#pragma once
#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "foundation/store/session.h"
#include "foundation/store/statement_cache.h"

namespace store {

// One SQLite connection: WAL, synchronous=FULL. Opens or creates the file; throws base::problem when it cannot.
class sqlite_session final : public session {
 public:
  sqlite_session(const std::string& path, session_use use);
  [[nodiscard]] engine kind() const override { return engine::sqlite; }
  void run_script(const std::string& sql) override;
  void reconnect() override {}

 private:
  struct close_database {
    void operator()(sqlite3* one) const { sqlite3_close_v2(one); }
  };
  struct close_statement {
    void operator()(sqlite3_stmt* one) const { sqlite3_finalize(one); }
  };
  struct prepared {
    std::unique_ptr<sqlite3_stmt, close_statement> statement;
    std::vector<int> places;  // $1, $2, … → SQLite's own index
    bool reads_only = false;
  };
  class use_of;  // binds, and resets the statement at the end

  rows do_query(std::string_view sql, std::span<const value> parameters) override;
  std::int64_t do_execute(std::string_view sql, std::span<const value> parameters) override;
  void do_execute_later(std::string_view sql, std::span<const value> parameters) override { do_execute(sql, parameters); }
  void do_control(control what) override;
  void do_commit() override;
  void do_roll_back() override;

  prepared& prepare(std::string_view sql);
  void bind(prepared& one, std::span<const value> parameters);
  void pragma(const char* sql);
  void enter_wal_mode();
  void plain(const char* sql) { do_execute(sql, {}); }
  [[noreturn]] void fail(int code, std::string_view sql) const;

  session_use use_;
  std::unique_ptr<sqlite3, close_database> database_;
  statement_cache<prepared> statements_{256};
};

}  // namespace store
