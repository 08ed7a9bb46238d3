#include "foundation/record/json_tree.h"

#include <gtest/gtest.h>

#include "foundation/base/problem.h"
#include "foundation/record/json_text.h"

namespace {

base::problem refusal(std::string_view text, std::size_t bytes = 1000, std::size_t depth = 8) {
  try {
    record::parse_json(text, bytes, depth);
  } catch (const base::problem& p) {
    return p;
  }
  return {0, "", ""};
}

std::string again(std::string_view text) {
  const auto tree = record::parse_json(text, 1000, 8);
  std::string out;
  tree.append_text(out, tree.root());
  return out;
}

constexpr const char* not_json[] = {"",
                                    " ",
                                    "{",
                                    "}",
                                    "[",
                                    "]",
                                    "[1,]",
                                    "[,1]",
                                    "[1 2]",
                                    "[1,,2]",
                                    "{\"a\"}",
                                    "{\"a\":}",
                                    "{\"a\":1,}",
                                    "{a:1}",
                                    "{'a':1}",
                                    "{\"a\" 1}",
                                    "{1:2}",
                                    "[1]]",
                                    "{} {}",
                                    "{}x",
                                    "1 2",
                                    "nul",
                                    "nulll",
                                    "TRUE",
                                    "True",
                                    "NaN",
                                    "-NaN",
                                    "Infinity",
                                    "-Infinity",
                                    "+1",
                                    "01",
                                    "-01",
                                    "1.",
                                    ".5",
                                    "-",
                                    "-.5",
                                    "1e",
                                    "1e+",
                                    "1.e3",
                                    "0x10",
                                    "1_000",
                                    "1,5",
                                    "\"",
                                    "\"a",
                                    "'a'",
                                    "\"\\x\"",
                                    "\"\\u12\"",
                                    "\"\\u12g4\"",
                                    "\"a\nb\"",
                                    "\"a\tb\"",
                                    "\"\x01\"",
                                    "\"\\ud800\"",
                                    "\"\\udc00\"",
                                    "\"\\ud800\\u0041\"",
                                    "\"\\ud800\\ud800\"",
                                    "/* c */ 1",
                                    "1 // c",
                                    "# 1",
                                    "[1}",
                                    "{\"a\":1]",
                                    "\xEF\xBB\xBF{}",
                                    "undefined",
                                    "[undefined]",
                                    "{\"a\":1;}",
                                    "`a`",
                                    "\f1",
                                    "\v1",
                                    ("\xC2\xA0"
                                     "1")};

}  // namespace

TEST(JsonTree, TakesEveryFormOfRfc8259) {
  const std::pair<const char*, const char*> cases[] = {
      {"{}", "{}"},
      {"[]", "[]"},
      {" \t\r\n[ ] \n", "[]"},
      {"0", "0"},
      {"-0", "-0"},
      {"-0.0", "-0.0"},
      {"1E400000", "1E400000"},  // infinite as a double: a field refuses it
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"1e-7", "1e-7"},
      {"1.5E+2", "1.5E+2"},
      {"\"\"", "\"\""},
      {R"("\"\\\/\b\f\n\r\t")", R"("\"\\/\u0008\u000c\n\r\t")"},
      {R"("\u5b88\u671B")", "\"守望\""},
      {R"("\uD842\uDFB7")", "\"𠮷\""},
      {R"("\u0000")", R"("\u0000")"},
      {"\"\xEF\xBF\xBF\"", "\"\xEF\xBF\xBF\""},
      {"[1,[2,[3,[]]],{\"a\":{}}]", "[1,[2,[3,[]]],{\"a\":{}}]"},
      {R"({"a":1,"a":2})", R"({"a":1,"a":2})"},  // kept: the reader refuses it with a pointer
      {R"({"":null,"b":true,"c":false})", R"({"":null,"b":true,"c":false})"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(again(text), expected) << text;
  }
}

TEST(JsonTree, RefusesWhatIsNotJson) {
  for (const char* text : not_json) {
    const auto p = refusal(text);
    EXPECT_EQ(p.status, 400) << text;
    EXPECT_EQ(p.code, "not_json") << text;
    EXPECT_NE(p.detail.find("byte"), std::string::npos) << text << ": " << p.detail;
  }
  EXPECT_EQ(refusal(std::string_view("\0", 1)).code, "not_json");
  EXPECT_EQ(refusal(std::string_view("{}\0", 3)).code, "not_json");
}

TEST(JsonTree, NamesTheByteWhereItWentWrong) {
  EXPECT_EQ(refusal(R"({"a":1} x)").detail, "At byte 8: something follows the value.");
  EXPECT_EQ(refusal(R"({"a":1)").detail, "At byte 6: the text ends in the middle of a value.");
}

TEST(JsonTree, RefusesWhatIsNotUtf8) {
  for (const char* text : {"\"\x80\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "{\"\xFF\":1}", "\"\xE5\xAE\"", "\xFE\xFF"}) {
    const auto p = refusal(text);
    EXPECT_EQ(p.status, 400) << text;
    EXPECT_EQ(p.code, "not_utf8") << text;
  }
  EXPECT_EQ(refusal("{\"ab\":\"\xC3\x28\"}").detail, "The first wrong byte is at 7.");
}

TEST(JsonTree, RefusesTooMuchAndTooDeep) {
  EXPECT_EQ(refusal("\"" + std::string(998, 'x') + "\"").status, 0);
  EXPECT_EQ(refusal("\"" + std::string(999, 'x') + "\"").status, 413);
  EXPECT_EQ(refusal("\"" + std::string(999, 'x') + "\"").code, "too_large");
  const auto nested = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
  EXPECT_EQ(refusal(nested(8)).status, 0);
  EXPECT_EQ(refusal(nested(9)).status, 400);
  EXPECT_EQ(refusal(nested(9)).code, "too_deep");
  EXPECT_EQ(refusal(std::string(100'000, '['), 200'000).code, "too_deep");
  std::string objects;
  for (int i = 0; i < 9; ++i) objects += "{\"a\":";
  EXPECT_EQ(refusal(objects).code, "too_deep");
}

TEST(JsonTree, EveryPrefixOfAGoodTextIsRefused) {
  const std::string text = R"({"a":[1.5e3,true,null,"守\u0041"],"b":{"c":-1}})";
  for (std::size_t n = 0; n < text.size(); ++n) EXPECT_NE(refusal(text.substr(0, n)).status, 0) << text.substr(0, n);
  EXPECT_EQ(refusal(text).status, 0);
}

TEST(JsonTree, NumbersAreReadExactly) {
  for (const char* digits : {"0.1", "2.2250738585072011e-308", "1.7976931348623157e308", "5e-324", "0.30000000000000004", "9007199254740993.0",
                             "121.47370100000001", "-76.6122"}) {
    const auto tree = record::parse_json(digits, 100, 8);
    EXPECT_EQ(tree.root().number, std::strtod(digits, nullptr)) << digits;
  }
}

TEST(JsonText, IsIndentedForPeople) {
  EXPECT_EQ(record::indented_json(R"({"a":[1,{"b":"守"}],"c":{},"d":[]})"),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"守\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}\n");
}

TEST(JsonText, StandsOnOneLineWhateverItWasWrittenOn) {
  EXPECT_EQ(record::one_line_json("{ \"a\":\n[1.50, {\"b\": \"守\\n\"} ],\t\"c\": {}\r\n}"), R"({"a":[1.50,{"b":"守\n"}],"c":{}})");
}

TEST(JsonText, IsBuiltMemberByMember) {
  record::json_object object;
  EXPECT_EQ(object.done(), "{}");
  object.text("a", "x\"y");
  object.number("b", 100);
  object.number("c", 0.25);
  record::json_array array;
  EXPECT_EQ(array.done(), "[]");
  array.raw("1");
  array.text("t");
  object.raw("d", array.done());
  EXPECT_EQ(object.done(), R"({"a":"x\"y","b":100,"c":0.25,"d":[1,"t"]})");
}
