#include "foundation/store/later_rows.h"

#include <algorithm>
#include <span>

namespace store {
namespace {

// "($1, $2), ($3, $4)" for so many rows of so many columns.
std::string marks(std::size_t rows, std::size_t columns) {
  std::string out;
  for (std::size_t i = 0; i < rows; ++i) {
    out += i == 0 ? "(" : ", (";
    for (std::size_t k = 1; k <= columns; ++k) out += (k == 1 ? "$" : ", $") + std::to_string(i * columns + k);
    out += ")";
  }
  return out;
}

}  // namespace

later_rows::later_rows(session& db, std::string_view table, std::string_view columns)
    : db_(db), width_(1 + static_cast<std::size_t>(std::ranges::count(columns, ','))) {
  head_.append("INSERT INTO ").append(table).append(" (").append(columns).append(") VALUES ");
}

void later_rows::add(std::initializer_list<value> cells) {
  cells_.insert(cells_.end(), cells);
  if (cells_.size() - written_ == width_ * sizes[0]) write(0);
}

void later_rows::done() {
  for (std::size_t i = 0; !cells_.empty();) {
    if (cells_.size() - written_ >= width_ * sizes[i]) {
      write(i);
    } else {
      ++i;
    }
  }
}

// The first rows of those that wait, as many as the statement takes.
void later_rows::write(std::size_t size) {
  if (statements_[size].empty()) statements_[size] = head_ + marks(sizes[size], width_);
  const auto count = sizes[size] * width_;
  db_.execute_later(statements_[size], std::span<const value>(cells_).subspan(written_, count));
  written_ += count;
  if (written_ < cells_.size()) return;
  cells_.clear();
  written_ = 0;
}

}  // namespace store
