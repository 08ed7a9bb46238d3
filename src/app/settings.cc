#include "app/settings.h"

#include <array>
#include <fstream>

#include "foundation/base/problem.h"

namespace app {
namespace {

using enum base::setting_kind;

constexpr std::array<base::setting, 34> declared{{
    {.key = "server.address", .kind = text, .standard = "127.0.0.1", .sentence = "address to listen on; 0.0.0.0 for every interface"},
    {.key = "server.port", .kind = integer, .standard = "8080", .sentence = "port to listen on; 0 takes any free one", .maximum = 65'535},
    {.key = "server.threads", .kind = integer, .standard = "0", .sentence = "io threads; 0: one per core", .maximum = 256},
    {.key = "server.certificate", .kind = text, .standard = "", .sentence = "PEM file of the certificate; with it the server speaks HTTPS only"},
    {.key = "server.key", .kind = text, .standard = "", .sentence = "PEM file of the certificate's key"},
    {.key = "server.behind_tls",
     .kind = boolean,
     .standard = "false",
     .sentence = "a proxy before the server speaks HTTPS: cookies are marked secure"},
    {.key = "server.requests_s", .kind = integer, .standard = "200", .sentence = "requests per second one address may make", .minimum = 0},
    {.key = "store.engine", .kind = text, .standard = "sqlite", .sentence = "sqlite or postgres"},
    {.key = "store.location",
     .kind = text,
     .standard = "",
     .sentence = "SQLite: path of the file (in the data folder when empty); PostgreSQL: connection string",
     .may_hold_password = true},
    {.key = "store.readers", .kind = integer, .standard = "4", .sentence = "read connections kept open", .minimum = 1, .maximum = 64},
    {.key = "store.node", .kind = text, .standard = "n1", .sentence = "this node's name in journal and outbox"},
    {.key = "store.outbox_days", .kind = integer, .standard = "7", .sentence = "days that events are kept for listeners who come back", .minimum = 1},
    {.key = "presence.incident_after_min",
     .kind = integer,
     .standard = "0",
     .sentence = "minutes after which an overdue check-in opens an incident; 0: never",
     .maximum = 1'440},
    {.key = "history.days",
     .kind = integer,
     .standard = "400",
     .sentence = "days that past states are kept, so that any moment of them can be shown again",
     .minimum = 1},
    {.key = "access.idle_s", .kind = integer, .standard = "600", .sentence = "seconds without use after which a session ends", .minimum = 30},
    {.key = "access.session_h", .kind = integer, .standard = "12", .sentence = "hours after which a session ends, used or not", .minimum = 1},
    {.key = "access.lock_min", .kind = integer, .standard = "10", .sentence = "minutes an account is locked after five failures", .minimum = 1},
    {.key = "access.hash_mb",
     .kind = integer,
     .standard = "64",
     .sentence = "memory in MiB that hashing one password takes",
     .minimum = 8,
     .maximum = 1'024},
    {.key = "dispatch.responsible_s",
     .kind = integer,
     .standard = "120",
     .sentence = "seconds a responsible unit may be slower than the fastest and still go first",
     .maximum = 3'600},
    {.key = "dispatch.position_age_s",
     .kind = integer,
     .standard = "600",
     .sentence = "seconds after which a unit's position is not known any more",
     .minimum = 10},
    {.key = "dispatch.cover_s", .kind = integer, .standard = "480", .sentence = "seconds within which a unit covers a place", .minimum = 60},
    {.key = "dispatch.caller_days",
     .kind = integer,
     .standard = "90",
     .sentence = "days after which a caller's name and number are destroyed",
     .minimum = 1},
    {.key = "track.days", .kind = integer, .standard = "30", .sentence = "days that positions of units are kept", .minimum = 1, .maximum = 3'650},
    {.key = "phones.fixes_s", .kind = integer, .standard = "20", .sentence = "positions per second a device may send for long; 0: any number"},
    {.key = "phones.burst",
     .kind = integer,
     .standard = "2000",
     .sentence = "positions a device may send at once, having been out of reach",
     .minimum = 1},
    {.key = "mqtt.address", .kind = text, .standard = "", .sentence = "host of the MQTT broker phones report to; none when empty"},
    {.key = "mqtt.port", .kind = integer, .standard = "1883", .sentence = "its port; 8883 is usual with TLS", .minimum = 1, .maximum = 65'535},
    {.key = "mqtt.client", .kind = text, .standard = "shouwang", .sentence = "name of the session the broker keeps for this server"},
    {.key = "mqtt.user", .kind = text, .standard = "shouwang", .sentence = "this server's user name at the broker; empty: anonymous"},
    {.key = "mqtt.password_file", .kind = text, .standard = "", .sentence = "file whose first line is its password there"},
    {.key = "mqtt.ca_file", .kind = text, .standard = "", .sentence = "PEM file of the broker's authority; with it TLS is spoken"},
    {.key = "files.clamd",
     .kind = text,
     .standard = "",
     .sentence = "the virus scanner clamd that each file is shown to: path of its socket or HOST:PORT; none when empty"},
    {.key = "sample.move_units",
     .kind = boolean,
     .standard = "true",
     .sentence = "invented units of a sample report their positions and drive to their calls"},
    {.key = "log.level", .kind = text, .standard = "info", .sentence = "debug, info, warning or error"},
}};

}  // namespace

base::config make_config() { return base::config(declared); }

web::server_config server_settings(const base::config& config) {
  web::server_config out;
  out.address = config.text("server.address");
  out.port = static_cast<std::uint16_t>(config.integer("server.port"));
  out.threads = static_cast<unsigned>(config.integer("server.threads"));
  if (!config.text("server.certificate").empty()) out.tls = web::tls_files{config.text("server.certificate"), config.text("server.key")};
  out.per_address.requests_s = static_cast<double>(config.integer("server.requests_s"));
  out.per_address.burst = out.per_address.requests_s * 3;
  return out;
}

std::optional<mqtt::broker> mqtt_settings(const base::config& config) {
  if (config.text("mqtt.address").empty()) return std::nullopt;
  mqtt::broker out;
  out.address = config.text("mqtt.address");
  out.port = static_cast<std::uint16_t>(config.integer("mqtt.port"));
  out.client = config.text("mqtt.client");
  out.user = config.text("mqtt.user");
  out.ca_file = config.text("mqtt.ca_file");
  const auto& path = config.text("mqtt.password_file");
  if (path.empty()) return out;
  std::ifstream file(path);
  if (!std::getline(file, out.password)) {
    throw base::problem(500, "bad_config", "The broker's password cannot be read.", path,
                        "Name a file that this program may read in mqtt.password_file.");
  }
  return out;
}

accounts::settings access_settings(const base::config& config) {
  accounts::settings out;
  out.idle_timeout = base::seconds(config.integer("access.idle_s"));
  out.lifetime = base::hours(config.integer("access.session_h"));
  out.lock_time = base::minutes(config.integer("access.lock_min"));
  out.secure_cookie = config.boolean("server.behind_tls") || !config.text("server.certificate").empty();
  out.cost = {.memory_bytes = static_cast<std::size_t>(config.integer("access.hash_mb")) << 20U, .passes = 2};
  return out;
}

store::options store_settings(const base::config& config, const std::string& data_folder, const std::string& resources) {
  store::options out;
  out.kind = config.text("store.engine") == "postgres" ? store::engine::postgres : store::engine::sqlite;
  out.location = config.text("store.location");
  if (out.location.empty() && out.kind == store::engine::sqlite) out.location = data_folder + "/shouwang.db";
  out.migrations_folder = resources + "/database";
  out.node = config.text("store.node");
  out.readers = static_cast<int>(config.integer("store.readers"));
  out.signing_key_path = data_folder + "/journal.key";
  return out;
}

}  // namespace app
