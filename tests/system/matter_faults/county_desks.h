#pragma once
#include <boost/json.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engines/matter/matter_api.h"
#include "engines/matter/scheduler.h"
#include "foundation/base/clock.h"
#include "foundation/seal/box.h"
#include "foundation/store/store.h"
#include "support/test_folder.h"
#include "town/area/live_areas.h"

namespace matter_faults {

namespace json = boost::json;
using words_of = std::map<std::string, std::string, std::less<>>;

// A copy of some kinds of the catalogue, with all its lists: a test may spoil it.
class own_catalogue {
 public:
  own_catalogue();
  [[nodiscard]] const std::string& folder() const { return folder_name_; }
  // Replaces the text in the file, everywhere; throws when it is not there.
  void change(const std::string& file, const std::string& from, const std::string& to) const;
  [[nodiscard]] std::string read(const std::string& file) const;
  void write(const std::string& file, const std::string& text) const;
  void remove(const std::string& file) const;

 private:
  test::folder folder_;
  std::string folder_name_ = folder_.file("catalogue");
};

// What came of a call: the answer, or the problem.
struct outcome {
  int status = 0;
  std::string code = {};  // of the problem
  json::object body = {};
  std::string raw = {};  // the answer's bytes
  words_of members = {};
  std::string why = {};
  std::vector<std::string> wrong = {};  // pointers
  [[nodiscard]] std::string id() const;
  [[nodiscard]] std::int64_t version() const;
  [[nodiscard]] const json::object& matter() const { return body.at("matter").as_object(); }
};

// One server's part of the engine on a database that others use too.
class node {
 public:
  node(store::options how, const base::clock& time, const std::string& catalogue, const seal::master_key& master);
  ~node();
  node(const node&) = delete;
  node& operator=(const node&) = delete;

  // Everything as the app does it, the operation's permission included. Never throws what the engine threw.
  outcome call(const operation::caller& who, std::string_view operation, words_of path, const std::string& body,
               std::optional<std::int64_t> version = {}, words_of query = {});
  [[nodiscard]] store::database& db() { return *db_; }
  [[nodiscard]] matter::scheduler& scheduler() { return *scheduler_; }
  [[nodiscard]] const matter::services& services() const { return *services_; }
  [[nodiscard]] const std::vector<operation::definition>& operations() const { return operations_; }

 private:
  std::unique_ptr<store::database> db_;
  std::unique_ptr<area::live_areas> areas_;
  std::unique_ptr<matter::live_catalogue> catalogue_;
  std::unique_ptr<matter::services> services_;
  std::unique_ptr<matter::scheduler> scheduler_;
  std::vector<operation::definition> operations_;
};

struct held_role {
  std::string role, area;
};

// Two counties of one city, each with a township and villages, on a clock turned by hand:
// city — county (township: village, village2; grid in village), county2 (township2: village3).
class desks {
 public:
  desks(store::options how, const std::string& start, std::string catalogue_folder);
  // Everything ends and begins again on the same database; further nodes are gone.
  void restart();
  node& add_node();
  void end_node(std::size_t number) { nodes_.at(number).reset(); }
  [[nodiscard]] node& at(std::size_t number = 0) { return *nodes_.at(number); }
  [[nodiscard]] store::database& db() { return at().db(); }
  // Turns the clock and lets the first node's scheduler notice.
  std::int64_t tick(base::duration by);

  const operation::caller& add_person(const std::string& name, const std::vector<held_role>& roles);
  [[nodiscard]] const operation::caller& person(const std::string& name) const { return people_.at(name); }
  outcome call(const std::string& name, std::string_view operation, words_of path, const std::string& body, std::optional<std::int64_t> version = {},
               words_of query = {}) {
    return at().call(person(name), operation, std::move(path), body, version, std::move(query));
  }
  // A step on the version that stands now.
  outcome step(const std::string& name, const std::string& id, const std::string& step, const std::string& fields = "{}",
               const std::string& reason = "");
  outcome act(const std::string& name, const std::string& id, std::string_view operation, const std::string& body = "{}");
  // A fire hazard in this area; throws when it is refused. `more`: further members of the draft.
  std::string open_hazard(const std::string& name, const std::string& area = "village", const std::string& finding = "blocked");
  // A file that was sent by this person.
  std::string send_file(const std::string& name, bool photo) { return send(name, photo, ++files_); }
  // The photo of that number, the same whoever sends it.
  std::string send_same_file(const std::string& name, int number) { return send(name, true, 1'000'000 + number); }
  void add_evidence(const std::string& name, const std::string& id, const std::string& code, bool photo = true);
  outcome get(const std::string& id, const std::string& name = "everybody") { return call(name, "get_matter", {{"id", id}}, ""); }

  // Squares of a degree: the villages side by side from 120 east on, at 30 north.
  void give_areas_bounds();

  base::manual_clock clock;
  [[nodiscard]] store::rows rows(const std::string& sql, const std::vector<store::value>& parameters = {});
  [[nodiscard]] std::int64_t count(const std::string& sql, const std::vector<store::value>& parameters = {}) {
    return rows(sql, parameters).integer(0, 0);
  }

 private:
  void make_areas();
  std::string send(const std::string& name, bool photo, int number);
  store::options how_;
  std::string folder_;
  seal::master_key master_;
  std::vector<std::unique_ptr<node>> nodes_;
  std::map<std::string, operation::caller> people_;
  int made_ = 0, files_ = 0;
};

base::instant time_of(const std::string& rfc3339);
// "/province/…/" of these areas.
std::string path_of(const std::string& area);

}  // namespace matter_faults
