#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/health.h"
#include "app/housekeeping.h"
#include "app/phones_mqtt.h"
#include "app/town.h"
#include "foundation/web/event_hub.h"
#include "foundation/web/metrics.h"
#include "foundation/web/request_metrics.h"
#include "foundation/web/server.h"
#include "foundation/web/static_files.h"

namespace app {

struct http_options {
  web::server_config server;
  std::string console_folder;               // "" or absent: no console, the API alone
  std::string tiles;                        // .mbtiles; may be absent
  std::optional<mqtt::broker> broker = {};  // of phones that speak MQTT
  std::string mode = "live";                // or "replay"
  // Who may read a file once it was in use: nobody, until something uses files and says so.
};

// A town on the network: its operations, event stream, tiles, health, metrics and the console's files. Connections, beats and
// recurring work go by the machine's clock, also when the town's own time is a replay's and leaps or stands still.
class http_server {
 public:
  http_server(town& of, http_options how);
  ~http_server();
  void start();
  void stop();
  [[nodiscard]] std::string address() const;  // http://127.0.0.1:8080
  // Before start: more of what recurs.
  void add_job(housekeeping::job one) { jobs_.push_back(std::move(one)); }

 private:
  web::router make_routes();
  [[nodiscard]] std::vector<part_health> ask_parts() const;
  [[nodiscard]] part_health phones_health() const;
  void add_metrics();
  const base::system_clock clock_;
  town& town_;
  http_options how_;
  std::vector<housekeeping::job> jobs_;
  std::unique_ptr<housekeeping> housekeeping_;
  std::shared_ptr<web::event_hub> hub_;
  std::shared_ptr<web::event_hub> unit_hub_;
  web::static_files files_;
  bool has_tiles_ = false;
  web::metrics metrics_;
  std::unique_ptr<phones_mqtt> mqtt_door_;
  std::unique_ptr<web::server> server_;
  std::unique_ptr<web::request_metrics> request_metrics_;
};

}  // namespace app
