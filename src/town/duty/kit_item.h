#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "town/duty/noun.h"

namespace duty {

enum class kit_state : std::uint8_t { good, damaged, missing, retired };
inline constexpr record::choice kit_state_choices[] = {
    {"good", "完好", "Good"}, {"damaged", "损坏", "Damaged"}, {"missing", "缺失", "Missing"}, {"retired", "报废", "Retired"}};
inline std::string_view name_of(kit_state s) { return kit_state_choices[static_cast<std::size_t>(s)].code; }

// Who holds a thing: one of the three, or nobody (it lies in the store).
struct kit_holder {
  std::optional<std::string> member_id = {};
  std::optional<std::string> unit_id = {};
  std::optional<std::string> post_id = {};
  [[nodiscard]] bool in_store() const { return !member_id && !unit_id && !post_id; }
  bool operator==(const kit_holder&) const = default;
};

// A thing that is handed out. Its holder and condition change by signed shift changes (kit_change.h) alone.
struct kit_item {
  std::string id;
  std::string code;
  std::string kind;
  std::optional<std::string> force_id = {};
  kit_state state = kit_state::good;
  std::optional<std::string> member_id = {};
  std::optional<std::string> unit_id = {};
  std::optional<std::string> post_id = {};
  std::optional<base::instant> held_since = {};
  std::string note;
  std::int64_t version = 0;
  std::string holder_name;  // "": in the store
  bool waiting = false;     // in a handing-over that waits for its second signature
  std::string area_path = "/";
  [[nodiscard]] kit_holder holder() const { return {member_id, unit_id, post_id}; }
};
const record::table& record_of(const kit_item*);

const noun<kit_item>& kit_noun();
// GET and POST /api/kit-items, GET, PATCH and DELETE /api/kit-items/{id}.
std::vector<operation::definition> kit_item_operations();

}  // namespace duty
