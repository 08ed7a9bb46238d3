// links: store
// Durable operations a second: 64 clients in one process, synchronous=FULL, each operation a row and its journal leaf.
// Peer: PostgreSQL with its standard settings and pgbench's single-row inserts from 32 clients, in the same run.
#include <sys/resource.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "bench/bench_report.h"
#include "foundation/store/store.h"
#include "support/postgres.h"
#include "support/shared_data.h"
#include "support/test_folder.h"

namespace {

constexpr int runs = 5;
constexpr int seconds = 3;  // of each measurement
constexpr const char* table = "CREATE TABLE thing (id text NOT NULL PRIMARY KEY, n bigint NOT NULL, note text NOT NULL)";
constexpr const char* note = "a vehicle blocks the crossing, nobody is hurt, traffic is led past it by the patrol";

std::string first_migration_only(const test::folder& into) {
  std::filesystem::create_directory(into.file("migrations"));
  std::filesystem::copy_file(test::project_file("database/0001_foundation.sql"), into.file("migrations/0001_foundation.sql"));
  return into.file("migrations");
}

void one_operation(store::database& db, std::int64_t n) {
  db.write_and_wait({.account_id = "019ac000-0000-7000-8000-000000000001", .remote = "10.0.0.1", .request_id = "r-1"}, [n](store::transaction& t) {
    const auto id = t.new_id();
    t.db().execute("INSERT INTO thing (id, n, note) VALUES ($1, $2, $3)", {id, n, note});
    t.journal({.action = "create_thing", .subject_kind = "thing", .subject_id = id, .detail = R"({"n":1,"state":"new"})"});
  });
}

struct measured {
  double operations_s = 0;
  double p99_ms = 0;
  double cpu_us = 0;  // of this process, per operation: steadier than the rates on a busy machine
};

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds_of = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
}

measured measure(store::database& db, int clients) {
  std::atomic<bool> stop{false};
  std::vector<std::vector<double>> latencies(static_cast<std::size_t>(clients));
  std::vector<std::thread> threads;
  const double cpu_before_s = cpu_seconds();
  const bench::stopwatch whole;
  for (auto& mine : latencies) {
    threads.emplace_back([&] {
      for (std::int64_t n = 0; !stop; ++n) {
        const bench::stopwatch one;
        one_operation(db, n);
        mine.push_back(one.ms());
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::seconds(seconds));
  stop = true;
  for (auto& thread : threads) thread.join();
  const double took_s = whole.ms() / 1000;
  std::vector<double> all;
  for (const auto& mine : latencies) all.insert(all.end(), mine.begin(), mine.end());
  const auto count = static_cast<double>(all.size());
  return {.operations_s = count / took_s, .p99_ms = bench::quantile(all, 0.99), .cpu_us = (cpu_seconds() - cpu_before_s) * 1e6 / count};
}

double measure_point_read_us(store::database& db) {
  constexpr int reads = 20'000;
  std::string id;
  db.read([&](store::connection& c) { id = c.query("SELECT id FROM thing LIMIT 1").text(0, 0); });
  const bench::stopwatch whole;
  for (int i = 0; i < reads; ++i) {
    db.read([&](store::connection& c) { c.query("SELECT n, note FROM thing WHERE id = $1", {id}); });
  }
  return whole.ms() * 1000 / reads;
}

// pgbench's transactions a second.
double measure_peer(const test::postgres_server& server, const std::string& script) {
  const auto printed = server.run("pgbench", {"-n", "-M", "prepared", "-c", "32", "-j", "2", "-T", std::to_string(seconds), "-f", script, "peer"});
  const auto at = printed.find("tps = ");
  return at == std::string::npos ? 0 : std::atof(printed.c_str() + at + 6);
}

}  // namespace

int main() {
  const test::folder folder;
  const base::system_clock time;
  const auto db = store::open({.location = folder.file("bench.db"), .migrations_folder = first_migration_only(folder)}, time);
  db->write_and_wait({}, [](store::transaction& t) { t.db().execute(table); });

  std::unique_ptr<test::postgres_server> server;
  const auto script = folder.file("insert.sql");
  std::ofstream(script) << "INSERT INTO thing (id, n, note) VALUES (gen_random_uuid()::text, :client_id, '" << note << "');\n";
  if (test::postgres_server::available()) {
    server = std::make_unique<test::postgres_server>(test::postgres_server::durability::durable);
    server->create_database("peer");
    server->psql("peer", table);
  }
  std::vector<double> operations, p99, cpu, single, reads, ratios;
  for (int run = 0; run < runs; ++run) {
    const auto many = measure(*db, 64);
    operations.push_back(many.operations_s);
    p99.push_back(many.p99_ms);
    cpu.push_back(many.cpu_us);
    if (server) ratios.push_back(many.operations_s / measure_peer(*server, script));
    single.push_back(measure(*db, 1).operations_s);
    reads.push_back(measure_point_read_us(*db));
  }
  const std::string name = "durable_operations";
  bench::figure first{
      .bench = name, .metric = "operations_s", .value = bench::median(operations), .unit = "1/s", .runs = runs, .peer = {}, .ratio = {}};
  if (server) {
    first.peer = "PostgreSQL, pgbench single-row inserts, 32 clients";
    first.ratio = bench::median(ratios);
  }
  bench::print(first);
  bench::print({.bench = name, .metric = "p99_ms", .value = bench::median(p99), .unit = "ms", .runs = runs, .peer = {}, .ratio = {}});
  bench::print({.bench = name, .metric = "cpu_us", .value = bench::median(cpu), .unit = "us", .runs = runs, .peer = {}, .ratio = {}});
  bench::print({.bench = name, .metric = "single_client_s", .value = bench::median(single), .unit = "1/s", .runs = runs, .peer = {}, .ratio = {}});
  bench::print({.bench = name, .metric = "point_read_us", .value = bench::median(reads), .unit = "us", .runs = runs, .peer = {}, .ratio = {}});
  return 0;
}
