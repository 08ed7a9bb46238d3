#include "foundation/base/log.h"
#include "foundation/web/connection.h"

// The writing half: from a response to bytes.
namespace web {
namespace {

constexpr std::size_t joined_body = 16 * 1024;  // bodies up to this are copied behind their head: one write, one TLS record
constexpr base::duration linger_time = base::seconds(2);
constexpr base::duration slow_answer = base::seconds(1);

bool has_no_body(int status) { return status == 204 || status == 304; }

bool is_read(method verb) { return verb == method::get || verb == method::head || verb == method::options; }

}  // namespace

void connection::begin_write() {
  response answer = std::move(*answer_);
  answer_.reset();
  if (worker_->draining) keep_alive_ = false;
  const base::duration took{worker_->core->time.steady().us - now_.began.us};
  tell(answer, took);
  compress(answer);
  const bool opens_stream = answer.events != nullptr && now_.verb != method::head;
  if (opens_stream) keep_alive_ = false;  // its end is the connection's end
  const bool with_body = now_.verb != method::head && !has_no_body(answer.status);
  std::string& out = worker_->write_buffer;
  out.clear();
  const head_facts facts{.date = worker_->date(),
                         .security_lines = worker_->core->security_lines,
                         .request_id = now_.id,
                         .length = answer.text().size(),
                         .close = !keep_alive_};
  if (!append_head(out, answer, facts)) {
    base::log(base::log_level::error, "bad_response_header", {{"request", std::string_view(now_.id)}, {"path", std::string_view(now_.path)}});
  }
  if (opens_stream) to_listen_ = std::move(answer.events);
  phase_ = phase::writing;
  send(out, std::move(answer), with_body);
}

void connection::send(std::string& head_text, response answer, bool with_body) {
  std::string_view body = with_body ? answer.text() : std::string_view();
  if (body.size() <= joined_body) {
    head_text += body;
    body = {};
  }
  const std::string_view head = head_text;
  const auto sent = transport_.write(head, body);
  if (sent.what == transport::outcome::closed) return close();
  if (sent.bytes == head.size() + body.size()) return answer_written();
  unsent_.assign(head.substr(std::min(sent.bytes, head.size())));
  unsent_at_ = sent.bytes > head.size() ? sent.bytes - head.size() : 0;
  if (!body.empty()) unsent_body_ = std::move(answer);
  set_deadline(worker_->core->config.times.write);
}

connection::need connection::write() {
  const auto head = std::string_view(unsent_).substr(std::min(unsent_at_, unsent_.size()));
  const auto body = unsent_body_.text().substr(unsent_at_ > unsent_.size() ? unsent_at_ - unsent_.size() : 0);
  if (head.empty() && body.empty()) {
    answer_written();
    return need::nothing;
  }
  const auto sent = transport_.write(head, body);
  switch (sent.what) {
    case transport::outcome::wait_read: return need::read;
    case transport::outcome::wait_write: return need::write;
    case transport::outcome::closed: close(); return need::nothing;
    case transport::outcome::done: break;
  }
  unsent_at_ += sent.bytes;
  set_deadline(worker_->core->config.times.write);
  return need::nothing;
}

void connection::answer_written() {
  unsent_ = {};
  unsent_body_ = {};
  unsent_at_ = 0;
  if (to_listen_) return start_listening(std::move(to_listen_));
  if (keep_alive_) return next_request();
  transport_.finish_writing();
  if (!must_linger_) return close();
  // Closing with unread bytes would reset the connection and could take the answer from the client (RFC 9112, 9.6).
  phase_ = phase::lingering;
  set_deadline(linger_time);
}

void connection::compress(response& answer) {
  const std::size_t size = answer.text().size();
  if (size < worker_->core->config.gzip_from || size == 0 || !is_compressible(answer.content_type)) return;
  // A body with an ETag keeps its bytes: the tag names exactly them, and If-Match compares it strongly.
  if (answer.header("ETag") != nullptr || answer.header("Content-Encoding") != nullptr) return;
  answer.headers.push_back({"Vary", "Accept-Encoding"});
  if (!now_.accepts_gzip || now_.verb == method::head) return;
  answer.body = worker_->gzip().compress(answer.text());
  answer.shared_body.reset();
  answer.headers.push_back({"Content-Encoding", "gzip"});
}

void connection::tell(const response& answer, base::duration took) {
  server_core& core = *worker_->core;
  core.requests.fetch_add(1, std::memory_order_relaxed);
  if (core.on_answered) {
    const auto& routes = core.routes.routes();
    core.on_answered({.route_index = now_.matched == nullptr ? routes.size() : now_.matched->index,
                      .route = now_.matched == nullptr ? std::string_view("(none)") : std::string_view(now_.matched->pattern),
                      .status = answer.status,
                      .took = took});
  }
  if (!answer.failure.empty()) {
    base::log(base::log_level::error, "request_failed",
              {{"request", std::string_view(now_.id)}, {"path", std::string_view(now_.path)}, {"what", std::string_view(answer.failure)}});
  }
  if (core.config.log == access_log::none) return;
  const bool change = !is_read(now_.verb) && (now_.matched == nullptr || !now_.matched->quiet);
  const bool notable = core.config.log == access_log::all || change || answer.status >= 400 || took > slow_answer;
  base::log(notable ? base::log_level::info : base::log_level::debug, "request",
            {{"request", std::string_view(now_.id)},
             {"method", method_text(now_.verb)},
             {"path", std::string_view(now_.path)},
             {"status", std::int64_t{answer.status}},
             {"ms", static_cast<double>(took.us) / 1000.0},
             {"from", std::string_view(address_)}});
}

}  // namespace web
