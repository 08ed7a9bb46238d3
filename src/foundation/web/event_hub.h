#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "foundation/base/time.h"
#include "foundation/web/response.h"

namespace web {

// Something that happened, as listeners hear it.
struct event {
  std::uint64_t seq = 0;  // its place in the outbox, from 1; the id by which a listener resumes
  std::string name;       // "incident"
  std::string data;       // JSON text
  std::string scope;      // what a listener's filter judges by; never sent
};

// An event with its bytes on the wire, formatted once for all listeners.
struct wire_event {
  event what;
  std::string wire;
};
using shared_event = std::shared_ptr<const wire_event>;

// Events behind a point, read from the outbox.
struct history_page {
  bool too_old = false;       // events behind that point are gone: the listener is told `reset`
  std::vector<event> events;  // in order; empty: there are none
};

struct hub_options {
  std::uint64_t start_seq = 0;                            // the newest committed seq when the hub is made; what follows is published to it
  std::size_t ring_events = 16'384;                       // the newest events kept in memory
  std::size_t ring_bytes = 32 * 1024 * 1024;              // of their wire text
  base::duration beat = base::seconds(5);                 // `: beat` and event `status` to every listener
  base::duration latest_every = base::milliseconds(250);  // between two rounds of the latest-wins channel
  // At most `limit` events with seq > after, in order. Called on io threads: an indexed read, some milliseconds at
  // most. Not set: only the ring can be resumed from.
  std::function<history_page(std::uint64_t after, std::size_t limit)> history = {};
  // The data of event `status` at each beat. Called on io threads.
  std::function<std::string()> status = {};
};

struct hub_counts {
  std::uint64_t published = 0;
  std::uint64_t resets = 0;   // listeners told that they missed something
  std::uint64_t dropped = 0;  // of these, for being too slow
};

// Where events come in from any thread and go out to every listener of every server thread. Keeps the newest in a
// ring; a listener is a place in it, so thousands cost nothing while nothing happens.
class event_hub {
 public:
  explicit event_hub(hub_options options);

  // From any thread. Seqs must rise over all calls (publish in the order of commits); one that does not is ignored,
  // so that a relay may offer an event again. Gaps between seqs are fine.
  void publish(event what) { publish(std::vector<event>{std::move(what)}); }
  void publish(std::vector<event> what);
  // The newest value of a thing whose older values nobody needs (a unit's position): sent within latest_every, without
  // id, as event `name` with data {"items":[…]} of all keys that changed. At most 100,000 keys of all names.
  void publish_latest(std::string_view name, std::string_view key, std::string data, std::string_view scope);

  [[nodiscard]] std::uint64_t last_seq() const;
  [[nodiscard]] hub_counts counts() const;
  [[nodiscard]] const hub_options& options() const { return options_; }

  // --- for the server's threads ---
  struct news {
    bool covered = false;              // whether the ring still has everything behind the asked point
    std::vector<shared_event> events;  // in order, at most as many as asked
    std::uint64_t upto = 0;            // resume here
    bool more = false;
  };
  [[nodiscard]] news read_after(std::uint64_t seq, std::size_t most) const;
  // Everything behind this seq is in the ring (seqs up to it are not).
  [[nodiscard]] std::uint64_t ring_begins_after() const;
  struct latest_news {
    std::uint64_t version = 0;
    std::vector<shared_event> events;  // one or more per name and scope
  };
  [[nodiscard]] latest_news latest_after(std::uint64_t version) const;
  [[nodiscard]] std::uint64_t latest_version() const;
  void count_reset(bool for_slowness);
  // `wake` is called after each publish, from its thread; it must only post. Returns what remove_wake takes.
  std::uint64_t add_wake(std::function<void()> wake);
  void remove_wake(std::uint64_t id);

 private:
  struct latest_value {
    std::string name;
    std::string scope;
    std::string data;
    std::uint64_t version = 0;
  };
  using wakes = std::vector<std::pair<std::uint64_t, std::function<void()>>>;

  hub_options options_;
  mutable std::mutex mutex_;
  std::deque<shared_event> ring_;
  std::size_t ring_size_ = 0;  // bytes
  std::uint64_t begins_after_;
  std::uint64_t last_seq_;
  std::unordered_map<std::string, latest_value> latest_;
  std::uint64_t latest_version_ = 0;
  hub_counts counts_;
  std::shared_ptr<const wakes> wakes_ = std::make_shared<wakes>();
  std::uint64_t next_wake_ = 1;
};

// One client that wants to hear. Its functions are called on an io thread.
struct listener {
  std::shared_ptr<event_hub> hub;
  std::optional<std::uint64_t> after = {};          // resume behind this seq; nothing: from now on
  std::function<bool(const event&)> may_hear = {};  // permission; not set: everything
  std::function<bool()> still_allowed = {};         // asked at each beat; false ends the stream
  // Asked at the start and every latest_every while the socket takes what it is given: appends wire text of this
  // listener's own (event_wire), or nothing. What a slow listener misses meanwhile is its own affair.
  std::function<void(std::string& out)> poll = {};
};

// The answer that turns the request into an event stream. The resume point is Last-Event-ID, else ?after=; a problem
// (400 bad_event_id) when it is not a number.
response event_stream(const request& what, listener who);

// "id: 5\nevent: incident\ndata: {…}\n\n"; without id when seq is 0. Line breaks in data make further data lines.
std::string event_wire(const event& what);

}  // namespace web
