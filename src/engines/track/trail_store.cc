#include "engines/track/trail_store.h"

#include <algorithm>

#include "engines/track/part_codec.h"

namespace track {
namespace {

std::int64_t hour_of(std::int64_t at_us) { return at_us >= 0 ? at_us / hour_us : (at_us - hour_us + 1) / hour_us; }

constexpr std::size_t rows_per_statement = 32;

// "($1,$2,…), (…)" for so many rows of so many columns.
std::string value_lists(std::size_t rows, std::size_t columns) {
  std::string out;
  for (std::size_t row = 0, n = 0; row < rows; ++row) {
    out += row == 0 ? "(" : ", (";
    for (std::size_t column = 0; column < columns; ++column) out += (column == 0 ? "$" : ", $") + std::to_string(++n);
    out += ")";
  }
  return out;
}

// Rows gathered into few statements: a round trip each costs more than the row.
class gathered_rows {
 public:
  explicit gathered_rows(store::connection& db) : db_(db) {}
  void add(std::string unit_id, std::int64_t hour, const std::string& part, std::span<const fix> all) {
    cells_.insert(cells_.end(), {std::move(unit_id), hour, part, all.back().at_us, record::blob{encode_part(all)}});
    if (cells_.size() == columns * rows_per_statement) flush();
  }
  void flush() {
    if (cells_.empty()) return;
    db_.execute("INSERT INTO track_parts (unit_id, hour, part, last_us, fixes) VALUES " + value_lists(cells_.size() / columns, columns), cells_);
    cells_.clear();
  }

 private:
  static constexpr std::size_t columns = 5;
  store::connection& db_;
  std::vector<store::value> cells_;
};

}  // namespace

void append_group(store::connection& db, std::int64_t seq, std::string bytes) {
  db.execute("INSERT INTO track_log (seq, fixes) VALUES ($1, $2)", {seq, record::blob{std::move(bytes)}});
}

std::vector<log_row> read_log(store::connection& db) {
  std::vector<log_row> out;
  const auto rows = db.query("SELECT seq, fixes FROM track_log ORDER BY seq");
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back({.seq = rows.integer(i, 0), .bytes = rows.bytes(i, 1)});
  return out;
}

void forget_log(store::connection& db, std::int64_t up_to_seq) { db.execute("DELETE FROM track_log WHERE seq <= $1", {up_to_seq}); }

void add_parts(store::connection& db, std::span<const logged_unit> units, const std::string& part) {
  gathered_rows rows(db);
  for (const auto& unit : units) {
    for (auto at = unit.all.begin(); at != unit.all.end();) {
      const auto hour = hour_of(at->at_us);
      const auto end = std::find_if(at, unit.all.end(), [&](const fix& one) { return hour_of(one.at_us) != hour; });
      rows.add(unit.unit_id, hour, part, std::span(at, end));
      at = end;
    }
  }
  rows.flush();
}

fixes read_parts(store::connection& db, std::string_view unit_id, base::instant from, base::instant to) {
  const auto rows = db.query("SELECT fixes FROM track_parts WHERE unit_id = $1 AND hour BETWEEN $2 AND $3 ORDER BY hour, part",
                             {std::string(unit_id), hour_of(from.us), hour_of(to.us)});
  fixes all;
  for (std::size_t i = 0; i < rows.size(); ++i) decode_part(rows.bytes(i, 0), all);
  put_in_order(all);
  std::erase_if(all, [&](const fix& one) { return one.at_us < from.us || one.at_us >= to.us; });
  return all;
}

std::optional<std::int64_t> newest_sealed(store::connection& db, std::string_view unit_id) {
  const auto rows = db.query("SELECT MAX(last_us) FROM track_parts WHERE unit_id = $1", {std::string(unit_id)});
  if (rows.null(0, 0)) return std::nullopt;
  return rows.integer(0, 0);
}

std::vector<logged_unit> read_hours(store::connection& db, std::int64_t from_hour, std::int64_t to_hour) {
  const auto rows =
      db.query("SELECT unit_id, fixes FROM track_parts WHERE hour >= $1 AND hour < $2 ORDER BY unit_id, hour, part", {from_hour, to_hour});
  std::vector<logged_unit> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (out.empty() || out.back().unit_id != rows.text(i, 0)) out.push_back({.unit_id = rows.text(i, 0), .all = {}});
    decode_part(rows.bytes(i, 1), out.back().all);
  }
  for (auto& unit : out) put_in_order(unit.all);
  return out;
}

std::int64_t join_parts(store::connection& db, std::int64_t before_hour, std::int64_t most, const std::string& part) {
  const auto split =
      db.query("SELECT unit_id, hour FROM track_parts WHERE hour < $1 GROUP BY unit_id, hour HAVING COUNT(*) > 1 LIMIT $2", {before_hour, most});
  gathered_rows rows(db);
  for (std::size_t i = 0; i < split.size(); ++i) {
    const auto& unit_id = split.text(i, 0);
    const auto hour = split.integer(i, 1);
    const auto found = db.query("SELECT part, fixes FROM track_parts WHERE unit_id = $1 AND hour = $2 ORDER BY part", {unit_id, hour});
    fixes all;
    for (std::size_t k = 0; k < found.size(); ++k) decode_part(found.bytes(k, 1), all);
    put_in_order(all);
    // By name: another node may be adding a part of this hour.
    for (std::size_t k = 0; k < found.size(); ++k) {
      db.execute("DELETE FROM track_parts WHERE unit_id = $1 AND hour = $2 AND part = $3", {unit_id, hour, found.text(k, 0)});
    }
    rows.add(unit_id, hour, part, all);
  }
  rows.flush();
  return static_cast<std::int64_t>(split.size());
}

std::int64_t delete_hours_before(store::connection& db, std::int64_t hour) { return db.execute("DELETE FROM track_parts WHERE hour < $1", {hour}); }

}  // namespace track
