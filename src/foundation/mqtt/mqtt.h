#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "foundation/base/clock.h"

namespace mqtt {

// Where the broker is and who we are there.
struct broker {
  std::string address = "127.0.0.1";
  std::uint16_t port = 1883;
  std::string client = "shouwang";  // names the session that the broker keeps for us: one program a name
  std::string user = {};            // "": anonymous
  std::string password = {};
  std::string ca_file = {};  // PEM; with it the connection is TLS
  int keep_alive_s = 30;
};

struct message {
  std::string_view topic;
  std::string_view payload;
};

// Called once, from any thread: whether the message is kept (also when it is of no use and never will be). A message that is not
// kept comes again.
using settle = std::function<void(bool kept)>;

struct subscription_state {
  bool connected = false;     // and subscribed
  std::string detail = {};    // why not, otherwise
  base::instant since = {};   // of either
  std::int64_t messages = 0;  // received, since start
  std::int64_t unkept = 0;    // how often messages had to be left to come again
  std::int64_t connections = 0;
};

// Hears one filter ("owntracks/+/+") at QoS 1 for as long as it lives, on a thread of its own.
class subscription {
 public:
  using hearer = std::function<void(const message&, settle)>;
  // `hear` must not block; `time` must outlive this.
  subscription(broker where, std::string filter, hearer hear, const base::clock& time);
  ~subscription();  // what was read and not settled yet is not acknowledged
  subscription(const subscription&) = delete;
  subscription& operator=(const subscription&) = delete;
  [[nodiscard]] subscription_state state() const;

 private:
  class connection;
  void run();
  bool wait(base::duration span);
  void note(bool connected, std::string detail);
  std::string give_up();

  const broker where_;
  const std::string filter_;
  const hearer hear_;
  const base::clock& time_;
  mutable std::mutex mutex_;  // guards state_
  subscription_state state_;
  std::mutex stop_mutex_;
  std::condition_variable stop_wake_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

// Sends messages at QoS 1, several under way at once. Not for several threads.
class publisher {
 public:
  // Connects; throws base::problem mqtt_failed (503) when that is refused or takes longer than five seconds.
  explicit publisher(const broker& where);
  ~publisher();
  publisher(const publisher&) = delete;
  publisher& operator=(const publisher&) = delete;
  // Waits while as many are under way as may be. Throws mqtt_failed when the broker is lost.
  void publish(const std::string& topic, std::string_view payload);
  // Waits until all are acknowledged; throws mqtt_failed when that takes longer.
  void drain(base::duration limit = base::seconds(30));
  [[nodiscard]] std::int64_t acknowledged() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace mqtt
