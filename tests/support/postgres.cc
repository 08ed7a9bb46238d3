#include "support/postgres.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/shared_data.h"

namespace test {
namespace {

// The folder of the newest PostgreSQL's programs, or "".
std::string newest_bin_folder() {
  std::vector<std::pair<int, std::string>> found;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", ignored)) {
    const auto bin = entry.path() / "bin";
    if (std::filesystem::exists(bin / "initdb")) found.emplace_back(std::atoi(entry.path().filename().c_str()), bin.string());
  }
  return found.empty() ? "" : std::max_element(found.begin(), found.end())->second;
}

// The account PostgreSQL runs under when we are root.
const passwd* server_account() {
  if (::geteuid() != 0) return nullptr;
  if (const auto* account = ::getpwnam("postgres")) return account;
  return ::getpwnam("nobody");
}

struct command {
  std::vector<std::string> words;
  std::string output_file;    // standard output and error
  bool as_server = false;     // under the server's account
  bool dies_with_us = false;  // SIGQUIT when this thread's process ends
};

[[noreturn]] void become(const command& what, const passwd* account) {
  if (what.as_server && account != nullptr && (::setgid(account->pw_gid) != 0 || ::setuid(account->pw_uid) != 0)) ::_exit(126);
  if (what.dies_with_us) ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int out = ::open(what.output_file.c_str(), O_WRONLY | O_APPEND | O_CREAT, 0666);
  ::dup2(out, 1);
  ::dup2(out, 2);
  const int in = ::open("/dev/null", O_RDONLY);
  ::dup2(in, 0);
  for (int fd = 3; fd < 1024; ++fd) ::close(fd);
  if (::chdir("/") != 0) ::_exit(126);
  ::unsetenv("LANG");
  ::unsetenv("LC_ALL");
  std::vector<char*> arguments;
  for (const auto& word : what.words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

pid_t start_process(const command& what) {
  const auto* account = server_account();  // before the fork: it allocates
  const pid_t child = ::fork();
  if (child == 0) become(what, account);
  if (child < 0) throw std::runtime_error("cannot fork");
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

bool postgres_server::available() { return !newest_bin_folder().empty() && (::geteuid() != 0 || server_account() != nullptr); }

postgres_server::postgres_server(durability wanted) : data_folder_(folder_.file("data")), socket_folder_(folder_.file("socket")), wanted_(wanted) {
  if (!available()) throw std::runtime_error("PostgreSQL is not installed");
  initialise();
  start();
}

postgres_server::~postgres_server() {
  if (server_ > 0) stop(SIGQUIT);
}

std::string postgres_server::bin(const std::string& program) const { return newest_bin_folder() + "/" + program; }

void postgres_server::initialise() {
  std::filesystem::create_directory(data_folder_);
  std::filesystem::create_directory(socket_folder_);
  if (const auto* account = server_account()) {
    for (const auto& path : {folder_.path().string(), data_folder_, socket_folder_}) {
      if (::chown(path.c_str(), account->pw_uid, account->pw_gid) != 0) throw std::runtime_error("cannot hand over " + path);
    }
  }
  const auto log = folder_.file("initdb.log");
  const command make{.words = {bin("initdb"), "-D", data_folder_, "-A", "trust", "-U", "shouwang", "-E", "UTF8", "--locale=C", "--no-sync"},
                     .output_file = log,
                     .as_server = true};
  if (wait_for(start_process(make)) != 0) throw std::runtime_error("initdb failed: " + read_file(log));
}

void postgres_server::start() {
  command serve{.words = {bin("postgres"), "-D", data_folder_, "-k", socket_folder_, "-c", "listen_addresses=", "-c", "max_connections=100", "-c",
                          "logging_collector=off"},
                .output_file = folder_.file("server.log"),
                .as_server = true,
                .dies_with_us = true};
  // Many small servers that lose nothing by losing everything, or one as docs/postgresql.md advises.
  const std::vector<const char*> fast{"shared_buffers=64MB", "fsync=off", "full_page_writes=off", "synchronous_commit=off"};
  const std::vector<const char*> durable{"shared_buffers=1GB", "wal_compression=on", "max_wal_size=8GB", "checkpoint_timeout=30min"};
  for (const auto* setting : wanted_ == durability::fast ? fast : durable) serve.words.insert(serve.words.end(), {"-c", setting});
  server_ = start_process(serve);
  wait_until_ready();
}

void postgres_server::wait_until_ready() const {
  using namespace std::chrono_literals;
  const command ask{.words = {bin("pg_isready"), "-q", "-h", socket_folder_, "-U", "shouwang"}, .output_file = "/dev/null"};
  for (int attempt = 0; attempt < 1200; ++attempt) {
    int status = 0;
    if (::waitpid(server_, &status, WNOHANG) == server_) break;
    if (wait_for(start_process(ask)) == 0) return;
    std::this_thread::sleep_for(25ms);
  }
  throw std::runtime_error("PostgreSQL does not start: " + read_file(folder_.file("server.log")));
}

void postgres_server::stop(int signal) {
  ::kill(server_, signal);
  wait_for(server_);
  server_ = -1;
}

void postgres_server::stop_immediately() { stop(SIGQUIT); }

void postgres_server::stop_fast() { stop(SIGINT); }

std::string postgres_server::connection(const std::string& database) const { return "host=" + socket_folder_ + " user=shouwang dbname=" + database; }

std::string postgres_server::create_database(const std::string& name, const std::string& collation) {
  psql("postgres", "CREATE DATABASE " + name + " TEMPLATE template0 LC_COLLATE '" + collation + "' LC_CTYPE '" + collation + "'");
  return connection(name);
}

std::string postgres_server::psql(const std::string& database, const std::string& sql) const {
  return run("psql", {"-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql});
}

std::string postgres_server::run(const std::string& program, const std::vector<std::string>& arguments) const {
  const folder scratch;
  const auto out = scratch.file("output");
  command what{.words = {bin(program), "-h", socket_folder_, "-U", "shouwang"}, .output_file = out};
  what.words.insert(what.words.end(), arguments.begin(), arguments.end());
  const int code = wait_for(start_process(what));
  auto printed = read_file(out);
  if (code != 0) throw std::runtime_error(program + ": " + printed);
  return printed;
}

postgres_server& shared_postgres() {
  static const auto server = std::make_unique<postgres_server>();
  return *server;
}

}  // namespace test
