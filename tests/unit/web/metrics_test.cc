#include "foundation/web/metrics.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "foundation/base/text.h"
#include "foundation/web/request_metrics.h"
#include "unit/web/server_fixture.h"

namespace {

// Holds a text against the rules of OpenMetrics 1.0.0; the first broken one, or "".
std::string fault_of(const std::string& text) {
  if (!text.ends_with("# EOF\n")) return "no # EOF at the end";
  static const std::regex sample(
      R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*"(,(?=[a-zA-Z_])|(?=\})))*\})? (-?[0-9][0-9.e+-]*|NaN|[+-]Inf))re");
  std::string name;
  std::string type;
  std::set<std::string> families;
  std::set<std::string> series;
  for (const auto line : base::split(std::string_view(text).substr(0, text.size() - 1), '\n')) {
    if (line == "# EOF") continue;
    if (line.empty()) return "an empty line";
    if (line.starts_with("# ")) {
      const auto words = base::split(line, ' ');
      if (words.size() < 4) return "a short comment: " + std::string(line);
      if (words[1] == "TYPE") {
        name = words[2];
        type = words[3];
        if (!families.insert(name).second) return "a family in two places: " + name;
      } else if (words[2] != name || (words[1] != "HELP" && words[1] != "UNIT")) {
        return "a stray comment: " + std::string(line);
      } else if (words[1] == "UNIT" && !name.ends_with("_" + std::string(words[3]))) {
        return "a unit that is not the name's: " + std::string(line);
      }
      continue;
    }
    std::cmatch parts;
    if (!std::regex_match(line.begin(), line.end(), parts, sample)) return "not a sample: " + std::string(line);
    const std::string suffix = parts[1].str().substr(std::min(parts[1].str().size(), name.size()));
    if (!parts[1].str().starts_with(name)) return "a sample outside its family: " + std::string(line);
    const std::map<std::string, std::set<std::string>> allowed{
        {"counter", {"_total"}}, {"gauge", {""}}, {"histogram", {"_bucket", "_sum", "_count"}}};
    if (!allowed.at(type).contains(suffix)) return "a wrong suffix: " + std::string(line);
    if (!series.insert(std::string(line.substr(0, line.rfind(' ')))).second) return "a series twice: " + std::string(line);
  }
  return "";
}

}  // namespace

TEST(Metrics, WritesWhatOpenMetricsDemands) {
  web::metrics all;
  all.add_counter("shouwang_incidents_created", "Incidents \"created\",\nby kind\\type.", {{"kind", "a\"b\\c\nd"}}).add(3);
  all.add_counter("shouwang_incidents_created", "", {{"kind", "fire"}}).add();
  all.add_gauge("shouwang_disk_bytes", "Free.").set(1.5e12);
  auto& spread = all.add_histogram("shouwang_wait_seconds", "Waiting.", {0.005, 1, 10}, {{"route", "/a"}});
  for (const double value : {0.001, 0.005, 0.5, 1.0, 99.0}) spread.observe(value);
  all.add_reader("shouwang_parts", "Parts.", web::metrics::kind::gauge, [] {
    return std::vector<web::metrics::sample>{{{{"part", "store"}}, 1}, {{{"part", "road"}}, 0}};
  });
  const std::string text = all.text();
  EXPECT_EQ(fault_of(text), "") << text;
  EXPECT_NE(text.find("shouwang_incidents_created_total{kind=\"a\\\"b\\\\c\\nd\"} 3\n"), std::string::npos) << text;
  EXPECT_NE(text.find("# UNIT shouwang_disk_bytes bytes\n"), std::string::npos);
  EXPECT_NE(text.find("shouwang_wait_seconds_bucket{route=\"/a\",le=\"0.005\"} 2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("le=\"1.0\"} 4\n"), std::string::npos) << text;
  EXPECT_NE(text.find("le=\"10.0\"} 4\n"), std::string::npos);
  EXPECT_NE(text.find("le=\"+Inf\"} 5\n"), std::string::npos);
  EXPECT_NE(text.find("shouwang_wait_seconds_count{route=\"/a\"} 5\n"), std::string::npos);
}

TEST(Metrics, RefusesNamesThatAreNone) {
  web::metrics all;
  all.add_counter("a", "", {{"x", "1"}});
  EXPECT_THROW(all.add_counter("a", "", {{"x", "1"}}), std::invalid_argument);
  EXPECT_THROW(all.add_gauge("a", ""), std::invalid_argument);
  EXPECT_THROW(all.add_counter("a_total", ""), std::invalid_argument);
  EXPECT_THROW(all.add_counter("1a", ""), std::invalid_argument);
  EXPECT_THROW(all.add_counter("b", "", {{"x-y", "1"}}), std::invalid_argument);
  EXPECT_THROW(all.add_histogram("c", "", {3, 2}), std::invalid_argument);
}

TEST(Metrics, TheCheckerItselfFindsFaults) {
  EXPECT_NE(fault_of("# TYPE a counter\n# HELP a x\na 1\n# EOF\n"), "");
  EXPECT_NE(fault_of("# TYPE a gauge\n# HELP a x\na{b=c} 1\n# EOF\n"), "");
  EXPECT_NE(fault_of("# TYPE a gauge\n# HELP a x\na 1\n"), "");
}

TEST(RequestMetrics, CountByRouteAndStatus) {
  web::metrics all;
  base::system_clock clock;
  auto routes = test::small_routes();
  test::add(routes, web::method::get, "/metrics", web::answer_with([&](const web::request&) { return all.answer(); }));
  web::server server({.threads = 2, .log = web::access_log::none}, std::move(routes), clock);
  const web::request_metrics counted(all, server);
  server.start();
  test::http_client client(server.port());
  for (int i = 0; i < 3; ++i) client.get("/hello");
  client.get("/problem");
  client.get("/nowhere");
  const auto answer = client.get("/metrics");
  EXPECT_EQ(answer.field("Content-Type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
  EXPECT_EQ(fault_of(answer.body), "") << answer.body;
  EXPECT_NE(answer.body.find("shouwang_http_requests_total{route=\"/hello\",method=\"GET\",status=\"200\"} 3\n"), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find("shouwang_http_requests_total{route=\"/problem\",method=\"GET\",status=\"404\"} 1\n"), std::string::npos);
  EXPECT_NE(answer.body.find("shouwang_http_requests_total{route=\"(none)\",method=\"(any)\",status=\"404\"} 1\n"), std::string::npos);
  EXPECT_NE(answer.body.find("shouwang_http_request_seconds_count{route=\"/hello\",method=\"GET\"} 3\n"), std::string::npos);
  server.stop(base::seconds(1));
}
