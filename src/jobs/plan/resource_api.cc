#include <algorithm>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "jobs/plan/activation_inputs.h"
#include "jobs/plan/board.h"
#include "jobs/plan/plan_api.h"

// Places and things a plan in force needs or has.
namespace plan {
namespace {

using operation::answer;
using operation::request;

constexpr std::size_t most_resources = 500;

void check_position(const std::optional<base::position>& where) {
  if (!where) return;
  auto fault = record::position_fault(*where);
  if (!fault) return;
  fault->pointer = "/position" + fault->pointer;
  throw base::bad_input({*fault});
}

void check_open(const activation_case& one) {
  if (one.what.stood_down_at) throw base::conflict("stood_down", "This plan is no longer in force.");
}

void put_place(store::connection& town, resource_row& one) {
  const auto rows = town.query("SELECT name, position_lon, position_lat FROM places WHERE id = $1", {*one.place_id});
  if (rows.empty()) throw base::bad_input({{"/place_id", "unknown", "is no place"}});
  one.kind = resource_kind::place;
  one.name = rows.text(0, 0);
  if (!one.position) one.position = base::position{.lon = rows.number(0, 1), .lat = rows.number(0, 2)};
}

void put_kit(store::connection& town, resource_row& one) {
  const auto rows = town.query("SELECT code, kind FROM kit_items WHERE id = $1", {*one.kit_item_id});
  if (rows.empty()) throw base::bad_input({{"/kit_item_id", "unknown", "is no piece of kit"}});
  one.kind = resource_kind::kit;
  one.name = rows.text(0, 1) + " " + rows.text(0, 0);
}

resource_row row_of(activation_work& work, const resource_draft& draft) {
  const auto in = work.around();
  resource_row one{.id = work.transaction().new_id(),
                   .code = draft.code,
                   .place_id = draft.place_id,
                   .kit_item_id = draft.kit_item_id,
                   .name = std::string(base::trim(draft.name)),
                   .count = draft.count,
                   .position = draft.position,
                   .state = draft.state,
                   .note = draft.note};
  const auto* rule = in.of.find_resource(draft.code);
  if (!draft.code.empty() && rule == nullptr) throw base::bad_input({{"/code", "unknown", "is not in the plan's list"}});
  if (rule != nullptr) one.kind = rule->kind;
  if (draft.place_id && draft.kit_item_id) throw base::bad_input({{"/kit_item_id", "excluded", "name a place or a piece of kit, not both"}});
  look_up(work.on(), work.transaction().db(), [&](store::connection& town) {
    if (one.place_id) put_place(town, one);
    if (one.kit_item_id) put_kit(town, one);
  });
  if (one.name.empty() && rule != nullptr) one.name = rule->name.zh + " / " + rule->name.en;
  if (one.name.empty()) throw base::bad_input({{"/name", "missing", "say what it is"}});
  return one;
}

void sign(resource_row& one, activation_work& work, std::string_view zh, std::string_view en) {
  const auto in = work.around();
  auto said = line_of(in, "resource", one.id, {.zh = std::string(zh) + one.name, .en = std::string(en) + one.name}, one.note);
  const auto& state = resource_state_choices[static_cast<std::size_t>(one.state)];
  said.text.zh += "，" + std::string(state.zh);
  said.text.en += ", " + std::string(state.en);
  one.updated_at = in.now;
  one.updated_by = said.by;
  one.updated_name = said.by_name;
  work.out().push_back(std::move(said));
}

answer add(const services& on, const request& what, store::transaction& transaction) {
  activation_work work(on, what, transaction);
  const auto draft = record::from_json<resource_draft>(what.body);
  check_open(work.now());
  check_position(draft.position);
  if (work.now().resources.size() >= most_resources) throw base::conflict("too_many", "There are too many resources on this board.");
  auto one = row_of(work, draft);
  sign(one, work, "资源：", "Resource: ");
  work.now().resources.push_back(std::move(one));
  work.finish("add_activation_resource", std::nullopt);
  return board_answer(on, transaction.db(), what.who, what.part("id"));
}

answer change(const services& on, const request& what, store::transaction& transaction) {
  activation_work work(on, what, transaction);
  check_open(work.now());
  auto& all = work.now().resources;
  const auto found = std::ranges::find(all, what.part("resource"), &resource_row::id);
  if (found == all.end()) throw base::not_found("resource " + what.part("resource"));
  resource_change given{.count = found->count, .position = found->position, .state = found->state, .note = found->note};
  record::patch_json(what.body, record_of(&given), &given);
  check_position(given.position);
  auto after = *found;
  after.count = given.count;
  after.position = given.position;
  after.state = given.state;
  after.note = given.note;
  if (!(after == *found)) {
    sign(after, work, "资源变动：", "Resource: ");
    *found = after;
  }
  work.finish("change_activation_resource", std::nullopt);
  return board_answer(on, transaction.db(), what.who, what.part("id"));
}

}  // namespace

std::vector<operation::definition> resource_operations(const services& on) {
  const auto* output = &record_of(static_cast<const board*>(nullptr));
  return {{.name = "add_activation_resource",
           .method = "POST",
           .path = "/api/activations/{id}/resources",
           .summary = "Puts a place, a piece of kit or something else on the board.",
           .permission = may_write,
           .input = &record_of(static_cast<const resource_draft*>(nullptr)),
           .output = output,
           .write = [&on](const request& what, store::transaction& work, void*) { return add(on, what, work); }},
          {.name = "change_activation_resource",
           .method = "PATCH",
           .path = "/api/activations/{id}/resources/{resource}",
           .summary = "Where it is, how many there are, and its state.",
           .permission = may_write,
           .input = &record_of(static_cast<const resource_change*>(nullptr)),
           .output = output,
           .write = [&on](const request& what, store::transaction& work, void*) { return change(on, what, work); }}};
}

}  // namespace plan
