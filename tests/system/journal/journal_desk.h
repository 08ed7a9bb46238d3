#pragma once
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/open_town.h"
#include "app/resources.h"
#include "app/town.h"
#include "foundation/base/clock.h"
#include "foundation/record/json_text.h"
#include "support/loaded_place.h"
#include "support/server_process.h"
#include "support/test_folder.h"

namespace journal {

namespace json = boost::json;

inline json::object object(const std::string& text) { return json::parse(text).as_object(); }
inline std::string text(const json::object& from, std::string_view name) { return std::string(from.at(name).as_string()); }

struct writing {
  std::string method, path;
};

// The operations that write, by name; those that hand over what another thread writes are among them.
inline std::map<std::string, writing> writing_operations(const std::string& data) {
  app::command_options how;
  how.data_folder = data;
  const auto resources = app::resource_folder();
  const auto config = app::config_of({});
  const base::system_clock clock;
  const app::town town({.where = app::place_of(how, resources), .data_folder = data, .resources = resources, .config = config}, clock);
  std::map<std::string, writing> out;
  for (const auto& one : town.operations) {
    // What reads in a drill is handed over to where its store is; it writes nothing.
    const bool reads = one.method == "GET" && one.path.starts_with("/api/drills");
    if ((one.write || one.hand_over) && !reads) out[std::string(one.name)] = {std::string(one.method), std::string(one.path)};
  }
  return out;
}

struct sent {
  std::string operation;
  std::string account = {};                       // who asks; "" nobody who is signed in
  std::map<std::string, std::string> parts = {};  // of the path
  std::string body = {};                          // is sent on many lines, as people write it
  std::string query = {};
  std::string version = {};  // for If-Match
};

struct expected {
  std::string action;
  std::string kind;
  std::string subject;  // "answer": the id in the answer; "incident": of the incident in it; "incident_id": that member of it; "activation": of the
                        // board in it; "none": the rows of a batch have none
};

inline std::string subject_of(const expected& wanted, const json::object& given) {
  if (wanted.subject == "answer") return text(given, "id");
  if (wanted.subject == "incident_id") return text(given, "incident_id");
  if (wanted.subject == "incident") return text(given.at("incident").as_object(), "id");
  if (wanted.subject == "activation") return text(given.at("activation").as_object(), "id");
  return wanted.subject == "none" ? "" : wanted.subject;
}

// A row an operation leaves besides its own, such as that of the shift that begins with it.
struct further {
  std::string action;
  std::string kind;
  std::string subject = "any";  // "any": one whose id the test does not know
};

// A server whose journal is looked at behind each call.
class desk : public testing::Test {
 protected:
  // Calls the operation and looks up its rows: under the request's number there must be its own and the further ones, each
  // once, and no other. Returns the answer; an empty object for one that is not JSON.
  json::object journaled(const sent& what, const expected& wanted, const std::vector<further>& also = {}) {
    called_.insert(what.operation);
    const auto answer = send(what);
    EXPECT_TRUE(answer.status >= 200 && answer.status < 300) << what.operation << ": " << answer.status << " " << answer.body;
    const bool is_json = answer.body.starts_with('{');
    const auto given = is_json ? object(answer.body) : json::object();
    std::vector<further> rows_wanted = also;
    rows_wanted.push_back({.action = wanted.action, .kind = wanted.kind, .subject = subject_of(wanted, given)});
    expect_rows(what, rows_of(answer.field("X-Request-Id")), std::move(rows_wanted));
    return given;
  }

  // Each row is one of the wanted, and each of the wanted has its row; all say who and from where.
  void expect_rows(const sent& what, const json::array& rows, std::vector<further> wanted) {
    EXPECT_EQ(rows.size(), wanted.size()) << what.operation << ": " << json::serialize(rows);
    for (const auto& one : rows) {
      const auto& row = one.as_object();
      const auto said = what.operation + ": " + json::serialize(row);
      EXPECT_EQ(text(row, "account"), what.account.empty() ? "" : account_id(what.account)) << said;
      EXPECT_EQ(text(row, "remote"), "127.0.0.1") << said;
      EXPECT_TRUE(row.at("detail").is_object()) << said;
      const auto subject = text(row, "subject");
      const auto found = std::find_if(wanted.begin(), wanted.end(), [&](const further& each) {
        const bool same = each.subject == "any" ? !subject.empty() : each.subject == subject;
        return each.action == text(row, "operation") && each.kind == text(row, "subject_kind") && same;
      });
      EXPECT_NE(found, wanted.end()) << "this row was not expected, " << said;
      if (found != wanted.end()) wanted.erase(found);
    }
    for (const auto& each : wanted) ADD_FAILURE() << what.operation << " left no row " << each.action << " of " << each.kind << " " << each.subject;
  }

  // The journal's rows of one request.
  json::array rows_of(const std::string& request_id) {
    json::array found;
    const auto newest = client_of("auditor").get("/api/journal?limit=100");
    EXPECT_EQ(newest.status, 200) << newest.body;
    const auto page = object(newest.body);
    for (const auto& one : page.at("items").as_array()) {
      if (one.as_object().at("request_id").as_string() == request_id) found.push_back(one);
    }
    return found;
  }

  test::http_answer send(const sent& what) {
    const auto& form = operations_.at(what.operation);
    std::string path = form.path;
    for (const auto& [name, value] : what.parts) {
      const auto at = path.find("{" + name + "}");
      EXPECT_NE(at, std::string::npos) << path;
      path.replace(at, name.size() + 2, value);
    }
    test::http_fields fields;
    if (!what.version.empty()) fields.emplace_back("If-Match", "\"" + what.version + "\"");
    const auto body = what.body.empty() ? "" : record::indented_json(what.body);
    if (!what.account.empty()) return client_of(what.account).send(form.method, path + what.query, body, fields);
    test::http_client nobody(server_.port());
    return nobody.post(path + what.query, body);
  }

  test::desk_client& client_of(const std::string& account) {
    auto& one = desks_[account];
    if (!one) one = std::make_unique<test::desk_client>(server_, account);
    return *one;
  }

  const std::string& account_id(const std::string& account) {
    auto& id = account_ids_[account];
    if (id.empty()) id = text(object(client_of(account).get("/api/session").body).at("account").as_object(), "id");
    return id;
  }

  [[nodiscard]] static std::string version_of(const json::object& one) { return std::to_string(one.at("version").as_int64()); }

  test::folder folder_;
  std::string data_ = test::copy_of_portland(folder_.file("data"));
  std::map<std::string, writing> operations_ = writing_operations(data_);
  test::server_process server_{data_};
  std::map<std::string, std::unique_ptr<test::desk_client>> desks_;
  std::map<std::string, std::string> account_ids_;
  std::set<std::string> called_;
  std::vector<std::string> secrets_ = {"王小明",      "13912345678", "请不要告诉邻居", "李四报警人",      "13087654321",
                                       "02511112222", "机主赵六",    "报警人住址九号", "Sunny-Weather-1", "Rainy-Weather-2"};
};

}  // namespace journal
