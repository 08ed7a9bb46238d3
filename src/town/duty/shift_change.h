#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "town/duty/kit_item.h"
#include "town/duty/live_units.h"

namespace duty {

enum class kit_move_kind : std::uint8_t { issue, give_back, pass };
inline constexpr record::choice kit_move_kind_choices[] = {{"issue", "发放", "Issue"}, {"return", "归还", "Return"}, {"pass", "移交", "Pass on"}};
enum class signed_state : std::uint8_t { waiting, confirmed, withdrawn };
inline constexpr record::choice signed_state_choices[] = {
    {"waiting", "待对方签字", "Waiting for the other side"}, {"confirmed", "双方已签", "Signed by both"}, {"withdrawn", "已撤回", "Withdrawn"}};
enum class signing_side : std::uint8_t { outgoing, incoming };
inline constexpr record::choice signing_side_choices[] = {{"outgoing", "交班方", "Outgoing"}, {"incoming", "接班方", "Incoming"}};
// How a thing was when it was handed over: the first three of kit_state.
inline constexpr record::choice kit_condition_choices[] = {{"good", "完好", "Good"}, {"damaged", "损坏", "Damaged"}, {"missing", "缺失", "Missing"}};

// One thing's handing-over: issue (from the store), return (to it) or pass (between holders).
struct kit_move {
  std::string id;
  std::string change_id;
  std::string item_id;
  kit_move_kind kind = kit_move_kind::issue;
  std::optional<std::string> from_member_id = {}, from_unit_id = {}, from_post_id = {};
  std::optional<std::string> to_member_id = {}, to_unit_id = {}, to_post_id = {};
  kit_state condition = kit_state::good;
  std::string note;
  signed_state state = signed_state::waiting;
  base::instant at;
  std::string item_code;
  std::string item_kind;
  std::string signed_by_name;
  std::string confirmed_by_name;
  [[nodiscard]] kit_holder from() const { return {from_member_id, from_unit_id, from_post_id}; }
  [[nodiscard]] kit_holder to() const { return {to_member_id, to_unit_id, to_post_id}; }
};
const record::table& record_of(const kit_move*);

// A handing-over signed by both sides.
struct shift_handover {
  std::string id;
  std::optional<std::string> unit_id = {}, post_id = {}, force_id = {};
  std::optional<std::string> ends_shift_id = {}, begins_shift_id = {};
  signed_state state = signed_state::waiting;
  std::string note;
  base::instant signed_at;
  std::string signed_by;
  std::string signed_by_name;
  signing_side signed_as = signing_side::outgoing;
  std::optional<base::instant> confirmed_at = {};
  std::optional<std::string> confirmed_by = {};
  std::optional<std::string> confirmed_by_name = {};
  std::int64_t version = 1;
  std::string name;
  std::string area_path = "/";
  std::vector<kit_move> moves = {};
};
const record::table& record_of(const shift_handover*);

// One thing of a handing-over as the first side signs it: to a member, a unit or a post, or to the store (none of them).
struct kit_line {
  std::string item_id;
  std::optional<std::string> to_member_id = {}, to_unit_id = {}, to_post_id = {};
  kit_state condition = kit_state::good;
  std::string note;
};
const record::table& record_of(const kit_line*);

// Input of POST /api/shift-changes: the first signature.
struct shift_handover_draft {
  std::optional<std::string> unit_id = {}, post_id = {}, force_id = {};
  signing_side signed_as = signing_side::outgoing;
  std::optional<std::string> ends_shift_id = {}, begins_shift_id = {};
  std::vector<kit_line> items = {};
  std::string note;
};
const record::table& record_of(const shift_handover_draft*);

// What the second side found otherwise.
struct kit_finding {
  std::string item_id;
  kit_state condition = kit_state::good;
  std::string note;
};
const record::table& record_of(const kit_finding*);
struct shift_handover_signature {
  std::vector<kit_finding> items = {};
};
const record::table& record_of(const shift_handover_signature*);

// GET and POST /api/shift-changes, GET and DELETE /api/shift-changes/{id}, POST /api/shift-changes/{id}/confirm,
// GET /api/kit-moves?item_id=. Permissions: duty.read, kit.sign.
std::vector<operation::definition> shift_change_operations(const live_units& live);

// --- rules ---
kit_move_kind kind_of(const kit_holder& from, const kit_holder& to);
// What is wrong with a draft by itself.
std::vector<base::wrong_field> faults_of(const shift_handover_draft& draft);
// Why this account may not give the second signature, or nothing.
std::optional<base::problem> refuse_signature(const shift_handover& waiting, std::string_view account_id);
// The thing after both signed. What is missing stays with who had it; what is damaged moves and is damaged.
kit_item after_move(kit_item item, const kit_move& move, base::instant now);

}  // namespace duty
