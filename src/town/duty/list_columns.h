#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/record/record.h"
#include "foundation/sheet/sheet.h"
#include "foundation/store/store.h"
#include "town/area/area_tree.h"

namespace duty {

// What stands in a column of an imported or exported list.
enum class column_kind : std::uint8_t {
  text,
  whole,       // a whole number
  yes_no,      // 是/否, yes/no, true/false, 1/0
  choice,      // the code, or its word in either language
  day,         // YYYY-MM-DD, or a spreadsheet's day
  time,        // local "YYYY-MM-DD HH:MM", RFC 3339, or a spreadsheet's time
  reference,   // the code of a force, post, member, area; the name of a unit or account
  references,  // several, separated by ;
  words,       // several texts, separated by ;
  strengths,   // "12345 08:00-20:00 3; 67 20:00-06:00 1"
  trainings,   // "first aid|2026-03-01|2027-03-01|school; …": subject, day, due day, trainer
  longitude,
  latitude,
  shown,  // exported; an import passes over it
  phone,  // sealed; exported on request, to those who may read it
};

struct list_column {
  std::string_view field;  // of the record; of a position: "position"
  std::string_view zh;
  std::string_view en;
  column_kind kind = column_kind::text;
  std::string_view refers_to = {};  // forces, posts, members, units, areas, accounts
  bool needed = false;              // a new row must have it
};

// A list by its name in addresses: forces, members, posts, kit, shifts, populations.
struct list_of {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
  std::span<const list_column> columns;
};
std::span<const list_of> all_lists();
const list_of* find_list(std::string_view name);

// A cell that cannot be used, and why.
struct wrong_cell {
  std::string sheet;
  std::int64_t row = 0;  // from 1
  std::string column;    // letter; "" for the whole row
  std::string heading;
  std::string value;
  std::string code;
  std::string why;
};
const record::table& record_of(const wrong_cell*);

// Code → id of what rows refer to, by what they refer to; rows of the same file are added as they come.
class references {
 public:
  void load(store::connection& db, const area::area_tree& areas);
  void add(std::string_view kind, const std::string& code, const std::string& id) { ids_[std::string(kind)].insert_or_assign(code, id); }
  [[nodiscard]] std::optional<std::string> find(std::string_view kind, const std::string& code) const;
  // The code of an id, the other way round; the id itself when it has none.
  [[nodiscard]] std::string code_of(std::string_view kind, const std::string& id) const;

 private:
  std::map<std::string, std::map<std::string, std::string>, std::less<>> ids_;
  mutable std::map<std::string, std::map<std::string, std::string>, std::less<>> codes_;
};

// A cell's meaning as the JSON of its field, or what is wrong with it. `offset_min`: of the local clock.
struct cell_reading {
  std::string json;  // "" when nothing was said
  std::string code;  // of the fault; "" when there is none
  std::string why;
};
cell_reading read_cell(const sheet::cell& one, const list_column& column, const record::table& of, const references& known, int offset_min);

// The other way round: a field's JSON as the text of a cell. `language`: zh or en.
std::string cell_text(std::string_view json, const list_column& column, const record::table& of, const references& known, int offset_min,
                      std::string_view language);

}  // namespace duty
