#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "town/duty/establishment.h"

namespace duty {
namespace {

constexpr std::size_t most_rules = 500;
constexpr std::size_t most_faults = 20;
constexpr std::int64_t largest_number = 1'000'000;

// Reads one file; collects what is wrong, each with its line.
class reader {
 public:
  explicit reader(std::string file) : file_(std::move(file)) {}

  std::vector<establishment_rule> read() {
    YAML::Node root;
    try {
      std::error_code failed;  // asked first: to open a pipe is to wait for its other end
      if (!std::filesystem::is_regular_file(file_, failed)) throw YAML::BadFile(file_);
      root = YAML::LoadFile(file_);
    } catch (const YAML::BadFile&) {
      throw bad(file_ + " cannot be read.");
    } catch (const YAML::Exception& error) {
      throw bad(file_ + ":" + std::to_string(error.mark.line + 1) + ": " + error.msg);
    }
    const auto list = root.IsMap() ? root["rules"] : YAML::Node();
    if (!list || !list.IsSequence() || list.size() > most_rules) throw bad(file_ + ":1: rules must be a list of at most 500");
    std::vector<establishment_rule> rules;
    std::set<std::string> ids;
    for (const auto& node : list) {
      auto one = rule_of(node);
      if (!ids.insert(one.id).second) fault(node, "the id " + one.id + " is there twice");
      rules.push_back(std::move(one));
    }
    if (!faults_.empty()) throw bad(faults_);
    return rules;
  }

 private:
  static base::problem bad(const std::string& detail) {
    return {500, "bad_catalogue", "The catalogue of establishment rules cannot be used.", detail, "Correct the named lines and start again."};
  }

  void fault(const YAML::Node& at, const std::string& what) {
    if (++count_ > most_faults) return;
    faults_ += (faults_.empty() ? "" : "; ") + file_ + ":" + std::to_string(at.Mark().line + 1) + ": " + what;
  }

  std::string text(const YAML::Node& in, const std::string& name) {
    const auto node = in[name];
    if (!node || !node.IsScalar() || node.Scalar().empty()) {
      fault(in, name + " is missing");
      return {};
    }
    return node.Scalar();
  }

  std::int64_t number(const YAML::Node& in, const std::string& name) {
    const auto found = base::parse_int(text(in, name));
    if (found && *found > 0 && *found <= largest_number) return *found;
    fault(in, name + " must be a whole number from 1 to 1000000");
    return 1;
  }

  template <class E>
  std::vector<E> codes(const YAML::Node& in, const std::string& name, std::span<const record::choice> choices) {
    std::vector<E> out;
    const auto list = in[name];
    if (!list) return out;
    if (!list.IsSequence()) fault(in, name + " must be a list");
    for (const auto& node : list) {
      const auto found =
          std::find_if(choices.begin(), choices.end(), [&](const record::choice& one) { return node.IsScalar() && one.code == node.Scalar(); });
      if (found == choices.end()) {
        fault(node, name + " has an unknown code");
      } else {
        out.push_back(static_cast<E>(found - choices.begin()));
      }
    }
    return out;
  }

  bool flag(const YAML::Node& in, const std::string& name) {
    const auto node = in[name];
    if (!node) return false;
    if (node.IsScalar() && (node.Scalar() == "true" || node.Scalar() == "false")) return node.Scalar() == "true";
    fault(node, name + " must be true or false");
    return false;
  }

  void check_keys(const YAML::Node& in, std::initializer_list<std::string_view> known) {
    for (const auto& entry : in) {
      const auto name = entry.first.Scalar();
      if (std::find(known.begin(), known.end(), name) == known.end()) fault(entry.first, "unknown key " + name);
    }
  }

  YAML::Node map(const YAML::Node& in, const std::string& name) {
    const auto node = in[name];
    if (node && node.IsMap()) return node;
    fault(in, name + " is missing");
    return YAML::Node(YAML::NodeType::Map);
  }

  void read_scope(establishment_rule& one, const YAML::Node& in) {
    check_keys(in, {"areas", "forces", "posts", "setting"});
    if (in["areas"]) {
      one.scope = scope_kind::area;
      for (const auto& node : in["areas"]) {
        const auto level = area::level_from_name(node.Scalar());
        if (node.Scalar() == "asked") {
          one.asked_area = true;
        } else if (level) {
          one.levels.push_back(*level);
        } else {
          fault(node, "unknown level " + node.Scalar());
        }
      }
      if (!one.asked_area && one.levels.empty()) fault(in, "areas names no level");
    } else if (in["forces"]) {
      one.scope = scope_kind::force;
      one.force_scope = codes<force_kind>(in, "forces", force_kind_choices);
      if (one.force_scope.empty()) fault(in, "forces names no kind");
    } else if (in["posts"]) {
      one.scope = scope_kind::post;
      one.post_scope = codes<post_kind>(in, "posts", post_kind_choices);
      if (one.post_scope.empty()) fault(in, "posts names no kind");
      if (in["setting"]) one.setting = text(in, "setting") == "rural" ? post_setting::rural : post_setting::urban;
    } else {
      fault(in, "scope is areas, forces or posts");
    }
  }

  void read_counts(establishment_rule& one, const YAML::Node& in) {
    check_keys(in, {"kinds", "roles", "full_time", "teams"});
    one.kinds = codes<force_kind>(in, "kinds", force_kind_choices);
    one.roles = codes<member_role>(in, "roles", member_role_choices);
    if (in["full_time"]) one.full_time = flag(in, "full_time");
    one.teams = flag(in, "teams");
    if (one.teams && one.scope != scope_kind::area) fault(in, "teams are counted in areas only");
  }

  void read_formula(establishment_rule& one, const YAML::Node& in) {
    check_keys(in, {"kind", "number", "per", "up_to", "per_mille", "of", "of_kinds", "share"});
    const auto kind = text(in, "kind");
    if (kind == "fixed_minimum") {
      one.by = {.kind = formula_kind::fixed_minimum, .number = number(in, "number")};
    } else if (kind == "per_population") {
      one.by = {.kind = formula_kind::per_population, .number = number(in, "number"), .per = number(in, "per")};
      if (one.scope != scope_kind::area) fault(in, "per_population is for areas");
    } else if (kind == "staff_steps") {
      one.by = {
          .kind = formula_kind::staff_steps, .number = number(in, "number"), .up_to = number(in, "up_to"), .per_mille = number(in, "per_mille")};
      if (one.scope != scope_kind::force) fault(in, "staff_steps is for forces");
    } else if (kind == "share_of") {
      one.by = {.kind = formula_kind::share_of, .of_kinds = codes<force_kind>(in, "of_kinds", force_kind_choices)};
      if (in["share"]) one.by.share = base::parse_double(text(in, "share"));
      if (in["share"] && (!one.by.share || *one.by.share < 0 || *one.by.share > 1)) fault(in, "share must be a number from 0 to 1");
      if (one.scope != scope_kind::area) fault(in, "share_of is for areas");
    } else {
      fault(in, "unknown kind of formula " + kind);
    }
  }

  establishment_rule rule_of(const YAML::Node& node) {
    establishment_rule one;
    if (!node.IsMap()) {
      fault(node, "a rule is a map");
      return one;
    }
    check_keys(node, {"id", "citation", "text", "scope", "counts", "formula", "verify"});
    one.id = text(node, "id");
    one.citation = text(node, "citation");
    const auto words = map(node, "text");
    one.text_zh = text(words, "zh");
    one.text_en = text(words, "en");
    one.verify = flag(node, "verify");
    read_scope(one, map(node, "scope"));
    read_counts(one, map(node, "counts"));
    read_formula(one, map(node, "formula"));
    return one;
  }

  std::string file_;
  std::string faults_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<establishment_rule> read_establishment(const std::string& file) { return reader(file).read(); }

}  // namespace duty
