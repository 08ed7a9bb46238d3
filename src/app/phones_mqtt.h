#pragma once
#include <vector>

#include "app/health.h"
#include "engines/track/phones.h"
#include "foundation/mqtt/mqtt.h"

namespace app {

// OwnTracks by way of an MQTT broker: topics owntracks/<device's name>/<anything>. That a device writes only under its own name
// is the broker's to see to ("pattern write owntracks/%u/#" in its access list). A fix is acknowledged to the broker when it is
// durable; while the store is down nothing is, and the broker keeps it for us.
class phones_mqtt {
 public:
  // Both must outlive this.
  phones_mqtt(mqtt::broker where, track::phones& desk, const base::clock& time);
  [[nodiscard]] mqtt::subscription_state state() const { return heard_.state(); }
  [[nodiscard]] part_health health() const;

 private:
  track::phones& desk_;
  mqtt::subscription heard_;
};

}  // namespace app
