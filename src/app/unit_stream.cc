#include "app/unit_stream.h"

#include <charconv>

#include "app/unit_view.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace app {
namespace {

// "west,south,east,north" in degrees; everything when it is not given.
geo::box view_of(const web::request& in) {
  const auto given = in.query_value("view");
  if (!given || given->empty()) return unit_window{}.view;
  double numbers[4] = {};
  std::string_view left = *given;
  for (auto& one : numbers) {
    const auto end = left.find(',');
    const auto text = left.substr(0, end);
    const auto [stopped, failed] = std::from_chars(text.data(), text.data() + text.size(), one);
    const bool last = &one == &numbers[3];
    if (failed != std::errc() || stopped != text.data() + text.size() || last != (end == std::string_view::npos)) {
      throw base::bad_input({{"/query/view", "wrong_type", "is west,south,east,north in degrees"}});
    }
    left.remove_prefix(last ? left.size() : end + 1);
  }
  const geo::box box{.west = numbers[0], .south = numbers[1], .east = numbers[2], .north = numbers[3]};
  if (!(box.west < box.east) || !(box.south < box.north)) throw base::bad_input({{"/query/view", "out_of_range", "has no extent"}});
  return box;
}

}  // namespace

std::shared_ptr<web::event_hub> make_unit_hub(std::function<std::string()> status) {
  web::hub_options options;
  options.latest_every = base::milliseconds(80);  // looked at every 100 ms: never every second time
  options.status = std::move(status);
  return std::make_shared<web::event_hub>(std::move(options));
}

void bind_unit_stream(web::router& router, std::shared_ptr<web::event_hub> hub, authenticate who, unit_stream_parts parts) {
  bind_page(router, "/api/unit-stream", "unit.read", std::move(who),
            [hub, parts](const web::request& in, std::shared_ptr<const operation::caller> caller) {
              auto view = std::make_shared<unit_view>(caller, unit_window{.view = view_of(in)});
              web::listener listener;
              listener.hub = hub;
              listener.still_allowed = [caller, parts] { return parts.sessions.is_current(*caller); };
              listener.poll = [view, parts](std::string& out) {
                std::string data;
                if (view->describe(*parts.units.now(), parts.time.now(), data))
                  out += web::event_wire({.seq = 0, .name = "units", .data = std::move(data), .scope = {}});
              };
              return web::event_stream(in, std::move(listener));
            });
}

}  // namespace app
