#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "foundation/geo/area_index.h"
#include "town/area/area.h"

namespace area {

// All valid areas of a place in memory. Immutable: built once, shared between threads by shared_ptr, replaced by a new one
// when areas change. Pointers it gives live as long as it does.
class area_tree {
 public:
  area_tree() = default;
  // Areas in any order; one whose parent is not among them is a root.
  explicit area_tree(std::vector<area> areas);
  area_tree(const area_tree&) = delete;
  area_tree& operator=(const area_tree&) = delete;

  [[nodiscard]] const area* find(std::string_view id) const;
  [[nodiscard]] const area* find_by_code(std::string_view code) const;
  [[nodiscard]] const area& get(std::string_view id) const;  // throws base::problem not_found

  // In the order of their codes; of an unknown id: none.
  [[nodiscard]] const std::vector<const area*>& list_roots() const { return roots_; }
  [[nodiscard]] const std::vector<const area*>& list_children(std::string_view id) const;
  [[nodiscard]] const std::vector<area>& list_all() const { return areas_; }

  // The area and all above it, deepest first; of an unknown id: none.
  [[nodiscard]] std::vector<const area*> list_chain(std::string_view id) const;

  // The deepest area whose boundary contains the position and all above it, deepest first; empty outside every boundary.
  // Where boundaries of one depth overlap, the smaller code counts.
  [[nodiscard]] std::vector<const area*> find_chain(const base::position& p) const;

  // The deepest alone, or null.
  [[nodiscard]] const area* find_at(const base::position& p) const;

  // Of all boundaries; empty when there are none.
  [[nodiscard]] const geo::box& bounds() const { return bounds_; }

 private:
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using number_of = std::unordered_map<std::string, std::size_t, text_hash, std::equal_to<>>;
  void join();

  std::vector<area> areas_;  // by depth, then code: the smallest number is the least deep
  number_of by_id_;
  number_of by_code_;
  std::vector<std::vector<const area*>> children_;
  std::vector<const area*> roots_;
  std::vector<std::size_t> depths_;
  geo::area_index index_;
  geo::box bounds_;
};

}  // namespace area
