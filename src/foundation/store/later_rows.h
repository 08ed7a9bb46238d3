#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "foundation/store/session.h"

namespace store {

// Rows of one table that need no answer, 64, 8 and 1 to a statement: PostgreSQL's cost of a statement is paid once for many rows.
class later_rows {
 public:
  // `columns`: "a, b, c".
  later_rows(session& db, std::string_view table, std::string_view columns);
  // As many cells as there are columns. They reach the session with done() at the latest.
  void add(std::initializer_list<value> cells);
  void done();

 private:
  static constexpr std::size_t sizes[] = {64, 8, 1};
  void write(std::size_t size);
  session& db_;
  std::string head_;
  std::string statements_[std::size(sizes)];
  std::size_t width_, written_ = 0;
  std::vector<value> cells_;
};

}  // namespace store
