#include <boost/asio/post.hpp>

#include "foundation/base/text.h"
#include "foundation/web/connection.h"

// The reading half: from bytes to a handler's call.
namespace web {
namespace {

// The last address of X-Forwarded-For: the one our own proxy saw; those before it anyone can write.
std::string_view forwarded_address(const request& what) {
  std::string_view last;
  for (const auto& field : what.head.fields) {
    if (same_text(what.head.name(field), "x-forwarded-for")) last = what.head.value(field);
  }
  const auto comma = last.rfind(',');
  return base::trim(comma == std::string_view::npos ? last : last.substr(comma + 1));
}

bool is_trusted(const std::vector<std::string>& proxies, std::string_view address) {
  return std::find(proxies.begin(), proxies.end(), address) != proxies.end();
}

}  // namespace

void connection::take(std::string_view bytes) {
  while (!bytes.empty() && phase_ == phase::reading) {
    if (!parser_) parser_ = std::make_unique<request_parser>(worker_->core->config.head);
    const bool fresh = !parser_->started();
    bytes.remove_prefix(parser_->feed(bytes));
    if (fresh && parser_->started()) set_deadline(worker_->core->config.times.head);
    using state = request_parser::state;
    const bool has_head = parser_->now() == state::body || parser_->now() == state::done;
    if (has_head && !now_.routed) on_head();
    if (phase_ != phase::reading) break;
    if (parser_->now() == state::refused) {
      refuse(parser_->why());
    } else if (parser_->now() == state::done) {
      dispatch();
    }
  }
  unread_.assign(bytes);
}

void connection::identify(request& what) {
  const auto& config = worker_->core->config;
  what.id = worker_->ids.next();
  what.remote_address = address_;
  what.secure = transport_.secure();
  if (config.trusted_proxies.empty() || !is_trusted(config.trusted_proxies, address_)) return;
  const auto forwarded = forwarded_address(what);
  if (is_address_text(forwarded)) what.remote_address = forwarded;
  if (const auto scheme = what.header("x-forwarded-proto")) what.secure = same_text(*scheme, "https");
}

void connection::on_head() {
  request& what = parser_->get();
  identify(what);
  ++now_.number;
  now_.routed = true;
  now_.verb = what.verb;
  now_.path = what.path;
  now_.id = what.id;
  now_.matched = nullptr;
  now_.began = worker_->core->time.steady();
  now_.accepts_gzip = accepts_token(what.header("accept-encoding").value_or(""), "gzip");
  keep_alive_ = parser_->keep_alive();
  judge_rate(what);
  if (phase_ == phase::reading) find_route(what);
  if (phase_ == phase::reading) admit(what);
  if (phase_ != phase::reading || parser_->now() == request_parser::state::done) return;
  const std::size_t most = now_.matched->max_body;
  parser_->limit_body(most);
  const auto& times = worker_->core->config.times;
  constexpr std::size_t body_unit = 1024 * 1024;
  set_deadline({times.body.us * static_cast<std::int64_t>(1 + most / body_unit)});
  if (parser_->expects_continue() && parser_->now() == request_parser::state::body) transport_.write("HTTP/1.1 100 Continue\r\n\r\n");
}

void connection::judge_rate(const request& what) {
  const address_key key = what.remote_address == address_ ? address_key_ : key_of_address(what.remote_address);
  const std::int64_t retry_s = worker_->core->addresses.retry_after_s(key, now_.began);
  if (retry_s == 0) return;
  response answer =
      problem_response({429, "too_many_requests", "Too many requests from this address.", "", "Wait the seconds that Retry-After names."}, what);
  answer.headers.push_back({"Retry-After", std::to_string(retry_s)});
  answer_now(std::move(answer));
}

void connection::find_route(request& what) {
  auto match = worker_->core->routes.find(what.verb, what.path);
  now_.matched = match.found;
  if (match.found != nullptr) {
    what.parameters = std::move(match.parameters);
    return;
  }
  response answer = match.status == 200 ? empty_response() : problem_response(problem_of(match), what);
  if (!match.allow.empty()) answer.headers.push_back({"Allow", std::move(match.allow)});
  answer_now(std::move(answer));
}

void connection::admit(request& what) {
  if (!now_.matched->admit) return;
  try {
    what.admitted = now_.matched->admit(what);
  } catch (...) {
    answer_now(current_exception_response(what.path, what.id));
  }
}

// Answers without a handler. When the body is still to come, it will not be read.
void connection::answer_now(response answer) {
  if (parser_->now() != request_parser::state::done) {
    keep_alive_ = false;
    must_linger_ = true;
  }
  parser_.reset();
  answer_ = std::move(answer);
  phase_ = phase::answering;
}

void connection::refuse(const base::problem& why) {
  if (!now_.routed) {  // not even a head: nothing is known of it but when
    ++now_.number;
    now_.path.clear();
    now_.id = worker_->ids.next();
    now_.matched = nullptr;
    now_.began = worker_->core->time.steady();
    now_.verb = method::get;
  }
  keep_alive_ = false;
  must_linger_ = true;
  answer_ = problem_response(why, now_.path, now_.id);
  parser_.reset();  // only now: `why` may be its own
  phase_ = phase::answering;
}

reply connection::make_reply() {
  // Weak: an answer that comes too late finds no connection. The worker is kept, for its queue must be there.
  auto deliver = [weak = weak_from_this(), home = worker_, number = now_.number](response answer) {
    if (std::this_thread::get_id() == home->home) {
      if (const auto self = weak.lock()) self->take_answer(number, std::move(answer));
      return;
    }
    asio::post(home->io, [weak, number, answer = std::move(answer)]() mutable {
      if (const auto self = weak.lock()) self->take_answer(number, std::move(answer));
    });
  };
  return {std::move(deliver), now_.path, now_.id};
}

void connection::dispatch() {
  request what = std::move(parser_->get());
  parser_.reset();
  phase_ = phase::answering;
  set_deadline(worker_->core->config.times.answer);
  const reply answer = make_reply();
  try {
    now_.matched->handle(std::move(what), answer);
  } catch (...) {
    answer.refuse_current_exception();
  }
}

}  // namespace web
