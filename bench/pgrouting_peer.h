#pragma once
#include <libpq-fe.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/bench_report.h"
#include "support/postgres.h"
#include "town/road/nearest_units.h"

namespace bench {

// The same question put to pgRouting: the states and turns of the car graph as its vertices and edges (put round, so that
// one search runs from the incident), closed arcs left out, the units on their states. It is told how far the fifth unit
// is (pgr_drivingDistance with that radius), which is less work than it would have without knowing.
class pgrouting_peer {
 public:
  struct answer {
    double p50_ms = 0;
    std::size_t queries = 0;
    std::size_t mismatches = 0;  // against the units given as right
  };

  pgrouting_peer(const road::graph& roads, const std::vector<road::unit_on_road>& units, const road::closures& shut)
      : roads_(roads), view_(roads.of(road::profile::car)), shut_(shut) {
    server_.create_database("peer");
    connection_.reset(PQconnectdb(server_.connection("peer").c_str()));
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
    run("CREATE EXTENSION pgrouting CASCADE");
    run("CREATE TABLE turns (id bigint, source bigint, target bigint, cost float8)");
    run("CREATE TABLE units (unit int, state bigint, rest_ms float8)");
    copy("turns", turn_rows());
    copy("units", unit_rows(units));
    run("VACUUM ANALYZE");
  }

  // `right`: for each target the answer to compare with; its last time is the radius.
  answer ask(const std::vector<road::snapped>& targets, const std::vector<std::vector<road::unit_time>>& right) {
    std::vector<double> ms;
    answer out;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      if (right[i].empty()) continue;
      const auto query = question(targets[i], right[i].back().time_ms, right[i].size());
      const stopwatch watch;
      const auto got = run(query);
      ms.push_back(watch.ms());
      ++out.queries;
      out.mismatches += same(*got, right[i]) ? 0U : 1U;
    }
    out.p50_ms = median(ms);
    return out;
  }

 private:
  struct clear_result {
    void operator()(PGresult* r) const { PQclear(r); }
  };
  struct close_connection {
    void operator()(PGconn* c) const { PQfinish(c); }
  };
  using result = std::unique_ptr<PGresult, clear_result>;

  result run(const std::string& sql) {
    result r(PQexec(connection_.get(), sql.c_str()));
    const auto status = PQresultStatus(r.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
      throw std::runtime_error(PQerrorMessage(connection_.get()));
    return r;
  }

  void copy(const std::string& table, const std::string& rows) {
    run("COPY " + table + " FROM STDIN");
    PQputCopyData(connection_.get(), rows.data(), static_cast<int>(rows.size()));
    PQputCopyEnd(connection_.get(), nullptr);
    const result end(PQgetResult(connection_.get()));
    if (PQresultStatus(end.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
    while (PGresult* more = PQgetResult(connection_.get())) PQclear(more);
  }

  [[nodiscard]] std::string turn_rows() const {
    std::string rows;
    std::size_t id = 0;
    for (road::state_id s = 0; s < view_.state_count(); ++s) {
      if (shut_.closed(view_.arc_of(s))) continue;
      for (const auto& t : view_.in(s)) {
        rows += std::to_string(++id) + '\t' + std::to_string(s) + '\t' + std::to_string(road::state_number(t.state)) + '\t' +
                std::to_string(t.weight_ms) + '\n';
      }
    }
    return rows;
  }

  template <typename F>
  void for_each_open_arc(const road::snapped& place, const F& f) const {
    road::for_each_anchor(roads_, place, [&](road::edge_id edge, std::uint32_t fraction) {
      for (const road::arc_id arc : {2 * edge, 2 * edge + 1}) {
        if (view_.arc_ms[arc] != road::nothing && !shut_.closed(arc)) f(arc, road::along_arc(arc, fraction));
      }
    });
  }

  [[nodiscard]] std::string unit_rows(const std::vector<road::unit_on_road>& units) const {
    std::string rows;
    for (const auto& unit : units) {
      for_each_open_arc(unit.place, [&](road::arc_id arc, std::uint32_t at) {
        const auto rest = view_.arc_ms[arc] - road::part_of(view_.arc_ms[arc], at);
        view_.for_each_state(
            arc, [&](road::state_id s) { rows += std::to_string(unit.unit) + '\t' + std::to_string(s) + '\t' + std::to_string(rest) + '\n'; });
      });
    }
    return rows;
  }

  [[nodiscard]] std::string question(const road::snapped& target, std::uint32_t radius_ms, std::size_t wanted) const {
    const auto origin = std::to_string(view_.state_count());
    std::string edges = "SELECT id, source, target, cost FROM turns";
    std::int64_t id = 0;
    for_each_open_arc(target, [&](road::arc_id arc, std::uint32_t at) {
      view_.for_each_state(arc, [&](road::state_id s) {
        for (const auto& t : view_.in(s)) {
          const auto cost = t.weight_ms - view_.arc_ms[arc] + road::part_of(view_.arc_ms[arc], at);
          edges += " UNION ALL SELECT " + std::to_string(--id) + ", " + origin + ", " + std::to_string(road::state_number(t.state)) + ", " +
                   std::to_string(cost) + "::float8";
        }
      });
    });
    return "SELECT u.unit, min(d.agg_cost + u.rest_ms) AS ms FROM pgr_drivingDistance('" + edges + "', " + origin + ", " + std::to_string(radius_ms) +
           ") d JOIN units u ON u.state = d.node GROUP BY u.unit ORDER BY ms, u.unit LIMIT " + std::to_string(wanted);
  }

  static bool same(const PGresult& got, const std::vector<road::unit_time>& right) {
    if (PQntuples(&got) != static_cast<int>(right.size())) return false;
    for (int i = 0; i < PQntuples(&got); ++i) {
      const auto& one = right[static_cast<std::size_t>(i)];
      if (std::to_string(one.unit) != PQgetvalue(&got, i, 0)) return false;
      if (std::abs(std::stod(PQgetvalue(&got, i, 1)) - one.time_ms) > 0.5) return false;
    }
    return true;
  }

  const road::graph& roads_;
  const road::profile_view& view_;
  const road::closures& shut_;
  test::postgres_server server_;
  std::unique_ptr<PGconn, close_connection> connection_;
};

}  // namespace bench
