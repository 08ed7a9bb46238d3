#include <algorithm>

#include "foundation/record/json_text.h"
#include "foundation/record/record.h"

namespace record {
namespace {

// What every place of one schema shares.
struct context {
  const field& of;
  bool input;
  bool nullable;
};

std::string list_of(const std::vector<std::string>& parts) {
  json_array out;
  for (const auto& part : parts) out.raw(part);
  return out.done();
}

void add_type(json_object& out, const context& how, std::string_view type) {
  if (how.nullable)
    out.raw("type", list_of({json_object::quoted(type), "\"null\""}));
  else
    out.text("type", type);
}

void add_reference(json_object& out, const context& how, std::string_view schema) {
  json_object reference;
  reference.text("$ref", "#/components/schemas/" + std::string(schema));
  if (how.nullable)
    out.raw("anyOf", list_of({reference.done(), R"({"type":"null"})"}));
  else
    out.text("$ref", "#/components/schemas/" + std::string(schema));
}

void add_choices(json_object& out, const context& how) {
  std::vector<std::string> codes;
  json_object labels;
  for (const auto& one : how.of.options.choices) {
    codes.push_back(json_object::quoted(one.code));
    json_object label;
    label.text("zh", one.zh);
    label.text("en", one.en);
    labels.raw(one.code, label.done());
  }
  if (how.nullable) codes.emplace_back("null");
  out.raw("enum", list_of(codes));
  out.raw("x-labels", labels.done());
}

void add_text(json_object& out, const context& how) {
  const auto& o = how.of.options;
  add_type(out, how, "string");
  if (!o.choices.empty()) return add_choices(out, how);
  if (how.input && o.min_length > 0) out.number("minLength", static_cast<double>(o.min_length));
  if (how.input) out.number("maxLength", static_cast<double>(o.max_length));
  if (!o.refers_to.empty()) out.text("x-refers-to", o.refers_to);
}

void add_number(json_object& out, const context& how, std::string_view type, std::string_view format) {
  add_type(out, how, type);
  out.text("format", format);
  if (!how.input) return;
  if (how.of.options.minimum > no_minimum) out.number("minimum", how.of.options.minimum);
  if (how.of.options.maximum < no_maximum) out.number("maximum", how.of.options.maximum);
}

void add_member(json_object& out, const context& how, const member_type& type);

void add_list(json_object& out, const context& how, const member_type& type) {
  add_type(out, how, "array");
  field of_item = how.of;
  of_item.options.min_length = 0;
  of_item.options.max_length = field_options{}.max_length;
  json_object items;
  add_member(items, {.of = of_item, .input = how.input, .nullable = false}, *type.element);
  out.raw("items", items.done());
  if (!how.input) return;
  if (how.of.options.min_length > 0) out.number("minItems", static_cast<double>(how.of.options.min_length));
  out.number("maxItems", static_cast<double>(how.of.options.max_length));
}

void add_time(json_object& out, const context& how) {
  add_type(out, how, "string");
  out.text("format", "date-time");
}

void add_member(json_object& out, const context& how, const member_type& type) {
  switch (type.holds) {
    case storage::text: return add_text(out, how);
    case storage::boolean: return add_type(out, how, "boolean");
    case storage::int64: return add_number(out, how, "integer", "int64");
    case storage::int32: return add_number(out, how, "integer", "int32");
    case storage::float64: return add_number(out, how, "number", "double");
    case storage::instant: return add_time(out, how);
    case storage::position: return add_reference(out, how, "Position");
    case storage::choice_index: add_type(out, how, "string"); return add_choices(out, how);
    case storage::json: return;  // anything
    case storage::record: return add_reference(out, how, schema_name(type.described(), how.input));
    case storage::list: return add_list(out, how, type);
    case storage::optional: return add_member(out, {.of = how.of, .input = how.input, .nullable = true}, *type.element);
  }
}

bool left_out(const field& one, bool input) { return input && one.options.read_only; }

bool needed(const field& one, bool input) { return !input || (one.options.required && !is_optional(*one.type)); }

}  // namespace

std::string schema_name(const table& description, bool input) { return std::string(description.name) + (input ? "Input" : ""); }

std::string position_schema_json() {
  return R"({"type":"object","description":"A place on the earth in WGS-84 degrees; 0,0 is refused.","additionalProperties":false,)"
         R"("required":["lon","lat"],"properties":{"lon":{"type":"number","minimum":-180,"maximum":180},)"
         R"("lat":{"type":"number","minimum":-90,"maximum":90}}})";
}

std::string schema_json(const table& description, bool input, bool patch) {
  json_object properties;
  std::vector<std::string> required;
  for (const auto& one : description.fields) {
    if (left_out(one, input)) continue;
    json_object member;
    add_member(member, {.of = one, .input = input, .nullable = false}, *one.type);
    std::string summary(one.options.summary);
    if (!one.options.pattern_hint.empty()) summary += " (" + std::string(one.options.pattern_hint) + ")";
    if (!summary.empty()) member.text("description", summary);
    if (!input && one.options.read_only) member.raw("readOnly", "true");
    properties.raw(one.options.name, member.done());
    if (needed(one, input) && !patch) required.push_back(json_object::quoted(one.options.name));
  }
  json_object out;
  out.text("type", "object");
  if (!description.summary.empty()) out.text("description", description.summary);
  if (input) out.raw("additionalProperties", "false");
  if (!required.empty()) out.raw("required", list_of(required));
  out.raw("properties", properties.done());
  return out.done();
}

namespace {

void collect(const member_type& type, std::vector<const table*>& out) {
  if (type.element != nullptr) return collect(*type.element, out);
  if (type.described == nullptr) return;
  const table* nested = &type.described();
  if (std::find(out.begin(), out.end(), nested) != out.end()) return;
  out.push_back(nested);
  for (const auto& one : nested->fields) collect(*one.type, out);
}

}  // namespace

std::vector<const table*> nested_tables(const table& description) {
  std::vector<const table*> out;
  for (const auto& one : description.fields) collect(*one.type, out);
  return out;
}

}  // namespace record
