#pragma once
#include <string>
#include <vector>

#include "foundation/store/store.h"

namespace matter {

// Writes rows into a table 128, 32, 8 and 1 at a time: few different statements. Rows wait until done().
class row_writer {
 public:
  // `columns`: "a, b, c"; `conflict`: what comes behind the values ("" or " ON CONFLICT …").
  row_writer(store::connection& db, std::string sql_table, std::string columns, std::string conflict);
  // As many values as there are columns.
  void add(std::vector<store::value> row);
  void done();

 private:
  static constexpr std::size_t sizes[] = {128, 32, 8, 1};
  // The first rows of those that wait, as many as the statement takes.
  void write(std::size_t size);
  store::connection& db_;
  std::string head_, tail_;
  std::string statements_[std::size(sizes)];
  std::size_t width_ = 0, written_ = 0;
  std::vector<store::value> values_;
};

}  // namespace matter
