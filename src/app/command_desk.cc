#include <boost/json.hpp>

#include <iomanip>
#include <iostream>

#include "app/commands.h"
#include "app/file_paths.h"
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

base::problem bad_call(const std::string& detail) {
  return {400, "bad_call", "The call cannot be understood.", detail,
          R"(Write {"path":{…},"query":{…},"version":1,"body":{…}}; each may be left out.)"};
}

std::map<std::string, std::string, std::less<>> texts_of(const boost::json::value& from, const std::string& name) {
  std::map<std::string, std::string, std::less<>> out;
  if (!from.is_object()) throw bad_call(name + " is no JSON object");
  for (const auto& [key, value] : from.as_object())
    out.emplace(key, value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value));
  return out;
}

// {"path":{…},"query":{…},"version":1,"body":{…}} as the call it means.
direct_call call_of(const std::string& name, const std::string& json) {
  direct_call what{.name = name};
  if (json.empty()) return what;
  boost::system::error_code wrong;
  const auto given = boost::json::parse(json, wrong);
  if (wrong) throw bad_call(wrong.message());
  if (!given.is_object()) throw bad_call("it is no JSON object");
  for (const auto& [key, value] : given.as_object()) {
    if (key == "path") {
      what.path = texts_of(value, key);
    } else if (key == "query") {
      what.query = texts_of(value, key);
    } else if (key == "version") {
      if (!value.is_int64()) throw bad_call("version is no whole number");
      what.if_version = value.as_int64();
    } else if (key == "body") {
      what.body = boost::json::serialize(value);
    } else {
      throw bad_call("there is no part " + std::string(key));
    }
  }
  return what;
}

void list_accounts(town& of) {
  of.db->read([&](store::connection& db) {
    if (!accounts::has_accounts(db)) std::cout << "No accounts yet: the first `serve` makes them and shows their passwords once.\n";
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
    if (!found) throw base::problem(404, "not_found", "There is no such account.", name, "`accounts list` names those there are.");
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
  town of({.where = loaded_place_of(how, resources), .data_folder = how.data_folder, .resources = resources, .config = config}, time);
  if (how.name.empty()) {
    for (const auto& one : of.operations) std::cout << std::left << std::setw(28) << one.name << one.summary << "\n";
    return 0;
  }
  std::cout << call_operation(of.operations, of.runner, system_caller("command line"), call_of(how.name, how.json)).body << "\n";
  return 0;
}

int command_accounts(const command_options& how) {
  const auto resources = resource_folder();
  const auto config = config_of(how);
  const base::system_clock time;
  town of({.where = loaded_place_of(how, resources), .data_folder = how.data_folder, .resources = resources, .config = config}, time);
  if (how.name.empty() || how.name == "list") {
    list_accounts(of);
  } else if (how.name == "reset" && !how.json.empty()) {
    reset_password(of, how.json, access_settings(config));
  } else {
    const bool nameless = how.name == "reset";
    throw base::problem(400, "bad_call", nameless ? "Whose password is to be reset?" : "There is no such action.", nameless ? "" : how.name,
                        "Say `accounts list` or `accounts reset NAME`.");
  }
  return 0;
}

int command_openapi(const command_options& how) {
  const auto resources = resource_folder();
  const auto config = config_of(how);
  const base::system_clock time;
  town of({.where = loaded_place_of(how, resources), .data_folder = how.data_folder, .resources = resources, .config = config}, time);
  std::cout << openapi_json(of.operations, "1.0.0", file_paths());
  return 0;
}

}  // namespace app
