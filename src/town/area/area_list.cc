#include <algorithm>
#include <array>
#include <utility>

#include "foundation/base/text.h"
#include "town/area/area_code.h"
#include "town/area/area_import.h"

namespace area {
namespace {

constexpr std::size_t listed_faults = 1'000;
constexpr std::size_t most_rows = 2'000'000;
constexpr std::size_t longest_name = 100;  // code points; the longest official one has 30

constexpr std::size_t absent = SIZE_MAX;

// Levels of cities and counties that only the lists have.
bool is_placeholder_name(level kind, std::string_view name) {
  constexpr std::array<std::string_view, 4> names{"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"};
  return kind <= level::county && std::find(names.begin(), names.end(), name) != names.end();
}

std::size_t find_column(const std::vector<std::string>& header, std::initializer_list<std::string_view> names) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (std::find(names.begin(), names.end(), base::trim(header[i])) != names.end()) return i;
  }
  return absent;
}

std::string_view cell(const std::vector<std::string>& cells, std::size_t at) {
  return at < cells.size() ? base::trim(cells[at]) : std::string_view();
}

}  // namespace

struct code_list_reader::columns {
  std::size_t code = absent;
  std::size_t name = absent;
  std::vector<std::size_t> above;  // columns that repeat what is above
};

void code_list_reader::fault(area_fault one) {
  if (list_.faults.size() < listed_faults) {
    list_.faults.push_back(std::move(one));
  } else {
    ++list_.more_faults;
  }
}

void code_list_reader::add(std::string_view csv, const std::string& source) {
  if (!base::is_utf8(csv)) return fault({source, 0, "not_utf8", "The file is not UTF-8.", "Save it as UTF-8."});
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  const auto header = base::take_csv_row(csv);
  columns where;
  if (header) {
    where.code = find_column(*header, {"code", "编号"});
    where.name = find_column(*header, {"name", "名称"});
    for (const std::string_view name : {"provinceCode", "cityCode", "areaCode", "streetCode", "上级"}) {
      if (const std::size_t at = find_column(*header, {name}); at != absent) where.above.push_back(at);
    }
  }
  if (where.code == absent || where.name == absent) {
    return fault({source, 1, "missing_column", "The first line names no columns code and name.", "Add a header: code,name,…"});
  }
  for (std::size_t line = 2; const auto cells = base::take_csv_row(csv); ++line) {
    if (cells->size() == 1 && cells->front().empty()) continue;
    if (rows_.size() >= most_rows) return fault({source, line, "too_many", "There are more rows than are read.", "Split the list."});
    add_row(*cells, where, source, line);
  }
}

void code_list_reader::add_row(const std::vector<std::string>& cells, const columns& where, const std::string& source, std::size_t line) {
  const std::string written(cell(cells, where.code));
  const std::string name(cell(cells, where.name));
  const auto code = area_code::parse(written);
  if (!code) return fault({source, line, "bad_code", "\"" + written + "\" is no area code.", "Write 2, 4, 6, 9 or 12 digits."});
  if (name.empty() || base::count_code_points(name) > longest_name) {
    return fault({source, line, "bad_name", written + " has no name, or one that is too long.", "Give it a name of at most 100 characters."});
  }
  for (const std::size_t at : where.above) {
    const std::string stated(cell(cells, at));
    if (stated.empty()) continue;
    // Compared as the state has it: a county of Chongqing may be listed under 5001 or 5002, both stand for 50.
    auto above = area_code::parse(stated);
    if (above && above->is_placeholder()) above = above->parent();
    if (!above || !code->is_under(*above)) {
      fault({source, line, "prefix_mismatch", written + " is listed under " + stated + ", but its digits say otherwise.",
             "Correct one of the two; the code was believed."});
    }
  }
  const auto known = by_code_.find(code->text());
  // A city without counties comes again in the list of counties: 4419 and 441900.
  const bool repeats_city = known != by_code_.end() && rows_[known->second].draft.name == name && rows_[known->second].digits != written.size();
  if (code->is_placeholder() || is_placeholder_name(code->kind(), name) || repeats_city) {
    ++list_.folded;
    return;
  }
  if (known != by_code_.end()) {
    const row& first = rows_[known->second];
    return fault({source, line, "duplicate", written + " was named already in " + first.source + ", line " + std::to_string(first.line) + ".",
                  "Remove one of the two; the first was taken."});
  }
  by_code_.emplace(code->text(), rows_.size());
  const auto parent = code->parent();
  rows_.push_back(
      {.draft =
           {.code = code->text(), .kind = code->kind(), .name = name, .name_en = {}, .parent_code = parent ? parent->text() : "", .boundary = {}},
       .source = source,
       .line = line});
}

area_list code_list_reader::finish() {
  // Levels from above: a row whose parent was left out is left out with it.
  std::stable_sort(rows_.begin(), rows_.end(), [](const row& a, const row& b) { return a.draft.kind < b.draft.kind; });
  std::unordered_map<std::string, bool> taken;
  for (row& one : rows_) {
    if (!one.draft.parent_code.empty() && !taken.contains(one.draft.parent_code)) {
      fault({one.source, one.line, "missing_parent",
             one.draft.code + " " + one.draft.name + " belongs to " + one.draft.parent_code + ", which is not in the lists.",
             "Add the list with that code."});
      continue;
    }
    taken.emplace(one.draft.code, true);
    list_.areas.push_back(std::move(one.draft));
  }
  rows_.clear();
  by_code_.clear();
  return std::exchange(list_, {});
}

}  // namespace area
