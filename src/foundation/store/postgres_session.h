#pragma once
#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/store/postgres_statements.h"
#include "foundation/store/postgres_values.h"
#include "foundation/store/session.h"

namespace store {

// One PostgreSQL connection in libpq's pipeline mode. What needs no answer (BEGIN, SAVEPOINT, RELEASE, rows that are
// written later) travels with the next statement that does: an operation of one statement costs one round trip.
class postgres_session final : public session {
 public:
  // Throws base::problem when the server cannot be reached, is too old, or does not compare text bytewise.
  postgres_session(std::string location, const std::string& node, session_use use);
  [[nodiscard]] engine kind() const override { return engine::postgres; }
  void run_script(const std::string& sql) override;
  void reconnect() override;

 private:
  struct close_connection {
    void operator()(PGconn* one) const { PQfinish(one); }
  };
  // A command that was sent and whose answer is still to be read.
  struct sent {
    std::string prepares = {};   // the SQL it prepares, or ""
    std::string describes = {};  // the SQL whose parameters it asks for, or ""
    std::string name = {};       // under this name
  };

  rows do_query(std::string_view sql, std::span<const value> parameters) override;
  std::int64_t do_execute(std::string_view sql, std::span<const value> parameters) override;
  void do_execute_later(std::string_view sql, std::span<const value> parameters) override;
  void do_control(control what) override;
  void do_commit() override;
  void do_roll_back() override;

  void connect();
  void configure();
  void check_database();
  void plain(const std::string& sql);

  postgres_result run(std::string_view sql, std::span<const value> parameters);
  postgres_result run_once(std::string_view sql, std::span<const value> parameters);
  void send(std::string_view sql, std::span<const value> parameters);
  void send_control(const std::string& sql);
  void send_pending();
  void mark_end();
  postgres_result collect();
  postgres_result next_answer();
  void note_types(const sent& command, const PGresult* result);
  void check_sent(int answer);
  void drain();
  [[noreturn]] void fail(const PGresult* result, std::string_view sql);
  [[noreturn]] void lost(const std::string& detail);

  std::string location_;
  std::string name_;  // application_name: tells our old connections from others'
  session_use use_;
  std::unique_ptr<PGconn, close_connection> connection_;
  postgres_statements statements_;
  std::vector<std::string> pending_;  // controls not sent yet
  std::vector<sent> sent_;            // sent, not answered yet
  bool ended_ = false;                // the sent commands are closed by an end mark (a lazy COMMIT)
  bool seen_rows_ = false;            // of this snapshot: a reader may no longer start over unnoticed
};

}  // namespace store
