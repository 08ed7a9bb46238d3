#include "app/event_relay.h"

#include "foundation/base/problem.h"

namespace app {
namespace {

// Who may hear an event, as one text beside it: "permission|area path".
std::string scope_of(const store::event& what) { return what.permission + "|" + what.area_path; }

bool may_hear(const operation::caller& who, const web::event& what) {
  const auto bar = what.scope.find('|');
  const auto permission = std::string_view(what.scope).substr(0, bar);
  const auto path = std::string_view(what.scope).substr(bar + 1);
  if (permission.empty()) return true;
  return path.empty() ? who.may(permission) : who.may(permission, path);
}

web::event to_web(const store::committed_event& one) {
  return {.seq = static_cast<std::uint64_t>(one.seq), .name = one.what.topic, .data = one.what.payload, .scope = scope_of(one.what)};
}

// Topics that are the system's own and no console's business.
bool is_internal(std::string_view topic) { return topic == "access"; }

}  // namespace

std::shared_ptr<web::event_hub> make_event_hub(store::database& db, std::function<std::string()> status) {
  web::hub_options options;
  options.start_seq = static_cast<std::uint64_t>(db.last_seq());
  options.status = std::move(status);
  options.history = [&db](std::uint64_t after, std::size_t limit) {
    web::history_page page;
    const auto oldest = db.oldest_seq();
    page.too_old = oldest > 0 && static_cast<std::int64_t>(after) + 1 < oldest;
    if (page.too_old) return page;
    for (const auto& one : db.events_after(static_cast<std::int64_t>(after), limit)) {
      auto event = to_web(one);
      if (is_internal(event.name)) event.scope = "nobody|";  // keeps its place in the sequence, heard by none
      page.events.push_back(std::move(event));
    }
    return page;
  };
  auto hub = std::make_shared<web::event_hub>(std::move(options));
  db.on_commit([hub](std::span<const store::committed_event> events) {
    std::vector<web::event> out;
    for (const auto& one : events) {
      if (!is_internal(one.what.topic)) out.push_back(to_web(one));
    }
    if (!out.empty()) hub->publish(std::move(out));
  });
  return hub;
}

void bind_events(web::router& router, std::shared_ptr<web::event_hub> hub, authenticate who, accounts::session_cache& sessions) {
  bind_page(router, "/api/events", "", std::move(who), [hub, &sessions](const web::request& in, std::shared_ptr<const operation::caller> caller) {
    web::listener listener;
    listener.hub = hub;
    listener.may_hear = [caller](const web::event& what) { return may_hear(*caller, what); };
    listener.still_allowed = [caller, &sessions] { return sessions.is_current(*caller); };
    return web::event_stream(in, std::move(listener));
  });
}

}  // namespace app
