#include "foundation/store/row_changes.h"

#include <algorithm>

#include "foundation/base/text.h"

namespace store {
namespace {

constexpr std::size_t sizes[] = {128, 32, 8, 1};

}  // namespace

row_changes::row_changes(connection& db, std::string_view update, std::string_view where, std::string_view casts)
    : db_(db), update_(update), where_(where) {
  for (const auto type : base::split(casts, ',')) casts_.emplace_back(type);
}

std::int64_t row_changes::done() {
  std::int64_t changed = 0;
  for (auto left = std::span<const std::vector<value>>(rows_); !left.empty();) {
    const auto count = *std::ranges::find_if(sizes, [&](std::size_t size) { return size <= left.size(); });
    changed += write(left.first(count));
    left = left.subspan(count);
  }
  rows_.clear();
  return changed;
}

std::int64_t row_changes::write(std::span<const std::vector<value>> rows) {
  std::vector<value> parameters;
  std::string list;
  for (const auto& row : rows) {
    list += list.empty() ? "(" : ", (";
    for (std::size_t column = 0; column < row.size(); ++column) {
      parameters.push_back(row[column]);
      list += (column == 0 ? "CAST($" : ", CAST($") + std::to_string(parameters.size()) + " AS " + casts_[column] + ")";
    }
    list += ")";
  }
  return db_.execute("UPDATE " + update_ + " FROM (VALUES " + list + ") AS v WHERE " + where_, parameters);
}

}  // namespace store
