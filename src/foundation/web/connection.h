#pragma once
#include <memory>
#include <optional>
#include <string>

#include "foundation/web/feed.h"
#include "foundation/web/http_parser.h"
#include "foundation/web/transport.h"
#include "foundation/web/worker.h"

namespace web {

// One client's connection. Owned by its coroutine, touched on its worker's thread only; replies of other threads
// are posted there. advance() does all the work that can be done without waiting.
class connection : public std::enable_shared_from_this<connection> {
 public:
  connection(std::shared_ptr<worker> home, tcp_socket socket, std::string address);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  // The coroutine of its life.
  static task drive(std::shared_ptr<connection> self);

  void check_time(base::duration now);
  void finish();  // the server stops: no further request on this connection
  void close();
  [[nodiscard]] bool is_idle() const;

  // For the worker's feeds:
  [[nodiscard]] listening& stream() { return *stream_; }
  void hear(const event_hub::news& news, std::uint64_t from);
  void hear_latest(const event_hub::latest_news& latest, std::uint64_t from);
  void poll();
  void beat(std::string_view with_id, std::string_view without_id, std::uint64_t cursor);

  std::size_t place_in_worker = 0;

 private:
  enum class phase { handshake, reading, answering, writing, listening, lingering, closed };
  enum class need { nothing, read, write, reply, turn, end };

  // One request from its head to its answer.
  struct exchange {
    std::uint64_t number = 0;
    method verb = method::get;
    std::string path;
    std::string id;
    const route* matched = nullptr;
    base::duration began{};
    bool routed = false;
    bool accepts_gzip = false;
  };

  need advance();
  need greet();
  need read();
  need write();
  need linger();
  need listen();
  void take(std::string_view bytes);
  void on_head();
  void judge_rate(const request& what);
  void find_route(request& what);
  void admit(request& what);
  void identify(request& what);
  void dispatch();
  void answer_now(response answer);
  void refuse(const base::problem& why);  // answers, then closes
  reply make_reply();
  void take_answer(std::uint64_t number, response answer);
  void begin_write();
  void send(std::string& head_text, response answer, bool with_body);
  void compress(response& answer);
  void tell(const response& answer, base::duration took);
  void answer_written();
  void next_request();
  void start_listening(std::shared_ptr<listener> who);
  bool send_stream(std::string_view bytes);
  template <class F>
  void guarded(F step);
  void stream_writable();
  void drop_slow();
  void close_stream();
  void pump();
  bool collect(std::string& piece);
  bool collect_history(std::string& piece);
  void set_deadline(base::duration from_now);

  std::shared_ptr<worker> worker_;
  tcp_socket socket_;
  transport transport_;
  std::string address_;
  address_key address_key_;
  phase phase_ = phase::handshake;
  bool readable_ = true;  // reading may find bytes; after a short read one waits first
  bool keep_alive_ = true;
  bool must_linger_ = false;      // unread bytes of the client are under way
  int turns_ = 0;                 // requests answered without waiting
  std::int64_t deadline_us_ = 0;  // steady time
  std::string unread_;            // bytes behind the present request
  std::string unsent_;            // what the socket did not take yet: of the head and small bodies
  response unsent_body_;          // a large body, sent from where it lies
  std::size_t unsent_at_ = 0;
  std::unique_ptr<request_parser> parser_;  // only while a request is read
  std::unique_ptr<io_timer> signal_;        // cancelled when the awaited reply is there
  std::optional<response> answer_;
  exchange now_;
  std::shared_ptr<listener> to_listen_;  // the answer being written opens an event stream
  std::unique_ptr<listening> stream_;    // in phase listening, and until the feed is left
};

}  // namespace web
