#include "foundation/web/reply.h"

#include <atomic>
#include <utility>

namespace web {

struct reply::ticket {
  ticket(std::function<void(response)> to, std::string of_path, std::string id)
      : deliver(std::move(to)), path(std::move(of_path)), request_id(std::move(id)) {}
  ticket(const ticket&) = delete;
  ticket& operator=(const ticket&) = delete;
  ~ticket() {
    if (used.exchange(true)) return;
    try {
      const base::problem dropped(500, "no_answer", "The server did not finish this request.", "",
                                  "Look whether it took effect before you send it again.");
      response answer = problem_response(dropped, path, request_id);
      answer.failure = "the reply was dropped unanswered";
      deliver(std::move(answer));
    } catch (...) {  // out of memory while saying so: the connection's answer time limit ends the wait
    }
  }

  std::function<void(response)> deliver;
  std::string path;
  std::string request_id;
  std::atomic<bool> used{false};
};

reply::reply(std::function<void(response)> deliver, std::string path, std::string request_id)
    : ticket_(std::make_shared<ticket>(std::move(deliver), std::move(path), std::move(request_id))) {}

void reply::operator()(response answer) const {
  if (!ticket_->used.exchange(true)) ticket_->deliver(std::move(answer));
}

void reply::refuse(const base::problem& why) const { (*this)(problem_response(why, ticket_->path, ticket_->request_id)); }

void reply::refuse(const std::exception_ptr& why) const {
  try {
    std::rethrow_exception(why);
  } catch (...) {
    refuse_current_exception();
  }
}

void reply::refuse_current_exception() const { (*this)(current_exception_response(ticket_->path, ticket_->request_id)); }

handler answer_with(std::function<response(const request&)> function) {
  return [function = std::move(function)](const request& what, const reply& answer) { answer(function(what)); };
}

}  // namespace web
