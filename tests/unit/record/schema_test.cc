#include <gtest/gtest.h>

#include "foundation/record/json_tree.h"
#include "unit/record/sample_record.h"

namespace {

const record::table& everything_table() { return record_of(static_cast<const sample::everything*>(nullptr)); }

// The schema of one property, as text.
std::string property(const std::string& name, bool input) {
  const auto tree = record::parse_json(record::schema_json(everything_table(), input), 1 << 20, 32);
  std::string out;
  tree.each(tree.root(), [&](const record::json_node& member) {
    if (tree.key(member) != "properties") return;
    tree.each(member, [&](const record::json_node& one) {
      if (tree.key(one) == name) tree.append_text(out, one);
    });
  });
  return out;
}

}  // namespace

TEST(Schema, DescribesEachKind) {
  EXPECT_EQ(property("name", true), R"({"type":"string","maxLength":10,"description":"name"})");
  EXPECT_EQ(property("name", false), R"({"type":"string","description":"name"})");
  EXPECT_EQ(property("active", true), R"({"type":"boolean","description":"flag"})");
  EXPECT_EQ(property("count", true), R"({"type":"integer","format":"int64","minimum":0,"maximum":1000000,"description":"how many"})");
  EXPECT_EQ(property("small", true), R"({"type":"integer","format":"int32","description":"small number"})");
  EXPECT_EQ(property("ratio", true), R"({"type":"number","format":"double","minimum":-1,"description":"share"})");
  EXPECT_EQ(property("at", true), R"({"type":"string","format":"date-time","description":"when"})");
  EXPECT_EQ(property("until", true), R"({"type":["string","null"],"format":"date-time","description":"until"})");
  EXPECT_EQ(property("where", true), R"({"$ref":"#/components/schemas/Position","description":"where"})");
  EXPECT_EQ(property("target", true), R"({"anyOf":[{"$ref":"#/components/schemas/Position"},{"type":"null"}],"description":"target"})");
  EXPECT_EQ(
      property("colour", true),
      R"({"type":"string","enum":["red","green"],"x-labels":{"red":{"zh":"红","en":"red"},"green":{"zh":"绿","en":"green"}},"description":"colour"})");
  EXPECT_TRUE(property("next", true).starts_with(R"({"type":["string","null"],"enum":["fresh","sent","done",null])"));
  EXPECT_EQ(property("unit_id", true), R"x({"type":["string","null"],"maxLength":200,"x-refers-to":"unit","description":"unit (a UUID)"})x");
  EXPECT_EQ(property("tags", true), R"({"type":"array","items":{"type":"string","maxLength":200},"maxItems":3,"description":"tags"})");
  EXPECT_EQ(property("notes", true), R"({"type":"array","items":{"$ref":"#/components/schemas/NoteInput"},"maxItems":200,"description":"notes"})");
  EXPECT_EQ(property("notes", false), R"({"type":"array","items":{"$ref":"#/components/schemas/Note"},"description":"notes"})");
  EXPECT_EQ(property("detail", true), R"({"description":"anything"})");
  EXPECT_EQ(property("id", false), R"({"type":"string","description":"UUID","readOnly":true})");
  EXPECT_EQ(property("id", true), "");
}

TEST(Schema, RequiresWhatReadingRequires) {
  const auto input = record::schema_json(everything_table(), true);
  EXPECT_NE(input.find(R"("additionalProperties":false,"required":["name","at","where"],)"), std::string::npos);
  EXPECT_EQ(record::schema_json(everything_table(), true, true).find(R"("required")"), std::string::npos);
  const auto output = record::schema_json(everything_table(), false);
  EXPECT_NE(output.find(R"("required":["id","name",)"), std::string::npos);
  EXPECT_EQ(output.find("additionalProperties"), std::string::npos);
}

TEST(Schema, FindsNestedTablesOnce) {
  const auto nested = record::nested_tables(everything_table());
  ASSERT_EQ(nested.size(), 1U);
  EXPECT_EQ(nested[0]->name, "Note");
}

TEST(Schema, KnowsTheKindOfAField) {
  const auto kind_of = [](std::string_view name) {
    for (const auto& one : everything_table().fields) {
      if (one.options.name == name) return record::kind_of(one);
    }
    return record::kind::json;
  };
  EXPECT_EQ(kind_of("name"), record::kind::text);
  EXPECT_EQ(kind_of("colour"), record::kind::choice);
  EXPECT_EQ(kind_of("next"), record::kind::choice);
  EXPECT_EQ(kind_of("unit_id"), record::kind::reference);
  EXPECT_EQ(kind_of("maybe_small"), record::kind::integer);
  EXPECT_EQ(kind_of("until"), record::kind::time);
  EXPECT_EQ(kind_of("target"), record::kind::position);
  EXPECT_EQ(kind_of("first"), record::kind::object);
  EXPECT_EQ(kind_of("line"), record::kind::list);
}
