#include "engines/matter/burden.h"

#include <algorithm>

#include "engines/matter/matter_view.h"
#include "foundation/record/json_text.h"

namespace matter {
namespace {

constexpr base::duration looked_back = base::days(90);
constexpr std::int64_t most_desks = 200;

std::string day_text(base::instant at, int utc_offset_min) { return calendar::to_text(calendar::day_of(at, utc_offset_min)); }

struct counted {
  std::int64_t forms = 0, timed = 0, seconds = 0;
};

std::map<std::string, counted> forms_by_kind(const operation::caller& who, store::connection& db, const std::string& since) {
  std::vector<store::value> parameters{since};
  const auto seen = who.condition(may_read, "e.desk_path", parameters);
  const auto rows = db.query(
      "SELECT e.kind, CAST(sum(e.forms) AS bigint), CAST(sum(e.timed) AS bigint), CAST(sum(e.seconds) AS bigint) FROM matter_effort e WHERE e.day >= "
      "$1 AND " +
          seen + " GROUP BY e.kind",
      parameters);
  std::map<std::string, counted> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out[rows.text(i, 0)] = {rows.integer(i, 1), rows.integer(i, 2), rows.integer(i, 3)};
  return out;
}

std::string kinds_json(const loaded_catalogue& present, const std::map<std::string, counted>& forms) {
  record::json_array out;
  for (const auto& [code, of] : present.all.kinds) {
    const auto least = effort_of(of);
    const auto found = forms.find(code);
    const auto done = found == forms.end() ? counted() : found->second;
    record::json_object item;
    item.text("kind", code);
    item.raw("name", record::to_json(of.name));
    item.number("fields_opening", static_cast<double>(least.fields_opening));
    item.number("fields", static_cast<double>(least.fields));
    item.number("fields_all", static_cast<double>(least.fields_all));
    item.number("evidence", static_cast<double>(least.evidence));
    item.number("signatures", static_cast<double>(least.signatures));
    item.number("taps", static_cast<double>(least.taps));
    item.number("forms", static_cast<double>(done.forms));
    item.raw("seconds", done.timed == 0 ? "null" : std::to_string(done.seconds / done.timed));
    out.raw(item.done());
  }
  return out.done();
}

// Forms a day of each desk and role: of posts, not of people.
std::string desks_json(const services& on, const operation::caller& who, store::connection& db, const std::string& since) {
  std::vector<store::value> parameters{since};
  const auto seen = who.condition(may_read, "e.desk_path", parameters);
  parameters.emplace_back(most_desks);
  const auto rows =
      db.query("SELECT e.desk_path, e.role, CAST(sum(e.forms) AS bigint), count(DISTINCT e.day) FROM matter_effort e WHERE e.day >= $1 AND " + seen +
                   " GROUP BY e.desk_path, e.role ORDER BY e.desk_path, e.role LIMIT $" + std::to_string(parameters.size()),
               parameters);
  const auto areas = on.areas.now();
  record::json_array out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& path = rows.text(i, 0);
    matter_record desk;
    desk.desk_path = path;
    add_names(desk, nullptr, *areas);
    record::json_object item;
    item.text("desk_path", path);
    item.text("desk_name", desk.desk_name);
    item.text("role", rows.text(i, 1));
    item.number("forms", static_cast<double>(rows.integer(i, 2)));
    item.number("days", static_cast<double>(rows.integer(i, 3)));
    out.raw(item.done());
  }
  return out.done();
}

// What no rule uses and no output took up for 90 days, of kinds that have been there that long.
std::string unread_json(const loaded_catalogue& present, store::connection& db, base::instant now) {
  record::json_array out;
  const auto before = now - looked_back;
  for (const auto& [code, of] : present.all.kinds) {
    const auto loaded = db.query("SELECT min(loaded_at) FROM matter_kinds WHERE kind = $1", {code});
    if (loaded.empty() || loaded.null(0, 0) || loaded.integer(0, 0) > before.us) continue;
    const auto used = fields_of_rules(of);
    const auto rows = db.query("SELECT field FROM matter_field_reads WHERE kind = $1 AND read_at > $2", {code, before.us});
    std::vector<std::string> read;
    for (std::size_t i = 0; i < rows.size(); ++i) read.push_back(rows.text(i, 0));
    for (const auto& field : of.fields) {
      if (std::ranges::find(used, field.name) != used.end() || std::ranges::find(read, field.name) != read.end()) continue;
      record::json_object item;
      item.text("kind", code);
      item.raw("kind_name", record::to_json(of.name));
      item.text("field", field.name);
      item.raw("name", record::to_json(field.label));
      out.raw(item.done());
    }
  }
  return out.done();
}

}  // namespace

void count_form(store::transaction& work, const filled_form& form, int utc_offset_min) {
  const std::int64_t timed = form.seconds ? 1 : 0;
  work.db().execute(
      "INSERT INTO matter_effort (kind, step, role, desk_path, day, forms, timed, seconds) VALUES ($1, $2, $3, $4, $5, 1, $6, $7)"
      " ON CONFLICT (kind, step, role, desk_path, day) DO UPDATE SET forms = matter_effort.forms + 1, timed = matter_effort.timed + excluded.timed,"
      " seconds = matter_effort.seconds + excluded.seconds",
      {form.kind, form.step, form.role, form.desk_path, day_text(work.now(), utc_offset_min), timed, form.seconds.value_or(0)});
}

void note_fields_read(store::transaction& work, const kind& of) {
  for (const auto& field : of.fields) {
    work.db().execute(
        "INSERT INTO matter_field_reads (kind, field, read_at) VALUES ($1, $2, $3) ON CONFLICT (kind, field) DO UPDATE SET read_at = "
        "excluded.read_at",
        {of.code, field.name, work.now().us});
  }
}

std::string burden_json(const services& on, const operation::caller& who, store::connection& db, base::instant now) {
  const auto present = on.catalogue.now();
  const auto since = day_text(now - looked_back, on.utc_offset_min);
  record::json_object out;
  out.raw("kinds", kinds_json(*present, forms_by_kind(who, db, since)));
  out.raw("desks", desks_json(on, who, db, since));
  out.raw("unread", unread_json(*present, db, now));
  out.text("since", since);
  out.text("as_of", base::to_rfc3339(now));
  return out.done();
}

std::vector<operation::definition> burden_operations(const services& on) {
  return {{.name = "get_matter_burden",
           .method = "GET",
           .path = "/api/matter-burden",
           .summary = "What forms cost by kind and desk (never by person), and fields nobody read for 90 days.",
           .permission = may_read,
           .output_shape = operation::shape::other,
           .read = [&on](const operation::request& what, store::connection& db) {
             return operation::answer{.body = burden_json(on, what.who, db, on.time.now())};
           }}};
}

}  // namespace matter
