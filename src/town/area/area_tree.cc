#include "town/area/area_tree.h"

#include <algorithm>

#include "foundation/base/problem.h"

namespace area {
namespace {

const std::vector<const area*> none;

}  // namespace

area_tree::area_tree(std::vector<area> areas) : areas_(std::move(areas)) {
  std::sort(areas_.begin(), areas_.end(), [](const area& a, const area& b) {
    const std::size_t depth_a = depth_of(a.path);
    const std::size_t depth_b = depth_of(b.path);
    return depth_a != depth_b ? depth_a < depth_b : a.code != b.code ? a.code < b.code : a.id < b.id;
  });
  join();
  std::vector<geo::multi_polygon> boundaries;
  boundaries.reserve(areas_.size());
  for (const area& one : areas_) {
    boundaries.push_back(one.boundary);
    bounds_.extend_over(geo::bounds(one.boundary));
    depths_.push_back(depth_of(one.path));
  }
  index_ = geo::area_index(boundaries);
}

void area_tree::join() {
  children_.resize(areas_.size());
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    by_id_.emplace(areas_[i].id, i);
    by_code_.emplace(areas_[i].code, i);
  }
  for (const area& one : areas_) {
    const auto parent = one.parent_id ? by_id_.find(*one.parent_id) : by_id_.end();
    (parent == by_id_.end() ? roots_ : children_[parent->second]).push_back(&one);
  }
  const auto by_code = [](const area* a, const area* b) { return a->code < b->code; };
  std::sort(roots_.begin(), roots_.end(), by_code);
  for (auto& list : children_) std::sort(list.begin(), list.end(), by_code);
}

const area* area_tree::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &areas_[found->second];
}

const area* area_tree::find_by_code(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &areas_[found->second];
}

const area& area_tree::get(std::string_view id) const {
  const area* found = find(id);
  if (found == nullptr) throw base::not_found("area");
  return *found;
}

const std::vector<const area*>& area_tree::list_children(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? none : children_[found->second];
}

std::vector<const area*> area_tree::list_chain(std::string_view id) const {
  std::vector<const area*> chain;
  // Bounded by the number of areas, should parents ever form a ring.
  for (const area* one = find(id); one != nullptr && chain.size() <= areas_.size(); one = one->parent_id ? find(*one->parent_id) : nullptr)
    chain.push_back(one);
  return chain;
}

const area* area_tree::find_at(const base::position& p) const {
  const auto found = index_.find(p);
  if (found.empty()) return nullptr;
  // Ascending numbers are ascending depths; the first of the greatest depth has the smallest code.
  const std::size_t depth = depths_[found.back()];
  const auto first = std::find_if(found.begin(), found.end(), [&](std::uint32_t i) { return depths_[i] == depth; });
  return &areas_[*first];
}

std::vector<const area*> area_tree::find_chain(const base::position& p) const {
  const area* deepest = find_at(p);
  return deepest == nullptr ? std::vector<const area*>() : list_chain(deepest->id);
}

}  // namespace area
