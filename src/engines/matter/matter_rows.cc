#include "engines/matter/matter_rows.h"

#include "foundation/base/id.h"

namespace matter {

// "a = excluded.a, b = excluded.b" of all columns.
std::string overwrite(const std::string& columns) {
  std::string out, name;
  for (const char c : columns + ",") {
    if (c != ',') {
      if (c != ' ') name += c;
      continue;
    }
    out += (out.empty() ? "" : ", ") + name + " = excluded." + name;
    name.clear();
  }
  return out;
}

store::row_batch clock_writer(store::connection& db) {
  const auto columns = child_columns<running_clock>();
  return {db, "matter_clocks", columns, " ON CONFLICT (matter_id, serial) DO UPDATE SET " + overwrite(columns)};
}

store::row_batch line_writer(store::connection& db) {
  return {db, "matter_lines", "id, matter_id, at, kind, code, round, by_account, by_name, text_zh, text_en, reason, detail", ""};
}

void write_lines(store::row_batch& to, store::transaction& work, const std::string& matter_id, std::span<const line> lines, std::string last) {
  for (const auto& one : lines) {
    last = base::id_behind(last, work.new_id());
    to.add({last, matter_id, one.at.us, one.kind, one.code, one.round, one.by, one.by_name, one.text.zh, one.text.en, one.reason, one.detail.text});
  }
}

}  // namespace matter
