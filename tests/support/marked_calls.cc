#include "support/marked_calls.h"

#include <chrono>
#include <stdexcept>

#include "support/wait.h"

namespace test {
namespace {

constexpr std::string_view before_mark = R"("description":"mark )";
constexpr auto repeat_pause = std::chrono::milliseconds(20);  // of a client whose server is away

}  // namespace

std::string marked_call(const std::string& mark) {
  return R"({"type":"noise","location":{"lon":-122.6765,"lat":45.5200},)" + std::string(before_mark) + mark + "\"}";
}

std::multiset<std::string> stored_marks(desk_client& desk) {
  std::multiset<std::string> marks;
  std::string after;
  do {
    const auto page = desk.get("/api/incidents?state=all&limit=500" + (after.empty() ? "" : "&after=" + after));
    if (page.status != 200) throw std::runtime_error("the incidents cannot be listed: " + page.body);
    for (auto at = page.body.find(before_mark); at != std::string::npos; at = page.body.find(before_mark, at + 1)) {
      const auto from = at + before_mark.size();
      marks.insert(page.body.substr(from, page.body.find('"', from) - from));
    }
    const auto next = page.body.rfind("\"next\":\"");
    after = next == std::string::npos ? "" : page.body.substr(next + 8, page.body.find('"', next + 8) - next - 8);
  } while (!after.empty());
  return marks;
}

call_senders::call_senders(std::uint16_t port, std::string cookie, int clients) : cookie_(std::move(cookie)), port_(port) {
  for (int i = 0; i < clients; ++i) threads_.emplace_back([this, i] { run(i); });
}

void call_senders::stop() {
  stopping_ = true;
  for (auto& one : threads_) {
    if (one.joinable()) one.join();
  }
}

bool call_senders::wait_for_more(std::size_t count, std::chrono::milliseconds limit) const {
  const auto before = acknowledged();
  return wait_until([&] { return acknowledged() >= before + count; }, limit);
}

void call_senders::run(int client) {
  int number = 0;
  while (!stopping_) {
    try {
      http_client connection(port_, {.timeout_ms = 30'000});
      while (!stopping_) {
        if (send_one(connection, std::to_string(client) + "-" + std::to_string(number))) ++number;
      }
    } catch (const std::runtime_error&) {  // cut off, or nobody there: the same call again
      std::this_thread::sleep_for(repeat_pause);
    }
  }
}

// True when it is acknowledged.
bool call_senders::send_one(http_client& client, const std::string& mark) {
  const auto answer = client.request("POST", "/api/incidents", {{"Cookie", cookie_}, {"Content-Type", "application/json"}, {"Idempotency-Key", mark}},
                                     marked_call(mark));
  if (answer.status == 201) {
    const std::lock_guard lock(mutex_);
    marks_.push_back(mark);
    ++acknowledged_;
    return true;
  }
  if ((answer.status == 503 || answer.status == 507) && !json_member(answer.body, "remedy").empty()) {
    ++refused_;
    std::this_thread::sleep_for(repeat_pause);
    return false;
  }
  const std::lock_guard lock(mutex_);
  surprises_.push_back(std::to_string(answer.status) + " " + answer.body);
  std::this_thread::sleep_for(repeat_pause);
  return false;
}

}  // namespace test
