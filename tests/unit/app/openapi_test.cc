#include "app/openapi.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <stdexcept>

#include "app/file_paths.h"
#include "app/file_routes.h"
#include "foundation/record/json_tree.h"

namespace {

struct wheel {
  double pressure = 0;
};
constexpr record::field wheel_fields[] = {
    record::field_of<&wheel::pressure>({.name = "pressure", .summary = "bar", .minimum = 0, .maximum = 9.5}),
};
const record::table wheel_table{.name = "Wheel", .summary = "A wheel.", .fields = wheel_fields};
const record::table& record_of(const wheel*) { return wheel_table; }

constexpr record::choice kinds[] = {{"car", "车", "car"}, {"foot", "步行", "foot"}};
struct cart {
  std::string id;
  std::string kind;
  std::optional<base::position> where;
  std::vector<wheel> wheels;
};
constexpr record::field cart_fields[] = {
    record::field_of<&cart::id>({.name = "id", .summary = "UUID", .read_only = true}),
    record::field_of<&cart::kind>({.name = "kind", .summary = "what it is", .choices = kinds}),
    record::field_of<&cart::where>({.name = "where", .summary = "where it stands"}),
    record::field_of<&cart::wheels>({.name = "wheels", .summary = "its wheels", .required = false, .max_length = 4}),
};
const record::table cart_table{.name = "Cart", .summary = "A cart.", .fields = cart_fields};
const record::table other_cart_table{.name = "Cart", .summary = "Another cart.", .fields = wheel_fields};

std::vector<operation::definition> operations() {
  using operation::definition;
  using operation::shape;
  return {
      definition{.name = "list_carts",
                 .method = "GET",
                 .path = "/api/carts",
                 .summary = "Lists carts.",
                 .permission = "cart.read",
                 .output = &cart_table,
                 .output_shape = shape::list,
                 .parameters = {{.name = "kind", .summary = "of this kind"}}},
      definition{.name = "create_cart",
                 .method = "POST",
                 .path = "/api/carts",
                 .summary = "Makes a cart.",
                 .permission = "cart.write",
                 .input = &cart_table,
                 .output = &cart_table},
      definition{.name = "patch_cart",
                 .method = "PATCH",
                 .path = "/api/carts/{id}",
                 .summary = "Changes a cart.",
                 .permission = "cart.write",
                 .input = &cart_table,
                 .output = &cart_table,
                 .needs_version = true},
      definition{.name = "delete_cart",
                 .method = "DELETE",
                 .path = "/api/carts/{id}",
                 .summary = "Removes a cart.",
                 .permission = "cart.write",
                 .output_shape = shape::none},
      definition{.name = "health", .method = "GET", .path = "/healthz", .summary = "How it feels.", .permission = "public"},
  };
}

// Finds a node by its way down, e.g. {"paths", "/api/carts", "get"}; nullptr when there is none.
const record::json_node* find(const record::json_tree& tree, const std::vector<std::string>& way) {
  const record::json_node* at = &tree.root();
  for (const auto& name : way) {
    const record::json_node* next = nullptr;
    tree.each(*at, [&](const record::json_node& child) {
      if (tree.key(child) == name) next = &child;
    });
    if (next == nullptr) return nullptr;
    at = next;
  }
  return at;
}

std::string text_at(const record::json_tree& tree, const std::vector<std::string>& way) {
  const auto* found = find(tree, way);
  std::string out;
  if (found != nullptr) tree.append_text(out, *found);
  return out;
}

std::vector<std::string> references(const record::json_tree& tree) {
  std::vector<std::string> out;
  const std::function<void(const record::json_node&)> walk = [&](const record::json_node& one) {
    tree.each(one, [&](const record::json_node& child) {
      if (tree.key(child) == "$ref") out.emplace_back(tree.text(child));
      walk(child);
    });
  };
  walk(tree.root());
  return out;
}

record::json_tree generated() { return record::parse_json(app::openapi_json(operations(), "1.0"), 1 << 20, 64); }

}  // namespace

TEST(OpenApi, EveryReferenceLeadsSomewhere) {
  const auto tree = generated();
  const auto all = references(tree);
  EXPECT_GT(all.size(), 15U);
  for (const auto& one : all) {
    ASSERT_TRUE(one.starts_with("#/components/")) << one;
    const auto rest = one.substr(13);
    const auto slash = rest.find('/');
    EXPECT_NE(find(tree, {"components", rest.substr(0, slash), rest.substr(slash + 1)}), nullptr) << one;
  }
}

TEST(OpenApi, IsTheSameTextWhateverTheOrder) {
  auto shuffled = operations();
  const auto text = app::openapi_json(shuffled, "1.0");
  std::mt19937 random(1);  // the same shuffles each time
  for (int i = 0; i < 10; ++i) {
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    EXPECT_EQ(app::openapi_json(shuffled, "1.0"), text);
  }
  EXPECT_TRUE(text.ends_with("}\n"));
}

TEST(OpenApi, NamesParametersBodiesAndPermissions) {
  const auto tree = generated();
  EXPECT_EQ(text_at(tree, {"openapi"}), R"("3.1.0")");
  EXPECT_EQ(text_at(tree, {"paths", "/api/carts", "get", "x-permission"}), R"("cart.read")");
  EXPECT_EQ(text_at(tree, {"paths", "/api/carts", "get", "parameters"}),
            R"([{"name":"kind","in":"query","description":"of this kind","schema":{"type":"string"}},)"
            R"({"$ref":"#/components/parameters/Limit"},{"$ref":"#/components/parameters/After"}])");
  EXPECT_EQ(text_at(tree, {"paths", "/api/carts/{id}", "patch", "parameters"}),
            R"([{"name":"id","in":"path","required":true,"schema":{"type":"string"}},{"$ref":"#/components/parameters/IfMatch"}])");
  EXPECT_EQ(text_at(tree, {"paths", "/api/carts", "post", "parameters"}), R"([{"$ref":"#/components/parameters/IdempotencyKey"}])");
  EXPECT_EQ(text_at(tree, {"paths", "/api/carts/{id}", "patch", "requestBody"}),
            R"({"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/CartPatch"}}}})");
  EXPECT_EQ(text_at(tree, {"paths", "/healthz", "get", "security"}), "[]");
  EXPECT_EQ(find(tree, {"paths", "/api/carts", "get", "security"}), nullptr);
  EXPECT_NE(find(tree, {"paths", "/api/carts/{id}", "delete", "responses", "204"}), nullptr);
  EXPECT_EQ(text_at(tree, {"paths", "/healthz", "get", "responses", "default"}), R"({"$ref":"#/components/responses/Problem"})");
}

TEST(OpenApi, InputSchemasHoldTheLimitsAndNoReadOnlyFields) {
  const auto tree = generated();
  EXPECT_EQ(find(tree, {"components", "schemas", "CartInput", "properties", "id"}), nullptr);
  EXPECT_EQ(text_at(tree, {"components", "schemas", "Cart", "properties", "id", "readOnly"}), "true");
  EXPECT_EQ(text_at(tree, {"components", "schemas", "CartInput", "required"}), R"(["kind"])");
  EXPECT_EQ(find(tree, {"components", "schemas", "CartPatch", "required"}), nullptr);
  EXPECT_EQ(text_at(tree, {"components", "schemas", "CartInput", "properties", "wheels"}),
            R"({"type":"array","items":{"$ref":"#/components/schemas/WheelInput"},"maxItems":4,"description":"its wheels"})");
  EXPECT_EQ(text_at(tree, {"components", "schemas", "WheelInput", "properties", "pressure", "maximum"}), "9.5");
}

TEST(OpenApi, TellsOfPathsThatAreNoOperations) {
  const auto files = app::file_paths();
  const auto tree = record::parse_json(app::openapi_json(operations(), "1.0", files), 1 << 20, 64);
  EXPECT_EQ(text_at(tree, {"paths", "/api/files", "post", "operationId"}), R"("send_file")");
  EXPECT_EQ(text_at(tree, {"paths", "/api/files", "post", "x-permission"}), '"' + std::string(app::may_send_files) + '"');
  EXPECT_EQ(text_at(tree, {"paths", "/api/files/{id}/thumbnail", "get", "operationId"}), R"("get_file_thumbnail")");
  ASSERT_NE(find(tree, {"components", "schemas", "File", "properties", "sha256"}), nullptr);
  for (const auto& one : references(tree)) {
    const auto rest = one.substr(13);
    EXPECT_NE(find(tree, {"components", rest.substr(0, rest.find('/')), rest.substr(rest.find('/') + 1)}), nullptr) << one;
  }
  const std::vector<app::other_path> twice = {files[0], files[0]};
  EXPECT_THROW(app::openapi_json(operations(), "1", twice), std::logic_error);
}

TEST(OpenApi, RefusesWhatWouldHideAnotherOperationOrSchema) {
  auto twice = operations();
  twice.push_back(twice.front());
  EXPECT_THROW(app::openapi_json(twice, "1"), std::logic_error);
  auto renamed = operations();
  renamed.back().name = "list_carts";
  EXPECT_THROW(app::openapi_json(renamed, "1"), std::logic_error);
  auto other = operations();
  other[1].output = &other_cart_table;
  EXPECT_THROW(app::openapi_json(other, "1"), std::logic_error);
}
