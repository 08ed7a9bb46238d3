#include <chrono>
#include <cstdio>
#include <thread>

#include "app/feed.h"
#include "engines/track/frame_read.h"
#include "foundation/base/problem.h"
#include "foundation/base/time.h"
#include "foundation/mqtt/mqtt.h"
#include "foundation/record/json_tree.h"
#include "foundation/seal/encoding.h"

namespace app {
namespace {

constexpr std::size_t json_batch = 100;
constexpr std::size_t frame_batch = 5'000;
constexpr int most_tries = 60;

std::string number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.7f", value);
  return text;
}

// Counts every number and every refusal's code of a batch's answer.
void count_answer(const std::string& body, feed_counts& counts) {
  const auto tree = record::parse_json(body, std::size_t{4} << 20U, 8);
  tree.each(tree.root(), [&](const record::json_node& member) {
    if (member.holds == record::json_node::type::integer && member.integer > 0) counts.add(tree.key(member), member.integer);
    if (member.holds != record::json_node::type::list) return;
    tree.each(member, [&](const record::json_node& refusal) {
      tree.each(refusal, [&](const record::json_node& part) {
        if (tree.key(part) == "code") counts.add("refused: " + std::string(tree.text(part)));
      });
    });
  });
}

// Sends until it is answered for good: a server that restarts or is full hears it again, as from a phone.
class http_sender : public feed_sender {
 public:
  http_sender(const feed_options& how, feed_counts& counts) : counts_(counts), http_(parse_feed_address(how.to)) {}

 protected:
  feed_answer insist(std::string_view method, std::string_view target, const feed_http::fields& fields, std::string_view body) {
    for (int tries = 1;; ++tries) {
      try {
        auto answer = http_.request(method, target, fields, body);
        if ((answer.status != 503 && answer.status != 429) || tries == most_tries) return answer;
        counts_.add("put off: " + std::to_string(answer.status));
      } catch (const base::problem&) {
        if (tries == most_tries) throw;
        counts_.add("connection lost");
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(tries < 5 ? 200 : 1'000));
    }
  }
  void count_batch(const feed_answer& answer) {
    if (answer.status == 200) {
      count_answer(answer.body, counts_);
    } else {
      count_status(answer);
    }
  }
  void count_status(const feed_answer& answer) { counts_.add("answered " + std::to_string(answer.status)); }
  feed_counts& counts_;

 private:
  feed_http http_;
};

class json_sender : public http_sender {
 public:
  json_sender(const feed_options& how, feed_counts& counts)
      : http_sender(how, counts), fields_{{"Authorization", "Bearer " + how.token}, {"Content-Type", "application/json"}} {}
  [[nodiscard]] std::size_t most_at_once() const override { return json_batch; }
  void send(const std::vector<outgoing>& fixes) override {
    std::string body = R"({"positions":[)";
    for (std::size_t i = 0; i < fixes.size(); ++i) {
      const auto& one = fixes[i];
      body += std::string(i == 0 ? "" : ",") + R"({"unit_id":")" + one.target->unit_id + R"(","position":{"lon":)" + number(one.fix.lon) +
              R"(,"lat":)" + number(one.fix.lat) + R"(},"at":")" + base::to_rfc3339({one.fix.at_us}) + R"("})";
    }
    count_batch(insist("POST", "/api/unit-positions", fields_, body + "]}"));
  }

 private:
  feed_http::fields fields_;
};

// As a gateway does: many units' fixes in one compact frame.
class frames_sender : public http_sender {
 public:
  frames_sender(const feed_options& how, feed_counts& counts)
      : http_sender(how, counts), fields_{{"Authorization", "Bearer " + how.token}, {"Content-Type", "application/octet-stream"}} {}
  [[nodiscard]] std::size_t most_at_once() const override { return frame_batch; }
  void send(const std::vector<outgoing>& fixes) override {
    track::batch all;
    std::map<std::string_view, std::uint32_t> places;
    for (const auto& one : fixes) {
      const auto [place, is_new] = places.try_emplace(one.target->unit_id, static_cast<std::uint32_t>(all.units.size()));
      if (is_new) all.units.push_back(one.target->unit_id);
      all.fixes.push_back({.unit = place->second, .sent = {.lon = one.fix.lon, .lat = one.fix.lat, .at = {one.fix.at_us}}});
    }
    count_batch(insist("POST", "/api/unit-frames", fields_, track::write_frame(all)));
  }

 private:
  feed_http::fields fields_;
};

// Whole seconds, upwards: a unit that came on shift within this second was not on shift at its beginning.
std::string owntracks_body(const feed_fix& fix) {
  return R"({"_type":"location","lat":)" + number(fix.lat) + R"(,"lon":)" + number(fix.lon) + R"(,"tst":)" +
         std::to_string((fix.at_us + 999'999) / 1'000'000) + "}";
}

class owntracks_sender : public http_sender {
 public:
  using http_sender::http_sender;
  void send(const std::vector<outgoing>& fixes) override {
    for (const auto& one : fixes) {
      const feed_http::fields fields{{"Authorization", "Basic " + seal::to_base64(one.target->device + ":" + one.target->key)},
                                     {"X-Limit-U", one.target->device},
                                     {"X-Limit-D", "feed"},
                                     {"Content-Type", "application/json"}};
      count_status(insist("POST", "/api/phones/owntracks", fields, owntracks_body(one.fix)));
    }
  }
};

class osmand_sender : public http_sender {
 public:
  using http_sender::http_sender;
  void send(const std::vector<outgoing>& fixes) override {
    for (const auto& one : fixes) {
      const auto target = "/api/phones/osmand?id=" + one.target->key + "&lat=" + number(one.fix.lat) + "&lon=" + number(one.fix.lon) +
                          "&timestamp=" + std::to_string(one.fix.at_us / 1'000);
      count_status(insist("GET", target, {}, ""));
    }
  }
};

// Each device its own connection to the broker, as its own user.
class mqtt_sender : public feed_sender {
 public:
  mqtt_sender(const feed_options& how, feed_counts& counts) : to_(parse_feed_address(how.to)), counts_(counts) {}
  void send(const std::vector<outgoing>& fixes) override {
    for (const auto& one : fixes) {
      speaker_of(*one.target).publish("owntracks/" + one.target->device + "/feed", owntracks_body(one.fix));
      counts_.add("published");
    }
  }
  void finish() override {
    for (auto& [name, speaker] : speakers_) speaker->drain();
  }

 private:
  mqtt::publisher& speaker_of(const feed_target& target) {
    auto& found = speakers_[target.device];
    if (!found) {
      found = std::make_unique<mqtt::publisher>(
          mqtt::broker{.address = to_.host, .port = to_.port, .client = target.device, .user = target.device, .password = target.key});
    }
    return *found;
  }
  feed_address to_;
  feed_counts& counts_;
  std::map<std::string, std::unique_ptr<mqtt::publisher>> speakers_;
};

}  // namespace

std::unique_ptr<feed_sender> make_feed_sender(const feed_options& how, feed_counts& counts) {
  if (how.protocol == "json") return std::make_unique<json_sender>(how, counts);
  if (how.protocol == "frames") return std::make_unique<frames_sender>(how, counts);
  if (how.protocol == "owntracks") return std::make_unique<owntracks_sender>(how, counts);
  if (how.protocol == "osmand") return std::make_unique<osmand_sender>(how, counts);
  if (how.protocol == "mqtt") return std::make_unique<mqtt_sender>(how, counts);
  throw base::problem(400, "bad_call", "There is no such protocol.", how.protocol, "Say json, frames, owntracks, osmand or mqtt.");
}

}  // namespace app
