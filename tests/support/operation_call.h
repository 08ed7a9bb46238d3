#pragma once
#include <algorithm>
#include <future>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/operation/operation.h"

namespace test {

// Somebody who holds these permissions everywhere.
inline operation::caller caller_with(const std::vector<std::string>& permissions) {
  operation::caller who;
  who.account_id = "tester";
  for (const auto& one : permissions) who.grants.push_back({one, "/"});
  return who;
}

struct call_input {
  std::string body = {};
  std::map<std::string, std::string, std::less<>> path = {};
  std::map<std::string, std::string, std::less<>> query = {};
  std::optional<std::int64_t> if_version = {};
};

// Runs one operation of the list as the app does: prepared off the writer, one transaction, answered after the commit.
inline operation::answer call(store::database& db, const std::vector<operation::definition>& operations, const operation::caller& who,
                              std::string_view name, call_input input = {}) {
  const auto what = std::find_if(operations.begin(), operations.end(), [&](const auto& one) { return one.name == name; });
  if (what == operations.end()) throw std::logic_error("no operation " + std::string(name));
  operation::request request{.who = who};
  request.path = std::move(input.path);
  request.query = std::move(input.query);
  request.body = std::move(input.body);
  request.if_version = input.if_version;
  operation::answer given;
  if (what->read) {
    db.read([&](store::connection& c) { given = what->read(request, c); });
    return given;
  }
  if (what->hand_over) {
    std::promise<operation::answer> answered;
    what->hand_over(request, [&](operation::answer done, const std::exception_ptr& failed) {
      failed ? answered.set_exception(failed) : answered.set_value(std::move(done));
    });
    return answered.get_future().get();
  }
  std::shared_ptr<void> prepared;
  if (what->compute) prepared = what->compute(request);
  if (what->prepare) {
    db.read([&](store::connection& c) { prepared = what->prepare(request, c); });
  }
  store::actor actor;
  actor.account_id = who.account_id;
  db.write_and_wait(actor, [&](store::transaction& t) { given = what->write(request, t, prepared.get()); });
  return given;
}

}  // namespace test
