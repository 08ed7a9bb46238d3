#include "foundation/mqtt/client.h"

namespace mqtt {
namespace {

constexpr int most_under_way = 200;
constexpr base::duration connect_limit = base::seconds(5);

}  // namespace

struct publisher::state {
  client_handle client;
  std::mutex mutex;  // guards the rest
  std::condition_variable wake;
  bool connected = false;
  std::string failed;
  std::int64_t sent = 0;
  std::int64_t acknowledged = 0;

  template <class Change>
  void change(const Change& how) {
    const std::lock_guard lock(mutex);
    how();
    wake.notify_all();
  }
  // Throws when the broker is lost or the limit passes first.
  template <class Holds>
  void wait(const Holds& holds, base::duration limit) {
    std::unique_lock lock(mutex);
    const bool came = wake.wait_for(lock, std::chrono::microseconds(limit.us), [&] { return !failed.empty() || holds(); });
    if (!failed.empty()) throw mqtt_failed(failed);
    if (!came) throw mqtt_failed("It does not answer.");
  }
};

publisher::publisher(const broker& where) : state_(std::make_unique<state>()) {
  state_->client = make_client(where, false, state_.get());
  auto* client = state_->client.get();
  mosquitto_max_inflight_messages_set(client, most_under_way);
  mosquitto_connect_callback_set(client, [](mosquitto*, void* self, int code) {
    auto& mine = *static_cast<state*>(self);
    mine.change([&] {
      mine.connected = code == 0;
      mine.failed = refusal_text(code);
    });
  });
  mosquitto_disconnect_callback_set(client, [](mosquitto*, void* self, int code) {
    auto& mine = *static_cast<state*>(self);
    mine.change([&] { mine.failed = mine.failed.empty() && code != 0 ? "The connection was lost." : mine.failed; });
  });
  mosquitto_publish_callback_set(client, [](mosquitto*, void* self, int) {
    auto& mine = *static_cast<state*>(self);
    mine.change([&] { ++mine.acknowledged; });
  });
  if (const auto why = connect(*client, where, connect_limit); !why.empty()) throw mqtt_failed(why);
  if (mosquitto_loop_start(client) != MOSQ_ERR_SUCCESS) throw mqtt_failed("Its thread could not be started.");
  try {
    state_->wait([this] { return state_->connected; }, connect_limit);
  } catch (...) {
    mosquitto_loop_stop(client, true);
    throw;
  }
}

publisher::~publisher() {
  mosquitto_disconnect(state_->client.get());
  mosquitto_loop_stop(state_->client.get(), false);
}

void publisher::publish(const std::string& topic, std::string_view payload) {
  state_->wait([this] { return state_->sent - state_->acknowledged < most_under_way; }, base::seconds(30));
  const int failed = mosquitto_publish(state_->client.get(), nullptr, topic.c_str(), static_cast<int>(payload.size()), payload.data(), 1, false);
  if (failed != MOSQ_ERR_SUCCESS) throw mqtt_failed(mosquitto_strerror(failed));
  state_->change([this] { ++state_->sent; });
}

void publisher::drain(base::duration limit) {
  state_->wait([this] { return state_->acknowledged >= state_->sent; }, limit);
}

std::int64_t publisher::acknowledged() const {
  const std::lock_guard lock(state_->mutex);
  return state_->acknowledged;
}

}  // namespace mqtt
