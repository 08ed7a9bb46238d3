#include "town/area/area_import_api.h"

#include <algorithm>
#include <iterator>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace area {

constexpr std::size_t largest_import = 64U << 20U;  // bytes

const record::table& record_of(const import_file*) {
  static constexpr record::field fields[] = {
      record::field_of<&import_file::name>({.name = "name", .summary = "named in the faults", .min_length = 1}),
      record::field_of<&import_file::text>({.name = "text", .summary = "the file, UTF-8", .min_length = 1, .max_length = largest_import}),
  };
  static const record::table table{.name = "AreaImportFile", .summary = "A file to import.", .fields = fields};
  return table;
}

const record::table& record_of(const import_draft*) {
  using d = import_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::format>({.name = "format", .summary = "what the files are", .choices = import_format_choices}),
      record::field_of<&d::files>({.name = "files", .summary = "the files, all of one format", .min_length = 1, .max_length = 20}),
      record::field_of<&d::check_only>({.name = "check_only", .summary = "list the faults and store nothing", .required = false}),
      record::field_of<&d::datum>({.name = "datum", .summary = "wgs84, gcj02 or bd09; needed for GeoJSON", .max_length = 10}),
      record::field_of<&d::kind>({.name = "level", .summary = "of the features; needed for GeoJSON", .choices = level_choices}),
      record::field_of<&d::name_property>({.name = "name_property", .summary = "property with the name; needed for GeoJSON", .min_length = 1}),
      record::field_of<&d::name_en_property>({.name = "name_en_property", .summary = "property with the English name", .min_length = 1}),
      record::field_of<&d::code_property>({.name = "code_property", .summary = "property with the code; needed for GeoJSON", .min_length = 1}),
      record::field_of<&d::parent_property>({.name = "parent_property", .summary = "property with the code of the area above", .min_length = 1}),
      record::field_of<&d::parent_code>({.name = "parent_code", .summary = "code of the area above all of them", .min_length = 1}),
      record::field_of<&d::code_prefix>({.name = "code_prefix", .summary = "put before codes, so that two files do not collide", .max_length = 40}),
      record::field_of<&d::official_codes>({.name = "official_codes", .summary = "codes must be GB/T 2260 or 12-digit ones", .required = false}),
  };
  static const record::table table{.name = "AreaImport", .summary = "Areas to import.", .fields = fields};
  return table;
}

namespace {

struct fault_answer {
  std::string source = {};
  std::int64_t line = 0;
  std::string code = {};
  std::string detail = {};
  std::string remedy = {};
};

const record::table& record_of(const fault_answer*) {
  using f = fault_answer;
  static constexpr record::field fields[] = {
      record::field_of<&f::source>({.name = "source", .summary = "the file", .read_only = true}),
      record::field_of<&f::line>({.name = "line", .summary = "of a list, from 1; of GeoJSON the feature, from 0", .read_only = true}),
      record::field_of<&f::code>({.name = "code", .summary = "what is wrong, for programs", .read_only = true}),
      record::field_of<&f::detail>({.name = "detail", .summary = "what is wrong", .read_only = true, .max_length = 4000}),
      record::field_of<&f::remedy>({.name = "remedy", .summary = "what to do about it", .read_only = true, .max_length = 1000}),
  };
  static const record::table table{.name = "AreaFault", .summary = "What an import could not use.", .fields = fields};
  return table;
}

struct report_answer {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t folded = 0;
  std::vector<fault_answer> faults = {};
  std::int64_t more_faults = 0;
};

const record::table& record_of(const report_answer*) {
  using r = report_answer;
  static constexpr record::field fields[] = {
      record::field_of<&r::created>({.name = "created", .summary = "new areas", .read_only = true}),
      record::field_of<&r::updated>({.name = "updated", .summary = "areas that changed", .read_only = true}),
      record::field_of<&r::unchanged>({.name = "unchanged", .summary = "areas that were so already", .read_only = true}),
      record::field_of<&r::folded>({.name = "folded", .summary = "rows that only exist in codes", .read_only = true}),
      record::field_of<&r::faults>({.name = "faults", .summary = "what could not be used", .read_only = true, .max_length = 2000}),
      record::field_of<&r::more_faults>({.name = "more_faults", .summary = "further ones, not listed", .read_only = true}),
  };
  static const record::table table{.name = "AreaImportReport", .summary = "What an import did.", .fields = fields};
  return table;
}

area_list read_geojson_files(const import_draft& draft) {
  std::vector<base::wrong_field> missing;
  const auto need = [&](bool there, const char* pointer) {
    if (!there) missing.push_back({pointer, "missing", "is needed for GeoJSON"});
  };
  need(draft.datum.has_value(), "/datum");
  need(draft.kind.has_value(), "/level");
  need(draft.name_property.has_value(), "/name_property");
  need(draft.code_property.has_value(), "/code_property");
  const auto datum = geo::datum_from_name(draft.datum.value_or("wgs84"));
  if (!datum) missing.push_back({"/datum", "not_a_choice", "must be wgs84, gcj02 or bd09"});
  if (!missing.empty()) throw base::bad_input(missing);
  const boundary_import how{.name_property = *draft.name_property,
                            .code_property = *draft.code_property,
                            .kind = *draft.kind,
                            .parent_property = draft.parent_property.value_or(""),
                            .parent_code = draft.parent_code.value_or(""),
                            .name_en_property = draft.name_en_property.value_or(""),
                            .code_prefix = draft.code_prefix.value_or(""),
                            .official_codes = draft.official_codes,
                            .datum = *datum};
  area_list all;
  for (const auto& file : draft.files) {
    auto one = read_boundaries(file.text, how, file.name);
    std::ranges::move(one.areas, std::back_inserter(all.areas));
    std::ranges::move(one.faults, std::back_inserter(all.faults));
    all.more_faults += one.more_faults;
  }
  return all;
}

struct prepared_import {
  import_draft draft;
  area_list list;
};

operation::answer run_import(const operation::request& request, store::transaction& work, void* prepared) {
  // Areas shape everybody's scopes: only somebody responsible for the whole tree imports them.
  if (!request.who.may("area.write", "/")) throw base::forbidden("area.write");
  auto& given = *static_cast<prepared_import*>(prepared);
  if (given.draft.check_only) {
    const auto stored = load_areas(work.db());
    auto plan = plan_areas(
        given.list.areas, stored, [&] { return work.new_id(); }, work.now());
    import_report report{.folded = static_cast<std::int64_t>(given.list.folded),
                         .faults = given.list.faults,
                         .more_faults = static_cast<std::int64_t>(given.list.more_faults)};
    std::ranges::move(plan.faults, std::back_inserter(report.faults));
    return {.body = report_json(report)};
  }
  return {.body = report_json(store_list(work, given.list))};
}

}  // namespace

area_list read_import(const import_draft& draft) {
  if (draft.format == import_format::geojson) return read_geojson_files(draft);
  code_list_reader reader;
  for (const auto& file : draft.files) reader.add(file.text, file.name);
  return reader.finish();
}

std::string report_json(const import_report& report) {
  report_answer answer{.created = report.created,
                       .updated = report.updated,
                       .unchanged = report.unchanged,
                       .folded = report.folded,
                       .faults = {},
                       .more_faults = report.more_faults};
  for (const auto& f : report.faults) {
    answer.faults.push_back({.source = f.source, .line = static_cast<std::int64_t>(f.line), .code = f.code, .detail = f.detail, .remedy = f.remedy});
  }
  return record::to_json(answer);
}

operation::definition import_operation() {
  return {.name = "import_areas",
          .method = "POST",
          .path = "/api/areas/import",
          .summary = "Imports areas from GeoJSON boundaries or lists of official codes; faults are listed, what is good is stored.",
          .permission = "area.write",
          .input = &record_of(static_cast<const import_draft*>(nullptr)),
          .output = &record_of(static_cast<const report_answer*>(nullptr)),
          .write = run_import,
          .compute = [](const operation::request& request) -> std::shared_ptr<void> {
            auto given = std::make_shared<prepared_import>();
            given->draft = record::from_json<import_draft>(request.body, {.max_bytes = largest_import, .max_depth = 8});
            given->list = read_import(given->draft);
            return given;
          }};
}

}  // namespace area
