#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/store/store.h"

namespace store {

// Rows of one table, 128, 32, 8 and 1 to a statement: few different statements, and PostgreSQL's cost of one is paid once for
// many rows. Rows wait until done(), and so may their errors.
class row_batch {
 public:
  // `columns`: "a, b, c"; `tail`: what comes behind the values ("" or " ON CONFLICT …").
  row_batch(connection& db, std::string_view table, std::string_view columns, std::string tail = {});
  // As many cells as there are columns.
  void add(std::initializer_list<value> cells);
  void add(std::vector<value> cells);
  // Writes what waits: every row is in the table now, or this throws.
  void done();
  // As done(), but an error may come out only at the connection's next statement or the commit.
  void done_later();

 private:
  static constexpr std::size_t sizes[] = {128, 32, 8, 1};
  // How many of the first rows that wait fit a statement, as a place in `sizes`.
  [[nodiscard]] std::size_t next_size() const;
  // Their statement; takes them out.
  void write(std::size_t size, bool later);
  void write_most();
  connection& db_;
  std::string head_, tail_;
  std::string statements_[std::size(sizes)];
  std::size_t width_;
  std::vector<value> cells_;
};

}  // namespace store
