// links: seal base
// OwnTracks fixes, one a request, into a real server: each answered only when it is durable (synchronous=FULL). 128 kept-alive
// connections without pipelining from one thread on the same cores, 4,000 devices in turn, each with its key. Every 200 is held
// against what the server says it kept.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include "bench/bench_report.h"
#include "bench/server_town.h"
#include "foundation/seal/encoding.h"
#include "support/shared_data.h"

namespace {

constexpr int runs = 5;
constexpr double seconds = 4;  // of each measurement
constexpr std::size_t connections = 128;
constexpr std::size_t devices = 4'000;  // a second is the finest a phone tells: enough devices that none gets far ahead of the clock
constexpr double west = -122.7132, south = 45.489, east = -122.618, north = 45.5453;

// One device's request, whole; only the ten digits of its time change.
struct prepared_request {
  std::string text;
  std::size_t time_at = 0;
  std::int64_t next_s = 0;
};

prepared_request prepare(const std::string& name, const std::string& key, std::size_t number) {
  char body[200];
  std::snprintf(body, sizeof body,
                R"({"_type":"location","lat":%.6f,"lon":%.6f,"tst":0000000000,"acc":8,"batt":71,"vel":31,"cog":90,"t":"u","tid":"p3"})",
                south + 0.05 * static_cast<double>(number) / devices, west + 0.09 * static_cast<double>(number) / devices);
  prepared_request out;
  out.text = "POST /api/phones/owntracks HTTP/1.1\r\nHost: bench\r\nAuthorization: Basic " + seal::to_base64(name + ":" + key) +
             "\r\nX-Limit-U: " + name +
             "\r\nX-Limit-D: phone\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(std::strlen(body)) + "\r\n\r\n" + body;
  out.time_at = out.text.find("0000000000");
  out.next_s = std::time(nullptr);
  return out;
}

struct connection {
  int socket = -1;
  std::string answer;
  bench::stopwatch since;
};

// Seconds of processor time used so far by a process and all its threads.
double cpu_seconds(pid_t process) {
  std::ifstream in("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(in, text);
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct measured {
  std::int64_t posts = 0;
  std::int64_t refused = 0;
  double took_s = 0;
  std::vector<double> ms = {};
};

class phones {
 public:
  phones(std::uint16_t port, std::vector<prepared_request> requests) : requests_(std::move(requests)), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (std::size_t i = 0; i < connections; ++i) {
      auto& one = all_[i];
      one.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      sockaddr_in at{};
      at.sin_family = AF_INET;
      at.sin_port = htons(port);
      at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      if (::connect(one.socket, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) throw std::runtime_error("cannot connect");
      const int on = 1;
      ::setsockopt(one.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      epoll_event heard{};
      heard.events = EPOLLIN;
      heard.data.u64 = i;
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, one.socket, &heard);
    }
  }
  ~phones() {
    for (const auto& one : all_) ::close(one.socket);
    ::close(poll_);
  }
  phones(const phones&) = delete;
  phones& operator=(const phones&) = delete;

  measured measure() {
    measured out;
    const bench::stopwatch whole;
    for (auto& one : all_) send(one);
    std::size_t open = connections;
    std::array<epoll_event, connections> events{};
    while (open > 0) {
      const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 10'000);
      if (count <= 0) throw std::runtime_error("no answer within ten seconds");
      for (int i = 0; i < count; ++i) {
        auto& one = all_[events[static_cast<std::size_t>(i)].data.u64];
        if (!is_answered(one)) continue;
        out.ms.push_back(one.since.ms());
        ++(one.answer.starts_with("HTTP/1.1 200") && one.answer.ends_with("[]") ? out.posts : out.refused);
        if (whole.ms() < seconds * 1'000) {
          send(one);
        } else {
          --open;
        }
      }
    }
    out.took_s = whole.ms() / 1'000;
    return out;
  }

 private:
  void send(connection& by) {
    auto& request = requests_[next_++ % requests_.size()];
    auto digits = ++request.next_s;
    for (std::size_t i = 10; i-- > 0; digits /= 10) request.text[request.time_at + i] = static_cast<char>('0' + digits % 10);
    by.answer.clear();
    by.since = {};
    if (::send(by.socket, request.text.data(), request.text.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.text.size())) {
      throw std::runtime_error("the connection broke");
    }
  }
  // Reads what has come; whether the answer is whole.
  static bool is_answered(connection& one) {
    std::array<char, 4'096> some{};
    const auto got = ::recv(one.socket, some.data(), some.size(), 0);
    if (got <= 0) throw std::runtime_error("the connection ended");
    one.answer.append(some.data(), static_cast<std::size_t>(got));
    const auto end = one.answer.find("\r\n\r\n");
    const auto at = one.answer.find("Content-Length: ");
    if (end == std::string::npos || at == std::string::npos) return false;
    return one.answer.size() >= end + 4 + static_cast<std::size_t>(std::atol(one.answer.c_str() + at + 16));
  }

  std::vector<prepared_request> requests_;
  int poll_;
  std::array<connection, connections> all_;
  std::size_t next_ = 0;
};

std::vector<prepared_request> add_devices(test::desk_client& desk) {
  const auto units = bench::unit_ids(desk);
  std::vector<prepared_request> out;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto name = "phone-" + std::to_string(i);
    const auto made = desk.post("/api/devices", R"({"name":")" + name + R"(","unit_id":")" + units[i] + R"("})");
    if (made.status != 201) throw std::runtime_error("no device: " + made.body);
    out.push_back(prepare(name, test::json_member(made.body, "key"), i));
  }
  return out;
}

// What the server says it kept of all devices' fixes.
std::int64_t accepted(test::desk_client& desk) {
  std::int64_t sum = 0;
  for (std::string target = "/api/devices?limit=500"; !target.empty();) {
    const auto page = desk.get(target).body;
    constexpr std::string_view member = R"("accepted":)";
    for (auto at = page.find(member); at != std::string::npos; at = page.find(member, at + 1)) sum += std::atol(page.c_str() + at + member.size());
    const auto next = test::json_member(page, "next");
    target = next.empty() ? "" : "/api/devices?limit=500&after=" + next;
  }
  return sum;
}

}  // namespace

int main() {
  const test::folder folder;
  const auto place = bench::write_place(
      folder,
      {.roads = test::project_file("sample/portland/roads.osm.pbf"), .west = west, .south = south, .east = east, .north = north, .units = devices});
  test::server_process::import_place(place, folder.file("data"));
  test::server_process server(folder.file("data"), {"server.requests_s=0", "sample.move_units=false", "log.level=warning"});
  test::desk_client desk(server, "commander");
  phones all(server.port(), add_devices(desk));
  std::vector<double> posts, p99, server_us, client_us;
  std::int64_t answered = 0;
  for (int run = 0; run < runs; ++run) {
    const double server_before = cpu_seconds(server.pid()), client_before = cpu_seconds(::getpid());
    const auto one = all.measure();
    server_us.push_back((cpu_seconds(server.pid()) - server_before) * 1e6 / static_cast<double>(one.posts));
    client_us.push_back((cpu_seconds(::getpid()) - client_before) * 1e6 / static_cast<double>(one.posts));
    if (one.refused > 0) throw std::runtime_error(std::to_string(one.refused) + " posts were not answered 200 []");
    answered += one.posts;
    posts.push_back(static_cast<double>(one.posts) / one.took_s);
    p99.push_back(bench::quantile(one.ms, 0.99));
  }
  const std::string name = "phone_posts";
  const auto lost = static_cast<double>(answered - accepted(desk));
  bench::print({.bench = name, .metric = "posts_s", .value = bench::median(posts), .unit = "1/s", .runs = runs, .peer = {}, .ratio = {}});
  bench::print({.bench = name, .metric = "p99_ms", .value = bench::median(p99), .unit = "ms", .runs = runs, .peer = {}, .ratio = {}});
  // Of processor time a post: steadier than the rates on a busy machine.
  bench::print({.bench = name, .metric = "server_cpu_us", .value = bench::median(server_us), .unit = "us", .runs = runs, .peer = {}, .ratio = {}});
  bench::print({.bench = name, .metric = "client_cpu_us", .value = bench::median(client_us), .unit = "us", .runs = runs, .peer = {}, .ratio = {}});
  bench::print({.bench = name, .metric = "lost", .value = lost, .unit = "1", .runs = runs, .peer = {}, .ratio = {}});
  return 0;
}
