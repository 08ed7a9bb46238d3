#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "support/server_process.h"

namespace test {

// The body of a call whose incident can be told from all others.
std::string marked_call(const std::string& mark);

// The marks of all stored incidents, each as often as it is there.
std::multiset<std::string> stored_marks(desk_client& desk);

// Clients that take one call after the other under an Idempotency-Key and repeat each until it is acknowledged, as a console
// does: through a server that is away, refuses for a while, or comes back on another port.
class call_senders {
 public:
  call_senders(std::uint16_t port, std::string cookie, int clients);
  ~call_senders() { stop(); }
  call_senders(const call_senders&) = delete;
  call_senders& operator=(const call_senders&) = delete;
  // The server came back elsewhere.
  void move_to(std::uint16_t port) { port_ = port; }
  // No further repeats; what is under way and not acknowledged stays unknown.
  void stop();
  [[nodiscard]] std::size_t acknowledged() const { return acknowledged_; }
  [[nodiscard]] std::size_t refused() const { return refused_; }  // answers 503 or 507
  // Waits until so many more are acknowledged; false when they are not within the limit.
  bool wait_for_more(std::size_t count, std::chrono::milliseconds limit) const;
  // After stop: the marks acknowledged, and answers that were neither 201 nor a refusal with a remedy.
  [[nodiscard]] const std::vector<std::string>& marks() const { return marks_; }
  [[nodiscard]] const std::vector<std::string>& surprises() const { return surprises_; }

 private:
  void run(int client);
  bool send_one(http_client& client, const std::string& mark);
  const std::string cookie_;
  std::atomic<std::uint16_t> port_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> acknowledged_{0}, refused_{0};
  std::mutex mutex_;
  std::vector<std::string> marks_, surprises_;
  std::vector<std::thread> threads_;
};

}  // namespace test
