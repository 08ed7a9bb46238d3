#pragma once
#include <functional>
#include <string>
#include <vector>

#include "duty_desk.h"

namespace journal {

// The calls of what is written on matters, on plans in force, and in drills. What is done in a drill stands in the journal of the
// drill's own store, and the town's holds that there was a drill.
class plan_desk : public duty_desk {
 protected:
  void catalogue_operations();
  void matter_operations();
  void plan_operations();
  void drill_operations();

 private:
  // An act on one activation, by its name there: journaled in the town, or in a drill.
  using act = std::function<json::object(const sent& what)>;
  void activation_acts(const act& done);
  json::object in_drill(const std::string& drill, sent what, const expected& wanted);
  std::int64_t town_rows();

  std::string open(const char* kind, const std::string& fields, const char* account);
  // An act on a matter that leaves the one row of its own name.
  json::object on_matter(const char* operation, const std::string& id, const std::string& body = {}, const char* account = "supervisor");
  void hand_over_acts(const std::string& id);
  void evidence_acts(const std::string& id);
  void clock_acts(const std::string& id);
  void acts_of_several(const std::string& id);
  void step_acts();
  void sealed_acts();

  std::string file_of(const char* account);

  std::string area_, other_area_;
};

}  // namespace journal
