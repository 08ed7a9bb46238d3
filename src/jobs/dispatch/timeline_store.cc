#include "jobs/dispatch/timeline.h"

namespace dispatch {

const record::table& record_of(const timeline_line*) {
  using t = timeline_line;
  static constexpr record::field fields[] = {
      record::field_of<&t::at>({.name = "at", .summary = "when", .read_only = true}),
      record::field_of<&t::kind>({.name = "kind", .summary = "what kind of step", .read_only = true, .max_length = 40}),
      record::field_of<&t::by>({.name = "by", .summary = "account, empty for the system itself", .read_only = true, .max_length = 36}),
      record::field_of<&t::by_name>({.name = "by_name", .summary = "its name then", .read_only = true}),
      record::field_of<&t::detail>({.name = "detail", .summary = "what was done, for programs", .read_only = true}),
      record::field_of<&t::text>({.name = "text", .summary = "what was done, for people", .read_only = true}),
      record::field_of<&t::incident_id>({.name = "incident_id", .summary = "the incident it was done on", .read_only = true, .max_length = 36}),
  };
  static const record::table table{.name = "TimelineLine", .summary = "One step of an incident.", .fields = fields};
  return table;
}

void add_line(store::transaction& work, const timeline_line& line) {
  work.db().execute(
      "INSERT INTO timeline (id, incident_id, at, kind, by_account, by_name, detail, text_zh, text_en) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {work.new_id(), line.incident_id, line.at.us, line.kind, line.by, line.by_name, line.detail.text, line.text.zh, line.text.en});
}

std::vector<timeline_line> list_lines(store::connection& db, const std::vector<std::string>& incident_ids) {
  std::vector<store::value> parameters;
  std::string marks;
  for (const auto& id : incident_ids) {
    parameters.emplace_back(id);
    marks += (marks.empty() ? "$" : ", $") + std::to_string(parameters.size());
  }
  // Ids rise with the time they were written: steps of the same moment keep their order.
  const auto rows = db.query("SELECT at, kind, by_account, by_name, detail, text_zh, text_en, incident_id FROM timeline WHERE incident_id IN (" +
                                 marks + ") ORDER BY at, id",
                             parameters);
  std::vector<timeline_line> lines;
  lines.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    lines.push_back({.at = base::instant{rows.integer(i, 0)},
                     .kind = rows.text(i, 1),
                     .by = rows.text(i, 2),
                     .by_name = rows.text(i, 3),
                     .detail = {.text = rows.text(i, 4)},
                     .text = {.zh = rows.text(i, 5), .en = rows.text(i, 6)},
                     .incident_id = rows.text(i, 7)});
  }
  return lines;
}

}  // namespace dispatch
