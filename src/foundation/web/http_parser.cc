#include "foundation/web/http_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>

// Beast reads the head's fields and takes chunked bodies apart; its strictness is topped by judge_head, which sees
// the head's bytes first.
namespace web {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using text_view = boost::beast::string_view;

std::string_view plain(text_view text) { return {text.data(), text.size()}; }

// Beast's parser with its findings written straight into a request.
class field_sink final : public http::basic_parser<true> {
 public:
  explicit field_sink(request& into) : into_(into) {
    header_limit(64 * 1024);  // judge_head has the limit that counts
    body_limit(boost::none);  // limit_body judges; chunks are counted there as well
  }

  bool is_1_1 = false;

 private:
  void on_request_impl(http::verb, text_view verb, text_view target, int version, error_code&) override {
    is_1_1 = version == 11;
    into_.verb = method_from_text(plain(verb)).value_or(method::get);  // judge_head let only known ones pass
    into_.target = plain(target);
  }
  void on_response_impl(int, text_view, int, error_code&) override {}
  void on_field_impl(http::field, text_view name, text_view value, error_code&) override {
    if (!in_head_) return;  // trailers are read and forgotten
    const auto offset = [this](const char* at) { return static_cast<std::uint16_t>(at - into_.head.text.data()); };
    into_.head.fields.push_back({offset(name.data()), static_cast<std::uint16_t>(name.size()),
                                 value.empty() ? std::uint16_t{0} : offset(value.data()), static_cast<std::uint16_t>(value.size())});
  }
  void on_header_impl(error_code&) override { in_head_ = false; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length) into_.body.reserve(static_cast<std::size_t>(*length));  // limit_body has bounded it
  }
  std::size_t on_body_impl(text_view body, error_code&) override {
    into_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, text_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, text_view body, error_code&) override {
    into_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_finish_impl(error_code&) override {}

  request& into_;
  bool in_head_ = true;
};

base::problem body_too_large(std::size_t limit) {
  return {413, "body_too_large", "The request's body is too large.", "At most " + std::to_string(limit) + " bytes here.",
          "Send it in smaller parts."};
}

constexpr std::size_t max_chunk_line = 4096;  // bytes of a chunk's size line, or of the trailers, kept waiting for their end

}  // namespace

struct request_parser::impl {
  explicit impl(const head_limits& l) : limits(l), sink(what) {}

  void refuse(base::problem p) {
    problem = std::move(p);
    state = request_parser::state::refused;
  }
  std::size_t feed_head(std::string_view input);
  void judge_partial_head(std::size_t known);
  std::size_t feed_body(std::string_view input);
  void read_head();

  const head_limits& limits;
  request what;
  field_sink sink;
  std::string pending;  // bytes not yet understood: a part of the head, or of a chunk's size line
  std::size_t body_limit = 0;
  std::optional<base::problem> problem;
  request_parser::state state = request_parser::state::head;
  bool started = false;
  bool expects_continue = false;
};

std::size_t request_parser::impl::feed_head(std::string_view input) {
  const std::size_t before = pending.size();
  const std::size_t room = limits.max_head + 4 - std::min(limits.max_head + 4, before);
  pending.append(input.substr(0, room));
  std::size_t skipped = 0;
  if (!started) {  // one empty line before a request is forgiven (RFC 9112, 2.2)
    if (pending == "\r") return input.size();
    if (pending.starts_with("\r\n")) skipped = 2;
    pending.erase(0, skipped);
    started = true;
  }
  const auto end = pending.find("\r\n\r\n", before < 3 ? 0 : before - 3);
  if (end == std::string::npos) {
    judge_partial_head(before);
    return input.size();
  }
  pending.resize(end + 4);
  read_head();
  return end + 4 + skipped - before;
}

void request_parser::impl::judge_partial_head(std::size_t known) {
  if (is_hopeless_head(pending, known)) {
    refuse(
        base::problem(400, "bad_line", "The request is not well-formed HTTP.", "A line does not end with CR LF.", "Use a standard HTTP/1.1 client."));
  } else if (pending.size() > limits.max_head && pending.find('\n') == std::string::npos) {
    refuse(base::problem(414, "target_too_long", "The address is too long.", "", "Shorten the query."));
  } else if (pending.size() > limits.max_head) {
    refuse(base::problem(431, "head_too_large", "The request's head is too large.", "", "Send fewer header fields or cookies."));
  }
}

void request_parser::impl::read_head() {
  if (auto refused = judge_head(pending, limits)) return refuse(std::move(*refused));
  what.head.text = std::move(pending);
  pending.clear();
  error_code error;
  sink.put({what.head.text.data(), what.head.text.size()}, error);
  if (error || !sink.is_header_done()) {
    return refuse(base::problem(400, "bad_head", "The request is not well-formed HTTP.", error.message(), "Use a standard HTTP/1.1 client."));
  }
  const std::string target = std::move(what.target);
  if (auto refused = read_target(target, limits, what)) return refuse(std::move(*refused));
  if (const auto expect = what.header("expect")) {
    if (!same_text(*expect, "100-continue")) {
      return refuse(base::problem(417, "expectation_failed", "The Expect field asks for something unknown.", "", "Leave the Expect field out."));
    }
    expects_continue = true;
  }
  sink.eager(true);
  state = sink.is_done() ? request_parser::state::done : request_parser::state::body;
}

std::size_t request_parser::impl::feed_body(std::string_view input) {
  const std::size_t before = pending.size();
  std::string_view bytes = input;
  if (before != 0) {
    pending.append(input);
    bytes = pending;
  }
  error_code error;
  const std::size_t used = sink.put({bytes.data(), bytes.size()}, error);
  if (what.body.size() > body_limit || error == http::error::body_limit) {
    refuse(body_too_large(body_limit));
    return input.size();
  }
  if (error && error != http::error::need_more) {
    refuse(base::problem(400, "bad_body", "The request's body is not well-formed.", error.message(), "Use a standard HTTP/1.1 client."));
    return input.size();
  }
  if (sink.is_done()) {
    state = request_parser::state::done;
    pending.clear();
    return used - std::min(used, before);  // Beast leaves everything behind the end; `used` covers at least what was pending
  }
  std::string rest(bytes.substr(used));
  pending.swap(rest);
  if (pending.size() > max_chunk_line)
    refuse(base::problem(400, "bad_chunk", "A chunk's size line is too long.", "", "Use a standard HTTP/1.1 client."));
  return input.size();
}

request_parser::request_parser(const head_limits& limits) : impl_(std::make_unique<impl>(limits)) {}
request_parser::~request_parser() = default;

std::size_t request_parser::feed(std::string_view input) {
  if (input.empty() || impl_->state == state::done || impl_->state == state::refused) return 0;
  return impl_->state == state::head ? impl_->feed_head(input) : impl_->feed_body(input);
}

void request_parser::limit_body(std::size_t bytes) {
  impl_->body_limit = bytes;
  const auto length = impl_->sink.content_length();
  if (length && *length > bytes) return impl_->refuse(body_too_large(bytes));
  impl_->sink.body_limit(bytes);
}

request_parser::state request_parser::now() const { return impl_->state; }
const base::problem& request_parser::why() const { return *impl_->problem; }
bool request_parser::started() const { return impl_->started; }
request& request_parser::get() { return impl_->what; }
bool request_parser::keep_alive() const { return impl_->sink.is_1_1 && impl_->sink.keep_alive(); }  // HTTP/1.0: one request each
bool request_parser::expects_continue() const { return impl_->expects_continue; }

}  // namespace web
