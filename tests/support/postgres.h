#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "support/test_folder.h"

namespace test {

// A real PostgreSQL of its own in a temporary folder: unix socket only, superuser "shouwang", locale C. As root it runs
// under the account postgres or nobody, because PostgreSQL refuses root. It dies with the test program.
class postgres_server {
 public:
  enum class durability {
    fast,    // no fsync: for tests of meaning
    durable  // as in production: for tests of loss
  };
  explicit postgres_server(durability wanted = durability::fast);  // throws std::runtime_error when it does not start
  ~postgres_server();
  postgres_server(const postgres_server&) = delete;
  postgres_server& operator=(const postgres_server&) = delete;

  // Whether this machine has PostgreSQL's programs.
  static bool available();

  // Makes an empty database (bytewise text order unless another collation is asked for); returns its connection string.
  std::string create_database(const std::string& name, const std::string& collation = "C");
  // The connection string of a database.
  [[nodiscard]] std::string connection(const std::string& database) const;
  // Runs SQL as superuser; returns what psql printed, unaligned. Throws std::runtime_error with its message.
  std::string psql(const std::string& database, const std::string& sql) const;

  // Runs one of PostgreSQL's client programs against a database; returns what it printed. Throws as psql().
  std::string run(const std::string& program, const std::vector<std::string>& arguments) const;

  void start();
  void stop_immediately();  // like a power cut to the server: no shutdown checkpoint, clients are cut off
  void stop_fast();         // rolls back what runs and shuts down
  void restart_immediately() {
    stop_immediately();
    start();
  }
  [[nodiscard]] std::string bin(const std::string& program) const;  // path of a PostgreSQL program
  [[nodiscard]] const std::string& socket_folder() const { return socket_folder_; }

 private:
  void initialise();
  void wait_until_ready() const;
  void stop(int signal);

  folder folder_;
  std::string data_folder_;
  std::string socket_folder_;
  durability wanted_;
  pid_t server_ = -1;
};

// The fast server shared by the tests of this program; started when first asked for.
postgres_server& shared_postgres();

}  // namespace test
