#include "app/phones_mqtt.h"

#include "engines/track/owntracks_read.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace app {
namespace {

// Whether the same message may be taken later: then it is not acknowledged.
bool may_come_again(const std::exception_ptr& failed) {
  try {
    std::rethrow_exception(failed);
  } catch (const base::problem& why) {
    return why.status >= 500;
  } catch (...) {
    return true;
  }
}

void hear(track::phones& desk, const mqtt::message& what, const mqtt::settle& done) {
  const auto levels = base::split(what.topic, '/');
  const auto device = levels.size() == 3 ? desk.find_vouched(levels[1], track::protocol::mqtt) : nullptr;
  if (!device) {
    done(true);
    return;
  }
  try {
    desk.take(device, track::read_owntracks(what.payload), track::door::mqtt,
              [done](const std::exception_ptr& failed) { done(!failed || !may_come_again(failed)); });
  } catch (...) {
    done(!may_come_again(std::current_exception()));
  }
}

}  // namespace

phones_mqtt::phones_mqtt(mqtt::broker where, track::phones& desk, const base::clock& time)
    : desk_(desk),
      heard_(
          std::move(where), "owntracks/+/+", [this](const mqtt::message& what, const mqtt::settle& done) { hear(desk_, what, done); }, time) {}

part_health phones_mqtt::health() const {
  const auto now = heard_.state();
  auto detail = now.connected ? std::to_string(now.messages) + " messages" : now.detail;
  if (now.unkept > 0) detail += ", " + std::to_string(now.unkept) + " not kept";
  return {"mqtt", now.connected ? part_status::ok : part_status::degraded, std::move(detail)};
}

}  // namespace app
