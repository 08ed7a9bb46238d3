#include "app/health.h"

#include <algorithm>
#include <array>

#include "foundation/base/text.h"

namespace app {
namespace {

constexpr std::array<std::string_view, 3> status_names{"ok", "degraded", "down"};

part_status worst_of(const std::vector<part_health>& parts) {
  part_status worst = part_status::ok;
  for (const auto& part : parts) worst = std::max(worst, part.status);
  return worst;
}

}  // namespace

std::string health_json(const std::vector<part_health>& parts, base::instant now) {
  std::string out = R"({"status":")" + std::string(status_names[static_cast<std::size_t>(worst_of(parts))]);
  out += R"(","now":")" + base::to_rfc3339(now) + R"(","parts":[)";
  for (const auto& part : parts) {
    out += out.back() == '[' ? R"({"name":)" : R"(,{"name":)";
    base::append_json_string(out, part.name);
    out += R"(,"status":")" + std::string(status_names[static_cast<std::size_t>(part.status)]) + R"(","detail":)";
    base::append_json_string(out, part.detail);
    out += '}';
  }
  return out + "]}";
}

void bind_health(web::router& router, ask_health ask, const base::clock& time) {
  router.add({.verb = web::method::get, .pattern = "/healthz", .handle = web::answer_with([ask = std::move(ask), &time](const web::request&) {
                                                                 const auto parts = ask();
                                                                 auto out = web::json_response(worst_of(parts) == part_status::down ? 503 : 200,
                                                                                               health_json(parts, time.now()));
                                                                 out.headers.push_back({"Cache-Control", "no-store"});
                                                                 return out;
                                                               })});
}

}  // namespace app
