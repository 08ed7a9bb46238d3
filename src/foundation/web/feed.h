#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "foundation/web/event_hub.h"

namespace web {

class connection;

// What a connection keeps while it is an event stream. About 150 bytes; its parser and buffers are gone.
struct listening {
  std::shared_ptr<listener> who;
  std::uint64_t cursor = 0;          // everything up to this seq was written or filtered out
  std::uint64_t latest_version = 0;  // the same for the latest-wins channel
  std::string unsent;                // what the socket did not take; bounded by one piece
  bool blocked = false;              // waits for the socket; nothing else is written meanwhile
  bool live = false;                 // has reached the ring's end once; from then on lagging behind the ring is slowness
  bool posted = false;               // the next part of a long catching-up is queued
  bool ending = false;               // closes once `unsent` is written
  std::size_t place = 0;             // in the feed's list
};

// One hub's listeners on one io thread. Touched on that thread only, but for `woken`.
struct feed {
  std::shared_ptr<event_hub> hub;
  std::uint64_t wake_id = 0;
  std::uint64_t cursor = 0;  // the point that listeners which keep up have reached
  std::uint64_t latest_version = 0;
  std::int64_t beat_at_us = 0;  // steady times
  std::int64_t latest_at_us = 0;
  std::vector<connection*> listeners;
  std::atomic<bool> woken{false};  // a drain is posted already
};

// Appends the wire text of those events that the listener may hear.
void append_heard(std::string& out, const std::vector<shared_event>& events, const listener& who);

}  // namespace web
