#include "engines/matter/catalogue_text.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "engines/matter/catalogue_slips.h"
#include "foundation/base/text.h"

namespace matter {
namespace {

// What the text may not hold: reading ends there.
struct refused {
  int line;
  std::string code, what, remedy;
};

int line_at(const YAML::Mark& mark) { return std::max(mark.line, 0) + 1; }

class builder : public YAML::EventHandler {
 public:
  explicit builder(fault_list& wrong) : wrong_(wrong) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (root_) throw refused{line_at(mark), "broken_yaml", "a second document begins here", "Leave one document in the file."};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { attach(begin(mark, "", anchor, text_node::shape::nothing)); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_shared(mark); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    auto node = begin(mark, tag, anchor, text_node::shape::text);
    node.text = value;
    node.plain = tag != "!";
    attach(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(begin(mark, tag, anchor, text_node::shape::list));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(begin(mark, tag, anchor, text_node::shape::map));
  }
  void OnMapEnd() override { close(); }

  std::optional<text_node> take() { return std::move(root_); }

 private:
  static void refuse_shared(const YAML::Mark& mark) {
    throw refused{line_at(mark), "yaml_reference", "anchors, aliases and tags (& * !) are not read", "Write the value out, or put it in quotes."};
  }

  text_node begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, text_node::shape shape) {
    if (anchor != 0 || (!tag.empty() && tag != "?" && tag != "!")) refuse_shared(mark);
    if (++nodes_ > most_nodes) {
      throw refused{line_at(mark), "too_large", "the file has more than " + std::to_string(most_nodes) + " values", "Make it shorter."};
    }
    text_node node;
    node.is = shape;
    node.line = line_at(mark);
    return node;
  }

  static bool expects_key(const text_node& node) { return node.is == text_node::shape::map && node.keys.size() == node.items.size(); }

  void open(text_node node) {
    if (open_.size() == deepest_text) throw refused{node.line, "too_deep", "too many levels within each other", "Write it flatter."};
    if (!open_.empty() && expects_key(open_.back())) throw refused{node.line, "broken_yaml", "a key must be a word", "Write `key: value`."};
    open_.push_back(std::move(node));
  }

  void close() {
    auto node = std::move(open_.back());
    open_.pop_back();
    if (node.is == text_node::shape::map) drop_doubles(node);
    attach(std::move(node));
  }

  void attach(text_node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    auto& parent = open_.back();
    if (parent.items.size() == most_items) {
      throw refused{node.line, "too_large", "more than " + std::to_string(most_items) + " entries in one list or map", "Make it shorter."};
    }
    if (expects_key(parent)) {
      parent.keys.push_back(std::move(node.text));
      parent.key_lines.push_back(node.line);
    } else {
      parent.items.push_back(std::move(node));
    }
  }

  void drop_doubles(text_node& map) {
    std::vector<std::size_t> order(map.keys.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) -> const std::string& { return map.keys[i]; });
    std::vector<std::size_t> doubles;
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (map.keys[order[i]] == map.keys[order[i - 1]]) doubles.push_back(order[i]);
    }
    std::ranges::sort(doubles, std::greater<>());
    for (const auto at : doubles) {
      wrong_.add(map.key_lines[at], "duplicate_key", "the key " + map.keys[at] + " stands here a second time", "Keep one of the two.");
      const auto offset = static_cast<std::ptrdiff_t>(at);
      map.keys.erase(map.keys.begin() + offset);
      map.key_lines.erase(map.key_lines.begin() + offset);
      map.items.erase(map.items.begin() + offset);
    }
  }

  fault_list& wrong_;
  std::optional<text_node> root_;
  std::vector<text_node> open_;
  std::size_t nodes_ = 0;
};

// What the reader's words mean to who wrote the file. The slip is often at the end of the line before.
std::string remedy_of(std::string_view told) {
  constexpr std::pair<std::string_view, const char*> known[] = {
      {"end of sequence flow", "A list that begins with [ has no ]: look at this line and the one before."},
      {"end of map flow", "What begins with { has no }: look at this line and the one before."},
      {"illegal flow end", "A ] or } stands here without its [ or {: look at this line and the one before."},
      {"illegal map value", "A colon stands where none can: is one missing on the line before, or should the text be in quotes?"},
      {"illegal block entry", "A - stands where none can: put it under its key, as far in as its neighbours."},
      {"illegal EOF in scalar", "A text in quotes does not end: put the closing quote."},
      {"end of map not found", "This line is not as far in as its neighbours, or the colon behind a key is missing."},
      {"end of sequence not found", "This line is not as far in as its neighbours, or its - is missing."},
  };
  const auto found = std::ranges::find_if(known, [&](const auto& one) { return told.starts_with(one.first); });
  return found == std::end(known) ? "Correct the line; indentation is by spaces." : found->second;
}

}  // namespace

const text_node* text_node::find(std::string_view key) const {
  const auto at = std::ranges::find(keys, key);
  if (at == keys.end()) return nullptr;
  const auto& value = items[static_cast<std::size_t>(at - keys.begin())];
  return value.is == shape::nothing ? nullptr : &value;
}

int text_node::line_of(std::string_view key) const {
  const auto at = std::ranges::find(keys, key);
  return at == keys.end() ? line : key_lines[static_cast<std::size_t>(at - keys.begin())];
}

void fault_list::add(int line, std::string code, std::string what, std::string remedy) {
  if (++count_ > most_file_faults) return;
  into_.push_back({.file = file_, .line = line, .code = std::move(code), .what = std::move(what), .remedy = std::move(remedy)});
}

std::optional<text_node> read_text(const std::string& text, fault_list& wrong) {
  if (text.size() > largest_text) {
    wrong.add(1, "too_large", "the file has more than " + std::to_string(largest_text / 1024) + " KB", "Make it shorter.");
    return std::nullopt;
  }
  if (!base::is_utf8(text)) {
    wrong.add(1, "not_utf8", "the file is not UTF-8", "Save it as UTF-8.");
    return std::nullopt;
  }
  if (auto made = find_slip(text)) {
    wrong.add(made->line, std::move(made->code), std::move(made->what), std::move(made->remedy));
    return std::nullopt;
  }
  builder handler(wrong);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(handler)) {
    }
    auto root = handler.take();
    if (!root) wrong.add(1, "empty_file", "the file says nothing", "Write it, or take the file away.");
    return root;
  } catch (const refused& why) {
    wrong.add(why.line, why.code, why.what, why.remedy);
  } catch (const YAML::Exception& why) {
    wrong.add(line_at(why.mark), "broken_yaml", "this is no YAML: " + why.msg, remedy_of(why.msg));
  }
  return std::nullopt;
}

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  if (word.empty() || word.size() > 80 || known.empty()) return {};
  const auto distance = [&](const std::string& other) { return base::edit_distance(word, other); };
  const auto best = std::ranges::min_element(known, {}, distance);
  return distance(*best) <= std::max<std::size_t>(2, word.size() / 3) ? "; did you mean " + *best + "?" : "";
}

}  // namespace matter
