#pragma once
#include <map>
#include <string>
#include <vector>

#include "engines/matter/live_catalogue.h"
#include "engines/matter/simulate_dice.h"
#include "foundation/operation/operation.h"
#include "town/area/area_tree.h"

namespace matter {

// A made-up chain of areas from the province to two villages with their grids, and at each desk three holders of every role.
class simulated_town {
 public:
  explicit simulated_town(std::span<const choice_item> roles);

  [[nodiscard]] const area::area_tree& areas() const { return areas_; }
  // Where something happens: most often in a grid.
  [[nodiscard]] const area::area& somewhere(dice& from) const;
  // An area of this level.
  [[nodiscard]] const area::area& one_of_level(area::level level, dice& from) const;

  // Somebody who holds the role at that desk, now and then at one above it; nullptr for a role or desk that is not there.
  [[nodiscard]] const operation::caller* somebody(std::string_view role, std::string_view path, dice& from) const;
  // Everybody who holds it there or above, the desk's own first.
  [[nodiscard]] std::vector<const operation::caller*> holders(std::string_view role, std::string_view path) const;
  // Anybody at all.
  [[nodiscard]] const operation::caller& anybody(dice& from) const;
  [[nodiscard]] const operation::caller& nobody() const { return nobody_; }

 private:
  using desk = std::pair<std::string, std::string>;  // role, path
  [[nodiscard]] const std::vector<operation::caller>* at(std::string_view role, std::string_view path) const;
  area::area_tree areas_;
  std::map<desk, std::vector<operation::caller>, std::less<>> people_;
  operation::caller nobody_;
};

}  // namespace matter
