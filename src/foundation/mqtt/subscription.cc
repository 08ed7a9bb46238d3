#include <poll.h>

#include <algorithm>

#include "foundation/base/log.h"
#include "foundation/mqtt/client.h"

namespace mqtt {
namespace {

constexpr base::duration first_pause = base::seconds(1);
constexpr base::duration longest_pause = base::seconds(60);
constexpr base::duration connect_limit = base::seconds(5);
constexpr std::chrono::seconds settle_limit(20);  // within the keep-alive, or the broker gives us up
constexpr int most_at_once = 256;                 // messages read before they are waited for
constexpr int look_ms = 200;                      // how often it is looked whether to stop

// How the messages of one connection stand with whoever hears them; outlives the connection.
class ledger {
 public:
  void open_one() {
    const std::lock_guard lock(mutex_);
    ++open_;
  }
  void close_one(bool kept) {
    const std::lock_guard lock(mutex_);
    --open_;
    unkept_ += kept ? 0 : 1;
    wake_.notify_all();
  }
  // Whether all are settled and kept; false at once when one is not.
  bool wait(std::chrono::seconds limit, const std::atomic<bool>& stopping) {
    std::unique_lock lock(mutex_);
    const auto until = std::chrono::steady_clock::now() + limit;
    while (open_ > 0 && unkept_ == 0 && !stopping && std::chrono::steady_clock::now() < until) {
      wake_.wait_for(lock, std::chrono::milliseconds(look_ms));
    }
    return open_ == 0 && unkept_ == 0;
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  int open_ = 0;
  int unkept_ = 0;
};

}  // namespace

// One connection, from the first byte to its loss.
class subscription::connection {
 public:
  explicit connection(subscription& of) : of_(of), client_(make_client(of.where_, true, this)) {
    // Acknowledgements are only queued, never written behind our back: the loop below writes them when their time has come.
    mosquitto_threaded_set(client_.get(), true);
    mosquitto_connect_callback_set(client_.get(), [](mosquitto*, void* self, int code) { static_cast<connection*>(self)->connected(code); });
    mosquitto_subscribe_callback_set(client_.get(), [](mosquitto*, void* self, int, int count, const int* granted) {
      static_cast<connection*>(self)->subscribed(count > 0 && granted[0] <= 2);
    });
    mosquitto_message_callback_set(client_.get(),
                                   [](mosquitto*, void* self, const mosquitto_message* what) { static_cast<connection*>(self)->heard(*what); });
  }

  // Serves until the connection is lost, a message could not be kept, or the subscription stops; returns why.
  std::string serve() {
    auto why = connect(*client_, of_.where_, connect_limit);
    while (why.empty() && !of_.stopping_) {
      why = read();
      if (!why.empty()) break;
      if (!open_->wait(settle_limit, of_.stopping_)) return of_.stopping_ ? "" : of_.give_up();
      why = write();
    }
    if (why.empty()) mosquitto_disconnect(client_.get());
    while (why.empty() && mosquitto_want_write(client_.get())) why = write();
    return refused_.empty() ? why : refused_;
  }
  [[nodiscard]] bool was_connected() const { return subscribed_; }

 private:
  std::string read() {
    for (int i = 0, wait_ms = look_ms; i < most_at_once; ++i, wait_ms = 0) {
      pollfd ready{.fd = mosquitto_socket(client_.get()), .events = POLLIN, .revents = 0};
      if (mosquitto_want_write(client_.get())) ready.events |= POLLOUT;
      if (ready.fd < 0) return "the connection is closed";
      if (::poll(&ready, 1, wait_ms) < 1 || (ready.revents & ~POLLOUT) == 0) return {};
      if (const int failed = mosquitto_loop_read(client_.get(), 1); failed != MOSQ_ERR_SUCCESS) return mosquitto_strerror(failed);
      if (!refused_.empty()) return refused_;
    }
    return {};
  }
  std::string write() {
    while (mosquitto_want_write(client_.get())) {
      if (const int failed = mosquitto_loop_write(client_.get(), 1); failed != MOSQ_ERR_SUCCESS) return mosquitto_strerror(failed);
    }
    const int failed = mosquitto_loop_misc(client_.get());
    return failed == MOSQ_ERR_SUCCESS ? std::string() : mosquitto_strerror(failed);
  }
  void connected(int code) {
    refused_ = refusal_text(code);
    if (refused_.empty()) mosquitto_subscribe(client_.get(), nullptr, of_.filter_.c_str(), 1);
  }
  void subscribed(bool granted) {
    subscribed_ = granted;
    if (!granted) refused_ = "the broker does not let us hear " + of_.filter_;
    if (granted) of_.note(true, {});
  }
  void heard(const mosquitto_message& what) {
    open_->open_one();
    {
      const std::lock_guard lock(of_.mutex_);
      ++of_.state_.messages;
    }
    const auto once = std::make_shared<std::atomic<bool>>(false);
    const settle done = [open = open_, once](bool kept) {
      if (!once->exchange(true)) open->close_one(kept);
    };
    try {
      of_.hear_({what.topic, {static_cast<const char*>(what.payload), static_cast<std::size_t>(what.payloadlen)}}, done);
    } catch (const std::exception& error) {
      base::log(base::log_level::error, "mqtt_hearer_failed", {{"detail", std::string_view(error.what())}});
      done(false);
    }
  }

  subscription& of_;
  client_handle client_;
  std::shared_ptr<ledger> open_ = std::make_shared<ledger>();
  std::string refused_;
  bool subscribed_ = false;
};

subscription::subscription(broker where, std::string filter, hearer hear, const base::clock& time)
    : where_(std::move(where)), filter_(std::move(filter)), hear_(std::move(hear)), time_(time) {
  state_.detail = "not connected yet";
  state_.since = time_.now();
  thread_ = std::thread([this] { run(); });
}

subscription::~subscription() {
  {
    const std::lock_guard lock(stop_mutex_);
    stopping_ = true;
  }
  stop_wake_.notify_all();
  thread_.join();
}

subscription_state subscription::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void subscription::note(bool connected, std::string detail) {
  const std::lock_guard lock(mutex_);
  if (connected != state_.connected) {
    state_.since = time_.now();
    if (connected) ++state_.connections;
    base::log(connected ? base::log_level::info : base::log_level::warning, connected ? "mqtt_connected" : "mqtt_lost",
              {{"broker", std::string_view(where_.address)}, {"detail", std::string_view(detail)}});
  }
  state_.connected = connected;
  state_.detail = std::move(detail);
}

std::string subscription::give_up() {
  const std::lock_guard lock(mutex_);
  ++state_.unkept;
  return "a message could not be kept";
}

// Whether to go on, after the pause.
bool subscription::wait(base::duration span) {
  std::unique_lock lock(stop_mutex_);
  stop_wake_.wait_for(lock, std::chrono::microseconds(span.us), [this] { return stopping_.load(); });
  return !stopping_;
}

void subscription::run() {
  auto pause = first_pause;
  while (!stopping_) {
    std::string why;
    bool worked = false;
    try {
      connection one(*this);
      why = one.serve();
      worked = one.was_connected();
    } catch (const std::exception& error) {
      why = error.what();
    }
    if (stopping_) break;
    note(false, why);
    pause = worked ? first_pause : pause;
    if (!wait(pause)) break;
    pause = std::min(longest_pause, base::duration{pause.us * 2});
  }
  note(false, "stopped");
}

}  // namespace mqtt
