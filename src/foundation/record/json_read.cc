#include <algorithm>
#include <stdexcept>

#include "foundation/base/text.h"
#include "foundation/record/json_value.h"
#include "foundation/record/record.h"

namespace record {
namespace {

using node_type = json_node::type;

constexpr std::size_t most_wrong_fields = 50;  // of one answer

}  // namespace

void value_reader::refuse_at(std::string pointer, std::string_view code, std::string detail) {
  if (wrong_.size() < most_wrong_fields) wrong_.push_back({std::move(pointer), std::string(code), std::move(detail)});
}

void value_reader::refuse_unknown(std::string_view name, const table& description, const json_place& place) {
  std::vector<std::string_view> names;
  for (const auto& one : description.fields) {
    if (own_ || !one.options.read_only) names.push_back(one.options.name);
  }
  refuse(place, "unknown", "there is no such field" + suggestion(name, names));
}

void value_reader::read_list(const json_node& node, const field& of, const member_type& type, void* member, const json_place& place) {
  if (node.holds != node_type::list) return refuse_type(node, of, "a list", place);
  std::size_t count = 0;
  tree_.each(node, [&](const json_node&) { ++count; });
  const std::size_t most = own_ ? count : of.options.max_length;
  if (count > most) {
    return refuse(place, "too_long", "has " + std::to_string(count) + " items, at most " + std::to_string(most) + " are taken");
  }
  if (count < of.options.min_length && !own_) {
    return refuse(place, "too_short", "must have at least " + std::to_string(of.options.min_length) + " items");
  }
  type.reset(member);
  // The length limits are the list's own; its items have the general one.
  field of_item = of;
  of_item.options.min_length = 0;
  of_item.options.max_length = field_options{}.max_length;
  std::size_t index = 0;
  tree_.each(node, [&](const json_node& child) {
    read_value(child, of_item, *type.element, type.append(member), {.parent = &place, .name = {}, .index = index++});
  });
}

void value_reader::read_value(const json_node& node, const field& of, const member_type& type, void* member, const json_place& place) {
  switch (type.holds) {
    case storage::text: return read_text(node, of, *static_cast<std::string*>(member), place);
    case storage::boolean:
      if (node.holds != node_type::boolean) return refuse_type(node, of, "true or false", place);
      *static_cast<bool*>(member) = node.boolean;
      return;
    case storage::int64:
    case storage::int32: return read_integer(node, of, type, member, place);
    case storage::float64: return read_number(node, of, *static_cast<double*>(member), place);
    case storage::instant: return read_time(node, of, member, place);
    case storage::position: return read_position(node, of, member, place);
    case storage::choice_index: return read_choice(node, of, type, member, place);
    case storage::json: {
      auto& text = static_cast<json_text*>(member)->text;
      text.clear();
      return tree_.append_text(text, node);
    }
    case storage::record: {
      type.reset(member);
      read_record(node, type.described(), member, place, nullptr);
      return;
    }
    case storage::list: return read_list(node, of, type, member, place);
    case storage::optional: break;
  }
  if (node.holds == node_type::null) return type.reset(member);
  read_value(node, of, *type.element, type.fill(member), place);
}

// Whether the child is a field that may be set; its index in the table, marked as seen.
bool value_reader::take_member(const json_node& child, const table& description, seen_fields& seen, const json_place& place, std::size_t& index) {
  const auto key = tree_.key(child);
  const auto found = std::find_if(description.fields.begin(), description.fields.end(), [&](const field& one) { return one.options.name == key; });
  if (found == description.fields.end()) {
    refuse_unknown(key, description, {.parent = &place, .name = key});
    return false;
  }
  index = static_cast<std::size_t>(found - description.fields.begin());
  if (seen[index]) {
    refuse({.parent = &place, .name = key}, "duplicate", "appears more than once");
    return false;
  }
  seen[index] = true;
  if (!own_ && found->options.read_only) {
    refuse({.parent = &place, .name = key}, "read_only", "is set by the server; leave it out");
    return false;
  }
  return true;
}

void value_reader::read_record(const json_node& node, const table& description, void* record, const json_place& place,
                               std::vector<std::string>* patch) {
  if (node.holds != node_type::object) {
    refuse(place, "wrong_type", "must be an object, not " + std::string(type_name(node)));
    return;
  }
  seen_fields seen;
  if (description.fields.size() > seen.size()) throw std::logic_error("record " + std::string(description.name) + " has too many fields");
  tree_.each(node, [&](const json_node& child) {
    std::size_t index = 0;
    if (!take_member(child, description, seen, place, index)) return;
    const auto& one = description.fields[index];
    // The address is of a member of *record, which is ours to change.
    read_value(child, one, *one.type, const_cast<void*>(one.address(record)), {.parent = &place, .name = one.options.name});
    if (patch != nullptr) patch->emplace_back(one.options.name);
  });
  for (std::size_t i = 0; i < description.fields.size() && patch == nullptr; ++i) {
    const auto& one = description.fields[i];
    const bool needed = one.options.required && !one.options.read_only && !is_optional(*one.type);
    if (needed && !seen[i]) refuse({.parent = &place, .name = one.options.name}, "missing", "is needed");
  }
}

namespace {

std::vector<std::string> read_body(std::string_view body, const table& description, void* record, read_limits limits, bool patch) {
  const auto tree = parse_json(body, limits.max_bytes, limits.max_depth);
  value_reader reader(tree, limits.own);
  std::vector<std::string> present;
  reader.read_record(tree.root(), description, record, {}, patch ? &present : nullptr);
  if (!reader.wrong().empty()) throw base::bad_input(reader.wrong());
  return present;
}

}  // namespace

void read_json(std::string_view body, const table& description, void* record, read_limits limits) {
  read_body(body, description, record, limits, false);
}

std::vector<std::string> patch_json(std::string_view body, const table& description, void* record, read_limits limits) {
  return read_body(body, description, record, limits, true);
}

void read_own_value(std::string_view text, const field& of, const member_type& type, void* member) {
  const auto tree = parse_json(text, text.size(), 64);
  value_reader reader(tree, true);
  reader.read_value(tree.root(), of, type, member, {});
  if (!reader.wrong().empty()) {
    const auto& first = reader.wrong().front();
    throw std::logic_error("column " + std::string(of.options.name) + first.pointer + ": " + first.detail);
  }
}

}  // namespace record
