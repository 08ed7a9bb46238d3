#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "town/duty/unit.h"

namespace duty {

// All units' master data at one moment; immutable. A unit's number is its place here and stays while the program runs.
// What many units share (sets of capabilities, areas) is kept once, so that a question about 10,000 units looks at a few sets.
class fleet {
 public:
  fleet() = default;
  // `serial` tells one content from another: it rises with each change.
  fleet(std::vector<std::shared_ptr<const unit>> units, std::uint64_t serial);

  [[nodiscard]] std::size_t size() const { return units_.size(); }
  [[nodiscard]] const unit& operator[](std::uint32_t number) const { return *units_[number]; }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;
  [[nodiscard]] std::uint64_t serial() const { return serial_; }
  [[nodiscard]] const std::vector<std::shared_ptr<const unit>>& all() const { return units_; }

  [[nodiscard]] std::span<const std::vector<std::string>> capability_sets() const { return capability_sets_; }
  [[nodiscard]] std::uint32_t capability_set_of(std::uint32_t number) const { return set_of_[number]; }
  [[nodiscard]] std::span<const std::string> area_ids() const { return area_ids_; }  // "" for none
  [[nodiscard]] std::uint32_t area_of(std::uint32_t number) const { return area_of_[number]; }

 private:
  struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::vector<std::shared_ptr<const unit>> units_;
  std::unordered_map<std::string, std::uint32_t, text_hash, std::equal_to<>> numbers_;
  std::vector<std::vector<std::string>> capability_sets_;
  std::vector<std::uint32_t> set_of_;
  std::vector<std::string> area_ids_;
  std::vector<std::uint32_t> area_of_;
  std::uint64_t serial_ = 0;
};

}  // namespace duty
