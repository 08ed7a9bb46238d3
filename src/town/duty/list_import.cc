#include <algorithm>
#include <functional>
#include <set>

#include "foundation/record/json_text.h"
#include "foundation/record/json_tree.h"
#include "town/duty/day.h"
#include "town/duty/establishment.h"
#include "town/duty/force.h"
#include "town/duty/kit_item.h"
#include "town/duty/list_transfer.h"
#include "town/duty/member.h"
#include "town/duty/post.h"
#include "town/duty/shift_api.h"
#include "town/duty/shift_rules.h"

namespace duty {
namespace {

constexpr std::size_t most_wrong_listed = 1'000;
constexpr std::size_t longest_phone = 40;

enum class outcome { created, changed, unchanged };
// A row that is good, and what writes it.
struct planned_row {
  outcome what = outcome::created;
  std::function<void()> write = [] {};
};

// Everything a row is judged by.
class importer {
 public:
  importer(const operation::caller& who, store::transaction& t, const list_services& use) : who_(who), t_(t), use_(use), areas_(use.areas.now()) {
    known_.load(t_.db(), *areas_);
    const auto rows = t_.db().query(
        "SELECT f.id, COALESCE(a.path, '/') FROM forces f LEFT JOIN areas a ON a.id = f.area_id"
        " UNION ALL SELECT p.id, COALESCE(a.path, '/') FROM posts p LEFT JOIN areas a ON a.id = p.area_id"
        " UNION ALL SELECT u.id, COALESCE(a.path, '/') FROM units u LEFT JOIN areas a ON a.id = u.area_id");
    for (std::size_t i = 0; i < rows.size(); ++i) paths_[rows.text(i, 0)] = rows.text(i, 1);
  }

  [[nodiscard]] const references& known() const { return known_; }

  // Throws base::problem with the row's wrong fields.
  planned_row plan(const list_of& list, const list_row& row) {
    if (list.name == "forces") return plan_noun(force_noun(), row);
    if (list.name == "members") return plan_noun(member_noun(), row);
    if (list.name == "posts") return plan_noun(post_noun(), row);
    if (list.name == "kit") return plan_noun(kit_noun(), row);
    if (list.name == "shifts") return plan_turn(row);
    return plan_population(row);
  }

 private:
  [[nodiscard]] std::string area_path(const std::optional<std::string>& area_id) const {
    const auto* found = area_id ? areas_->find(*area_id) : nullptr;
    return found == nullptr ? "/" : found->path;
  }
  [[nodiscard]] std::string path_at(const std::optional<std::string>& id) const {
    const auto found = id ? paths_.find(*id) : paths_.end();
    return found == paths_.end() ? "/" : found->second;
  }
  [[nodiscard]] std::string path_of(const force& one) const { return area_path(one.area_id); }
  [[nodiscard]] std::string path_of(const post& one) const { return area_path(one.area_id); }
  [[nodiscard]] std::string path_of(const kit_item& one) const { return path_at(one.force_id); }
  [[nodiscard]] std::string path_of(const member& one) const { return one.area_id ? area_path(one.area_id) : path_at(one.force_id); }

  void demand(const std::string& path, std::string_view pointer) const {
    if (who_.may(may_write_duty, path)) return;
    throw base::bad_input({{std::string(pointer), "forbidden", "lies where you may not write"}});
  }

  template <class T>
  planned_row plan_noun(const noun<T>& what, const list_row& row) {
    T one;
    const auto code = record::parse_json(row.json, 1U << 20U, 8);
    std::string key;
    code.each(code.root(), [&](const record::json_node& member) {
      if (code.key(member) == "code") key = std::string(code.text(member));
    });
    if (key.empty()) throw base::bad_input({{"/code", "missing", "every row has a code of its own"}});
    if (!codes_.insert(key).second) throw base::bad_input({{"/code", "duplicate", "stands in this file twice"}});
    auto before = find_by(t_.db(), what, "x.code", key);
    if (before) {
      demand(before->area_path, "/code");
      one = *before;
      record::patch_json(row.json, table_of<T>(), &one);
    } else {
      record::read_json(row.json, table_of<T>(), &one);
      one.version = 0;
      one.id = t_.new_id();
    }
    if (auto wrong = what.faults(one); !wrong.empty()) throw base::bad_input(std::move(wrong));
    demand(path_of(one), "/area_id");
    if (what.check != nullptr) what.check(t_.db(), one);
    known_.add(what.plural, key, one.id);
    if constexpr (std::is_same_v<T, force>) paths_[one.id] = path_of(one);
    const bool same = before && record::to_json(*before) == record::to_json(one) && !row.phone;
    if (same) return {.what = outcome::unchanged};
    return {.what = before ? outcome::changed : outcome::created, .write = [this, &what, one, row] { write_noun(what, one, row); }};
  }

  template <class T>
  void write_noun(const noun<T>& what, const T& one, const list_row& row) {
    put_one(t_, what, who_, one, "import_" + std::string(what.name));
    if (!row.phone) return;
    if constexpr (std::is_same_v<T, member>) {
      put_phone(t_.db(), use_.master, one.id, *row.phone);
    }
  }

  // The same turn again is no new one: an import repeated changes nothing.
  planned_row plan_turn(const list_row& row) {
    const auto draft = record::from_json<shift_draft>(row.json);
    if (auto wrong = faults_of(draft, t_.now()); !wrong.empty()) throw base::bad_input(std::move(wrong));
    demand(path_at(draft.unit_id ? draft.unit_id : draft.post_id ? draft.post_id : draft.force_id), "/unit_id");
    const auto subject = draft.unit_id.value_or("") + "|" + draft.post_id.value_or("") + "|" + draft.force_id.value_or("");
    if (!codes_.insert(subject + "|" + base::to_rfc3339(*draft.starts_at)).second) {
      throw base::bad_input({{"/starts_at", "duplicate", "this turn stands in the file twice"}});
    }
    const auto found = t_.db().query(
        "SELECT id FROM shifts WHERE COALESCE(unit_id, '') = $1 AND COALESCE(post_id, '') = $2 AND COALESCE(force_id, '') = $3 AND starts_at = $4",
        {draft.unit_id.value_or(""), draft.post_id.value_or(""), draft.force_id.value_or(""), draft.starts_at->us});
    if (!found.empty()) return {.what = outcome::unchanged};
    return {.what = outcome::created, .write = [this, draft] { plan_shift(t_, who_, draft, use_.live); }};
  }

  planned_row plan_population(const list_row& row) {
    population_draft draft;
    const auto tree = record::parse_json(row.json, 1U << 20U, 8);
    std::string area_id;
    record::json_object rest;
    tree.each(tree.root(), [&](const record::json_node& member) {
      std::string text;
      tree.append_text(text, member);
      if (tree.key(member) == "area_id")
        area_id = std::string(tree.text(member));
      else
        rest.raw(tree.key(member), text);
    });
    if (area_id.empty()) throw base::bad_input({{"/area_id", "missing", "says of which area"}});
    if (!codes_.insert(area_id).second) throw base::bad_input({{"/area_id", "duplicate", "stands in this file twice"}});
    record::read_json(rest.done(), table_of<population_draft>(), &draft);
    std::vector<base::wrong_field> wrong;
    check_day(wrong, "/as_of", draft.as_of);
    if (!wrong.empty()) throw base::bad_input(std::move(wrong));
    demand(area_path(area_id), "/area_id");
    const auto found = t_.db().query("SELECT population, as_of, source FROM area_populations WHERE area_id = $1", {area_id});
    const bool same =
        !found.empty() && found.integer(0, 0) == draft.population && found.text(0, 1) == draft.as_of && found.text(0, 2) == draft.source;
    if (same) return {.what = outcome::unchanged};
    return {.what = found.empty() ? outcome::created : outcome::changed, .write = [this, area_id, draft] { put_population(t_, area_id, draft); }};
  }

  const operation::caller& who_;
  store::transaction& t_;
  const list_services& use_;
  std::shared_ptr<const area::area_tree> areas_;
  references known_;
  std::map<std::string, std::string> paths_;  // of forces, posts and units
  std::set<std::string> codes_;               // of this file
};

const record::table& table_of_list(std::string_view name) {
  if (name == "forces") return table_of<force>();
  if (name == "members") return table_of<member>();
  if (name == "posts") return table_of<post>();
  if (name == "kit") return table_of<kit_item>();
  return name == "shifts" ? table_of<shift_draft>() : table_of<population_draft>();
}

struct judged_list {
  list_report report;
  std::vector<planned_row> rows;
};

bool is_phone(const std::string& text) { return text.size() <= longest_phone && text.find_first_not_of("0123456789+-()# ") == std::string::npos; }

void add_fault(list_report& report, wrong_cell fault) {
  if (report.wrong.size() < most_wrong_listed) {
    report.wrong.push_back(std::move(fault));
  } else {
    ++report.more_wrong;
  }
}

// The faults of one row, or its plan.
std::vector<wrong_cell> judge_row(importer& by, const list_of& list, const list_table& table, std::size_t index, const list_row& row,
                                  judged_list& out) {
  auto faults = row.wrong;
  if (row.phone && !is_phone(*row.phone))
    faults.push_back(table.fault(index, {"/phone", "bad_phone", "must be digits, at most 40 with + - ( ) # and spaces"}));
  if (!faults.empty()) return faults;
  try {
    auto planned = by.plan(list, row);
    ++(planned.what == outcome::created ? out.report.created : planned.what == outcome::changed ? out.report.changed : out.report.unchanged);
    out.rows.push_back(std::move(planned));
  } catch (const base::problem& problem) {
    for (const auto& one : problem.fields) faults.push_back(table.fault(index, one));
    if (problem.fields.empty()) faults.push_back(table.fault(index, {"", problem.code, problem.title + " " + problem.detail}));
  }
  return faults;
}

judged_list judge(importer& by, const list_of& list, const list_table& table, int offset_min) {
  judged_list out;
  for (const auto& fault : table.heading_faults()) add_fault(out.report, fault);
  if (!table.heading_faults().empty()) return out;
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto row = table.read(i, by.known(), offset_min);
    if (!row) continue;
    ++out.report.rows;
    auto faults = judge_row(by, list, table, i, *row, out);
    if (!faults.empty()) ++out.report.skipped;
    for (auto& fault : faults) add_fault(out.report, std::move(fault));
  }
  return out;
}

// Nothing was written: every wrong cell is named by sheet, row and column.
base::problem wrong_cells(const list_report& report) {
  base::problem problem(422, "wrong_cells", "Some cells cannot be used; nothing was imported.",
                        std::to_string(report.wrong.size() + static_cast<std::size_t>(report.more_wrong)) + " cells are wrong.",
                        "Correct the named cells, or import with skip_wrong=true without their rows.");
  for (const auto& one : report.wrong) {
    problem.fields.push_back({"/" + one.sheet + "/" + std::to_string(one.row) + "/" + one.column, one.code,
                              one.heading + (one.value.empty() ? "" : " \"" + one.value + "\"") + ": " + one.why});
  }
  return problem;
}

bool flag(const operation::request& what, std::string_view name) {
  const auto text = what.parameter(name);
  if (text.empty() || text == "false") return false;
  if (text == "true") return true;
  throw base::bad_input({{"/" + std::string(name), "not_a_choice", "must be true or false"}});
}

}  // namespace

operation::answer import_list(const operation::request& what, store::transaction& t, std::vector<sheet::sheet> sheets, const list_services& use) {
  const auto* list = find_list(what.part("what"));
  if (list == nullptr) throw base::not_found("list " + what.part("what"));
  const bool dry = flag(what, "dry_run");
  const bool skip = flag(what, "skip_wrong");
  const list_table table(*list, table_of_list(list->name), std::move(sheets));
  importer by(what.who, t, use);
  auto judged = judge(by, *list, table, use.utc_offset_min);
  if (!dry && !judged.report.wrong.empty() && (!skip || !table.heading_faults().empty())) throw wrong_cells(judged.report);
  judged.report.dry_run = dry;
  if (!dry) {
    for (const auto& row : judged.rows) row.write();
    t.journal({.action = "import_list",
               .subject_kind = "list",
               .subject_id = std::string(list->name),
               .detail = R"({"created":)" + std::to_string(judged.report.created) + R"(,"changed":)" + std::to_string(judged.report.changed) + "}"});
  }
  return {.body = record::to_json(judged.report)};
}

}  // namespace duty
