#include "app/run_operation.h"

#include <algorithm>
#include <future>
#include <optional>

#include "foundation/base/problem.h"

namespace app {
namespace {

// What an idempotency key was first used for: the same key with another request is a mistake of the client. A body may hold
// what is stored sealed, or a password: the digest is keyed, so that nobody tries names by it, and differs from row to row.
std::string request_digest(const operation_call& call, const seal::master_key& master) {
  std::string text = call.who->account_id + "\n" + call.idempotency_key + "\n" + std::string(call.what.name);
  for (const auto& [name, value] : call.input.path) text += "\n" + name + "=" + value;
  text += "\n\n" + call.input.body;
  auto digest = master.fingerprint(text);
  seal::wipe(text);
  return digest;
}

bool repeats_safely(const operation_call& call) { return !call.idempotency_key.empty() && !call.who->account_id.empty(); }

// The answer given before under this key; nothing when the key is new. 422 when it was used for another request.
std::optional<operation::answer> answer_given_before(const operation_call& call, store::connection& db, const std::string& digest) {
  const auto found = db.query("SELECT request_sha256, status, body, version, location FROM idempotency WHERE account_id = $1 AND key = $2",
                              {call.who->account_id, call.idempotency_key});
  if (found.empty()) return std::nullopt;
  if (found.text(0, 0) != digest) {
    throw base::problem(422, "idempotency_key_reused", "This Idempotency-Key was used for another request.", "",
                        "Use a new key for each new request; repeat the same request with the same key.");
  }
  operation::answer before{.status = static_cast<int>(found.integer(0, 1)), .body = found.text(0, 2), .location = found.text(0, 4)};
  if (!found.null(0, 3)) before.version = found.integer(0, 3);
  return before;
}

void remember_answer(const operation_call& call, store::transaction& transaction, const operation::answer& given, const std::string& digest) {
  std::vector<store::value> parameters{call.who->account_id, call.idempotency_key, digest,         std::int64_t{given.status},
                                       given.body,           store::value(),       given.location, transaction.now().us};
  if (given.version) parameters[5] = *given.version;
  transaction.db().execute(
      "INSERT INTO idempotency (account_id, key, request_sha256, status, body, version, location, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      parameters);
}

// A direct call's parameters are those its operation declares, as an address's are.
void check_names(const operation::definition& what, const direct_call& given) {
  std::vector<base::wrong_field> wrong;
  for (const auto& [name, value] : given.path) {
    if (what.path.find("{" + name + "}") == std::string_view::npos) wrong.push_back({"/path/" + name, "unknown", "is no part of this address"});
  }
  for (auto open = what.path.find('{'); open != std::string_view::npos; open = what.path.find('{', open + 1)) {
    const auto name = what.path.substr(open + 1, what.path.find('}', open) - open - 1);
    if (!given.path.contains(name)) wrong.push_back({"/path/" + std::string(name), "missing", "is required"});
  }
  for (const auto& [name, value] : given.query) {
    if (!takes_parameter(what, name)) wrong.push_back({"/query/" + name, "unknown", "is no query parameter of this operation"});
  }
  for (const auto& one : what.parameters) {
    if (one.required && !given.query.contains(one.name)) wrong.push_back({"/query/" + std::string(one.name), "missing", "is required"});
  }
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
}

}  // namespace

bool takes_parameter(const operation::definition& what, std::string_view name) {
  if (what.output_shape == operation::shape::list && (name == "limit" || name == "after")) return true;
  return std::any_of(what.parameters.begin(), what.parameters.end(), [&](const operation::query_parameter& one) { return one.name == name; });
}

void check_permission(const operation::definition& what, const operation::caller& who) {
  if (what.permission == "public") return;
  // The system itself has a name but no account.
  if (who.account_id.empty() && who.account_name.empty()) {
    throw base::problem(401, "not_signed_in", "Sign in first.", "", "Sign in, or send a valid token.");
  }
  if (!what.permission.empty() && !who.may(what.permission)) throw base::forbidden(std::string(what.permission));
}

void prune_idempotency_keys(store::transaction& work, base::instant before) {
  work.db().execute("DELETE FROM idempotency WHERE at < $1", {before.us});
}

void operation_runner::run(std::shared_ptr<operation_call> call, when_answered done) {
  try {
    check_permission(call->what, *call->who);
    if (call->what.read) {
      read(call, done);
    } else if (call->what.hand_over) {
      call->what.hand_over(call->input, [call, done](operation::answer given, std::exception_ptr failed) { done(std::move(given), failed); });
    } else {
      prepare_and_write(call, done);
    }
  } catch (...) {
    done({}, std::current_exception());
  }
}

void operation_runner::read(const std::shared_ptr<operation_call>& call, const when_answered& done) {
  operation::answer given;
  store_.read([&](store::connection& db) { given = call->what.read(call->input, db); });
  done(std::move(given), nullptr);
}

void operation_runner::prepare_and_write(const std::shared_ptr<operation_call>& call, const when_answered& done) {
  if (!call->what.prepare && !call->what.compute) {
    write(call, nullptr, done);
    return;
  }
  auto& pool = call->what.compute ? hashers_ : workers_;
  const bool queued = pool.submit([this, call, done] {
    try {
      std::shared_ptr<void> prepared;
      if (call->what.compute) {
        prepared = call->what.compute(call->input);
      } else {
        store_.read([&](store::connection& db) { prepared = call->what.prepare(call->input, db); });
      }
      write(call, std::move(prepared), done);
    } catch (...) {
      done({}, std::current_exception());
    }
  });
  if (!queued) throw base::problem(503, "busy", "Too many such requests at once.", "", "Try again in a few seconds.");
}

void operation_runner::write(const std::shared_ptr<operation_call>& call, std::shared_ptr<void> prepared, const when_answered& done) {
  const auto given = std::make_shared<operation::answer>();
  const auto work = [call, this, prepared = std::move(prepared), given](store::transaction& transaction) {
    if (!repeats_safely(*call)) {
      *given = call->what.write(call->input, transaction, prepared.get());
      return;
    }
    const std::string digest = request_digest(*call, master_);
    if (auto before = answer_given_before(*call, transaction.db(), digest)) {
      *given = std::move(*before);
      return;
    }
    *given = call->what.write(call->input, transaction, prepared.get());
    if (!given->secret && !given->refusal) remember_answer(*call, transaction, *given, digest);
  };
  const store::actor actor{.account_id = call->who->account_id, .remote = call->who->remote, .request_id = call->input.request_id};
  store_.write(actor, work, [call, given, done](std::exception_ptr failed) { done(failed ? operation::answer{} : std::move(*given), failed); });
}

operation::answer operation_runner::run_and_wait(std::shared_ptr<operation_call> call) {
  std::promise<operation::answer> promise;
  auto answered = promise.get_future();
  run(std::move(call), [&promise](operation::answer given, std::exception_ptr failed) {
    if (failed) {
      promise.set_exception(failed);
    } else {
      promise.set_value(std::move(given));
    }
  });
  return answered.get();
}

operation::answer call_operation(std::span<const operation::definition> operations, operation_runner& runner,
                                 std::shared_ptr<const operation::caller> who, direct_call what) {
  const auto found = std::find_if(operations.begin(), operations.end(), [&](const operation::definition& one) { return one.name == what.name; });
  if (found == operations.end()) {
    throw base::problem(404, "no_such_operation", "There is no such operation.", std::string(what.name),
                        "`shouwang openapi` lists them as operationId.");
  }
  check_names(*found, what);
  auto call = std::make_shared<operation_call>(
      operation_call{.what = *found, .who = who, .input = {.who = *who, .request_id = std::move(what.request_id)}, .idempotency_key = {}});
  call->input.path = std::move(what.path);
  call->input.query = std::move(what.query);
  call->input.body = std::move(what.body);
  call->input.if_version = what.if_version;
  auto given = runner.run_and_wait(std::move(call));
  if (given.refusal) throw *given.refusal;
  return given;
}

}  // namespace app
