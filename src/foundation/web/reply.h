#pragma once
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "foundation/web/response.h"

namespace web {

// Answers one request: once, from any thread, at any later time. Copies share the one answer, so that it can be
// kept in a std::function; a second answer is ignored; when the last copy goes unanswered the client gets 500.
class reply {
 public:
  // Where the answer goes. Tests and command lines hand in a function of their own.
  reply(std::function<void(response)> deliver, std::string path, std::string request_id);

  void operator()(response answer) const;
  // Answers with the problem, naming this request's path and id.
  void refuse(const base::problem& why) const;
  // Answers with what was caught elsewhere: a base::problem as itself, anything else as 500.
  void refuse(const std::exception_ptr& why) const;
  // Within a catch block: answers with the exception being handled.
  void refuse_current_exception() const;

 private:
  struct ticket;
  std::shared_ptr<ticket> ticket_;
};

// What a route calls. It may answer at once or keep `reply` and answer later; a thrown problem is answered too.
using handler = std::function<void(request, reply)>;

// A handler from a function that just returns its answer.
handler answer_with(std::function<response(const request&)> function);

}  // namespace web
