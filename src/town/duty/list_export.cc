#include <algorithm>

#include "foundation/record/json_tree.h"
#include "town/duty/establishment.h"
#include "town/duty/force.h"
#include "town/duty/kit_item.h"
#include "town/duty/list_transfer.h"
#include "town/duty/member.h"
#include "town/duty/post.h"
#include "town/duty/shift_store.h"

namespace duty {
namespace {

constexpr std::string_view may_read_contact = "member.contact.read";
constexpr base::duration shifts_before = base::days(31);
constexpr base::duration shifts_ahead = base::days(31);

// One list as rows of cells.
class exporter {
 public:
  exporter(const operation::request& what, store::transaction& t, const list_services& use, const list_of& list)
      : what_(what), t_(t), use_(use), list_(list), contacts_(what.parameter("contacts") == "true" && list.name == "members") {
    if (contacts_ && !what.who.may(may_read_contact)) throw base::forbidden(std::string(may_read_contact));
    known_.load(t.db(), *use.areas.now());
    out_.name = what.who.language == "en" ? list.en : list.zh;
    auto& headings = out_.rows.emplace_back();
    for (const auto& one : list.columns) {
      if (is_shown(one)) headings.push_back({.text = std::string(what.who.language == "en" ? one.en : one.zh)});
    }
  }

  sheet::sheet run() {
    if (list_.name == "forces") add_nouns(force_noun());
    if (list_.name == "members") add_nouns(member_noun());
    if (list_.name == "posts") add_nouns(post_noun());
    if (list_.name == "kit") add_nouns(kit_noun());
    if (list_.name == "shifts") add_shifts();
    if (list_.name == "populations") add_populations();
    return std::move(out_);
  }

  [[nodiscard]] bool with_contacts() const { return contacts_; }

 private:
  [[nodiscard]] bool is_shown(const list_column& one) const { return one.kind != column_kind::phone || contacts_; }

  // `further`: texts of columns no field holds.
  void add(const std::string& json, const record::table& of, const std::map<std::string_view, std::string>& further = {}) {
    const auto tree = record::parse_json(json, 1U << 20U, 8);
    auto& row = out_.rows.emplace_back();
    for (const auto& column : list_.columns) {
      if (!is_shown(column)) continue;
      std::string text;
      if (const auto found = further.find(column.field); found != further.end()) text = found->second;
      tree.each(tree.root(), [&](const record::json_node& member) {
        if (tree.key(member) != column.field) return;
        std::string value;
        tree.append_text(value, member);
        text = cell_text(value, column, of, known_, use_.utc_offset_min, what_.who.language);
      });
      const bool number = column.kind == column_kind::whole || column.kind == column_kind::longitude || column.kind == column_kind::latitude ||
                          column.field == "registered";
      row.push_back({.text = std::move(text), .number = number && !text.empty()});
    }
  }

  template <class T>
  void add_nouns(const noun<T>& what) {
    std::vector<store::value> parameters;
    const auto allowed = what_.who.condition(may_read_duty, what.area_path, parameters);
    for (const auto& one : load_all(what, t_.db().query(query_of(what) + " WHERE " + allowed + " ORDER BY x.code", parameters))) {
      std::map<std::string_view, std::string> further;
      if constexpr (std::is_same_v<T, member>) {
        if (contacts_ && one.has_contact && what_.who.may(may_read_contact, one.area_path)) further["phone"] = phone_of(one);
      }
      add(record::to_json(one), table_of<T>(), further);
    }
  }

  std::string phone_of(const member& one) { return open_phone(t_.db(), use_.master, one.id); }

  void add_shifts() {
    shift_window window{.from = t_.now() - shifts_before, .to = t_.now() + shifts_ahead};
    for (const auto& one : list_shifts(t_.db(), what_.who, may_read_duty, window)) {
      std::string members;
      for (const auto& member : one.members) members += (members.empty() ? "" : "; ") + known_.code_of("members", member.member_id);
      auto plan = one;
      if (!plan.starts_at) plan.starts_at = plan.began_at;
      if (!plan.ends_at) plan.ends_at = plan.ended_at;
      add(record::to_json(plan), table_of<shift>(), {{"member_ids", members}});
    }
  }

  // Fewer than 5 people are never shown, not in a file either.
  void add_populations() {
    std::vector<store::value> parameters;
    const auto allowed = what_.who.condition(may_read_duty, "a.path", parameters);
    const auto rows = t_.db().query("SELECT a.code, p.population, p.as_of, p.source FROM area_populations p JOIN areas a ON a.id = p.area_id WHERE " +
                                        allowed + " ORDER BY a.code",
                                    parameters);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool small = rows.integer(i, 1) < smallest_count_shown;
      out_.rows.push_back({{.text = rows.text(i, 0)},
                           {.text = small ? "<5" : std::to_string(rows.integer(i, 1)), .number = !small},
                           {.text = rows.text(i, 2)},
                           {.text = rows.text(i, 3)}});
    }
  }

  const operation::request& what_;
  store::transaction& t_;
  const list_services& use_;
  const list_of& list_;
  bool contacts_;
  references known_;
  sheet::sheet out_;
};

}  // namespace

operation::answer export_list(const operation::request& what, store::transaction& t, const list_services& use) {
  const auto& file = what.part("file");
  const auto dot = file.rfind('.');
  const auto* list = find_list(std::string_view(file).substr(0, std::min(dot, file.size())));
  const auto ending = dot == std::string::npos ? std::string() : file.substr(dot + 1);
  if (list == nullptr || (ending != "csv" && ending != "xlsx")) throw base::not_found("export " + file);
  exporter by(what, t, use, *list);
  const auto table = by.run();
  t.journal({.action = "export_list",
             .subject_kind = "list",
             .subject_id = std::string(list->name),
             .detail = R"({"rows":)" + std::to_string(table.rows.size() - 1) + R"(,"contacts":)" + (by.with_contacts() ? "true}" : "false}")});
  operation::answer given{.body = ending == "csv" ? sheet::write_csv(table) : sheet::write_xlsx({table})};
  given.content_type = ending == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  given.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file + "\"");
  given.secret = true;
  return given;
}

}  // namespace duty
