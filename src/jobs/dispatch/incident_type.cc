#include "jobs/dispatch/incident_type.h"

#include <algorithm>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace dispatch {

const record::table& record_of(const incident_type*) {
  static constexpr record::field fields[] = {
      record::field_of<&incident_type::code>({.name = "code", .summary = "stable code, stored with each incident", .max_length = 60}),
      record::field_of<&incident_type::parent>({.name = "parent", .summary = "code of the type above, empty at the top", .max_length = 60}),
      record::field_of<&incident_type::name>({.name = "name", .summary = "name for people"}),
      record::field_of<&incident_type::priority>({.name = "priority", .summary = "1 life in danger now … 4 can wait", .minimum = 1, .maximum = 4}),
      record::field_of<&incident_type::needs>({.name = "needs", .summary = "capabilities the units sent must have between them"}),
      record::field_of<&incident_type::units>({.name = "units", .summary = "units recommended at first", .minimum = 1, .maximum = 20}),
      record::field_of<&incident_type::jqlb>({.name = "jqlb", .summary = "110 data set: class code JQLBDM", .max_length = 8}),
      record::field_of<&incident_type::jqlx>({.name = "jqlx", .summary = "110 data set: type code JQLXDM", .max_length = 8}),
      record::field_of<&incident_type::jqxl>({.name = "jqxl", .summary = "110 data set: detail code JQXLDM", .max_length = 8}),
      record::field_of<&incident_type::jqzl>({.name = "jqzl", .summary = "110 data set: sub-detail code JQZLDM", .max_length = 8}),
      record::field_of<&incident_type::retired>({.name = "retired", .summary = "not offered for new incidents"}),
  };
  static const record::table table{.name = "IncidentType", .summary = "What a call can be about.", .fields = fields};
  return table;
}

namespace {

// The most detailed of the type's four codes.
const std::string& full_code(const incident_type& type) {
  if (!type.jqzl.empty()) return type.jqzl;
  if (!type.jqxl.empty()) return type.jqxl;
  return type.jqlx.empty() ? type.jqlb : type.jqlx;
}

}  // namespace

incident_catalogue::incident_catalogue(std::string version, std::vector<capability> capabilities, std::vector<incident_type> types)
    : version_(std::move(version)), capabilities_(std::move(capabilities)), types_(std::move(types)) {
  for (std::size_t i = 0; i < types_.size(); ++i) {
    by_code_.emplace(types_[i].code, i);
    by_110_.emplace(full_code(types_[i]), i);
  }
}

const incident_type* incident_catalogue::find(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &types_[found->second];
}

const incident_type& incident_catalogue::get(std::string_view code) const {
  if (const auto* type = find(code)) return *type;
  const incident_type* nearest = nullptr;
  std::size_t fewest = 4;  // more edits than three are no suggestion
  for (const auto& type : types_) {
    const auto edits = base::edit_distance(code, type.code);
    if (edits < fewest) {
      fewest = edits;
      nearest = &type;
    }
  }
  const auto suggestion = nearest == nullptr ? std::string{} : "; did you mean " + nearest->code + "?";
  throw base::bad_input({{"/type", "not_a_choice", "is not in the list of incident types (GET /api/incident-types)" + suggestion}});
}

const incident_type* incident_catalogue::find_110(std::span<const std::string_view> codes) const {
  const incident_type* best = nullptr;
  std::size_t most = 0;
  for (const auto code : codes) {
    if (code.size() != 8) continue;
    for (std::size_t digits = 8; digits >= 2; digits -= 2) {
      const auto found = by_110_.find(std::string(code.substr(0, digits)) + std::string(8 - digits, '0'));
      if (found == by_110_.end()) continue;
      const auto& type = types_[found->second];
      const std::size_t detail = branch(type.code).size();
      if (detail > most) {
        most = detail;
        best = &type;
      }
      break;
    }
  }
  return best;
}

std::vector<std::string_view> incident_catalogue::branch(std::string_view code) const {
  std::vector<std::string_view> up;
  for (const auto* type = find(code); type != nullptr; type = find(type->parent)) up.emplace_back(type->code);
  return up;
}

kinship incident_catalogue::kinship_of(std::string_view a, std::string_view b) const {
  if (a == b) return kinship::same;
  const auto up_a = branch(a);
  const auto up_b = branch(b);
  if (up_a.empty() || up_b.empty()) return kinship::none;
  // One above the other, or children of one type below the top: "theft" and "burglary" share only "crime", which
  // says nothing; "theft" and "theft_in_progress" are one matter seen twice.
  if (std::ranges::find(up_a, b) != up_a.end() || std::ranges::find(up_b, a) != up_b.end()) return kinship::related;
  return up_a.size() > 2 && up_b.size() > 2 && up_a[up_a.size() - 2] == up_b[up_b.size() - 2] ? kinship::related : kinship::none;
}

std::optional<incident_catalogue::mapped> incident_catalogue::from_foreign(std::string_view source, std::string_view word) const {
  const auto table = mappings_.find(source);
  if (table == mappings_.end()) return std::nullopt;
  const auto found = table->second.types.find(base::trim(word));
  if (found != table->second.types.end()) return mapped{.type = find(found->second), .known = true};
  return mapped{.type = find(table->second.otherwise), .known = false};
}

}  // namespace dispatch
