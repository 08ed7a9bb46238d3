#include "manifest.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <stdexcept>

#include "engines/matter/kind_people.h"
#include "foundation/base/text.h"

namespace privacy {
namespace {

constexpr std::pair<std::string_view, mark> marks[] = {
    {"place", mark::place}, {"thing", mark::thing}, {"duty", mark::duty}, {"sealed", mark::sealed}, {"system", mark::system}};

// Where a person's column may stand: sealed in these tables …
const std::set<std::string, std::less<>> sealed_stores = {"sealed_callers", "matter_parties", "members"};
// … of which these hold nothing else; or as duty in those of duty holders.
const std::set<std::string, std::less<>> all_sealed = {"sealed_callers", "matter_parties"};
const std::set<std::string, std::less<>> duty_holders = {"accounts", "members"};

// Beside the words of the catalogue's rule: what such a column would be called in a schema.
constexpr std::string_view more_words[] = {
    "mobile no", "tel",       "cell",     "id card",     "idcard",     "id no",       "plate no",  "licence plate", "license plate",
    "portrait",  "biometric", "voice",    "applicant",   "respondent", "complainant", "victim",    "witness",       "offender",
    "wanted",    "criminal",  "believer", "nationality", "ethnic",     "household",   "occupant",  "owner name",    "driver",
    "passenger", "patient",   "reporter", "subscriber",  "party",      "party name",  "person id", "citizen",       "first name",
    "last name", "xm",        "sfzh",     "sjh",         "lxdh",       "cph",         "xingming",  "shenfenzheng",  "shoujihao",
    "chepai",    "relatives", "spouse",   "religious",   "petition",   "political"};

std::string spaced(std::string_view name) {
  std::string out = " " + base::lower_ascii(name) + " ";
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

bool has_word(const std::string& name, std::string_view word) { return name.find(" " + std::string(word) + " ") != std::string::npos; }

table_marks read_table(const std::string& name, const YAML::Node& from) {
  table_marks out;
  for (const auto& item : from) {
    const auto key = item.first.as<std::string>();
    if (key == "why") out.why = item.second.as<std::string>();
    if (key == "positions") out.positions = item.second.as<bool>();
    if (key == "forgotten_by") out.forgotten_by = item.second.as<std::string>();
    if (key == "after") out.after = item.second.as<std::string>();
    if (key == "why" || key == "positions" || key == "forgotten_by" || key == "after") continue;
    const auto* found = std::find_if(std::begin(marks), std::end(marks), [&](const auto& one) { return one.first == key; });
    if (found == std::end(marks)) throw std::runtime_error(name + ": there is no mark " + key);
    for (const auto& column : item.second) {
      if (!out.columns.emplace(column.as<std::string>(), found->second).second) {
        out.faults.push_back(name + "." + column.as<std::string>() + " is marked twice");
      }
    }
  }
  if (out.why.size() < 10) out.faults.push_back(name + " has no reason");
  return out;
}

bool is_bytes(const real_column& one) { return one.type.find("text") != std::string::npos || one.type == "bytea" || one.type == "blob"; }

class comparison {
 public:
  explicit comparison(std::vector<std::string>& out) : out_(out) {}

  void of(const std::string& table, const table_marks& said, const std::map<std::string, real_column>& real) {
    out_.insert(out_.end(), said.faults.begin(), said.faults.end());
    for (const auto& [column, what] : said.columns) {
      if (!real.contains(column)) out_.push_back(table + "." + column + " is marked and not there");
    }
    bool any_sealed = false, unit_positions = said.positions;
    for (const auto& [column, what] : real) {
      const auto marked = said.columns.find(column);
      if (marked == said.columns.end()) {
        out_.push_back(table + "." + column + " has no mark");
        continue;
      }
      any_sealed = any_sealed || marked->second == mark::sealed;
      unit_positions = unit_positions || (marked->second == mark::duty && (column == "fixes" || column == "position_lon"));
      judge(table, column, marked->second);
      if (all_sealed.contains(table) && is_bytes(what) && !what.in_key && marked->second != mark::sealed) {
        out_.push_back(table + "." + column + " lies readable in a sealed store");
      }
    }
    if (unit_positions && !said.positions) out_.push_back(table + " says where units were and is not marked so");
    if ((any_sealed || said.positions) && said.forgotten_by.empty()) out_.push_back(table + " is never forgotten");
    if (said.forgotten_by.empty() != said.after.empty()) out_.push_back(table + " says half of when it is forgotten");
  }

 private:
  void judge(const std::string& table, const std::string& column, mark given) {
    const auto word = person_word_in(column);
    const bool duty_holders_own = given == mark::duty && duty_holders.contains(table);
    if (!word.empty() && given != mark::sealed && !duty_holders_own) {
      out_.push_back(table + "." + column + " is a person's by its name (" + word + ") and neither sealed nor of a duty holder");
    }
    if (given == mark::sealed && !sealed_stores.contains(table))
      out_.push_back(table + "." + column + " is sealed in a table that is no sealed store");
    if (names_duty_holder(column) && given != mark::duty) out_.push_back(table + "." + column + " names a duty holder and is not marked duty");
  }

  std::vector<std::string>& out_;
};

}  // namespace

manifest read_manifest(const std::string& path) {
  manifest out;
  for (const auto& item : YAML::LoadFile(path)["tables"]) {
    const auto name = item.first.as<std::string>();
    if (!out.emplace(name, read_table(name, item.second)).second) throw std::runtime_error(name + " stands there twice");
  }
  return out;
}

real_tables read_tables(store::connection& db) {
  real_tables out;
  const bool sqlite = db.kind() == store::engine::sqlite;
  const auto rows = db.query(
      sqlite ? "SELECT m.name, c.name, c.type, c.pk > 0 FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type IN ('table', 'view')"
             : "SELECT c.table_name, c.column_name, c.data_type, EXISTS (SELECT 1 FROM information_schema.key_column_usage k"
               " JOIN information_schema.table_constraints t ON t.constraint_name = k.constraint_name AND t.table_schema = k.table_schema"
               " WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema AND k.table_name = c.table_name"
               " AND k.column_name = c.column_name) FROM information_schema.columns c"
               " WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema')");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out[rows.text(i, 0)][rows.text(i, 1)] = {.type = base::lower_ascii(rows.text(i, 2)), .in_key = rows.boolean(i, 3)};
  }
  return out;
}

std::string person_word_in(std::string_view column) {
  const auto name = spaced(column);
  for (const auto& one : matter::person_words()) {
    if (one.sort == matter::person_sort::duty) continue;
    const bool is_noun = one.sort == matter::person_sort::noun;
    if (column == "signature") continue;                                     // of the journal's head: a machine's
    if (is_noun && (column == "owner" || column == "population")) continue;  // the role that owes a clock; a count
    const bool alone = one.whole || is_noun;
    if (alone ? name == " " + std::string(one.word) + " " : has_word(name, one.word)) return std::string(one.word);
  }
  for (const auto word : more_words) {
    if (has_word(name, word)) return std::string(word);
  }
  return {};
}

bool names_duty_holder(std::string_view column) {
  constexpr std::string_view whole[] = {"account", "account_id", "account_name", "handler", "leader", "remote", "member_id", "display_name"};
  constexpr std::string_view ends[] = {"_by", "_by_name", "by_account", "by_name", "_member_id"};
  const auto is_in = [name = spaced(column)](const matter::person_word& one) {
    return one.sort == matter::person_sort::duty && has_word(name, one.word);
  };
  return std::ranges::any_of(matter::person_words(), is_in) || std::ranges::find(whole, column) != std::end(whole) ||
         std::ranges::any_of(ends, [&](auto end) { return column.ends_with(end); });
}

std::vector<std::string> differences(const manifest& said, const real_tables& real) {
  std::vector<std::string> out;
  for (const auto& [table, what] : said) {
    if (!real.contains(table)) out.push_back(table + " is in the manifest and not in the database");
  }
  comparison one(out);
  for (const auto& [table, columns] : real) {
    const auto found = said.find(table);
    if (found == said.end()) {
      out.push_back(table + " is not in the manifest");
      continue;
    }
    one.of(table, found->second, columns);
  }
  return out;
}

}  // namespace privacy
