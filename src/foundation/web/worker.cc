#include "foundation/web/worker.h"

#include <boost/asio/post.hpp>

#include "foundation/base/log.h"
#include "foundation/web/connection.h"

namespace web {
namespace {
constexpr int gzip_level = 4;  // about half of level 9's time for 5 % more bytes on JSON
}  // namespace

worker::worker(std::shared_ptr<server_core> shared)
    : core(std::move(shared)), guard(io.get_executor()), ticker(io.get_executor()), read_buffer(read_size, '\0'), ids(core->time) {}

void worker::run() {
  home = std::this_thread::get_id();
  tick();
  for (;;) {
    try {
      io.run();
      return;
    } catch (const std::exception& unexpected) {  // a bug: one connection is lost, the thread goes on
      base::log(base::log_level::error, "io_thread_exception", {{"what", std::string_view(unexpected.what())}});
    }
  }
}

void worker::tick() {
  if (ended()) return;
  ticker.expires_after(tick_interval);  // first, so that nothing thrown below can end the ticking
  ticker.async_wait([this](const boost::system::error_code& stopped) {
    if (!stopped) tick();
  });
  const base::duration now = core->time.steady();
  for (std::size_t i = connections.size(); i-- > 0;) connections[i]->check_time(now);
  for (const auto& one : feeds) tick_feed(*one, now);
}

void worker::enter(connection& one) {
  one.place_in_worker = connections.size();
  connections.push_back(&one);
  load = connections.size();
}

void worker::leave(connection& one) {
  connections.back()->place_in_worker = one.place_in_worker;
  connections[one.place_in_worker] = connections.back();
  connections.pop_back();
  load = connections.size();
  ended();
}

bool worker::ended() {
  if (!draining || !connections.empty()) return false;
  guard.reset();
  ticker.cancel();
  return true;
}

void worker::drain() {
  draining = true;
  for (std::size_t i = connections.size(); i-- > 0;) connections[i]->finish();
  ended();
}

void worker::close_all() {
  for (std::size_t i = connections.size(); i-- > 0;) connections[i]->close();
}

void worker::shed_idle() {
  for (std::size_t i = connections.size(); i-- > 0;) {
    if (connections[i]->is_idle()) connections[i]->close();
  }
}

std::string_view worker::date() {
  const base::instant now = core->time.now();
  if (now.us / 1'000'000 != date_s_) {
    date_s_ = now.us / 1'000'000;
    date_ = http_date(now);
  }
  return date_;
}

gzip_writer& worker::gzip() {
  if (!gzip_) gzip_ = std::make_unique<gzip_writer>(gzip_level);
  return *gzip_;
}

}  // namespace web
