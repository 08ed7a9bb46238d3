#pragma once
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/problem.h"
#include "foundation/base/time.h"
#include "foundation/record/record.h"
#include "foundation/store/store.h"

namespace operation {

// A permission held within an area and everything below it.
struct grant {
  std::string permission;  // "incident.read"
  std::string area_path;   // "/" = everywhere, "/<id>/<id>/" = that area and below
};

// Who asks. Built by access from a session or a token; an operation never sees a password or a cookie.
struct caller {
  std::string account_id;
  std::string account_name;
  std::string display_name;
  std::string session_id;  // or token id
  std::string remote;
  std::string language = "zh";
  std::vector<grant> grants;
  [[nodiscard]] bool may(std::string_view permission) const;                              // anywhere
  [[nodiscard]] bool may(std::string_view permission, std::string_view area_path) const;  // there
  // The permission as a condition for a WHERE clause: true for the rows whose `column` (an area path) the caller may
  // touch with this permission; appends what it needs to `parameters`. "FALSE" when there is no grant.
  [[nodiscard]] std::string condition(std::string_view permission, std::string_view column, std::vector<store::value>& parameters) const;
};

// What came in, already checked for form.
struct request {
  const caller& who;
  std::string request_id = {};
  std::map<std::string, std::string, std::less<>> path = {};              // {id} → value
  std::map<std::string, std::string, std::less<>> query = {};             // decoded; only declared names get here
  std::string body = {};                                                  // raw JSON; use record::from_json<T>
  std::optional<std::int64_t> if_version = {};                            // from If-Match
  [[nodiscard]] const std::string& part(std::string_view name) const;     // path parameter; std::logic_error when undeclared
  [[nodiscard]] std::string_view parameter(std::string_view name) const;  // query parameter or ""
};

struct answer {
  int status = 200;
  std::string body = {};                     // JSON, or empty for 204
  std::optional<std::int64_t> version = {};  // becomes the ETag
  std::string location = {};                 // of what was created
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers = {};  // further header fields: Set-Cookie, Retry-After
  // A refusal whose traces are committed all the same (a failed sign-in is counted): the client gets this problem, with
  // `headers`, instead of the body. A write that throws leaves no trace.
  std::optional<base::problem> refusal = {};
  bool secret = false;  // the body holds what is shown once (a token, a password): never remembered under an Idempotency-Key
};

enum class shape { none, one, list, other };

struct query_parameter {
  std::string_view name;
  std::string_view summary;
  bool required = false;
};

// An operation is data. The one list in app/operations.cc serves HTTP, OpenAPI, the command line and the tests.
using when_answered = std::function<void(answer, std::exception_ptr)>;
struct definition {
  std::string_view name;        // create_incident
  std::string_view method;      // GET POST PATCH DELETE PUT
  std::string_view path;        // /api/incidents/{id}
  std::string_view summary;     // one sentence
  std::string_view permission;  // "" = any signed-in account; "public" = no session needed
  const record::table* input = nullptr;
  const record::table* output = nullptr;
  shape output_shape = shape::one;
  std::vector<query_parameter> parameters = {};
  bool needs_version = false;  // If-Match required
  // Exactly one of read, write and hand_over is set. A read gets a snapshot; a write gets the transaction.
  std::function<answer(const request&, store::connection&)> read = {};
  std::function<answer(const request&, store::transaction&, void* prepared)> write = {};
  // Optional, before a write, off the writer's thread, on a read snapshot: the expensive part (a road search). What it
  // returns is handed to write as `prepared`; write must check that it still holds.
  std::function<std::shared_ptr<void>(const request&, store::connection&)> prepare = {};
  // Instead of prepare, for work that takes long and must not hold a reader meanwhile: hashing a password.
  std::function<std::shared_ptr<void>(const request&)> compute = {};
  // Instead of a transaction, for what has its own way to durability (positions): answers when that is done, on any
  // thread. Without Idempotency-Key: such an operation is safe to repeat by itself.
  std::function<void(const request&, when_answered)> hand_over = {};
};

// 412 when if_version is set and differs, 428 when it is needed and missing.
void check_version(const request& what, std::int64_t present, bool needed);

// A page of a list: limit from ?limit= (1 … 500, default 100) and the cursor from ?after=.
struct page {
  std::size_t limit = 100;
  std::string after;
};
page page_of(const request& what);

// {"items":[…],"next":"…"}: items are JSON texts; next is left out when empty.
std::string list_json(const std::vector<std::string>& items, std::string_view next = {});

}  // namespace operation
