#include <algorithm>

#include "engines/matter/kind_read_parts.h"
#include "foundation/base/text.h"

namespace matter {
namespace {

constexpr std::size_t most_thresholds = 20;

bool is_number(field_type type) { return type == field_type::whole || type == field_type::number || type == field_type::money; }
bool is_text(field_type type) { return type == field_type::text || type == field_type::long_text; }
bool is_choice(field_type type) { return type == field_type::choice || type == field_type::choices; }

// A key that says nothing for a field of this type.
void refuse_misplaced(const part& from, field_type type) {
  const auto refuse = [&](std::string_view key, bool belongs, const char* types) {
    if (from.has(key) && !belongs) {
      from.fault(key, "misplaced_key", std::string(key) + " says nothing for a field of this type",
                 "Leave it out; it belongs to " + std::string(types) + ".");
    }
  };
  refuse("choices", is_choice(type), "choice and choices");
  refuse("minimum", is_number(type), "whole, number and money");
  refuse("maximum", is_number(type), "whole, number and money");
  refuse("max_length", is_text(type), "text and long_text");
}

std::vector<choice_item> read_field_choices(const part& from) {
  const auto* node = from.find("choices");
  if (node == nullptr) {
    from.fault("choices", "missing_key", "choices is missing", "Write choices: [{code, zh, en}, …] or choices: {list: NAME}.");
    return {};
  }
  if (node->is != text_node::shape::map) {
    auto own = read_choices(from, "choices");
    if (own.empty() && node->items.empty() && node->is == text_node::shape::list) {
      from.fault("choices", "missing_key", "choices is empty", "Name at least one choice.");
    }
    return own;
  }
  const auto named = from.inner("choices", "choice_list");
  const auto name = named->code("list");
  if (!is_code(name)) return {};
  const auto& lists = from.in().known.lists;
  if (const auto found = lists.find(name); found != lists.end()) {
    auto listed = found->second;
    for (auto& one : listed) one.line = 0;
    return listed;
  }
  std::vector<std::string> known;
  for (const auto& [other, items] : lists) known.push_back(other);
  named->fault("list", "unknown_list", "there is no list " + name + nearest(name, known), "Name a list of lists.yaml, or write the choices here.");
  return {};
}

void read_numbers(const part& from, field& out) {
  out.minimum = from.number("minimum").value_or(out.minimum);
  out.maximum = from.number("maximum").value_or(out.maximum);
  if (out.minimum > out.maximum) from.fault("maximum", "out_of_range", "maximum lies below minimum", "Write the smaller number as minimum.");
}

std::vector<std::string> read_uses(const part& from) {
  auto uses = from.codes("used_in");
  const auto& outputs = from.in().known.outputs;
  std::vector<std::string> known;
  for (const auto& output : outputs) known.push_back(output.code);
  for (const auto& use : uses) {
    if (std::ranges::find(known, use) != known.end()) continue;
    from.fault("used_in", "unknown_output", "nothing called " + use + " uses fields" + nearest(use, known), "Name an output of outputs.yaml.");
  }
  return uses;
}

field read_field(const part& from) {
  field out;
  out.line = from.line();
  out.name = from.code("name");
  out.label = from.name();
  if (from.has("help")) out.help = from.words_at("help", 500);
  out.used_in = read_uses(from);
  const auto type = from.choice("type", "field_type");
  if (!type) return out;
  out.type = static_cast<field_type>(*type);
  refuse_misplaced(from, out.type);
  if (is_choice(out.type)) out.choices = read_field_choices(from);
  if (is_number(out.type)) read_numbers(from, out);
  if (is_text(out.type)) {
    const std::int64_t usual = out.type == field_type::text ? 200 : 2'000;
    out.max_length = static_cast<std::size_t>(from.whole("max_length", {.low = 1, .high = 10'000, .otherwise = usual}));
  }
  return out;
}

std::vector<double> read_thresholds(const part& from) {
  std::vector<double> out;
  for (const auto& node : from.list("from", most_thresholds)) {
    const auto number = node.is == text_node::shape::text && node.plain ? base::parse_double(node.text) : std::nullopt;
    if (number && *number >= -1e12 && *number <= 1e12) {
      out.push_back(*number);
    } else {
      from.in().wrong.add(node.line, "wrong_type", "a threshold must be a number, not " + node.text.substr(0, 80), "Write from: [0, 3, 10].");
    }
  }
  return out;
}

band read_band(const part& from) {
  band out;
  out.line = from.line();
  out.code = from.code("code");
  out.name = from.name();
  out.grades = read_choices(from, "grades");
  for (const auto& one : from.parts("any_of", "criterion", most_thresholds)) {
    out.any_of.push_back({.field = one.code("field"), .from = read_thresholds(one)});
  }
  return out;
}

}  // namespace

std::vector<field> read_fields(const part& from) {
  std::vector<field> out;
  const auto parts = from.parts("fields", "field");
  name_doubles(parts, "name");
  for (const auto& one : parts) out.push_back(read_field(one));
  return out;
}

std::vector<band> read_bands(const part& from) {
  std::vector<band> out;
  const auto parts = from.parts("bands", "band");
  name_doubles(parts, "code");
  for (const auto& one : parts) {
    out.push_back(read_band(one));
    const auto* fields = from.find("fields");
    const auto same = [&](const text_node& node) {
      const auto* name = node.find("name");
      return name != nullptr && name->text == out.back().code;
    };
    if (fields != nullptr && std::ranges::any_of(fields->items, same)) {
      one.fault("code", "duplicate_code", "a field is called " + out.back().code + " already",
                "Give the band another code: conditions name both alike.");
    }
  }
  return out;
}

}  // namespace matter
