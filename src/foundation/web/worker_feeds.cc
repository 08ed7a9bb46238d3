#include <boost/asio/post.hpp>

#include "foundation/base/log.h"
#include "foundation/web/connection.h"

// A thread's listeners, by hub.
namespace web {
namespace {

constexpr std::size_t events_per_drain = 1024;

std::string beat_wire(const event_hub& hub) {
  std::string out = ": beat\n\n";
  if (!hub.options().status) return out;
  try {
    out += event_wire({.seq = 0, .name = "status", .data = hub.options().status(), .scope = {}});
  } catch (const std::exception& failed) {  // the beat goes on; what is broken shows in what it does not say
    base::log(base::log_level::error, "status_failed", {{"what", std::string_view(failed.what())}});
  }
  return out;
}

}  // namespace

void worker::join_feed(connection& one) {
  const auto& hub = one.stream().who->hub;
  auto at = std::find_if(feeds.begin(), feeds.end(), [&](const auto& f) { return f->hub == hub; });
  if (at == feeds.end()) {
    auto fresh = std::make_shared<feed>();
    fresh->hub = hub;
    fresh->cursor = hub->last_seq();
    fresh->latest_version = hub->latest_version();
    fresh->beat_at_us = core->time.steady().us + hub->options().beat.us;
    fresh->latest_at_us = core->time.steady().us + hub->options().latest_every.us;
    // From any thread; the queue belongs to this worker, which the closure keeps.
    fresh->wake_id = hub->add_wake([home = shared_from_this(), weak = std::weak_ptr<feed>(fresh)] {
      const auto known = weak.lock();
      if (!known || known->woken.exchange(true)) return;
      asio::post(home->io, [raw = home.get(), weak] {
        if (const auto still = weak.lock()) raw->drain_feed(*still);
      });
    });
    feeds.push_back(std::move(fresh));
    at = feeds.end() - 1;
  }
  one.stream().place = (*at)->listeners.size();
  (*at)->listeners.push_back(&one);
  ++core->listeners;
}

void worker::leave_feed(connection& one) {
  const auto at = std::find_if(feeds.begin(), feeds.end(), [&](const auto& f) { return f->hub == one.stream().who->hub; });
  auto& list = (*at)->listeners;
  list.back()->stream().place = one.stream().place;
  list[one.stream().place] = list.back();
  list.pop_back();
  --core->listeners;
  if (!list.empty()) return;
  (*at)->hub->remove_wake((*at)->wake_id);
  feeds.erase(at);
}

void worker::drain_feed(feed& one) {
  one.woken = false;  // before reading: what is published from here on wakes again
  for (bool more = true; more;) {
    const std::uint64_t from = one.cursor;
    auto news = one.hub->read_after(from, events_per_drain);
    more = news.more;
    one.cursor = news.covered ? news.upto : one.hub->last_seq();
    if (news.covered && news.events.empty()) return;
    for (std::size_t i = one.listeners.size(); i-- > 0;) one.listeners[i]->hear(news, from);
  }
}

void worker::tick_feed(feed& one, base::duration now) {
  if (now.us >= one.latest_at_us) {
    one.latest_at_us = now.us + one.hub->options().latest_every.us;
    const std::uint64_t from = one.latest_version;
    const auto latest = one.hub->latest_after(from);
    one.latest_version = latest.version;
    if (latest.version != from) {
      for (std::size_t i = one.listeners.size(); i-- > 0;) one.listeners[i]->hear_latest(latest, from);
    }
    for (std::size_t i = one.listeners.size(); i-- > 0;) one.listeners[i]->poll();
  }
  if (now.us < one.beat_at_us) return;
  one.beat_at_us = now.us + one.hub->options().beat.us;
  const std::string plain = beat_wire(*one.hub);
  const std::string with_id = "id: " + std::to_string(one.cursor) + "\n" + plain;
  for (std::size_t i = one.listeners.size(); i-- > 0;) one.listeners[i]->beat(with_id, plain, one.cursor);
}

}  // namespace web
