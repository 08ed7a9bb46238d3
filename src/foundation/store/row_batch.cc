#include "foundation/store/row_batch.h"

#include <algorithm>

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

row_batch::row_batch(connection& db, std::string_view table, std::string_view columns, std::string tail)
    : db_(db), tail_(std::move(tail)), width_(1 + static_cast<std::size_t>(std::ranges::count(columns, ','))) {
  head_.append("INSERT INTO ").append(table).append(" (").append(columns).append(") VALUES ");
}

void row_batch::add(std::initializer_list<value> cells) {
  cells_.insert(cells_.end(), cells);
  write_most();
}

void row_batch::add(std::vector<value> cells) {
  std::ranges::move(cells, std::back_inserter(cells_));
  write_most();
}

// One row always stays: the last statement, which done() waits for, answers for those before it.
void row_batch::write_most() {
  if (cells_.size() > width_ * sizes[0]) write(0, true);
}

std::size_t row_batch::next_size() const {
  return static_cast<std::size_t>(std::ranges::find_if(sizes, [&](std::size_t rows) { return rows * width_ <= cells_.size(); }) - std::begin(sizes));
}

void row_batch::done() {
  while (!cells_.empty()) {
    const auto size = next_size();
    write(size, sizes[size] * width_ < cells_.size());
  }
}

void row_batch::done_later() {
  while (!cells_.empty()) write(next_size(), true);
}

void row_batch::write(std::size_t size, bool later) {
  if (statements_[size].empty()) statements_[size] = head_ + marks(sizes[size], width_) + tail_;
  const auto first = std::span<const value>(cells_).first(sizes[size] * width_);
  if (later) {
    db_.execute_later(statements_[size], first);
  } else {
    db_.execute(statements_[size], first);
  }
  cells_.erase(cells_.begin(), cells_.begin() + static_cast<std::ptrdiff_t>(first.size()));
}

}  // namespace store
