#pragma once
#include <optional>
#include <string>
#include <string_view>
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

// JSON pointer (RFC 6901) of a member; a long name is cut, for it is the sender's own text.
std::string pointer_to(const std::string& parent, std::string_view name);
// "; did you mean "location"?" when one of the names is near enough to be meant, else "".
std::string suggestion(std::string_view wrong, const std::vector<std::string_view>& names);

// Reads values out of a parsed text, collecting what is wrong.
class value_reader {
 public:
  // own: the text was written by ourselves, so read-only fields are taken too.
  value_reader(const json_tree& tree, bool own) : tree_(tree), own_(own) {}
  // Reads node into the member; `pointer` is where it stands.
  void read_value(const json_node& node, const field& of, const member_type& type, void* member, const std::string& pointer);
  // Reads an object into a record. Returns the names of the fields that were present. patch: missing fields are fine.
  std::vector<std::string> read_record(const json_node& node, const table& description, void* record, const std::string& pointer, bool patch);
  [[nodiscard]] const std::vector<base::wrong_field>& wrong() const { return wrong_; }

 private:
  void refuse(const std::string& pointer, std::string_view code, std::string detail);
  void refuse_type(const json_node& node, const field& of, std::string_view wanted, const std::string& pointer);
  void refuse_unknown(std::string_view name, const table& description, const std::string& pointer);
  bool take_member(const json_node& child, const table& description, std::vector<bool>& seen, const std::string& pointer, std::size_t& index);
  void read_text(const json_node& node, const field& of, std::string& member, const std::string& pointer);
  void read_integer(const json_node& node, const field& of, const member_type& type, void* member, const std::string& pointer);
  void read_number(const json_node& node, const field& of, double& member, const std::string& pointer);
  void read_time(const json_node& node, const field& of, void* member, const std::string& pointer);
  void read_position(const json_node& node, const field& of, void* member, const std::string& pointer);
  void read_choice(const json_node& node, const field& of, const member_type& type, void* member, const std::string& pointer);
  void read_list(const json_node& node, const field& of, const member_type& type, void* member, const std::string& pointer);
  bool known_choice(std::string_view code, const field& of, const std::string& pointer);
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
