#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/operation/operation.h"
#include "foundation/seal/box.h"
#include "town/area/live_areas.h"
#include "town/duty/list_columns.h"
#include "town/duty/live_units.h"

namespace duty {

// Input of POST /api/imports/{what}: a file as text (CSV) or in base64 (XLSX, CSV).
struct list_file {
  std::string name;
  std::optional<std::string> text = {};
  std::optional<std::string> base64 = {};
};
const record::table& record_of(const list_file*);

struct list_report {
  bool dry_run = false;   // nothing was written
  std::int64_t rows = 0;  // with anything in them
  std::int64_t created = 0;
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t skipped = 0;  // rows with a wrong cell
  std::vector<wrong_cell> wrong = {};
  std::int64_t more_wrong = 0;  // further ones, not listed
};
const record::table& record_of(const list_report*);

// A row as the JSON of a record, with where each field came from.
struct list_row {
  std::int64_t number = 0;  // from 1
  std::string json;
  std::optional<std::string> phone = {};
  std::vector<wrong_cell> wrong = {};
};

// The rows of a list in a workbook: the sheet of the list's name, else the first. Cells are read with `known`; rows
// without anything are passed over. Headings nobody knows, or twice, are faults of row 1.
class list_table {
 public:
  list_table(const list_of& list, const record::table& of, std::vector<sheet::sheet> sheets);
  [[nodiscard]] const std::vector<wrong_cell>& heading_faults() const { return faults_; }
  [[nodiscard]] std::size_t size() const { return sheet_.rows.size(); }
  // Row `index` from 1 (0 is the headings); nothing when it is empty.
  [[nodiscard]] std::optional<list_row> read(std::size_t index, const references& known, int offset_min) const;
  // A fault of a field of that row, at its column when there is one.
  [[nodiscard]] wrong_cell fault(std::size_t index, const base::wrong_field& what) const;

 private:
  [[nodiscard]] wrong_cell at(std::size_t index, std::size_t column, std::string code, std::string why) const;
  void read_headings();

  const list_of& list_;
  const record::table& of_;
  sheet::sheet sheet_;
  std::vector<const list_column*> columns_;  // of the sheet; nullptr: not used
  std::vector<wrong_cell> faults_;
};

// What imports and exports use; must outlive the operations.
struct list_services {
  const live_units& live;
  const area::live_areas& areas;
  const seal::master_key& master;
  const base::clock& time;
  int utc_offset_min = 480;
};
// POST /api/imports/{what}?dry_run=&skip_wrong= (duty.write), GET /api/exports/{file} with file NAME.csv or NAME.xlsx
// (duty.read; members' phones with contacts=true and member.contact.read). Both are journaled.
std::vector<operation::definition> list_operations(list_services use);

operation::answer import_list(const operation::request& what, store::transaction& t, std::vector<sheet::sheet> sheets, const list_services& use);
operation::answer export_list(const operation::request& what, store::transaction& t, const list_services& use);

}  // namespace duty
