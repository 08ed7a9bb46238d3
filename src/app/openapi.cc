#include "app/openapi.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <vector>

#include "foundation/base/text.h"
#include "foundation/record/json_text.h"

namespace app {
namespace {

using operation::definition;
using operation::shape;
using record::json_array;
using record::json_object;

constexpr std::string_view problem_schema =
    R"({"type":"object","description":"What went wrong, RFC 9457; errors names each wrong field.","required":["title","status","code"],)"
    R"("properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},)"
    R"("instance":{"type":"string"},"code":{"type":"string","description":"stable, for programs"},)"
    R"("remedy":{"type":"string","description":"what can be done about it"},"request_id":{"type":"string"},)"
    R"("errors":{"type":"array","items":{"type":"object","required":["pointer","code","detail"],)"
    R"("properties":{"pointer":{"type":"string","description":"JSON pointer, RFC 6901"},"code":{"type":"string"},"detail":{"type":"string"}}}}}})";

constexpr std::string_view security_schemes =
    R"({"cookie":{"type":"apiKey","in":"cookie","name":"shouwang_session"},"bearer":{"type":"http","scheme":"bearer"}})";

constexpr std::string_view shared_parameters =
    R"({"IfMatch":{"name":"If-Match","in":"header","description":"the ETag of the record as it was read","required":true,)"
    R"("schema":{"type":"string"}},)"
    R"("IfMatchOptional":{"name":"If-Match","in":"header","description":"the ETag of the record as it was read; 412 when it changed since",)"
    R"("schema":{"type":"string"}},)"
    R"("IdempotencyKey":{"name":"Idempotency-Key","in":"header",)"
    R"("description":"the same key with the same body gives the same answer again and does nothing twice","schema":{"type":"string","maxLength":200}},)"
    R"("Limit":{"name":"limit","in":"query","description":"items at most","schema":{"type":"integer","minimum":1,"maximum":500,"default":100}},)"
    R"("After":{"name":"after","in":"query","description":"the cursor given as next","schema":{"type":"string"}}})";

constexpr std::string_view shared_responses = R"({"Problem":{"description":"It was refused or failed; nothing was changed.",)"
                                              R"("content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}})";

// PATCH takes any part of the record; a POST or PUT all that is needed.
std::string input_name(const definition& one) {
  return one.method == "PATCH" ? std::string(one.input->name) + "Patch" : record::schema_name(*one.input, true);
}

std::string reference(std::string_view section, std::string_view name) {
  json_object out;
  out.text("$ref", "#/components/" + std::string(section) + "/" + std::string(name));
  return out.done();
}

// "/api/units/{id}/shift" → {"id"}.
std::vector<std::string> path_names(std::string_view path) {
  std::vector<std::string> names;
  for (const auto part : base::split(path, '/')) {
    if (part.size() > 2 && part.front() == '{' && part.back() == '}') names.emplace_back(part.substr(1, part.size() - 2));
  }
  return names;
}

// What the operation is listed under: the first part of the path after /api.
std::string tag(std::string_view path) {
  const auto parts = base::split(path, '/');
  const std::size_t at = parts.size() > 2 && parts[1] == "api" ? 2 : 1;
  return parts.size() > at ? std::string(parts[at]) : "root";
}

std::string named_parameter(std::string_view name, std::string_view place, std::string_view summary, bool required) {
  json_object out;
  out.text("name", name);
  out.text("in", place);
  if (!summary.empty()) out.text("description", summary);
  if (required) out.raw("required", "true");
  out.raw("schema", R"({"type":"string"})");
  return out.done();
}

std::string parameters(const definition& one) {
  json_array out;
  for (const auto& name : path_names(one.path)) out.raw(named_parameter(name, "path", "", true));
  std::set<std::string_view> declared;
  for (const auto& query : one.parameters) {
    declared.insert(query.name);
    if (query.name == "limit" || query.name == "after") continue;
    out.raw(named_parameter(query.name, "query", query.summary, query.required));
  }
  const bool list = one.output_shape == shape::list;
  if (list || declared.contains("limit")) out.raw(reference("parameters", "Limit"));
  if (list || declared.contains("after")) out.raw(reference("parameters", "After"));
  if (one.method == "POST") out.raw(reference("parameters", "IdempotencyKey"));
  if (one.needs_version)
    out.raw(reference("parameters", "IfMatch"));
  else if (one.method == "PATCH" || one.method == "PUT")
    out.raw(reference("parameters", "IfMatchOptional"));
  return out.done();
}

std::string output_schema(const definition& one) {
  std::string item = one.output == nullptr ? "{}" : reference("schemas", one.output->name);
  if (one.output_shape != shape::list) return item;
  return R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":)" + item +
         R"(},"next":{"type":"string","description":"the cursor of the next page; absent on the last"}}})";
}

std::string json_content(const std::string& schema) { return R"({"application/json":{"schema":)" + schema + "}}"; }

std::string responses(const definition& one) {
  json_object good;
  good.text("description", one.output_shape == shape::none ? "Done." : "The answer.");
  if (one.output_shape == shape::one && one.output != nullptr) {
    good.raw("headers", R"({"ETag":{"description":"the record's version, when it has one","schema":{"type":"string"}}})");
  }
  if (one.output_shape != shape::none) good.raw("content", json_content(output_schema(one)));
  json_object out;
  // A POST answers 200 or 201 as it did something or made something.
  out.raw(one.output_shape == shape::none ? "204" : one.method == "POST" ? "2XX" : "200", good.done());
  out.raw("default", reference("responses", "Problem"));
  return out.done();
}

std::string operation_object(const definition& one) {
  json_object out;
  out.text("operationId", one.name);
  out.text("summary", one.summary);
  out.raw("tags", "[" + json_object::quoted(tag(one.path)) + "]");
  if (one.permission == "public")
    out.raw("security", "[]");
  else if (!one.permission.empty())
    out.text("x-permission", one.permission);
  const auto listed = parameters(one);
  if (listed != "[]") out.raw("parameters", listed);
  if (one.input != nullptr) {
    out.raw("requestBody", R"({"required":true,"content":)" + json_content(reference("schemas", input_name(one))) + "}");
  }
  out.raw("responses", responses(one));
  return out.done();
}

// path → method → operation object; both sorted, so the list's order does not matter.
std::string paths(std::span<const definition> operations, std::span<const other_path> others) {
  std::map<std::string, std::map<std::string, std::string>> sorted;
  std::set<std::string_view> names;
  for (const auto& one : operations) {
    const bool fresh = sorted[std::string(one.path)].emplace(base::lower_ascii(one.method), operation_object(one)).second;
    if (!fresh || !names.insert(one.name).second) throw std::logic_error("operation appears twice: " + std::string(one.name));
  }
  std::map<std::string, std::string> items;
  for (const auto& [path, methods] : sorted) {
    json_object item;
    for (const auto& [method, text] : methods) item.raw(method, text);
    items.emplace(path, item.done());
  }
  for (const auto& one : others) {
    if (!items.emplace(one.path, one.item).second) throw std::logic_error("a path appears twice: " + one.path);
  }
  json_object out;
  for (const auto& [path, item] : items) out.raw(path, item);
  return out.done();
}

// The schemas every operation refers to, by name.
class schema_set {
 public:
  schema_set() {
    texts_["Problem"] = problem_schema;
    texts_["Position"] = record::position_schema_json();
  }
  void add(const definition& one) {
    if (one.input != nullptr) {
      put(input_name(one), record::schema_json(*one.input, true, one.method == "PATCH"));
      add_nested(*one.input, true);
    }
    if (one.output != nullptr) add_output(*one.output);
  }
  void add_output(const record::table& of) {
    put(std::string(of.name), record::schema_json(of, false));
    add_nested(of, false);
  }
  [[nodiscard]] std::string text() const {
    json_object out;
    for (const auto& [name, schema] : texts_) out.raw(name, schema);
    return out.done();
  }

 private:
  void add_nested(const record::table& outer, bool input) {
    for (const auto* one : record::nested_tables(outer)) put(record::schema_name(*one, input), record::schema_json(*one, input));
  }
  void put(const std::string& name, const std::string& schema) {
    const auto [found, fresh] = texts_.emplace(name, schema);
    if (!fresh && found->second != schema) throw std::logic_error("two different records are called " + name);
  }
  std::map<std::string, std::string> texts_;
};

std::string components(std::span<const definition> operations, std::span<const other_path> others) {
  schema_set schemas;
  for (const auto& one : operations) schemas.add(one);
  for (const auto& one : others) {
    if (one.output != nullptr) schemas.add_output(*one.output);
  }
  json_object out;
  out.raw("schemas", schemas.text());
  out.raw("responses", shared_responses);
  out.raw("parameters", shared_parameters);
  out.raw("securitySchemes", security_schemes);
  return out.done();
}

}  // namespace

std::string openapi_json(std::span<const definition> operations, std::string_view version, std::span<const other_path> others) {
  json_object info;
  info.text("title", "Shouwang");
  info.text("summary", "Public safety operations of a town or county");
  info.text("version", version);
  info.raw("license", R"({"name":"Apache-2.0","identifier":"Apache-2.0"})");
  json_object out;
  out.text("openapi", "3.1.0");
  out.raw("info", info.done());
  out.raw("servers", R"([{"url":"/"}])");
  out.raw("security", R"([{"cookie":[]},{"bearer":[]}])");
  out.raw("paths", paths(operations, others));
  out.raw("components", components(operations, others));
  return record::indented_json(out.done());
}

}  // namespace app
