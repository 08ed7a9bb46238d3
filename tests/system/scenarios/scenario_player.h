#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>

#include "system/scenarios/scenario_town.h"

namespace scenario_test {

// What was really gone through in matters of one kind, as the database tells: steps that came about, acts every matter can have (the
// kinds of its lines), and clocks that were seen running just before their limit and late at it.
struct walked {
  std::set<std::string> steps, acts, clocks;
};

// Plays a text of tests/scenarios line by line: who does what, what is expected, how far the clock is turned, where the server
// restarts. Each `at` begins a chapter in a town of its own. Returns what went wrong with its line, or nothing.
class player {
 public:
  // `fresh`: the options of a new and empty database.
  player(std::function<store::options()> fresh, std::string catalogue_folder) : fresh_(std::move(fresh)), folder_(std::move(catalogue_folder)) {}
  std::string play(const std::string& text);
  [[nodiscard]] int refusals() const { return refusals_; }
  [[nodiscard]] int refused_roles() const { return refused_roles_; }  // acts tried by roles that may not
  [[nodiscard]] int restarts() const { return restarts_; }
  [[nodiscard]] bool ended() const { return ended_; }  // the last matter of each chapter
  [[nodiscard]] const walked& of(const std::string& kind) { return walked_[kind]; }

 private:
  void line(const std::string& text);
  void begin(const std::string& time);
  void close_chapter();
  void people(const std::string& list);
  void turn_to(const std::string& name);
  void act(const std::string& name, const std::string& verb, const std::string& rest);
  void run(const std::string& name, const std::string& verb, const std::string& rest);
  void open(const std::string& name, const std::string& rest);
  void step(const std::string& name, const std::string& rest);
  void other(const std::string& name, const std::string& verb, const std::string& rest);
  bool between_matters(const std::string& name, const std::string& verb, const std::string& rest);
  void send(const std::string& name, std::string_view operation, const json::object& body);
  void limit(const std::string& code, const std::string& due);
  void until(const std::string& time);
  void expect(const std::string& what);
  bool expect_matter(const std::string& kind, std::string& rest);
  bool expect_around(const std::string& kind, std::string& rest);
  void expect_clock(const std::string& state, const std::string& code);
  void probe_opening(const matter::kind& of, const std::string& body);
  void probe_steps();
  void must_refuse(const std::string& name, const std::string& what, const std::function<void()>& call);
  [[nodiscard]] std::string trace();  // counts of what an act leaves behind
  [[nodiscard]] std::string matter_called(const std::string& name) const;
  [[nodiscard]] json::object view();
  [[nodiscard]] json::object clock(const std::string& code);

  std::function<store::options()> fresh_;
  std::string folder_;
  std::unique_ptr<town> town_;
  std::string matter_;
  std::map<std::string, std::string> called_;  // matters of this chapter by the name the scenario gave them
  std::map<std::string, walked> walked_;
  std::set<std::string> probed_;  // kinds and stages in which every role has tried
  std::string refused_;           // code of the last act's refusal
  std::string refused_detail_;
  int refusals_ = 0, refused_roles_ = 0, restarts_ = 0, files_ = 0;
  bool ended_ = true;
};

}  // namespace scenario_test
