#include "engines/matter/row_writer.h"

#include <algorithm>
#include <span>

namespace matter {
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

row_writer::row_writer(store::connection& db, std::string sql_table, std::string columns, std::string conflict)
    : db_(db), head_("INSERT INTO " + std::move(sql_table) + " (" + columns + ") VALUES "), tail_(std::move(conflict)) {
  width_ = 1 + static_cast<std::size_t>(std::ranges::count(columns, ','));
}

void row_writer::add(std::vector<store::value> row) {
  for (auto& one : row) values_.push_back(std::move(one));
  if (values_.size() - written_ == width_ * sizes[0]) write(0);
}

void row_writer::done() {
  for (std::size_t i = 0; !values_.empty();) {
    if (values_.size() - written_ >= width_ * sizes[i]) {
      write(i);
    } else {
      ++i;
    }
  }
}

void row_writer::write(std::size_t size) {
  const auto count = sizes[size] * width_;
  if (statements_[size].empty()) statements_[size] = head_ + marks(sizes[size], width_) + tail_;
  db_.execute(statements_[size], std::span<const store::value>(values_).subspan(written_, count));
  written_ += count;
  if (written_ < values_.size()) return;
  values_.clear();
  written_ = 0;
}

}  // namespace matter
