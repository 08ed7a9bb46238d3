#include <algorithm>
#include <map>

#include "foundation/record/json_text.h"
#include "town/duty/day.h"
#include "town/duty/establishment.h"

namespace duty {

const record::table& record_of(const establishment_row*) {
  using r = establishment_row;
  using record::field_of;
  static constexpr record::field fields[] = {
      field_of<&r::rule_id>({.name = "rule_id", .summary = "of the catalogue", .read_only = true}),
      field_of<&r::citation>({.name = "citation", .summary = "where the rule comes from", .read_only = true}),
      field_of<&r::text_zh>({.name = "text_zh", .summary = "the rule in words", .read_only = true, .max_length = 400}),
      field_of<&r::text_en>({.name = "text_en", .summary = "the rule in words", .read_only = true, .max_length = 400}),
      field_of<&r::verify>({.name = "verify", .summary = "to be checked before it is relied on", .read_only = true}),
      field_of<&r::scope>({.name = "scope", .summary = "what it is asked of", .read_only = true, .choices = scope_kind_choices}),
      field_of<&r::scope_id>({.name = "scope_id", .summary = "which", .read_only = true}),
      field_of<&r::scope_name>({.name = "scope_name", .summary = "its name", .read_only = true}),
      field_of<&r::basis>({.name = "basis", .summary = "people or staff; null: not known or fewer than 5", .read_only = true}),
      field_of<&r::required>({.name = "required", .summary = "null: what it stands on is not known", .read_only = true}),
      field_of<&r::registered>({.name = "registered", .summary = "on the lists", .read_only = true}),
      field_of<&r::active_30d>({.name = "active_30d", .summary = "on a shift within the last 30 days", .read_only = true}),
      field_of<&r::gap>({.name = "gap", .summary = "required less active", .read_only = true}),
      field_of<&r::owed_by>(
          {.name = "owed_by", .summary = "who owes it: a force, or an area's office", .read_only = true, .choices = scope_kind_choices}),
      field_of<&r::owed_by_id>({.name = "owed_by_id", .summary = "which", .read_only = true}),
      field_of<&r::owed_by_name>({.name = "owed_by_name", .summary = "its name", .read_only = true}),
  };
  static const record::table table{.name = "EstablishmentRow", .summary = "How many must serve, and how many do.", .fields = fields};
  return table;
}

const record::table& record_of(const area_population*) {
  using p = area_population;
  static constexpr record::field fields[] = {
      record::field_of<&p::area_id>({.name = "area_id", .summary = "the area", .read_only = true, .max_length = 64, .refers_to = "areas"}),
      record::field_of<&p::area_name>({.name = "area_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&p::population>({.name = "population", .summary = "people; null: fewer than 5", .read_only = true}),
      record::field_of<&p::as_of>({.name = "as_of", .summary = "day of the count", .read_only = true}),
      record::field_of<&p::source>({.name = "source", .summary = "who counted", .read_only = true}),
      record::field_of<&p::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
  };
  static const record::table table{.name = "AreaPopulation", .summary = "How many people an area counts.", .fields = fields};
  return table;
}

const record::table& record_of(const population_draft*) {
  using d = population_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::population>({.name = "population", .summary = "people", .minimum = 0, .maximum = 2e9}),
      record::field_of<&d::as_of>({.name = "as_of", .summary = "day of the count", .min_length = 10, .max_length = 10}),
      record::field_of<&d::source>({.name = "source", .summary = "who counted", .min_length = 1}),
  };
  static const record::table table{.name = "PopulationDraft", .summary = "A count of people.", .fields = fields};
  return table;
}

namespace {

using operation::answer;
using operation::request;

std::map<std::string, std::int64_t> load_populations(store::connection& db) {
  const auto rows = db.query("SELECT area_id, population FROM area_populations");
  std::map<std::string, std::int64_t> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out[rows.text(i, 0)] = rows.integer(i, 1);
  return out;
}

struct people {
  std::int64_t count = 0;
  bool hidden = false;  // see measure
};

// Its own count, else that of all its parts when every one has one.
std::optional<people> population_of(const area::area_tree& tree, const std::map<std::string, std::int64_t>& counts, const std::string& id) {
  if (const auto own = counts.find(id); own != counts.end()) return people{own->second, own->second < smallest_count_shown};
  const auto& parts = tree.list_children(id);
  if (parts.empty()) return std::nullopt;
  people sum;
  for (const auto* part : parts) {
    const auto one = population_of(tree, counts, part->id);
    if (!one) return std::nullopt;
    sum.count += one->count;
    sum.hidden = sum.hidden || one->hidden;
  }
  return sum;
}

// The areas asked about: the one named, else the uppermost the caller may see.
std::vector<std::string> asked_areas(const request& what, const area::area_tree& tree) {
  const auto named = what.parameter("area");
  if (!named.empty()) {
    const auto* found = tree.find(named);
    if (found == nullptr || !what.who.may(may_read_duty, found->path)) throw base::not_found("area " + std::string(named));
    return {found->id};
  }
  std::vector<std::string> ids;
  for (const auto& one : tree.list_all()) {
    if (!what.who.may(may_read_duty, one.path)) continue;
    const auto* above = one.parent_id ? tree.find(*one.parent_id) : nullptr;
    if (above == nullptr || !what.who.may(may_read_duty, above->path)) ids.push_back(one.id);
  }
  return ids;
}

class facts_reader {
 public:
  facts_reader(const request& what, store::connection& db, const area::area_tree& tree, std::vector<std::string> asked)
      : what_(what), db_(db), tree_(tree), asked_(std::move(asked)) {
    for (const auto& id : asked_) paths_.push_back(tree_.get(id).path);
  }

  establishment_facts read(base::instant now) {
    establishment_facts facts;
    const auto counts = load_populations(db_);
    for (const auto& one : tree_.list_all()) {
      if (!wanted(one.path)) continue;
      establishment_facts::area_fact fact{.id = one.id, .name = one.name, .path = one.path, .level = one.kind};
      if (const auto known = population_of(tree_, counts, one.id)) {
        fact.population = known->count;
        fact.hidden = known->hidden;
      }
      facts.areas.push_back(std::move(fact));
    }
    for (const auto& one : load_all(force_noun(), db_.query(query_of(force_noun()) + " WHERE x.ended_on IS NULL ORDER BY x.name, x.id"))) {
      if (wanted(one.area_path)) facts.forces.push_back({one.id, one.name, one.area_path, one.kind, one.guarded_staff});
    }
    for (const auto& one : load_all(post_noun(), db_.query(query_of(post_noun()) + " WHERE x.ended_on IS NULL ORDER BY x.name, x.id"))) {
      if (!wanted(one.area_path)) continue;
      facts.posts.push_back({one.id, one.name, one.area_path, one.force_id.value_or(""), one.force_name, one.area_id.value_or(""), one.area_name,
                             one.kind, one.setting});
    }
    read_members(facts, now);
    return facts;
  }

 private:
  // With no area at all everything that has none is asked about too.
  [[nodiscard]] bool wanted(const std::string& path) const {
    if (!what_.who.may(may_read_duty, path)) return false;
    if (what_.parameter("area").empty()) return true;
    return std::any_of(paths_.begin(), paths_.end(), [&](const std::string& one) { return path.starts_with(one); });
  }

  void read_members(establishment_facts& facts, base::instant now) {
    const auto rows = db_.query(
        "SELECT m.force_id, COALESCE(m.post_id, ''), COALESCE(a.path, fa.path, '/'), f.kind, m.role, m.full_time,"
        " CASE WHEN EXISTS (SELECT 1 FROM shift_members sm WHERE sm.member_id = m.id AND sm.began_at IS NOT NULL"
        " AND (sm.ended_at IS NULL OR sm.ended_at > $1)) THEN 1 ELSE 0 END"
        " FROM members m JOIN forces f ON f.id = m.force_id LEFT JOIN areas fa ON fa.id = f.area_id LEFT JOIN areas a ON a.id = m.area_id"
        " WHERE m.left_on IS NULL AND f.ended_on IS NULL",
        {(now - active_within).us});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!wanted(rows.text(i, 2))) continue;
      facts.members.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2), choice_of<force_kind>(rows.text(i, 3), force_kind_choices),
                               choice_of<member_role>(rows.text(i, 4), member_role_choices), rows.boolean(i, 5), rows.integer(i, 6) != 0});
    }
  }

  template <class E>
  static E choice_of(std::string_view code, std::span<const record::choice> choices) {
    const auto found = std::find_if(choices.begin(), choices.end(), [&](const record::choice& one) { return one.code == code; });
    return static_cast<E>(found - choices.begin());
  }

  const request& what_;
  store::connection& db_;
  const area::area_tree& tree_;
  std::vector<std::string> asked_;
  std::vector<std::string> paths_;
};

answer establishment(const request& what, store::connection& db, const establishment_services& use) {
  const auto tree = use.areas.now();
  const auto asked = asked_areas(what, *tree);
  const auto facts = facts_reader(what, db, *tree, asked).read(use.time.now());
  std::vector<std::string> items;
  for (const auto& row : evaluate(use.rules, facts, asked)) items.push_back(record::to_json(row));
  return {.body = operation::list_json(items)};
}

answer list_populations(const request& what, store::connection& db) {
  std::vector<store::value> parameters = {smallest_count_shown};
  const auto allowed = what.who.condition(may_read_duty, "a.path", parameters);
  const auto rows = db.query(
      "SELECT p.area_id, CASE WHEN p.population < $1 THEN NULL ELSE p.population END, p.as_of, p.source, p.version, a.name"
      " FROM area_populations p JOIN areas a ON a.id = p.area_id WHERE " +
          allowed + " ORDER BY a.code",
      parameters);
  std::vector<std::string> items;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    area_population one;
    const auto at = record::load(table_of<area_population>(), &one, rows[i]);
    one.area_name = rows.text(i, at);
    items.push_back(record::to_json(one));
  }
  return {.body = operation::list_json(items)};
}

answer set_population(const request& what, store::transaction& t, const establishment_services& use) {
  const auto tree = use.areas.now();
  const auto* found = tree->find(what.part("id"));
  if (found == nullptr || !what.who.may(may_write_duty, found->path)) throw base::not_found("area " + what.part("id"));
  const auto draft = record::from_json<population_draft>(what.body);
  std::vector<base::wrong_field> wrong;
  check_day(wrong, "/as_of", draft.as_of);
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
  put_population(t, found->id, draft);
  return {.status = 204};
}

}  // namespace

void put_population(store::transaction& t, const std::string& area_id, const population_draft& one) {
  t.db().execute(
      "INSERT INTO area_populations (area_id, population, as_of, source, version) VALUES ($1, $2, $3, $4, 1)"
      " ON CONFLICT (area_id) DO UPDATE SET population = excluded.population, as_of = excluded.as_of, source = excluded.source,"
      " version = area_populations.version + 1",
      {area_id, one.population, one.as_of, one.source});
  t.journal({.action = "set_area_population", .subject_kind = "area", .subject_id = area_id});
}

std::vector<operation::definition> establishment_operations(const establishment_services& use) {
  operation::definition gets{.name = "get_establishment",
                             .method = "GET",
                             .path = "/api/establishment",
                             .summary = "How many must serve by the catalogue's rules, how many do, and who owes the gap.",
                             .permission = may_read_duty};
  gets.output = &table_of<establishment_row>();
  gets.output_shape = operation::shape::list;
  gets.parameters = {{"area", "area id: there and below; all one may see when left out"}};
  gets.read = [&use](const request& what, store::connection& db) { return establishment(what, db, use); };
  operation::definition lists{.name = "list_area_populations",
                              .method = "GET",
                              .path = "/api/area-populations",
                              .summary = "How many people areas count; fewer than 5 are never shown.",
                              .permission = may_read_duty};
  lists.output = &table_of<area_population>();
  lists.output_shape = operation::shape::list;
  lists.read = [](const request& what, store::connection& db) { return list_populations(what, db); };
  operation::definition sets{.name = "set_area_population",
                             .method = "PUT",
                             .path = "/api/area-populations/{id}",
                             .summary = "Sets how many people an area counts.",
                             .permission = may_write_duty};
  sets.input = &table_of<population_draft>();
  sets.output_shape = operation::shape::none;
  sets.write = [&use](const request& what, store::transaction& t, void*) { return set_population(what, t, use); };
  return {std::move(gets), std::move(lists), std::move(sets)};
}

}  // namespace duty
