// links: track geo package_pq
// Positions into a real server: durable, 1,200 areas watched for each fix. JSON batches of 100 on SQLite (synchronous=FULL) and
// PostgreSQL, binary frames on SQLite; PostGIS with an insert trigger over the same areas in the same run. 9,600 units, a
// third driving, a third on foot, a third standing, reported once a second; every hundredth request is sent again, as if its answer
// had been lost; what was acknowledged is afterwards held against every trail. Arguments: seconds of each measurement and runs (4 and 5 when left
// out).
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <thread>

#include "bench/bench_report.h"
#include "bench/polygon_town.h"
#include "bench/positions_peer.h"
#include "bench/server_town.h"
#include "engines/track/frame_read.h"
#include "foundation/base/clock.h"

namespace {

constexpr std::size_t units = 9'600, clients = 32, own = units / clients;
constexpr std::size_t batch_fixes = 100, frame_moments = 14;
constexpr std::size_t moments = 280;         // seconds of driving: not more ahead than a device's clock may be
constexpr double degrees_a_metre = 1.28e-5;  // to the east, at this latitude
constexpr double west = -122.7132, south = 45.489, east = -122.618, north = 45.5453;  // Portland's roads
constexpr double column_deg = 0.0009, row_deg = 0.00046;
constexpr double to_east = -0.1796, to_north = 7.747;  // from the middle of the polygon town to there

// Metres a second: one drives, one walks, one stands with its receiver's drift.
constexpr double paces_mps[] = {8.8, 1.4, 0.2};

// A unit at its n-th second: to and fro on a stretch of its own, so that any fix can be computed alone.
base::position place_of(std::size_t unit, std::size_t n) {
  const double way = std::fmod(static_cast<double>(n) * paces_mps[unit % 3] * degrees_a_metre, 0.04), there = way < 0.02 ? way : 0.04 - way;
  return {.lon = west + static_cast<double>(unit % 80) * column_deg + there, .lat = south + static_cast<double>(unit / 80) * row_deg};
}

// All requests of a client, made before the clock starts: `first` unit and moment tell what each holds.
struct request {
  std::size_t first = 0, count = 0, moment = 0, moments = 1;
  std::string body;
};

base::instant time_of(base::instant start, std::size_t n) { return start + base::seconds(static_cast<std::int64_t>(n)); }

std::string json_body(const std::vector<std::string>& ids, const request& of, base::instant start) {
  std::string body = R"({"positions":[)";
  const auto at = base::to_rfc3339(time_of(start, of.moment));
  for (std::size_t i = of.first; i < of.first + of.count; ++i) {
    const auto where = place_of(i, of.moment);
    char one[220];
    std::snprintf(one, sizeof one, R"(%s{"unit_id":"%s","position":{"lon":%.6f,"lat":%.6f},"at":"%s","speed_mps":8.8,"heading_deg":90})",
                  i == of.first ? "" : ",", ids[i].c_str(), where.lon, where.lat, at.c_str());
    body += one;
  }
  return body + "]}";
}

std::string frame_body(const std::vector<std::string>& ids, const request& of, base::instant start) {
  track::batch out;
  for (std::size_t i = of.first; i < of.first + of.count; ++i) out.units.push_back(ids[i]);
  for (std::size_t m = of.moment; m < of.moment + of.moments; ++m) {
    for (std::size_t i = of.first; i < of.first + of.count; ++i) {
      const auto where = place_of(i, m);
      track::batch_fix one{.unit = static_cast<std::uint32_t>(i - of.first), .sent = {}};
      one.sent.at = time_of(start, m);
      one.sent.lon = where.lon;
      one.sent.lat = where.lat;
      one.sent.speed_mps = 8.8;
      one.sent.heading_deg = 90;
      out.fixes.push_back(one);
    }
  }
  return track::write_frame(out);
}

std::vector<request> requests_of(std::size_t client, const std::vector<std::string>& ids, base::instant start, bool frames) {
  std::vector<request> out;
  const std::size_t count = frames ? own : batch_fixes, step = frames ? frame_moments : 1;
  for (std::size_t n = 0; n + step <= moments; n += step) {
    for (std::size_t first = client * own; first < (client + 1) * own; first += count) {
      request one{.first = first, .count = count, .moment = n, .moments = step, .body = {}};
      one.body = frames ? frame_body(ids, one, start) : json_body(ids, one, start);
      out.push_back(std::move(one));
    }
  }
  return out;
}

struct measured {
  double fixes_s = 0;
  std::int64_t lost = 0, twice = 0;
};

std::int64_t accepted_in(const test::http_answer& answer) {
  if (answer.status != 200) throw std::runtime_error("a batch was refused: " + answer.body);
  const auto at = answer.body.find(R"("accepted":)");
  return std::atoll(answer.body.c_str() + at + 11);
}

// One client: its requests in order until the time is up. `done` gets how many were acknowledged.
void drive(const test::server_process& server, const std::string& cookie, const std::vector<request>& all, bool frames, double seconds,
           std::size_t& done, std::atomic<std::int64_t>& twice) {
  test::http_client client(server.port());
  const auto post = [&](const std::string& body) {
    return accepted_in(client.request("POST", frames ? "/api/unit-frames" : "/api/unit-positions",
                                      {{"Cookie", cookie}, {"Content-Type", frames ? "application/octet-stream" : "application/json"}}, body));
  };
  const bench::stopwatch watch;
  while (done < all.size() && watch.ms() < seconds * 1'000) {
    const auto& one = all[done];
    const auto wanted = static_cast<std::int64_t>(one.count * one.moments);
    if (post(one.body) != wanted) throw std::runtime_error("a fix was not accepted");
    if (++done % 100 == 0) twice += post(one.body);
  }
}

// Holds the acknowledged fixes against the trails.
void compare(test::desk_client& desk, const std::vector<std::string>& ids, base::instant start, const std::vector<request>& all, std::size_t done,
             measured& out) {
  std::vector<std::multiset<std::string>> expected(ids.size());
  for (std::size_t i = 0; i < done; ++i) {
    for (std::size_t m = 0; m < all[i].moments; ++m) {
      for (std::size_t u = 0; u < all[i].count; ++u) expected[all[i].first + u].insert(base::to_rfc3339(time_of(start, all[i].moment + m)));
    }
  }
  for (std::size_t u = all.front().first; u < all.front().first + own; ++u) {
    const auto trail =
        desk.get("/api/units/" + ids[u] + "/trail?from=" + base::to_rfc3339(start) + "&to=" + base::to_rfc3339(start + base::hours(1)));
    if (trail.status != 200) throw std::runtime_error("no trail: " + trail.body);
    for (auto at = trail.body.find(R"("at":")"); at != std::string::npos; at = trail.body.find(R"("at":")", at + 1)) {
      const auto found = expected[u].find(trail.body.substr(at + 6, trail.body.find('"', at + 6) - at - 6));
      if (found == expected[u].end()) {
        ++out.twice;
      } else {
        expected[u].erase(found);
      }
    }
    out.lost += static_cast<std::int64_t>(expected[u].size());
  }
}

measured run_once(const std::string& place, const std::vector<std::string>& settings, bool frames, double seconds) {
  const test::folder folder;
  test::server_process::import_place(place, folder.file("data"), settings);
  auto how = settings;
  how.insert(how.end(), {"sample.move_units=false", "server.requests_s=0", "log.level=warning"});
  test::server_process server(folder.file("data"), how);
  test::desk_client desk(server, "commander");
  const auto ids = bench::unit_ids(desk);
  const base::instant start{(base::system_clock().now().us / 1'000'000 + 1) * 1'000'000};
  std::vector<std::vector<request>> ready(clients);
  for (std::size_t c = 0; c < clients; ++c) ready[c] = requests_of(c, ids, start, frames);
  std::vector<std::size_t> done(clients, 0);
  std::atomic<std::int64_t> twice{0};
  std::vector<std::thread> threads;
  const bench::stopwatch watch;
  for (std::size_t c = 0; c < clients; ++c) {
    threads.emplace_back([&, c] { drive(server, desk.cookie(), ready[c], frames, seconds, done[c], twice); });
  }
  for (auto& thread : threads) thread.join();
  measured out{.fixes_s = 0, .lost = 0, .twice = twice};
  std::size_t fixes = 0;
  for (std::size_t c = 0; c < clients; ++c) {
    for (std::size_t i = 0; i < done[c]; ++i) fixes += ready[c][i].count * ready[c][i].moments;
  }
  out.fixes_s = static_cast<double>(fixes) / (watch.ms() / 1'000);
  for (std::size_t c = 0; c < clients; ++c) compare(desk, ids, start, ready[c], done[c], out);
  return out;
}

bench::polygon_town town_at_portland() {
  auto town = bench::build_polygon_town();
  const auto move = [](geo::ring& line) {
    for (auto& p : line) p = {p.lon + to_east, p.lat + to_north};
  };
  for (auto& area : town.areas) {
    for (auto& part : area.polygons) {
      move(part.exterior);
      for (auto& hole : part.holes) move(hole);
    }
  }
  return town;
}

// The place: the 1,200 areas, Portland's roads and 9,600 units.
std::string write_town(const test::folder& folder, const bench::polygon_town& town) {
  const auto path = bench::write_place(
      folder,
      {.roads = test::project_file("sample/portland/roads.osm.pbf"), .west = west, .south = south, .east = east, .north = north, .units = units});
  std::vector<geo::feature> areas;
  for (std::size_t i = 0; i < town.areas.size(); ++i) {
    areas.push_back({.id = {}, .place = geo::to_geometry(town.areas[i]), .properties = {{"CODE", i == 0 ? "all" : "a" + std::to_string(i)}}});
  }
  std::ofstream(path + "/areas.geojson") << geo::write_geojson(areas);
  return path;
}

double run_peer(const bench::polygon_town& town, double seconds) {
  test::postgres_server server(test::postgres_server::durability::durable);
  bench::positions_peer peer(server, server.create_database("peer"), town.areas);
  return peer.fixes_s(clients, seconds, batch_fixes, [](std::size_t client, std::size_t batch) {
    std::string rows;
    const auto moment = batch / (own / batch_fixes), first = client * own + batch % (own / batch_fixes) * batch_fixes;
    for (std::size_t i = first; i < first + batch_fixes; ++i) {
      const auto where = place_of(i, moment);
      char one[120];
      std::snprintf(one, sizeof one, "%zu\t%s\tSRID=4326;POINT(%.6f %.6f)\n", i,
                    base::to_rfc3339(time_of(base::instant{1'700'000'000'000'000}, moment)).c_str(), where.lon, where.lat);
      rows += one;
    }
    return rows;
  });
}

struct series {
  std::vector<double> sqlite, postgres, frames, peer, ratios;
  std::int64_t lost = 0, twice = 0;
};

void note(series& all, const measured& one, std::vector<double>& to) {
  to.push_back(one.fixes_s);
  all.lost += one.lost;
  all.twice += one.twice;
}

void print(int runs, const std::string& metric, double value, const std::string& unit, std::optional<double> ratio = {}) {
  bench::print({.bench = "positions_ingest",
                .metric = metric,
                .value = value,
                .unit = unit,
                .runs = runs,
                .peer = ratio ? "PostGIS, insert trigger over the same areas" : "",
                .ratio = ratio});
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 4;
  const int runs = argc > 2 ? std::atoi(argv[2]) : 5;
  const auto town = town_at_portland();
  const test::folder folder;
  const auto place = write_town(folder, town);
  const bool peers = test::postgres_server::available();
  series all;
  for (int run = 0; run < runs; ++run) {
    note(all, run_once(place, {}, false, seconds), all.sqlite);
    note(all, run_once(place, {}, true, seconds), all.frames);
    if (!peers) continue;
    all.peer.push_back(run_peer(town, seconds));
    all.ratios.push_back(all.sqlite.back() / all.peer.back());
    test::postgres_server server(test::postgres_server::durability::durable);
    note(all, run_once(place, {"store.engine=postgres", "store.location=" + server.create_database("town")}, false, seconds), all.postgres);
  }
  print(runs, "sqlite_fixes_s", bench::median(all.sqlite), "1/s", peers ? std::optional(bench::median(all.ratios)) : std::nullopt);
  if (peers) print(runs, "postgres_fixes_s", bench::median(all.postgres), "1/s");
  if (peers) print(runs, "peer_fixes_s", bench::median(all.peer), "1/s");
  print(runs, "frames_fixes_s", bench::median(all.frames), "1/s");
  print(runs, "lost", static_cast<double>(all.lost), "1");
  print(runs, "twice", static_cast<double>(all.twice), "1");
  return 0;
}
