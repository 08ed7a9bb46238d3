#include <boost/json.hpp>

#include <iomanip>
#include <iostream>

#include "app/commands.h"
#include "app/open_town.h"
#include "app/openapi.h"
#include "app/resources.h"
#include "app/settings.h"
#include "app/town.h"
#include "foundation/base/problem.h"
#include "foundation/seal/random.h"
#include "town/access/access_rules.h"
#include "town/access/access_store.h"

namespace app {
namespace {

std::map<std::string, std::string, std::less<>> texts_of(const boost::json::object& from, std::string_view name) {
  std::map<std::string, std::string, std::less<>> out;
  const auto* members = from.if_contains(name);
  if (members == nullptr) return out;
  for (const auto& [key, value] : members->as_object())
    out.emplace(key, value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value));
  return out;
}

void list_accounts(town& of) {
  of.db->read([&](store::connection& db) {
    for (const auto& one : accounts::list_accounts(db, {.limit = 500, .after = ""}, of.time.now())) {
      std::cout << std::left << std::setw(24) << one.name << (one.disabled ? "disabled" : one.locked_until ? "locked" : "") << "\n";
    }
  });
}

void reset_password(town& of, const std::string& name, const accounts::settings& how) {
  const std::string password = seal::random_password();
  const std::string hash = seal::hash_password(password, how.cost);
  of.db->write_and_wait({.account_id = "", .remote = "local", .request_id = "command-line"}, [&](store::transaction& work) {
    const auto found = accounts::find_credentials(work.db(), accounts::stored_name(name));
    if (!found) throw base::not_found("account");
    accounts::set_password(work, found->account_id, hash, true);
    accounts::delete_sessions_of(work.db(), found->account_id);
    accounts::clear_failures(work.db(), accounts::name_digest(accounts::stored_name(name)));
    work.journal({.action = "reset_password", .subject_kind = "account", .subject_id = found->account_id});
  });
  std::cout << "account " << name << " password " << password << "\n";
}

}  // namespace

int command_call(const command_options& how) {
  const auto resources = resource_folder();
  const auto config = config_of(how);
  const base::system_clock time;
  town of({.where = place_of(how, resources), .data_folder = how.data_folder, .resources = resources, .config = config}, time);
  if (how.name.empty()) {
    for (const auto& one : of.operations) std::cout << std::left << std::setw(28) << one.name << one.summary << "\n";
    return 0;
  }
  direct_call what{.name = how.name};
  if (!how.json.empty()) {
    boost::system::error_code wrong;
    const auto given = boost::json::parse(how.json, wrong);
    if (wrong || !given.is_object())
      throw base::problem(400, "bad_call", "The call is no JSON object.", wrong.message(), R"(Write {"path":{…},"query":{…},"body":{…}}.)");
    what.path = texts_of(given.as_object(), "path");
    what.query = texts_of(given.as_object(), "query");
    if (const auto* body = given.as_object().if_contains("body")) what.body = boost::json::serialize(*body);
  }
  std::cout << call_operation(of.operations, of.runner, system_caller("command line"), std::move(what)).body << "\n";
  return 0;
}

int command_accounts(const command_options& how) {
  const auto resources = resource_folder();
  const auto config = config_of(how);
  const base::system_clock time;
  town of({.where = place_of(how, resources), .data_folder = how.data_folder, .resources = resources, .config = config}, time);
  if (how.name.empty() || how.name == "list") {
    list_accounts(of);
  } else if (how.name == "reset" && !how.json.empty()) {
    reset_password(of, how.json, access_settings(config));
  } else {
    throw base::problem(400, "bad_call", "Say `accounts list` or `accounts reset NAME`.");
  }
  return 0;
}

int command_openapi(const command_options& how) {
  const auto resources = resource_folder();
  const auto config = config_of(how);
  const base::system_clock time;
  town of({.where = place_of(how, resources), .data_folder = how.data_folder, .resources = resources, .config = config}, time);
  std::cout << openapi_json(of.operations, "1.0.0");
  return 0;
}

}  // namespace app
