#pragma once
#include <libpq-fe.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench/bench_report.h"
#include "foundation/base/position.h"
#include "foundation/geo/geojson.h"
#include "foundation/geo/polygon.h"
#include "support/postgres.h"

namespace bench {

// The same work by PostGIS: fixes come in by COPY, a batch a transaction, and a trigger once a statement (cheaper than once a row)
// finds the areas of each, compares with the unit's last and writes who entered or left what. Durable (synchronous_commit).
class positions_peer {
 public:
  // Throws std::runtime_error without PostGIS.
  positions_peer(const test::postgres_server& server, std::string connection, const std::vector<geo::multi_polygon>& areas)
      : connection_(std::move(connection)) {
    (void)server;
    const auto db = connect();
    run(*db, "CREATE EXTENSION postgis");
    run(*db, schema);
    std::string rows;
    for (std::size_t i = 0; i < areas.size(); ++i) {
      std::string shape;
      geo::append_geometry(shape, geo::to_geometry(areas[i]));
      run(*db, "INSERT INTO area VALUES (" + std::to_string(i) + ", ST_MakeValid(ST_GeomFromGeoJSON('" + shape + "')))");
    }
    run(*db, "CREATE INDEX ON area USING gist (shape)");
    run(*db, "VACUUM ANALYZE area");
  }

  // Fixes a second of so many clients, each with batches of its own: `rows(client, batch)` is the text to copy ("" at the end).
  template <class Rows>
  double fixes_s(std::size_t clients, double seconds, std::size_t batch_fixes, const Rows& rows) {
    std::atomic<std::size_t> batches{0};
    std::vector<std::thread> threads;
    const stopwatch watch;
    for (std::size_t c = 0; c < clients; ++c) {
      threads.emplace_back([&, c] {
        const auto db = connect();
        for (std::size_t i = 0; watch.ms() < seconds * 1'000; ++i) {
          const std::string text = rows(c, i);
          if (text.empty()) break;
          copy(*db, text);
          ++batches;
        }
      });
    }
    for (auto& one : threads) one.join();
    return static_cast<double>(batches * batch_fixes) / (watch.ms() / 1'000);
  }

 private:
  struct close_connection {
    void operator()(PGconn* c) const { PQfinish(c); }
  };
  using connection = std::unique_ptr<PGconn, close_connection>;

  static constexpr const char* schema = R"(
    CREATE TABLE area (id int PRIMARY KEY, shape geometry);
    CREATE TABLE unit_fix (unit_id int, at timestamptz, place geometry(Point, 4326), PRIMARY KEY (unit_id, at));
    CREATE TABLE unit_state (unit_id int PRIMARY KEY, inside int[]);
    CREATE TABLE crossing (unit_id int, area_id int, at timestamptz, entered bool);
    CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      WITH found AS (
        SELECT f.unit_id, f.at, coalesce(array_agg(a.id ORDER BY a.id) FILTER (WHERE a.id IS NOT NULL), '{}') AS inside
        FROM fresh f LEFT JOIN area a ON ST_Covers(a.shape, f.place) GROUP BY f.unit_id, f.at),
      changed AS (
        SELECT n.unit_id, n.at, n.inside, coalesce(s.inside, '{}') AS was
        FROM found n LEFT JOIN unit_state s USING (unit_id) WHERE s.inside IS DISTINCT FROM n.inside),
      entered AS (
        INSERT INTO crossing SELECT c.unit_id, x, c.at, true FROM changed c, unnest(c.inside) x WHERE NOT x = ANY (c.was)),
      gone AS (
        INSERT INTO crossing SELECT c.unit_id, x, c.at, false FROM changed c, unnest(c.was) x WHERE NOT x = ANY (c.inside))
      INSERT INTO unit_state SELECT unit_id, inside FROM changed ON CONFLICT (unit_id) DO UPDATE SET inside = excluded.inside;
      RETURN NULL;
    END $$;
    CREATE TRIGGER watch AFTER INSERT ON unit_fix REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION watch();
  )";

  [[nodiscard]] connection connect() const {
    connection c(PQconnectdb(connection_.c_str()));
    if (PQstatus(c.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(c.get()));
    return c;
  }
  static void check(PGconn& db, PGresult* result, ExecStatusType wanted) {
    const bool good = PQresultStatus(result) == wanted;
    PQclear(result);
    if (!good) throw std::runtime_error(PQerrorMessage(&db));
  }
  static void run(PGconn& db, const std::string& sql) {
    PGresult* result = PQexec(&db, sql.c_str());
    check(db, result, PQresultStatus(result) == PGRES_TUPLES_OK ? PGRES_TUPLES_OK : PGRES_COMMAND_OK);
  }
  static void copy(PGconn& db, const std::string& text) {
    check(db, PQexec(&db, "COPY unit_fix FROM STDIN"), PGRES_COPY_IN);
    if (PQputCopyData(&db, text.data(), static_cast<int>(text.size())) != 1 || PQputCopyEnd(&db, nullptr) != 1) {
      throw std::runtime_error(PQerrorMessage(&db));
    }
    check(db, PQgetResult(&db), PGRES_COMMAND_OK);
    while (PGresult* rest = PQgetResult(&db)) PQclear(rest);
  }

  std::string connection_;
};

}  // namespace bench
