#pragma once
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "engines/matter/matter_store.h"
#include "foundation/store/row_batch.h"

// The rows of a matter, for those who write them: one at a time (matter_write) or those whose clocks ran out (clocked_write).
namespace matter {

inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();  // a turn without a due time

template <class T>
const record::table& table_of() {
  return record_of(static_cast<const T*>(nullptr));
}

template <class T>
std::vector<store::value> child_row(const std::string& matter_id, const T& one) {
  auto row = record::bind(one);
  row.insert(row.begin(), matter_id);
  return row;
}

template <class T>
std::string child_columns() {
  return "matter_id, " + record::column_list(table_of<T>());
}

// "a = excluded.a, b = excluded.b" of all columns.
std::string overwrite(const std::string& columns);
store::row_batch clock_writer(store::connection& db);
store::row_batch line_writer(store::connection& db);
// A timeline is in the order of its ids: each behind the last, also when the machine's clock went back before a restart.
void write_lines(store::row_batch& to, store::transaction& work, const std::string& matter_id, std::span<const line> lines, std::string last = {});

}  // namespace matter
