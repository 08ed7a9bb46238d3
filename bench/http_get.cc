// links: base
// A small record with a session and its permission check over HTTP, by wrk on the same cores; peer: nginx serving the same
// bytes as a static file, in alternating runs. And the memory of 5,000 idle event-stream listeners.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <thread>
#include <vector>

#include "bench/bench_report.h"
#include "support/server_process.h"
#include "support/test_folder.h"

namespace {

constexpr int runs = 5;
constexpr int listeners = 5'000;

std::string output_of(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  char buffer[4096];
  while (std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, got);
  ::pclose(pipe);
  return out;
}

double requests_s(const std::string& url, const std::string& header) {
  const auto text = output_of("wrk -t1 -c32 -d4s " + (header.empty() ? "" : "-H '" + header + "' ") + url + " 2>&1");
  const auto at = text.find("Requests/sec:");
  return at == std::string::npos || text.find("Non-2xx") != std::string::npos ? 0 : std::atof(text.c_str() + at + 13);
}

double resident_mb(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/statm");
  double pages = 0, resident = 0;
  in >> pages >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576.0;
}

// nginx with two workers on a port of its own, serving one file.
class nginx {
 public:
  nginx(const std::string& content, int port) : prefix_(folder_.file("nginx")) {
    std::system(("mkdir -p " + prefix_ + "/html").c_str());
    std::ofstream(prefix_ + "/html/record.json") << content;
    std::ofstream(prefix_ + "/nginx.conf")
        << "worker_processes 2;\npid " << prefix_ << "/pid;\nerror_log " << prefix_ << "/error.log;\nevents { worker_connections 1024; }\n"
        << "http { access_log off; keepalive_requests 100000000; types { application/json json; } server { listen 127.0.0.1:" << port << "; root "
        << prefix_ << "/html; } }\n";
    std::system(("chmod -R a+rX " + folder_.path().string() + "; nginx -c " + prefix_ + "/nginx.conf -p " + prefix_ + " >/dev/null 2>&1").c_str());
  }
  ~nginx() { std::system(("nginx -c " + prefix_ + "/nginx.conf -p " + prefix_ + " -s stop >/dev/null 2>&1").c_str()); }

 private:
  test::folder folder_;  // of its own: its workers run under another account and must be able to read it
  std::string prefix_;
};

// Megabytes a newly started server grows by while the listeners are there and nothing happens but the beat.
double idle_listeners_mb(test::server_process& server) {
  server.terminate();
  server.start();
  const auto cookie = server.sign_in("dispatcher");
  const double before = resident_mb(server.pid());
  std::vector<std::unique_ptr<test::event_reader>> all;
  for (int i = 0; i < listeners; ++i)
    all.push_back(std::make_unique<test::event_reader>(server.port(), "/api/events", test::http_fields{{"Cookie", cookie}}));
  std::this_thread::sleep_for(std::chrono::seconds(7));
  return resident_mb(server.pid()) - before;
}

void allow_many_files() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int main() {
  std::signal(SIGPIPE, SIG_IGN);
  allow_many_files();
  const test::folder folder;
  const auto data = folder.file("data");
  test::server_process::import_place("portland", data);
  test::server_process server(data, {"server.requests_s=0"});
  std::vector<double> ours, theirs, ratios, memory;
  {
    test::desk_client desk(server, "dispatcher");
    const auto place = test::json_member(desk.get("/api/places?limit=1").body, "id");
    const std::string target = "/api/places/" + place;
    const nginx peer(desk.get(target).body, 18'099);
    for (int i = 0; i < runs; ++i) {
      ours.push_back(requests_s("http://127.0.0.1:" + std::to_string(server.port()) + target, "Cookie: " + desk.cookie()));
      theirs.push_back(requests_s("http://127.0.0.1:18099/record.json", ""));
      ratios.push_back(ours.back() / theirs.back());
    }
  }
  for (int i = 0; i < runs; ++i) memory.push_back(idle_listeners_mb(server));
  bench::print({.bench = "http_get",
                .metric = "requests_s",
                .value = bench::median(ours),
                .unit = "1/s",
                .runs = runs,
                .peer = "nginx, the same bytes as a static file",
                .ratio = bench::median(ratios)});
  bench::print(
      {.bench = "http_get", .metric = "idle_listeners_mb", .value = bench::median(memory), .unit = "MB", .runs = runs, .peer = {}, .ratio = {}});
  return 0;
}
