#pragma once
#include <bitset>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/base/problem.h"
#include "foundation/record/field.h"
#include "foundation/record/json_tree.h"
#include "foundation/record/member_types.h"

// Shared by the engines inside record: one member's value as JSON.
namespace record {

// Appends a member as JSON. `of` gives the choices of a choice_index.
void append_value(std::string& out, const field& of, const member_type& type, const void* member);

// The code of a choice; std::logic_error when the index is none of the field's choices.
std::string_view choice_code(const field& of, std::int64_t index);
// The index of a code, -1 when it is none of the field's choices.
std::int64_t choice_index(const field& of, std::string_view code);

// Where a value stands in the text. A link to its parent: the pointer is written only when something is wrong there.
struct json_place {
  const json_place* parent = nullptr;     // nothing: the whole text
  std::string_view name = {};             // of a member
  std::optional<std::size_t> index = {};  // of an item
  // JSON pointer (RFC 6901); a long name is cut, for it is the sender's own text.
  [[nodiscard]] std::string pointer() const;
};
// "; did you mean "location"?" when one of the names is near enough to be meant, else "".
std::string suggestion(std::string_view wrong, const std::vector<std::string_view>& names);

// Reads values out of a parsed text, collecting what is wrong.
class value_reader {
 public:
  using seen_fields = std::bitset<256>;  // of a table: no record has more
  // own: the text was written by ourselves, so read-only fields are taken too.
  value_reader(const json_tree& tree, bool own) : tree_(tree), own_(own) {}
  // Reads node into the member; `place` is where it stands.
  void read_value(const json_node& node, const field& of, const member_type& type, void* member, const json_place& place);
  // Reads an object into a record. patch: missing fields are fine, and the names of those that were present are put into it.
  void read_record(const json_node& node, const table& description, void* record, const json_place& place, std::vector<std::string>* patch);
  [[nodiscard]] const std::vector<base::wrong_field>& wrong() const { return wrong_; }

 private:
  void refuse(const json_place& place, std::string_view code, std::string detail) { refuse_at(place.pointer(), code, std::move(detail)); }
  void refuse_at(std::string pointer, std::string_view code, std::string detail);
  void refuse_type(const json_node& node, const field& of, std::string_view wanted, const json_place& place);
  void refuse_unknown(std::string_view name, const table& description, const json_place& place);
  bool take_member(const json_node& child, const table& description, seen_fields& seen, const json_place& place, std::size_t& index);
  void read_text(const json_node& node, const field& of, std::string& member, const json_place& place);
  void read_integer(const json_node& node, const field& of, const member_type& type, void* member, const json_place& place);
  void read_number(const json_node& node, const field& of, double& member, const json_place& place);
  void read_time(const json_node& node, const field& of, void* member, const json_place& place);
  void read_position(const json_node& node, const field& of, void* member, const json_place& place);
  void read_choice(const json_node& node, const field& of, const member_type& type, void* member, const json_place& place);
  void read_list(const json_node& node, const field& of, const member_type& type, void* member, const json_place& place);
  bool known_choice(std::string_view code, const field& of, const json_place& place);
  [[nodiscard]] bool in_range(double number, const field& of) const;
  [[nodiscard]] std::optional<double> number_of(const json_node& node) const;

  const json_tree& tree_;
  bool own_;
  std::vector<base::wrong_field> wrong_;
};

// Reads a JSON value of our own making into a member (a list or nested record kept in a text column). std::logic_error
// when it does not fit.
void read_own_value(std::string_view text, const field& of, const member_type& type, void* member);

}  // namespace record
