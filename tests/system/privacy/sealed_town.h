#pragma once
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/town.h"
#include "foundation/base/clock.h"
#include "foundation/base/config.h"
#include "support/engines.h"

namespace privacy {

namespace json = boost::json;
using parts = std::map<std::string, std::string, std::less<>>;

// Names and numbers that occur nowhere but where they are put.
inline const std::string marker_name = "夔鼍麒Zqxjvk";
inline const std::string marker_phone = "13907770913577";
inline const std::string marker_address = "魑魅巷Wkjqz九百九十七号";
inline const std::string marker_note = "貔貅备注Qqzzxw";
const std::vector<std::string>& all_markers();

// The whole program without its sockets in a county of a few desks (see scenario_town), on a clock that is turned by hand.
class sealed_town : public test::on_both_engines {
 protected:
  sealed_town();
  ~sealed_town() override;
  void SetUp() override;
  void TearDown() override;

  void start();
  void stop();
  void restart();
  [[nodiscard]] app::town& on() { return *town_; }
  [[nodiscard]] const base::config& config() const { return config_; }
  [[nodiscard]] base::instant clock_now() const { return time_.now(); }
  void tick(base::duration by) { time_.advance(by); }
  [[nodiscard]] const std::string& log_path() const { return log_; }
  [[nodiscard]] std::string database_path() const { return database_; }
  [[nodiscard]] std::string resources() const { return resources_; }
  // A catalogue of its own, to be changed; call before start.
  void own_catalogue();

  // Somebody with this role at the desk of this level ("village", "village2", "township", "county", "grid", "" everywhere).
  std::shared_ptr<const operation::caller> person(const std::string& role, const std::string& level);
  static std::string path_of(const std::string& level);

  // An operation as this person, as a client has it: permission, transaction, answer. Throws base::problem.
  operation::answer ask(const std::shared_ptr<const operation::caller>& who, std::string_view name, parts path = {}, std::string body = {},
                        parts query = {});
  json::object call(const std::shared_ptr<const operation::caller>& who, std::string_view name, parts path = {}, std::string body = {},
                    parts query = {});
  // "" when it is allowed, else the code of its refusal; `said` gets all of its words.
  std::string refusal_of(const std::shared_ptr<const operation::caller>& who, std::string_view name, parts path, std::string body = {},
                         std::string* said = nullptr);
  void run_job(const std::string& name);
  // The version of the matter whose parties are written, as who writes them saw it.
  std::optional<std::int64_t> seen_version(std::string_view name, const parts& path);
  store::rows ask(const std::string& sql);
  void put(const std::string& sql);

  // The parties of the markers, as a body of PUT …/parties or a member of a draft.
  static std::string parties_json();
  // A dispute in the village, opened by its grid worker; a place of its own unless one is named.
  std::string dispute(const std::string& more = {});
  // … with the parties of the markers, put in by the village's mediator.
  std::string sealed_dispute();
  // Accepts, stops and files it: the matter is over.
  void finish(const std::string& id);
  void add_document(const std::shared_ptr<const operation::caller>& who, const std::string& id, const std::string& code);
  void step(const std::shared_ptr<const operation::caller>& who, const std::string& id, const std::string& code, const std::string& body);

 private:
  void make_areas();
  base::manual_clock time_;
  base::config config_;
  std::string resources_, database_, log_;
  int log_descriptor_ = -1;
  std::unique_ptr<app::town> town_;
  std::map<std::string, std::shared_ptr<const operation::caller>> people_;
  int files_ = 0;
};

}  // namespace privacy
