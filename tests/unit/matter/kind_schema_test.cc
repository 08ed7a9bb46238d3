// catalogue/kind.schema.json says to editors what the reader says to a town.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "catalogue_sample.h"
#include "engines/matter/catalogue_text.h"
#include "engines/matter/kind_keys.h"
#include "foundation/base/text.h"
#include "support/shared_data.h"

namespace json = boost::json;

namespace {

json::value schema() { return json::parse(test::read_file(test::project_file("catalogue/kind.schema.json"))); }

// The schema of one map: the file itself, or one of $defs.
const json::object& map_schema(const json::value& all, std::string_view of) {
  return of == "kind" ? all.as_object() : all.at("$defs").at(of).as_object();
}

// A tree of YAML as JSON, by the core schema of YAML 1.2.
json::value as_json(const matter::text_node& node) {
  using shape = matter::text_node::shape;
  if (node.is == shape::list) {
    json::array out;
    for (const auto& item : node.items) out.push_back(as_json(item));
    return out;
  }
  if (node.is == shape::map) {
    json::object out;
    for (std::size_t i = 0; i < node.keys.size(); ++i) out[node.keys[i]] = as_json(node.items[i]);
    return out;
  }
  if (node.is == shape::nothing) return nullptr;
  if (node.plain && (node.text == "true" || node.text == "false")) return node.text == "true";
  if (const auto whole = base::parse_int(node.text); node.plain && whole) return *whole;
  if (const auto number = base::parse_double(node.text); node.plain && number) return *number;
  return json::string(node.text);
}

json::value read(const std::string& text) {
  std::vector<matter::fault> faults;
  matter::fault_list wrong("kind.yaml", faults);
  const auto root = matter::read_text(text, wrong);
  if (!root || !faults.empty()) throw std::logic_error("no YAML");
  return as_json(*root);
}

// The part of JSON Schema 2020-12 that the file uses; any other keyword is an error, so that nothing goes unchecked.
class validator {
 public:
  explicit validator(const json::value& all) : all_(all) {}

  // Empty when it is valid; else where it is not, and by what.
  std::string fault(const json::value& value) { return check(value, all_.as_object(), "$"); }

 private:
  std::string check(const json::value& value, const json::object& by, const std::string& at) {
    for (const auto& [keyword, rule] : by) {
      auto wrong = check_keyword(value, by, {keyword, rule}, at);
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

  struct keyword_rule {
    std::string_view keyword;
    const json::value& rule;
  };

  std::string check_keyword(const json::value& value, const json::object& by, const keyword_rule& one, const std::string& at) {
    const auto& [keyword, rule] = one;
    static const std::set<std::string, std::less<>> silent = {"$schema", "title", "description", "$defs", "additionalProperties"};
    if (silent.contains(keyword)) return {};
    const auto bad = at + " " + std::string(keyword);
    if (keyword == "$ref") return check(value, all_.at("$defs").at(std::string_view(rule.as_string()).substr(8)).as_object(), at);
    if (keyword == "type") return is_of(value, rule.as_string()) ? "" : bad;
    if (keyword == "enum") return std::ranges::find(rule.as_array(), value) != rule.as_array().end() ? "" : bad;
    if (keyword == "oneOf") return count_valid(value, rule.as_array(), at) == 1 ? "" : bad;
    if (keyword == "minimum" || keyword == "maximum" || keyword == "pattern" || keyword == "minLength" || keyword == "maxLength")
      return fits(value, keyword, rule) ? "" : bad;
    if (keyword == "minItems") return !value.is_array() || value.as_array().size() >= rule.to_number<std::size_t>() ? "" : bad;
    if (keyword == "maxItems") return !value.is_array() || value.as_array().size() <= rule.to_number<std::size_t>() ? "" : bad;
    if (keyword == "uniqueItems") return is_unique(value) ? "" : bad;
    if (keyword == "items") return check_items(value, rule.as_object(), at);
    if (keyword == "required") return check_required(value, rule.as_array(), at);
    if (keyword == "properties") return check_properties(value, by, rule.as_object(), at);
    throw std::logic_error("the validator does not know " + std::string(keyword));
  }

  static bool is_of(const json::value& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_bool();
    if (type == "integer") return value.is_int64();
    if (type == "number") return value.is_number();
    throw std::logic_error("no type " + std::string(type));
  }

  bool fits(const json::value& value, std::string_view keyword, const json::value& rule) {
    if (keyword == "minimum") return !value.is_number() || value.to_number<double>() >= rule.to_number<double>();
    if (keyword == "maximum") return !value.is_number() || value.to_number<double>() <= rule.to_number<double>();
    if (!value.is_string()) return true;
    const std::string text(value.as_string());
    if (keyword == "pattern") return std::regex_search(text, pattern(std::string(rule.as_string())));
    const auto length = base::count_code_points(text);
    return keyword == "minLength" ? length >= rule.to_number<std::size_t>() : length <= rule.to_number<std::size_t>();
  }

  const std::regex& pattern(const std::string& text) {
    const auto found = patterns_.find(text);
    return found != patterns_.end() ? found->second : patterns_.emplace(text, std::regex(text)).first->second;
  }

  static bool is_unique(const json::value& value) {
    std::set<std::string> seen;
    if (!value.is_array()) return true;
    return std::ranges::all_of(value.as_array(), [&](const json::value& one) { return seen.insert(json::serialize(one)).second; });
  }

  std::size_t count_valid(const json::value& value, const json::array& choices, const std::string& at) {
    return static_cast<std::size_t>(
        std::ranges::count_if(choices, [&](const json::value& one) { return check(value, one.as_object(), at).empty(); }));
  }

  std::string check_items(const json::value& value, const json::object& by, const std::string& at) {
    if (!value.is_array()) return {};
    std::size_t number = 0;
    for (const auto& item : value.as_array()) {
      auto wrong = check(item, by, at + "[" + std::to_string(number++) + "]");
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

  static std::string check_required(const json::value& value, const json::array& names, const std::string& at) {
    if (!value.is_object()) return {};
    for (const auto& name : names) {
      if (!value.as_object().contains(name.as_string())) return at + "." + std::string(name.as_string()) + " required";
    }
    return {};
  }

  std::string check_properties(const json::value& value, const json::object& by, const json::object& known, const std::string& at) {
    if (!value.is_object()) return {};
    for (const auto& [name, member] : value.as_object()) {
      const auto where = at + "." + std::string(name);
      const auto* rule = known.if_contains(name);
      if (rule == nullptr && by.at("additionalProperties") == false) return where + " unknown";
      auto wrong = rule == nullptr ? std::string() : check(member, rule->as_object(), where);
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

  const json::value& all_;
  std::map<std::string, std::regex> patterns_;  // making one takes longer than using it
};

std::string fault_of(const std::string& text) {
  const auto all = schema();
  return validator(all).fault(read(text));
}

}  // namespace

TEST(KindSchema, HasTheKeysTheReaderKnows) {
  const auto all = schema();
  std::set<std::string> maps;
  for (const auto& table : matter::kind_keys()) {
    if (table.of != "kind") maps.emplace(table.of);
    std::set<std::string> keys;
    std::set<std::string> required;
    for (const auto& rule : table.keys) {
      keys.emplace(rule.key);
      if (rule.how != matter::need::optional) required.emplace(rule.key);
    }
    const auto& by = map_schema(all, table.of);
    EXPECT_EQ(by.at("additionalProperties"), json::value(false)) << table.of;
    std::set<std::string> schema_keys;
    std::set<std::string> schema_required;
    for (const auto& [key, rule] : by.at("properties").as_object()) schema_keys.emplace(key);
    if (by.contains("required")) {
      for (const auto& key : by.at("required").as_array()) schema_required.emplace(key.as_string());
    }
    EXPECT_EQ(schema_keys, keys) << table.of;
    EXPECT_EQ(schema_required, required) << table.of;
  }
  std::set<std::string> described;
  for (const auto& [name, rule] : all.at("$defs").as_object()) {
    if (rule.as_object().contains("properties")) described.emplace(name);
  }
  EXPECT_EQ(described, maps);
}

TEST(KindSchema, HasTheWordsTheReaderKnows) {
  const auto all = schema();
  std::set<std::string> known;
  for (const auto& choice : matter::kind_choices()) {
    known.emplace(choice.of);
    std::vector<std::string> words;
    for (const auto& word : all.at("$defs").at(choice.of).at("enum").as_array()) words.emplace_back(word.as_string());
    EXPECT_EQ(words, std::vector<std::string>(choice.words.begin(), choice.words.end())) << choice.of;
  }
  std::set<std::string> enumerated;
  for (const auto& [name, rule] : all.at("$defs").as_object()) {
    if (rule.as_object().contains("enum")) enumerated.emplace(name);
  }
  EXPECT_EQ(enumerated, known);
}

TEST(KindSchema, EveryPropertyIsDescribedInBothLanguagesOrByItsReference) {
  const auto all = schema();
  for (const auto& table : matter::kind_keys()) {
    for (const auto& [key, rule] : map_schema(all, table.of).at("properties").as_object()) {
      const auto& by = rule.as_object();
      if (!by.contains("description")) {
        EXPECT_TRUE(by.contains("$ref") || by.contains("items")) << table.of << "." << key;
      } else {
        EXPECT_NE(std::string(by.at("description").as_string()).find(" · "), std::string::npos) << table.of << "." << key;
      }
    }
  }
}

TEST(KindSchema, TakesTheGoodKindAndNotBrokenOnes) {
  using sample::good_kind;
  using sample::with;
  EXPECT_EQ(fault_of(good_kind()), "");
  EXPECT_EQ(fault_of(with(good_kind(), "edition: 3", "edition: three")), "$.edition type");
  EXPECT_EQ(fault_of(with(good_kind(), "number: HZ\n", "")), "$.number required");
  EXPECT_EQ(fault_of(with(good_kind(), "subject: place", "subject: person")), "$.subject enum");
  EXPECT_EQ(fault_of(with(good_kind(), "  bounces: 3", "  bounces: 6")), "$.desk.bounces maximum");
  EXPECT_EQ(fault_of(with(good_kind(), "        signers: 2", "        singers: 2")), "$.stages[2].steps[0].singers unknown");
  EXPECT_EQ(fault_of(with(good_kind(), "    starts: {field: due_on}", "    starts: noon")), "$.clocks[3].starts oneOf");
  EXPECT_EQ(fault_of(with(good_kind(), "    limit: 6 months", "    limit: half a year")), "$.clocks[0].limit pattern");
}

TEST(KindSchema, TakesTheProjectsKinds) {
  const std::filesystem::path folder = test::project_file("catalogue/kinds");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the project has no kinds yet";
  std::size_t count = 0;
  const auto all = schema();
  validator by(all);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_EQ(by.fault(read(test::read_file(entry.path().string()))), "") << entry.path().filename();
    ++count;
  }
  EXPECT_GT(count, 0U);
}
