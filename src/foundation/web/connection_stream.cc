#include <boost/asio/post.hpp>
#include <limits>

#include "foundation/base/log.h"
#include "foundation/web/connection.h"

// The event stream half: a connection that only writes, whenever its feed has news.
namespace web {
namespace {

constexpr std::size_t piece_size = 64 * 1024;  // bytes gathered before writing; bounds what a blocked listener holds
constexpr std::size_t events_per_read = 256;
constexpr int rounds_per_turn = 16;  // pieces written in a row before other connections get their turn

bool may_hear(const listener& who, const event& what) { return !who.may_hear || who.may_hear(what); }

std::string reset_wire(std::uint64_t seq) { return "id: " + std::to_string(seq) + "\nevent: reset\ndata: {}\n\n"; }

}  // namespace

void append_heard(std::string& out, const std::vector<shared_event>& events, const listener& who) {
  for (const auto& one : events) {
    if (may_hear(who, one->what)) out += one->wire;
  }
}

void connection::start_listening(std::shared_ptr<listener> who) {
  phase_ = phase::listening;
  deadline_us_ = std::numeric_limits<std::int64_t>::max();
  std::string().swap(unread_);
  signal_.reset();
  now_ = {};
  stream_ = std::make_unique<listening>();
  stream_->who = std::move(who);
  event_hub& hub = *stream_->who->hub;
  const std::uint64_t last = hub.last_seq();
  const std::uint64_t after = stream_->who->after.value_or(last);
  // No retry sooner than 2 s; an id without data sets the point from which a browser resumes.
  std::string start = "retry: 2000\nid: " + std::to_string(after) + "\n\n";
  stream_->cursor = after;
  if (after > last) {  // a point that was never reached: another database, or one restored from a backup
    hub.count_reset(false);
    start = "retry: 2000\n" + reset_wire(last);
    stream_->cursor = last;
  }
  worker_->join_feed(*this);
  stream_->latest_version = hub.latest_version();
  if (send_stream(start)) pump();
  if (phase_ == phase::listening) poll();
}

// False when the stream is blocked or closed; what the socket did not take is kept.
bool connection::send_stream(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = transport_.write(bytes);
    if (sent.what == transport::outcome::closed) {
      close_stream();
      return false;
    }
    bytes.remove_prefix(sent.bytes);
    if (sent.what == transport::outcome::done) continue;
    stream_->unsent.assign(bytes);
    stream_->blocked = true;
    set_deadline(worker_->core->config.times.write);
    socket_.async_wait(tcp_socket::wait_write, [self = shared_from_this()](const boost::system::error_code& failed) {
      if (!failed) self->guarded([&] { self->stream_writable(); });
    });
    return false;
  }
  return true;
}

// Runs what calls a listener's own functions (filter, history): when they throw, this stream ends and no other.
template <class F>
void connection::guarded(F step) {
  if (phase_ != phase::listening) return;
  try {
    step();
  } catch (const std::exception& failed) {
    base::log(base::log_level::error, "event_stream_failed", {{"what", std::string_view(failed.what())}});
    close_stream();
  }
}

void connection::stream_writable() {
  const std::string bytes = std::move(stream_->unsent);
  stream_->unsent = {};
  stream_->blocked = false;
  if (!send_stream(bytes)) return;
  deadline_us_ = std::numeric_limits<std::int64_t>::max();
  if (stream_->ending) return close_stream();
  if (stream_->live && !stream_->who->hub->read_after(stream_->cursor, 0).covered) return drop_slow();
  pump();
}

// The ring has moved on beyond what a listener, whose socket was full, had heard.
void connection::drop_slow() {
  event_hub& hub = *stream_->who->hub;
  hub.count_reset(true);
  stream_->ending = true;
  if (send_stream(reset_wire(hub.last_seq()))) close_stream();
}

void connection::close_stream() {
  transport_.finish_writing();
  close();
}

// Writes all that this listener has not heard yet, until it is up to date, blocked, or others must have their turn.
void connection::pump() {
  std::string piece;
  for (int round = 0; round < rounds_per_turn; ++round) {
    if (phase_ != phase::listening || stream_->blocked) return;
    piece.clear();
    const bool more = collect(piece);
    if (!piece.empty() && !send_stream(piece)) return;
    if (!more) return;
  }
  stream_->posted = true;
  asio::post(worker_->io, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->stream_->posted = false;
    self->guarded([&] { self->pump(); });
  });
}

// Gathers one piece from the ring or, behind it, from history. True when there is more.
bool connection::collect(std::string& piece) {
  event_hub& hub = *stream_->who->hub;
  while (piece.size() < piece_size) {
    const auto news = hub.read_after(stream_->cursor, events_per_read);
    if (!news.covered) return collect_history(piece);
    append_heard(piece, news.events, *stream_->who);
    stream_->cursor = news.upto;
    if (news.more) continue;
    stream_->live = true;
    return false;
  }
  return true;
}

bool connection::collect_history(std::string& piece) {
  event_hub& hub = *stream_->who->hub;
  // Read before the page: an event that leaves the ring in between was committed, so the page has it.
  const std::uint64_t ring_begin = hub.ring_begins_after();
  history_page page{.too_old = true, .events = {}};
  if (hub.options().history) page = hub.options().history(stream_->cursor, events_per_read);
  if (page.too_old) {
    hub.count_reset(false);
    stream_->cursor = hub.last_seq();
    piece += reset_wire(stream_->cursor);
    return true;
  }
  for (const auto& one : page.events) {
    if (may_hear(*stream_->who, one)) piece += event_wire(one);
  }
  stream_->cursor = page.events.empty() ? std::max(stream_->cursor, ring_begin) : page.events.back().seq;
  return true;
}

// News for all who keep up: the feed read them once.
void connection::hear(const event_hub::news& news, std::uint64_t from) {
  guarded([&] {
    if (stream_->blocked || stream_->posted) return;
    if (stream_->cursor != from || !news.covered) return pump();
    std::string& out = worker_->write_buffer;
    out.clear();
    append_heard(out, news.events, *stream_->who);
    stream_->cursor = news.upto;
    if (!out.empty()) send_stream(out);
  });
}

void connection::hear_latest(const event_hub::latest_news& latest, std::uint64_t from) {
  guarded([&] {
    if (stream_->blocked) return;
    std::string& out = worker_->write_buffer;
    out.clear();
    if (stream_->latest_version == from) {
      append_heard(out, latest.events, *stream_->who);
      stream_->latest_version = latest.version;
    } else {  // it was blocked for a while: what it missed, each key once
      const auto own = stream_->who->hub->latest_after(stream_->latest_version);
      append_heard(out, own.events, *stream_->who);
      stream_->latest_version = own.version;
    }
    if (!out.empty()) send_stream(out);
  });
}

void connection::poll() {
  if (!stream_->who->poll) return;
  guarded([&] {
    if (stream_->blocked) return;
    std::string& out = worker_->write_buffer;
    out.clear();
    stream_->who->poll(out);
    if (!out.empty()) send_stream(out);
  });
}

void connection::beat(std::string_view with_id, std::string_view without_id, std::uint64_t cursor) {
  guarded([&] {
    if (stream_->who->still_allowed && !stream_->who->still_allowed()) return close_stream();
    if (!stream_->blocked) send_stream(stream_->cursor == cursor ? with_id : without_id);
  });
}

// A listener has nothing to say; reading only notices its end.
connection::need connection::listen() {
  std::string& buffer = worker_->read_buffer;
  switch (transport_.read(buffer.data(), buffer.size()).what) {
    case transport::outcome::wait_read: return need::read;
    case transport::outcome::wait_write: return need::write;
    case transport::outcome::closed: close(); return need::nothing;
    case transport::outcome::done: break;
  }
  return ++turns_ % 32 == 0 ? need::turn : need::nothing;
}

}  // namespace web
