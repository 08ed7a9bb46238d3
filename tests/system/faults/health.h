#pragma once
#include <boost/json.hpp>

#include <string>

#include "support/http_client.h"
#include "support/server_process.h"

namespace health {

// What /healthz says of a part (ok, degraded, down); "" when it does not name it.
inline std::string of_part(const std::string& body, const std::string& part) {
  const auto all = boost::json::parse(body).as_object();
  for (const auto& one : all.at("parts").as_array()) {
    if (one.as_object().at("name").as_string() == part) return std::string(one.as_object().at("status").as_string());
  }
  return "";
}

// Whether the store's part is so, and the answer's status agrees: 503 exactly when something is down.
inline bool store_is(std::uint16_t port, const std::string& status) {
  test::http_client client(port);
  const auto answer = client.get("/healthz");
  const bool down = test::json_member(answer.body, "status") == "down";
  return of_part(answer.body, "store") == status && (answer.status == 503) == down && (status != "down" || down);
}

}  // namespace health
