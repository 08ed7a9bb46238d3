#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/store/store.h"

// database/manifest.yaml: what every column is about.
namespace privacy {

enum class mark { place, thing, duty, sealed, system };

struct table_marks {
  std::string why;
  std::map<std::string, mark> columns;
  bool positions = false;
  std::string forgotten_by;  // recurring job
  std::string after;
  std::vector<std::string> faults;  // of the file itself
};
using manifest = std::map<std::string, table_marks>;

// Throws std::runtime_error with what is wrong with the file's form.
manifest read_manifest(const std::string& path);

struct real_column {
  std::string type;  // in lower case
  bool in_key = false;
};
// Every column of every table of the program's own: table, then column.
using real_tables = std::map<std::string, std::map<std::string, real_column>>;
real_tables read_tables(store::connection& db);

// The first word in the column's name that says it is a person's; "" when there is none.
std::string person_word_in(std::string_view column);
// Whether the name says that it names a duty holder: by_name, signed_by, account_id, handler.
bool names_duty_holder(std::string_view column);

// Everything the manifest and the tables do not agree in, a sentence each.
std::vector<std::string> differences(const manifest& said, const real_tables& real);

}  // namespace privacy
