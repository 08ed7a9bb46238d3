#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "foundation/store/store.h"

namespace store {

// Many rows of one table changed, each to its own values: 128, 32, 8 and 1 to a statement.
class row_changes {
 public:
  // In `update` ("table SET a = v.column2") and `where` the cells of a row stand as v.column1, v.column2, …; `casts`: their SQL
  // types ("text,bigint"), for a statement's VALUES have none of their own.
  row_changes(connection& db, std::string_view update, std::string_view where, std::string_view casts);
  void add(std::vector<value> cells) { rows_.push_back(std::move(cells)); }
  // Changes them; the number of rows that were changed.
  std::int64_t done();

 private:
  std::int64_t write(std::span<const std::vector<value>> rows);
  connection& db_;
  std::string update_, where_;
  std::vector<std::string> casts_;
  std::vector<std::vector<value>> rows_;
};

}  // namespace store
