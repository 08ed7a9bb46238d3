#include "foundation/record/json_tree.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace record {

namespace json = boost::json;

// Boost.JSON's events become nodes. The names and signatures of its functions are the library's.
class tree_builder {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return open(json_node::type::object); }
  bool on_object_end(std::size_t, json::error_code&) { return close(); }
  bool on_array_begin(json::error_code&) { return open(json_node::type::list); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }

  bool on_key_part(json::string_view s, std::size_t, json::error_code&) { return keep(s); }
  bool on_key(json::string_view s, std::size_t, json::error_code&) {
    keep(s);
    key_at_ = part_at_;
    key_size_ = taken();
    return true;
  }
  bool on_string_part(json::string_view s, std::size_t, json::error_code&) { return keep(s); }
  bool on_string(json::string_view s, std::size_t, json::error_code&) {
    keep(s);
    return leaf(json_node::type::text);
  }
  bool on_number_part(json::string_view s, json::error_code&) { return keep(s); }
  bool on_int64(std::int64_t i, json::string_view s, json::error_code&) {
    keep(s);
    leaf(json_node::type::integer);
    tree.nodes_.back().integer = i;
    return true;
  }
  bool on_uint64(std::uint64_t u, json::string_view s, json::error_code&) {
    keep(s);
    leaf(json_node::type::big_integer);
    tree.nodes_.back().number = static_cast<double>(u);
    return true;
  }
  bool on_double(double about, json::string_view s, json::error_code&) {
    keep(s);
    leaf(json_node::type::number);
    auto& one = tree.nodes_.back();
    one.number = base::parse_double(tree.text(one)).value_or(about);  // the parser's own value may be off in the last bit
    return true;
  }
  bool on_bool(bool b, json::error_code&) {
    leaf(json_node::type::boolean);
    tree.nodes_.back().boolean = b;
    return true;
  }
  bool on_null(json::error_code&) { return leaf(json_node::type::null); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

  // Makes room for a text of so many bytes.
  void expect(std::size_t bytes) {
    tree.characters_.reserve(bytes);
    tree.nodes_.reserve(bytes / 12 + 4);
  }

  json_tree tree;

 private:
  bool keep(json::string_view s) {
    tree.characters_.append(s.data(), s.size());
    return true;
  }
  // The length of what was kept since the last call; the next part starts behind it.
  std::uint32_t taken() {
    const auto size = static_cast<std::uint32_t>(tree.characters_.size()) - part_at_;
    part_at_ += size;
    return size;
  }
  json_node& add(json_node::type holds) {
    auto& one = tree.nodes_.emplace_back();
    one.holds = holds;
    one.key_at = key_at_;
    one.key_size = key_size_;
    key_size_ = 0;
    return one;
  }
  bool leaf(json_node::type holds) {
    const auto at = part_at_;
    const auto size = taken();
    auto& one = add(holds);
    one.text_at = at;
    one.text_size = size;
    one.end = static_cast<std::uint32_t>(tree.nodes_.size());
    return true;
  }
  bool open(json_node::type holds) {
    add(holds);
    open_.push_back(tree.nodes_.size() - 1);
    return true;
  }
  bool close() {
    tree.nodes_[open_.back()].end = static_cast<std::uint32_t>(tree.nodes_.size());
    open_.pop_back();
    return true;
  }

  std::vector<std::size_t> open_;
  std::uint32_t part_at_ = 0;
  std::uint32_t key_at_ = 0;
  std::uint32_t key_size_ = 0;
};

namespace {

constexpr std::size_t largest_body = std::size_t{1} << 30;  // offsets are 32 bits

base::problem not_json(std::size_t byte, const std::string& why) {
  return {400, "not_json", "The text is not JSON.", "At byte " + std::to_string(byte) + ": " + why + ".",
          "Send one JSON value (RFC 8259) in UTF-8 and nothing else."};
}

void refuse_wrong_bytes(std::string_view body, std::size_t max_bytes) {
  max_bytes = std::min(max_bytes, largest_body);
  if (body.size() > max_bytes) {
    const auto counts = std::to_string(body.size()) + " bytes came, at most " + std::to_string(max_bytes) + " are taken.";
    throw base::problem(413, "too_large", "The text is too large.", counts, "Send less at once.");
  }
  const auto good = base::utf8_prefix(body);
  if (good < body.size()) {
    const auto where = "The first wrong byte is at " + std::to_string(good) + ".";
    throw base::problem(400, "not_utf8", "The text is not UTF-8.", where, "Send the text in UTF-8.");
  }
  if (body.starts_with("\xEF\xBB\xBF")) throw not_json(0, "it starts with a byte order mark");
}

std::string reason(const json::error_code& error) {
  if (error == json::error::incomplete) return "the text ends in the middle of a value";
  if (error == json::error::extra_data) return "something follows the value";
  if (error == json::error::exponent_overflow) return "the number is too large";
  if (error == json::error::illegal_leading_surrogate) return "half of a surrogate pair";
  if (error == json::error::illegal_trailing_surrogate) return "half of a surrogate pair";
  return error.message();
}

}  // namespace

json_tree parse_json(std::string_view body, std::size_t max_bytes, std::size_t max_depth) {
  refuse_wrong_bytes(body, max_bytes);
  json::parse_options how;
  how.max_depth = max_depth;
  json::basic_parser<tree_builder> parser(how);
  parser.handler().expect(body.size());
  json::error_code error;
  const auto used = parser.write_some(false, body.data(), body.size(), error);
  if (!error && used < body.size()) error = json::error::extra_data;
  if (error == json::error::too_deep) {
    const auto where = "At byte " + std::to_string(used) + ": more than " + std::to_string(max_depth) + " levels.";
    throw base::problem(400, "too_deep", "The text is nested too deep.", where, "Send a flatter structure.");
  }
  if (error) throw not_json(used, reason(error));
  return std::move(parser.handler().tree);
}

void json_tree::append_text(std::string& out, const json_node& one) const {
  switch (one.holds) {
    case json_node::type::null: out += "null"; return;
    case json_node::type::boolean: out += one.boolean ? "true" : "false"; return;
    case json_node::type::integer:
    case json_node::type::big_integer:
    case json_node::type::number: out += text(one); return;
    case json_node::type::text: base::append_json_string(out, text(one)); return;
    case json_node::type::list:
    case json_node::type::object: break;
  }
  const bool object = one.holds == json_node::type::object;
  out += object ? '{' : '[';
  bool first = true;
  each(one, [&](const json_node& child) {
    if (!first) out += ',';
    first = false;
    if (object) {
      base::append_json_string(out, key(child));
      out += ':';
    }
    append_text(out, child);
  });
  out += object ? '}' : ']';
}

std::string_view type_name(const json_node& one) {
  switch (one.holds) {
    case json_node::type::null: return "null";
    case json_node::type::boolean: return "true or false";
    case json_node::type::integer:
    case json_node::type::big_integer:
    case json_node::type::number: return "a number";
    case json_node::type::text: return "a text";
    case json_node::type::list: return "a list";
    case json_node::type::object: return "an object";
  }
  return "";
}

}  // namespace record
