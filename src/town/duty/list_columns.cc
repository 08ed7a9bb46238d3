#include "town/duty/list_columns.h"

#include <algorithm>

#include "foundation/base/text.h"

namespace duty {
namespace {

using kind = column_kind;

constexpr list_column force_columns[] = {
    {.field = "code", .zh = "编号", .en = "code", .needed = true},
    {.field = "name", .zh = "名称", .en = "name", .needed = true},
    {.field = "name_en", .zh = "英文名", .en = "name_en"},
    {.field = "kind", .zh = "类别", .en = "kind", .kind = kind::choice, .needed = true},
    {.field = "area_id", .zh = "区域代码", .en = "area", .kind = kind::reference, .refers_to = "areas"},
    {.field = "parent_id", .zh = "上级队伍", .en = "parent", .kind = kind::reference, .refers_to = "forces"},
    {.field = "guarded_staff", .zh = "单位人数", .en = "guarded_staff", .kind = kind::whole},
    {.field = "ended_on", .zh = "撤销日期", .en = "ended_on", .kind = kind::day},
    {.field = "registered", .zh = "在册人数", .en = "registered", .kind = kind::shown},
};
constexpr list_column member_columns[] = {
    {.field = "code", .zh = "编号", .en = "code", .needed = true},
    {.field = "name", .zh = "姓名", .en = "name", .needed = true},
    {.field = "force_id", .zh = "队伍", .en = "force", .kind = kind::reference, .refers_to = "forces", .needed = true},
    {.field = "role", .zh = "职务", .en = "role", .kind = kind::choice},
    {.field = "full_time", .zh = "专职", .en = "full_time", .kind = kind::yes_no},
    {.field = "area_id", .zh = "区域代码", .en = "area", .kind = kind::reference, .refers_to = "areas"},
    {.field = "post_id", .zh = "岗点", .en = "post", .kind = kind::reference, .refers_to = "posts"},
    {.field = "account_id", .zh = "账号", .en = "account", .kind = kind::reference, .refers_to = "accounts"},
    {.field = "work_section", .zh = "路段", .en = "work_section"},
    {.field = "vehicle", .zh = "车辆类型", .en = "vehicle"},
    {.field = "joined_on", .zh = "入队日期", .en = "joined_on", .kind = kind::day, .needed = true},
    {.field = "left_on", .zh = "离队日期", .en = "left_on", .kind = kind::day},
    {.field = "trainings", .zh = "培训", .en = "trainings", .kind = kind::trainings},
    {.field = "phone", .zh = "电话", .en = "phone", .kind = kind::phone},
};
constexpr list_column post_columns[] = {
    {.field = "code", .zh = "编号", .en = "code", .needed = true},
    {.field = "name", .zh = "名称", .en = "name", .needed = true},
    {.field = "kind", .zh = "类别", .en = "kind", .kind = kind::choice, .needed = true},
    {.field = "setting", .zh = "城乡", .en = "setting", .kind = kind::choice},
    {.field = "position", .zh = "经度", .en = "longitude", .kind = kind::longitude},
    {.field = "position", .zh = "纬度", .en = "latitude", .kind = kind::latitude},
    {.field = "area_id", .zh = "区域代码", .en = "area", .kind = kind::reference, .refers_to = "areas"},
    {.field = "force_id", .zh = "队伍", .en = "force", .kind = kind::reference, .refers_to = "forces"},
    {.field = "strengths", .zh = "最低人数", .en = "strengths", .kind = kind::strengths},
    {.field = "kit_needed", .zh = "应配装备", .en = "kit_needed", .kind = kind::words},
    {.field = "connected", .zh = "联网", .en = "connected", .kind = kind::choice},
    {.field = "ended_on", .zh = "撤销日期", .en = "ended_on", .kind = kind::day},
};
constexpr list_column kit_columns[] = {
    {.field = "code", .zh = "编号", .en = "code", .needed = true},
    {.field = "kind", .zh = "种类", .en = "kind", .needed = true},
    {.field = "force_id", .zh = "队伍", .en = "force", .kind = kind::reference, .refers_to = "forces"},
    {.field = "state", .zh = "状态", .en = "state", .kind = kind::choice},
    {.field = "note", .zh = "备注", .en = "note"},
    {.field = "holder_name", .zh = "持有人", .en = "holder", .kind = kind::shown},
};
constexpr list_column shift_columns[] = {
    {.field = "unit_id", .zh = "单元", .en = "unit", .kind = kind::reference, .refers_to = "units"},
    {.field = "post_id", .zh = "岗点", .en = "post", .kind = kind::reference, .refers_to = "posts"},
    {.field = "force_id", .zh = "队伍", .en = "force", .kind = kind::reference, .refers_to = "forces"},
    {.field = "starts_at", .zh = "开始时间", .en = "starts_at", .kind = kind::time, .needed = true},
    {.field = "ends_at", .zh = "结束时间", .en = "ends_at", .kind = kind::time, .needed = true},
    {.field = "member_ids", .zh = "人员", .en = "members", .kind = kind::references, .refers_to = "members"},
    {.field = "place", .zh = "地点", .en = "place"},
    {.field = "minimum_strength", .zh = "最低人数", .en = "minimum_strength", .kind = kind::whole},
    {.field = "automatic", .zh = "自动上下勤", .en = "automatic", .kind = kind::yes_no},
    {.field = "note", .zh = "备注", .en = "note"},
};
constexpr list_column population_columns[] = {
    {.field = "area_id", .zh = "区域代码", .en = "area", .kind = kind::reference, .refers_to = "areas", .needed = true},
    {.field = "population", .zh = "人口", .en = "population", .kind = kind::whole, .needed = true},
    {.field = "as_of", .zh = "统计日期", .en = "as_of", .kind = kind::day, .needed = true},
    {.field = "source", .zh = "来源", .en = "source", .needed = true},
};
constexpr list_of lists[] = {
    {"forces", "队伍", "forces", force_columns}, {"members", "人员", "members", member_columns},
    {"posts", "岗点", "posts", post_columns},    {"kit", "装备", "kit", kit_columns},
    {"shifts", "班次", "shifts", shift_columns}, {"populations", "人口", "populations", population_columns},
};

}  // namespace

std::span<const list_of> all_lists() { return lists; }

const list_of* find_list(std::string_view name) {
  const auto* found = std::find_if(std::begin(lists), std::end(lists), [&](const list_of& one) { return one.name == name; });
  return found == std::end(lists) ? nullptr : found;
}

const record::table& record_of(const wrong_cell*) {
  using w = wrong_cell;
  static constexpr record::field fields[] = {
      record::field_of<&w::sheet>({.name = "sheet", .summary = "the sheet's name, or the file's", .read_only = true}),
      record::field_of<&w::row>({.name = "row", .summary = "from 1", .read_only = true}),
      record::field_of<&w::column>({.name = "column", .summary = "its letter; empty: the whole row", .read_only = true}),
      record::field_of<&w::heading>({.name = "heading", .summary = "what stands above it", .read_only = true}),
      record::field_of<&w::value>({.name = "value", .summary = "what stands in it", .read_only = true}),
      record::field_of<&w::code>({.name = "code", .summary = "what is wrong, for programs", .read_only = true}),
      record::field_of<&w::why>({.name = "why", .summary = "what is wrong, for people", .read_only = true, .max_length = 1'000}),
  };
  static const record::table table{.name = "WrongCell", .summary = "A cell that cannot be used.", .fields = fields};
  return table;
}

void references::load(store::connection& db, const area::area_tree& areas) {
  const auto take = [&](const char* kind_name, const std::string& sql) {
    const auto rows = db.query(sql);
    for (std::size_t i = 0; i < rows.size(); ++i) add(kind_name, rows.text(i, 0), rows.text(i, 1));
  };
  take("forces", "SELECT code, id FROM forces");
  take("posts", "SELECT code, id FROM posts");
  take("members", "SELECT code, id FROM members");
  take("units", "SELECT name, id FROM units");
  take("accounts", "SELECT name, id FROM accounts");
  for (const auto& one : areas.list_all()) add("areas", one.code, one.id);
}

std::optional<std::string> references::find(std::string_view kind_name, const std::string& code) const {
  const auto of = ids_.find(kind_name);
  if (of == ids_.end()) return std::nullopt;
  const auto found = of->second.find(code);
  if (found == of->second.end()) return std::nullopt;
  return found->second;
}

std::string references::code_of(std::string_view kind_name, const std::string& id) const {
  auto& codes = codes_[std::string(kind_name)];
  const auto of = ids_.find(kind_name);
  if (of != ids_.end() && codes.size() != of->second.size()) {
    for (const auto& [code, its_id] : of->second) codes[its_id] = code;
  }
  const auto found = codes.find(id);
  return found == codes.end() ? id : found->second;
}

}  // namespace duty
