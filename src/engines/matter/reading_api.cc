#include <algorithm>

#include "engines/matter/burden.h"
#include "engines/matter/inbox_store.h"
#include "engines/matter/kind_roles.h"
#include "engines/matter/matter_api.h"
#include "engines/matter/matter_export.h"
#include "engines/matter/matter_view.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/record/json_text.h"

// Reading matters: one, lists, the board of a kind, what ever happened at a place.
namespace matter {
namespace {

using operation::answer;
using operation::request;

constexpr std::size_t most_in_column = 50;
constexpr std::int64_t most_counted = 1'000;

answer get(const services& on, const request& what, store::connection& db) {
  auto view = view_of(on, db, what.who, get_matter(db, &what.who, what.part("id")));
  return {.body = record::to_json(view), .version = view.matter.version};
}

answer leaders(const request& what, store::connection& db) {
  const auto one = get_matter(db, &what.who, what.part("id"));
  std::vector<std::string> items;
  for (const auto& next : list_leaders(db, one.desk_path)) {
    record::json_object item;
    item.text("id", next.id);
    item.text("name", next.name);
    items.push_back(item.done());
  }
  return {.body = operation::list_json(items)};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out;
}

void add_text(clause& what, const request& asked, const char* parameter, const char* column) {
  const auto text = asked.parameter(parameter);
  if (text.empty()) return;
  what.parameters.emplace_back(std::string(text));
  what.where += std::string(" AND ") + column + " = " + what.mark();
}

void add_time(clause& what, const request& asked, const char* parameter, const char* comparison) {
  const auto text = asked.parameter(parameter);
  if (text.empty()) return;
  const auto at = base::instant_from_rfc3339(text);
  if (!at) throw base::bad_input({{"/" + std::string(parameter), "wrong_type", "must be a time"}});
  what.parameters.emplace_back(at->us);
  what.where += std::string(" AND m.reported_at ") + comparison + " " + what.mark();
}

// A filter that is not understood is told: ignored it would answer another question.
void must_be_one_of(const request& asked, const char* parameter, std::initializer_list<std::string_view> known) {
  const auto text = asked.parameter(parameter);
  if (text.empty() || std::ranges::find(known, text) != known.end()) return;
  std::string all;
  for (const auto one : known) all += (all.empty() ? "" : ", ") + std::string(one);
  throw base::bad_input({{"/" + std::string(parameter), "not_a_choice", "must be " + all}});
}

void add_area(clause& what, const services& on, const request& asked) {
  const auto id = asked.parameter("area_id");
  if (id.empty()) return;
  const auto areas = on.areas.now();
  const auto* area = areas->find(id);
  if (area == nullptr) throw base::bad_input({{"/area_id", "unknown", "is no area"}});
  auto end = area->path;
  end.back() = '0';
  what.parameters.emplace_back(area->path);
  what.where += " AND m.area_path >= " + what.mark();
  what.parameters.emplace_back(std::move(end));
  what.where += " AND m.area_path < " + what.mark();
}

}  // namespace

std::vector<named_account> list_leaders(store::connection& db, const std::string& desk_path) {
  std::vector<store::value> parameters{desk_path};
  std::string list;
  for (const auto& role : catalogue_roles()) {
    if (!conducts(role.code)) continue;
    parameters.emplace_back(role.code);
    list += (list.empty() ? "$" : ", $") + std::to_string(parameters.size());
  }
  const auto rows = db.query(
      "SELECT DISTINCT a.id, CASE WHEN a.display_name = '' THEN a.name ELSE a.display_name END AS shown FROM accounts a"
      " JOIN role_grants g ON g.account_id = a.id WHERE NOT a.disabled AND g.role IN (" +
          list + ") AND substr($1, 1, length(g.area_path)) = g.area_path ORDER BY shown, a.id LIMIT 500",
      parameters);
  std::vector<named_account> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back({rows.text(i, 0), rows.text(i, 1)});
  return out;
}

// The question of a list or an export, without its page.
clause question_of(const services& on, const request& asked) {
  clause what;
  add_text(what, asked, "kind", "m.kind");
  add_text(what, asked, "stage", "m.stage");
  add_text(what, asked, "place_id", "m.place_id");
  add_text(what, asked, "incident_id", "m.subject_id <> '' AND m.subject_id");  // said so that its index, of those that have one, is taken
  add_area(what, on, asked);
  add_time(what, asked, "from", ">=");
  add_time(what, asked, "to", "<");
  must_be_one_of(asked, "state", {"open", "ended", "all"});
  const auto state = asked.parameter("state");
  if (state == "open") what.where += " AND m.ended_at IS NULL";
  if (state == "ended") what.where += " AND m.ended_at IS NOT NULL";
  must_be_one_of(asked, "listed", {"true"});
  must_be_one_of(asked, "opened", {"mine"});
  if (!asked.parameter("listed").empty()) what.where += " AND m.listed_at IS NOT NULL";
  if (!asked.parameter("opened").empty()) {
    what.parameters.emplace_back(asked.who.account_id);
    what.where += " AND m.opened_by = " + what.mark();
  }
  const auto text = asked.parameter("q");
  if (!text.empty()) {  // titles and numbers; never a party
    what.parameters.emplace_back("%" + escaped(text) + "%");
    what.where += " AND (m.title LIKE " + what.mark() + " ESCAPE '!' OR m.number LIKE " + what.mark() + " ESCAPE '!')";
  }
  return what;
}

namespace {

answer list(const services& on, const request& asked, store::connection& db) {
  auto what = question_of(on, asked);
  const auto page = operation::page_of(asked);
  if (!page.after.empty()) {
    const auto comma = page.after.find(',');
    const auto at = comma == std::string::npos ? std::nullopt : base::parse_int(std::string_view(page.after).substr(0, comma));
    if (!at) throw base::bad_input({{"/after", "bad_cursor", "is not a cursor of this list; take `next` of the page before"}});
    what.parameters.emplace_back(*at);
    const auto first = what.mark();
    what.parameters.emplace_back(page.after.substr(comma + 1));
    what.where += " AND (m.reported_at, m.id) < (" + first + ", " + what.mark() + ")";
  }
  what.parameters.emplace_back(static_cast<std::int64_t>(page.limit) + 1);
  what.order = " ORDER BY m.reported_at DESC, m.id DESC LIMIT " + what.mark();
  auto found = read_matters(db, &asked.who, std::move(what));
  std::string next;
  if (found.size() > page.limit) {
    found.pop_back();
    next = std::to_string(found.back().reported_at.us) + "," + found.back().id;
  }
  return {.body = operation::list_json(listed(on, db, found), next)};
}

// A column of a board: how many there are, how many are late, and the first of them by due time.
std::string column_of(const services& on, const request& asked, store::connection& db, const std::string& stage, const words* name) {
  auto what = question_of(on, asked);
  what.parameters.emplace_back(stage);
  what.where += " AND m.ended_at IS NULL AND m.stage = " + what.mark();
  auto counted = what;
  const auto may = seen_by(asked.who, counted.parameters);
  counted.parameters.emplace_back(on.time.now().us);
  const auto late = counted.mark();
  const auto numbers = db.query("SELECT count(*), count(CASE WHEN n.due_at <= " + late + " THEN 1 END) FROM (SELECT m.due_at FROM matters m WHERE " +
                                    counted.where + " AND " + may + " LIMIT " + std::to_string(most_counted) + ") n",
                                counted.parameters);
  what.parameters.emplace_back(static_cast<std::int64_t>(most_in_column));
  what.order = " ORDER BY COALESCE(m.due_at, 9223372036854775807), m.id LIMIT " + what.mark();
  auto items = read_matters(db, &asked.who, std::move(what));
  record::json_array rows;
  for (const auto& one : listed(on, db, items)) rows.raw(one);
  record::json_object column;
  column.text("stage", stage);
  const words by_code{.zh = stage, .en = stage};
  column.raw("name", record::to_json(name != nullptr ? *name : items.empty() ? by_code : items.front().stage_name));
  column.number("count", static_cast<double>(numbers.integer(0, 0)));
  column.number("overdue", static_cast<double>(numbers.integer(0, 1)));
  column.raw("items", rows.done());
  return column.done();
}

// Stages that only older editions have and where open matters still stand.
std::vector<std::string> older_stages(const services& on, const request& asked, store::connection& db, const kind& of) {
  auto what = question_of(on, asked);
  const auto may = seen_by(asked.who, what.parameters);
  const auto rows = db.query(
      "SELECT DISTINCT m.stage FROM matters m WHERE " + what.where + " AND m.ended_at IS NULL AND " + may + " ORDER BY m.stage", what.parameters);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto* known = of.find_stage(rows.text(i, 0));
    if (known == nullptr || known->ends) out.push_back(rows.text(i, 0));
  }
  return out;
}

// The columns of a kind's board: a stage each; nothing open vanishes because its stage was renamed.
answer board(const services& on, const request& asked, store::connection& db) {
  const auto present = on.catalogue.now();
  const auto found = present->all.kinds.find(asked.parameter("kind"));
  if (found == present->all.kinds.end()) throw base::bad_input({{"/kind", "unknown", "is no kind of the catalogue"}});
  record::json_array columns;
  for (const auto& stage : found->second.stages) {
    if (!stage.ends) columns.raw(column_of(on, asked, db, stage.code, &stage.name));
  }
  for (const auto& stage : older_stages(on, asked, db, found->second)) columns.raw(column_of(on, asked, db, stage, nullptr));
  record::json_object out;
  out.raw("columns", columns.done());
  out.text("as_of", base::to_rfc3339(on.time.now()));
  return {.body = out.done()};
}

// A write: what was taken out of the system, by whom, is journaled.
answer export_list(const services& on, const request& asked, store::transaction& work) {
  auto what = question_of(on, asked);
  what.parameters.emplace_back(static_cast<std::int64_t>(most_exported) + 1);
  what.order = " ORDER BY m.reported_at DESC, m.id DESC LIMIT " + what.mark();
  auto found = read_matters(work.db(), &asked.who, std::move(what));
  if (found.size() > most_exported) {
    throw base::problem(422, "too_many", "There are too many matters for one file.", "", "Ask for a shorter time, one kind or one area.");
  }
  const auto present = on.catalogue.now();
  if (const auto of = present->all.kinds.find(asked.parameter("kind")); of != present->all.kinds.end()) note_fields_read(work, of->second);
  record::json_object detail;
  for (const auto& [name, content] : asked.query) detail.text(name, name == "q" ? "…" : content);  // a word typed may be a person's name
  detail.number("rows", static_cast<double>(found.size()));
  work.journal({.action = "export_matters", .subject_kind = "matters", .subject_id = "", .detail = detail.done()});
  auto given = export_matters(on, asked, work.db(), found);
  given.secret = true;  // a file is made anew, not kept for a repeated request
  return given;
}

const std::vector<operation::query_parameter>& filters() {
  static const std::vector<operation::query_parameter> all = {{"kind", "of this kind"},
                                                              {"state", "open, ended or all"},
                                                              {"stage", "in this stage"},
                                                              {"place_id", "about this place: everything that ever happened there"},
                                                              {"incident_id", "opened from this incident"},
                                                              {"area_id", "in this area"},
                                                              {"from", "reported at or after"},
                                                              {"to", "reported before"},
                                                              {"listed", "true: under listed supervision"},
                                                              {"opened", "mine: reported by the caller"},
                                                              {"q", "words of title or number"}};
  return all;
}

}  // namespace

std::vector<operation::definition> reading_operations(const services& on) {
  const auto read = [&on](answer (*run)(const services&, const request&, store::connection&)) {
    return [&on, run](const request& what, store::connection& db) { return run(on, what, db); };
  };
  return {{.name = "get_matter",
           .method = "GET",
           .path = "/api/matters/{id}",
           .summary = "A matter with its clocks, steps, evidence and timeline.",
           .permission = may_read,
           .output = &record_of(static_cast<const matter_view*>(nullptr)),
           .read = read(get)},
          {.name = "list_matter_leaders",
           .method = "GET",
           .path = "/api/matters/{id}/leaders",
           .summary = "Who can be named as in charge of it.",
           .permission = may_write,
           .output_shape = operation::shape::other,
           .read = [](const request& what, store::connection& db) { return leaders(what, db); }},
          {.name = "list_matters",
           .method = "GET",
           .path = "/api/matters",
           .summary = "Matters, newest report first.",
           .permission = may_read,
           .output = &record_of(static_cast<const matter_record*>(nullptr)),
           .output_shape = operation::shape::list,
           .parameters = filters(),
           .read = read(list)},
          {.name = "get_matter_board",
           .method = "GET",
           .path = "/api/matter-board",
           .summary = "The open matters of a kind by stage.",
           .permission = may_read,
           .output_shape = operation::shape::other,
           .parameters = filters(),
           .read = read(board)},
          {.name = "export_matters",
           .method = "GET",
           .path = "/api/matter-export",
           .summary = "The same list as XLSX, with the question that made it.",
           .permission = may_read,
           .output_shape = operation::shape::other,
           .parameters = filters(),
           .write = [&on](const request& what, store::transaction& work, void*) { return export_list(on, what, work); }}};
}

}  // namespace matter
