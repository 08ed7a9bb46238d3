#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "foundation/geo/area_index.h"

namespace track {

// What is watched: an area with a name for what crosses it. Rings people drew, and every area of the tree with a boundary.
struct watched_ring {
  std::string id;         // of the ring, or of the area
  std::string area_path;  // where it lies: who may hear of it
  geo::multi_polygon shape;
  bool announced = true;  // whether listeners hear of its crossings: of rings they do, of mere areas they would hear too much
};

// All watched rings at one moment: immutable, shared between threads, replaced by a new one when a ring changes. The numbers
// of rings and sets belong to their epoch.
class ring_set {
 public:
  ring_set() = default;
  // Two sets that may meet the same unit must differ in their epoch; 0 is the empty one's.
  ring_set(std::vector<watched_ring> rings, std::uint64_t epoch);

  [[nodiscard]] std::uint64_t epoch() const { return epoch_; }
  [[nodiscard]] std::size_t size() const { return rings_.size(); }
  [[nodiscard]] geo::set_id set_at(const geo::point& p) const { return index_.set_at(p); }
  [[nodiscard]] std::span<const std::uint32_t> members(geo::set_id set) const { return index_.members(set); }
  [[nodiscard]] const watched_ring& ring(std::uint32_t number) const { return rings_[number]; }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;

 private:
  std::vector<watched_ring> rings_;
  std::unordered_map<std::string, std::uint32_t> by_id_;
  geo::area_index index_;
  std::uint64_t epoch_ = 0;
};

}  // namespace track
