#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/dispatch/words.h"

namespace dispatch {

// Something a unit can do and a call can need: "patrol", "medical".
struct capability {
  std::string code = {};
  words name = {};
};

// What a call can be about. Read from catalogue/incident_types.yaml at start; never copied anywhere else.
struct incident_type {
  std::string code = {};
  std::string parent = {};  // "" for a top-level type
  words name = {};
  std::int64_t priority = 3;            // 1 life in danger now … 4 can wait
  std::vector<std::string> needs = {};  // capability codes the units sent must have between them
  std::int64_t units = 1;               // recommended at first
  std::string jqlb = {};                // 110 data set: class (JQLBDM), 8 digits
  std::string jqlx = {};                // type (JQLXDM) or ""
  std::string jqxl = {};                // detail (JQXLDM) or ""
  std::string jqzl = {};                // sub-detail (JQZLDM) or ""
  bool retired = false;                 // kept for old incidents, not offered for new ones
};

const record::table& record_of(const incident_type*);

// How near two types are to each other: one is the other, they share a branch of the tree, or nothing.
enum class kinship { same, related, none };

// The list of types, immutable after reading: share it freely.
class incident_catalogue {
 public:
  incident_catalogue() = default;
  // `version` names the list; codes must be unique, parents known (read_incident_types checks).
  incident_catalogue(std::string version, std::vector<capability> capabilities, std::vector<incident_type> types);

  [[nodiscard]] const std::string& version() const { return version_; }
  [[nodiscard]] std::span<const incident_type> all() const { return types_; }
  [[nodiscard]] std::span<const capability> capabilities() const { return capabilities_; }
  [[nodiscard]] const incident_type* find(std::string_view code) const;
  // Throws base::problem 422 (/type unknown, with the nearest code as a suggestion).
  [[nodiscard]] const incident_type& get(std::string_view code) const;
  // The most detailed type the codes name; a detail that is not in the list falls back to the level above.
  [[nodiscard]] const incident_type* find_110(std::span<const std::string_view> codes) const;
  [[nodiscard]] kinship kinship_of(std::string_view a, std::string_view b) const;

  // Another system's word for a type; nothing when the source is not known. `known` says whether the word was in
  // the table or fell to the source's `otherwise`.
  struct mapped {
    const incident_type* type = nullptr;
    bool known = false;
  };
  [[nodiscard]] std::optional<mapped> from_foreign(std::string_view source, std::string_view word) const;

  struct mapping {
    std::string otherwise;
    std::map<std::string, std::string, std::less<>> types;
  };
  void add_mapping(std::string source, mapping table) { mappings_.insert_or_assign(std::move(source), std::move(table)); }

 private:
  [[nodiscard]] std::vector<std::string_view> branch(std::string_view code) const;

  std::string version_ = {};
  std::vector<capability> capabilities_ = {};
  std::vector<incident_type> types_ = {};
  std::map<std::string, std::size_t, std::less<>> by_code_;
  std::map<std::string, std::size_t, std::less<>> by_110_;  // full 8-digit code → place in types_
  std::map<std::string, mapping, std::less<>> mappings_;
};

// Reads catalogue/incident_types.yaml and incident_type_mappings.yaml from `folder`. Every fault is named with file
// and line; any fault is a base::problem 500 bad_catalogue, so a server never starts on half a list.
incident_catalogue read_incident_types(const std::string& folder);

}  // namespace dispatch
