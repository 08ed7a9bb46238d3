#pragma once
#include <string>

#include "system/scenarios/scenario_town.h"

namespace scenario_test {

// Plays a text of tests/scenarios line by line: who does what, what is expected, how far the clock is turned, where the server
// restarts. Returns what went wrong with its line, or nothing; `played` counts lines.
class player {
 public:
  player(store::options how, std::string catalogue_folder) : how_(std::move(how)), folder_(std::move(catalogue_folder)) {}
  std::string play(const std::string& text);
  [[nodiscard]] int acts() const { return acts_; }
  [[nodiscard]] int expectations() const { return expectations_; }
  [[nodiscard]] int refusals() const { return refusals_; }
  [[nodiscard]] int restarts() const { return restarts_; }
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  void line(const std::string& text);
  void begin(const std::string& time);
  void people(const std::string& list);
  void act(const std::string& name, const std::string& verb, const std::string& rest);
  void run(const std::string& name, const std::string& verb, const std::string& rest);
  void open(const std::string& name, const std::string& rest);
  void step(const std::string& name, const std::string& rest);
  void other(const std::string& name, const std::string& verb, const std::string& rest);
  void expect(const std::string& what);
  void expect_clock(const std::string& state, const std::string& code);
  [[nodiscard]] json::object view();
  [[nodiscard]] json::object clock(const std::string& code);

  store::options how_;
  std::string folder_;
  std::unique_ptr<town> town_;
  std::string matter_;
  std::string refused_;  // code of the last act's refusal
  std::string refused_detail_;
  int acts_ = 0, expectations_ = 0, refusals_ = 0, restarts_ = 0, files_ = 0;
  bool ended_ = false;
};

}  // namespace scenario_test
