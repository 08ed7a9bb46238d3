#include <algorithm>

#include "town/duty/shift_change.h"

namespace duty {

kit_move_kind kind_of(const kit_holder& from, const kit_holder& to) {
  if (to.in_store()) return kit_move_kind::give_back;
  return from.in_store() ? kit_move_kind::issue : kit_move_kind::pass;
}

std::vector<base::wrong_field> faults_of(const shift_handover_draft& draft) {
  std::vector<base::wrong_field> wrong;
  if (int{draft.unit_id.has_value()} + int{draft.post_id.has_value()} + int{draft.force_id.has_value()} != 1) {
    wrong.push_back({"/unit_id", "exactly_one", "a handing-over is of one unit, one post or one force"});
  }
  if (draft.items.empty() && !draft.ends_shift_id && !draft.begins_shift_id) {
    wrong.push_back({"/items", "missing", "hands nothing over: name things, or the shift that ends or begins"});
  }
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < draft.items.size(); ++i) {
    const auto& line = draft.items[i];
    const auto at = "/items/" + std::to_string(i);
    if (int{line.to_member_id.has_value()} + int{line.to_unit_id.has_value()} + int{line.to_post_id.has_value()} > 1) {
      wrong.push_back({at + "/to_member_id", "at_most_one", "goes to one member, unit or post, or to the store"});
    }
    if (line.condition != kit_state::good && line.note.empty()) wrong.push_back({at + "/note", "missing", "say what is wrong with it"});
    if (std::find(seen.begin(), seen.end(), line.item_id) != seen.end()) wrong.push_back({at + "/item_id", "duplicate", "is named twice"});
    seen.push_back(line.item_id);
  }
  return wrong;
}

std::optional<base::problem> refuse_signature(const shift_handover& waiting, std::string_view account_id) {
  if (waiting.state != signed_state::waiting) {
    return base::conflict("not_waiting", "This handing-over does not wait for a signature.", "It was signed or withdrawn already.");
  }
  if (account_id.empty() || waiting.signed_by == account_id) {
    return base::problem(409, "same_signer", "The other side signs with an account of its own.", "You signed for the first side.",
                         "Have the other side sign in and confirm.");
  }
  return std::nullopt;
}

kit_item after_move(kit_item item, const kit_move& move, base::instant now) {
  item.state = move.condition;
  ++item.version;
  if (move.condition != kit_state::good) item.note = move.note;
  if (move.condition == kit_state::missing) return item;
  item.member_id = move.to_member_id;
  item.unit_id = move.to_unit_id;
  item.post_id = move.to_post_id;
  item.held_since = move.to().in_store() ? std::nullopt : std::optional(now);
  return item;
}

}  // namespace duty
