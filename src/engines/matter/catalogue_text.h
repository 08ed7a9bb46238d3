#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/matter/kind.h"

// YAML as a plain tree with lines. Only what people write by hand is read: no anchors, aliases or tags, and nothing so deep or so
// large that a person could not have meant it; what a file costs to read follows from its size alone.
namespace matter {

constexpr std::size_t largest_text = std::size_t{256} * 1024;  // bytes of one file
constexpr std::size_t deepest_text = 12;                       // maps and lists within each other
constexpr std::size_t most_nodes = 30'000;
constexpr std::size_t most_items = 2'000;      // of one map or list
constexpr std::size_t most_file_faults = 100;  // more help nobody

struct text_node {
  enum class shape : unsigned char { nothing, text, list, map };
  shape is = shape::nothing;
  bool plain = true;  // not in quotes
  int line = 0;       // from 1
  std::string text;
  std::vector<text_node> items;   // of a list; of a map: its values
  std::vector<std::string> keys;  // of a map, each once
  std::vector<int> key_lines;

  [[nodiscard]] const text_node* find(std::string_view key) const;  // nullptr also for a key without a value
  [[nodiscard]] int line_of(std::string_view key) const;            // the key's; without it the node's own
};

// The faults of one file, up to most_file_faults.
class fault_list {
 public:
  fault_list(std::string file, std::vector<fault>& into) : file_(std::move(file)), into_(into) {}
  void add(int line, std::string code, std::string what, std::string remedy);
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  std::string file_;
  std::vector<fault>& into_;
  std::size_t count_ = 0;
};

// Nothing when the text is no YAML of this sort; a key that stands twice is a fault, and the first one counts.
std::optional<text_node> read_text(const std::string& text, fault_list& wrong);

// "; did you mean x?" for the known word nearest to this one; empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace matter
