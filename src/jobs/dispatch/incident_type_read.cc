#include "jobs/dispatch/incident_type.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace dispatch {
namespace {

constexpr std::size_t most_types = 2'000;  // a list longer than this is not a list for people
constexpr std::size_t most_faults = 20;    // more help nobody
constexpr std::size_t longest_code = 60;

// Collects what is wrong, each with file and line.
class faults {
 public:
  explicit faults(std::string file) : file_(std::move(file)) {}
  void add(const YAML::Node& at, const std::string& what) { add(at.Mark(), what); }
  void add(const YAML::Mark& at, const std::string& what) {
    if (++count_ > most_faults) return;
    text_ += (text_.empty() ? "" : "; ") + file_ + ":" + std::to_string(at.line + 1) + ": " + what;
  }
  void throw_if_any() const {
    if (count_ == 0) return;
    throw base::problem(500, "bad_catalogue", "The catalogue of incident types cannot be used.", text_, "Correct the named lines and start again.");
  }

 private:
  std::string file_;
  std::string text_;
  std::size_t count_ = 0;
};

YAML::Node load(const std::string& file) {
  try {
    std::error_code failed;  // asked first: to open a pipe is to wait for its other end
    if (!std::filesystem::is_regular_file(file, failed)) throw YAML::BadFile(file);
    return YAML::LoadFile(file);
  } catch (const YAML::BadFile&) {
    throw base::problem(500, "bad_catalogue", "The catalogue of incident types cannot be used.", file + " cannot be read.",
                        "Put the file there or correct the catalogue folder in the configuration.");
  } catch (const YAML::Exception& wrong) {
    throw base::problem(500, "bad_catalogue", "The catalogue of incident types cannot be used.",
                        file + ":" + std::to_string(wrong.mark.line + 1) + ": " + wrong.msg, "Correct the named line and start again.");
  }
}

bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= longest_code && text.front() >= 'a' && text.front() <= 'z' &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string scalar(const YAML::Node& node, const char* key, faults& wrong, bool needed = true) {
  const auto child = node[key];
  if (!child || child.IsNull()) {
    if (needed) wrong.add(node, std::string(key) + " is missing");
    return {};
  }
  if (!child.IsScalar()) {
    wrong.add(child, std::string(key) + " must be one text");
    return {};
  }
  return child.Scalar();
}

std::int64_t whole(const YAML::Node& node, const char* key, std::int64_t low, std::int64_t high, faults& wrong) {
  const auto text = scalar(node, key, wrong);
  if (text.empty()) return low;
  const auto number = base::parse_int(text);
  if (number && *number >= low && *number <= high) return *number;
  wrong.add(node[key], std::string(key) + " must be a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ", not " + text);
  return low;
}

void check_keys(const YAML::Node& node, std::initializer_list<std::string_view> known, faults& wrong) {
  for (const auto& pair : node) {
    const auto key = pair.first.Scalar();
    if (std::ranges::find(known, key) != known.end()) continue;
    const auto nearest =
        std::min(known, [&](std::string_view a, std::string_view b) { return base::edit_distance(a, key) < base::edit_distance(b, key); });
    wrong.add(pair.first, "unknown key " + key + "; did you mean " + std::string(nearest) + "?");
  }
}

// Splits "10100300" into class 10000000, type 10100000, detail 10100300.
void set_110(incident_type& type, const std::string& code, const YAML::Node& node, faults& wrong) {
  if (code.size() != 8 || !std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; }) || code.starts_with("00")) {
    wrong.add(node["code_110"] ? node["code_110"] : node, "code_110 must be eight digits, two for each level, not \"" + code + "\"");
    return;
  }
  std::string* const levels[] = {&type.jqlb, &type.jqlx, &type.jqxl, &type.jqzl};
  for (std::size_t level = 0; level < 4; ++level) {
    if (level > 0 && code.substr(level * 2, 2) == "00") {
      if (code.find_first_not_of('0', level * 2) != std::string::npos) wrong.add(node["code_110"], "code_110 " + code + " skips a level");
      return;
    }
    *levels[level] = code.substr(0, (level + 1) * 2) + std::string(6 - level * 2, '0');
  }
}

incident_type read_type(const YAML::Node& node, const std::set<std::string>& capabilities, faults& wrong) {
  incident_type type;
  check_keys(node, {"code", "parent", "zh", "en", "priority", "needs", "units", "code_110", "retired"}, wrong);
  type.code = scalar(node, "code", wrong);
  if (!type.code.empty() && !is_code(type.code)) wrong.add(node, "code " + type.code + " must be small letters, digits and _");
  type.parent = scalar(node, "parent", wrong, false);
  type.name = {.zh = scalar(node, "zh", wrong), .en = scalar(node, "en", wrong)};
  type.priority = whole(node, "priority", 1, 4, wrong);
  type.units = whole(node, "units", 1, 20, wrong);
  set_110(type, scalar(node, "code_110", wrong), node, wrong);
  type.retired = scalar(node, "retired", wrong, false) == "true";
  if (!node["needs"] || !node["needs"].IsSequence()) {
    wrong.add(node, "needs must be a list of capabilities (it may be empty)");
    return type;
  }
  for (const auto& need : node["needs"]) {
    if (!need.IsScalar() || !capabilities.contains(need.Scalar()))
      wrong.add(need, "needs names a capability that is not in the list above");
    else
      type.needs.push_back(need.Scalar());
  }
  return type;
}

std::vector<capability> read_capabilities(const YAML::Node& list, faults& wrong) {
  std::vector<capability> all;
  if (!list || !list.IsSequence()) {
    wrong.add(YAML::Mark(), "capabilities must be a list");
    return all;
  }
  for (const auto& node : list) {
    if (!node.IsMap()) {
      wrong.add(node, "a capability is {code, zh, en}");
      continue;
    }
    check_keys(node, {"code", "zh", "en"}, wrong);
    all.push_back({.code = scalar(node, "code", wrong), .name = {.zh = scalar(node, "zh", wrong), .en = scalar(node, "en", wrong)}});
    if (!is_code(all.back().code)) wrong.add(node, "code must be small letters, digits and _");
  }
  return all;
}

void check_tree(const std::vector<incident_type>& types, const std::vector<YAML::Mark>& lines, faults& wrong) {
  std::map<std::string, std::size_t> places;
  std::map<std::string, std::size_t> codes_110;
  for (std::size_t i = 0; i < types.size(); ++i) {
    const auto& type = types[i];
    if (!places.emplace(type.code, i).second) wrong.add(lines[i], "code " + type.code + " occurs twice");
    const auto code = type.jqlb + type.jqlx + type.jqxl + type.jqzl;
    const auto [other, fresh] = codes_110.emplace(code, i);
    if (!fresh) wrong.add(lines[i], "code_110 is already that of " + types[other->second].code);
    // Parents stand before their children: no circle can be written.
    if (!type.parent.empty() && (!places.contains(type.parent) || type.parent == type.code)) {
      wrong.add(lines[i], "parent " + type.parent + " of " + type.code + " does not stand above it");
    }
  }
}

incident_catalogue read_types(const std::string& file) {
  const auto root = load(file);
  faults wrong(file);
  if (!root.IsMap()) {
    wrong.add(root, "must be a map with version, capabilities and types");
    wrong.throw_if_any();
  }
  check_keys(root, {"version", "capabilities", "types"}, wrong);
  const auto version = scalar(root, "version", wrong);
  auto capabilities = read_capabilities(root["capabilities"], wrong);
  std::set<std::string> codes;
  for (const auto& one : capabilities) codes.insert(one.code);
  std::vector<incident_type> types;
  std::vector<YAML::Mark> lines;
  const auto list = root["types"];
  if (!list || !list.IsSequence() || list.size() == 0 || list.size() > most_types) {
    wrong.add(root, "types must be a list of 1 to " + std::to_string(most_types) + " types");
    wrong.throw_if_any();
  }
  for (const auto& node : list) {
    if (!node.IsMap()) {
      wrong.add(node, "a type is a map with code, zh, en, priority, needs, units and code_110");
      continue;
    }
    types.push_back(read_type(node, codes, wrong));
    lines.push_back(node.Mark());
  }
  check_tree(types, lines, wrong);
  wrong.throw_if_any();
  return {version, std::move(capabilities), std::move(types)};
}

void read_mappings(const std::string& file, incident_catalogue& catalogue) {
  const auto root = load(file);
  faults wrong(file);
  if (!root.IsMap() || !root["mappings"] || !root["mappings"].IsMap()) {
    wrong.add(root, "must be a map with mappings");
    wrong.throw_if_any();
  }
  for (const auto& source : root["mappings"]) {
    const auto& node = source.second;
    if (!node.IsMap() || !node["types"] || !node["types"].IsMap()) {
      wrong.add(source.first, "a mapping has otherwise and types");
      continue;
    }
    check_keys(node, {"otherwise", "types"}, wrong);
    incident_catalogue::mapping table{.otherwise = scalar(node, "otherwise", wrong), .types = {}};
    if (catalogue.find(table.otherwise) == nullptr) wrong.add(node, "otherwise names " + table.otherwise + ", which is not an incident type");
    for (const auto& pair : node["types"]) {
      const auto code = pair.second.IsScalar() ? pair.second.Scalar() : std::string{};
      if (catalogue.find(code) == nullptr) wrong.add(pair.second, pair.first.Scalar() + " is mapped to " + code + ", which is not an incident type");
      if (!table.types.emplace(pair.first.Scalar(), code).second) wrong.add(pair.first, pair.first.Scalar() + " is mapped twice");
    }
    catalogue.add_mapping(source.first.Scalar(), std::move(table));
  }
  wrong.throw_if_any();
}

}  // namespace

incident_catalogue read_incident_types(const std::string& folder) {
  auto catalogue = read_types(folder + "/incident_types.yaml");
  read_mappings(folder + "/incident_type_mappings.yaml", catalogue);
  return catalogue;
}

}  // namespace dispatch
