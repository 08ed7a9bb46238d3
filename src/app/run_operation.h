#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "app/worker_pool.h"
#include "foundation/operation/operation.h"
#include "foundation/seal/box.h"
#include "foundation/store/store.h"

namespace app {

// One call of an operation, already authenticated: from HTTP, the command line or a test.
struct operation_call {
  const operation::definition& what;
  std::shared_ptr<const operation::caller> who;
  operation::request input;     // input.who refers to *who
  std::string idempotency_key;  // "" when none was sent
};

// Throws 401 or 403 when the caller may not ask this at all. Asked before the request's form is looked at, so that a
// refusal tells nothing of it.
void check_permission(const operation::definition& what, const operation::caller& who);

// Whether an operation has this query parameter: one it declares, or a list's two.
bool takes_parameter(const operation::definition& what, std::string_view name);

// Gets the answer or what went wrong; called once, on any thread.
using operation::when_answered;

// Runs operations: permission, idempotency key, preparation off the writer, transaction, answer after the commit.
class operation_runner {
 public:
  // workers: road searches and what else is prepared before a write. hashers: password hashing, which takes long on purpose
  // and must not stand in the way of a recommendation.
  struct pools {
    worker_pool& workers;
    worker_pool& hashers;
  };
  operation_runner(store::database& store, const seal::master_key& master, pools with)
      : store_(store), master_(master), workers_(with.workers), hashers_(with.hashers) {}
  void run(std::shared_ptr<operation_call> call, when_answered done);
  // Waits for the answer; rethrows what went wrong.
  operation::answer run_and_wait(std::shared_ptr<operation_call> call);

 private:
  void read(const std::shared_ptr<operation_call>& call, const when_answered& done);
  void prepare_and_write(const std::shared_ptr<operation_call>& call, const when_answered& done);
  void write(const std::shared_ptr<operation_call>& call, std::shared_ptr<void> prepared, const when_answered& done);
  store::database& store_;
  const seal::master_key& master_;
  worker_pool& workers_;
  worker_pool& hashers_;
};

// Forgets the answers given under keys before this moment; a client that repeats a request does so within minutes.
void prune_idempotency_keys(store::transaction& work, base::instant before);

// A call from within: by name, as the command line, a replay or a sample's units make it.
struct direct_call {
  std::string_view name;
  std::map<std::string, std::string, std::less<>> path = {};
  std::map<std::string, std::string, std::less<>> query = {};
  std::string body = {};
  std::optional<std::int64_t> if_version = {};
  std::string request_id = "local";
};
// Runs it and waits. Throws base::problem (404 no_such_operation, 422 for parameters it does not have, or what it refuses).
operation::answer call_operation(std::span<const operation::definition> operations, operation_runner& runner,
                                 std::shared_ptr<const operation::caller> who, direct_call what);

}  // namespace app
