#include "engines/matter/kind.h"

#include <algorithm>

namespace matter {
namespace {

template <class Item, class Key>
const Item* find_in(const std::vector<Item>& items, std::string_view wanted, Key Item::*key) {
  const auto found = std::ranges::find(items, wanted, key);
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const field* kind::find_field(std::string_view name) const { return find_in(fields, name, &field::name); }
const stage* kind::find_stage(std::string_view code) const { return find_in(stages, code, &stage::code); }
const clock_rule* kind::find_clock(std::string_view code) const { return find_in(clocks, code, &clock_rule::code); }

}  // namespace matter
