#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace record {

// A parsed JSON text as a flat list of nodes in reading order. Unlike a map it keeps members that appear twice, so that
// they can be refused.
struct json_node {
  enum class type : std::uint8_t { null, boolean, integer, big_integer, number, text, list, object };
  type holds = type::null;
  bool boolean = false;
  std::uint32_t key_at = 0;  // into the tree's characters: the member's name
  std::uint32_t key_size = 0;
  std::uint32_t text_at = 0;  // a text's content; a number as it was written
  std::uint32_t text_size = 0;
  std::uint32_t end = 0;     // the node after this one and everything in it
  std::int64_t integer = 0;  // integer only
  double number = 0;         // big_integer and number; infinite when it fits no double
};

class json_tree {
 public:
  [[nodiscard]] const json_node& root() const { return nodes_.front(); }
  [[nodiscard]] std::string_view key(const json_node& one) const { return std::string_view(characters_).substr(one.key_at, one.key_size); }
  [[nodiscard]] std::string_view text(const json_node& one) const { return std::string_view(characters_).substr(one.text_at, one.text_size); }
  // Calls what(child) for each item of a list or member of an object, in order.
  template <class F>
  void each(const json_node& parent, const F& what) const {
    const auto end = parent.end;
    for (auto at = static_cast<std::uint32_t>(&parent - nodes_.data()) + 1; at < end; at = nodes_[at].end) what(nodes_[at]);
  }
  // The node as JSON text without white space, numbers as they were written.
  void append_text(std::string& out, const json_node& one) const;

 private:
  friend class tree_builder;
  std::vector<json_node> nodes_;
  std::string characters_;  // all keys, texts and numbers, unescaped
};

// Parses one JSON text (RFC 8259). Refusals are base::problem: 413 too_large, 400 not_utf8, too_deep or not_json, with
// the byte offset in the detail.
json_tree parse_json(std::string_view body, std::size_t max_bytes, std::size_t max_depth);

// The JSON name of the node's type, with its article: "a text", "a list", "null".
std::string_view type_name(const json_node& one);

}  // namespace record
