#pragma once
#include <mosquitto.h>

#include <memory>
#include <string>

#include "foundation/base/problem.h"
#include "foundation/base/time.h"
#include "foundation/mqtt/mqtt.h"

// Shared by the two sides of this module.
namespace mqtt {

struct free_client {
  void operator()(mosquitto* one) const { mosquitto_destroy(one); }
};
using client_handle = std::unique_ptr<mosquitto, free_client>;

// A client with its name, password and certificates, not connected. keep_session: the broker keeps what it owes us while we are
// away. Throws base::problem mqtt_failed.
client_handle make_client(const broker& where, bool keep_session, void* context);

// Connects, within `limit` also to a host that swallows packets (libmosquitto itself would wait for minutes). Returns why not, "" when
// the connection stands; whether the broker takes us is told later.
std::string connect(mosquitto& client, const broker& where, base::duration limit);

// The broker's answer to a connection, in words; "" for "welcome".
std::string refusal_text(int code);

base::problem mqtt_failed(const std::string& detail);

}  // namespace mqtt
