#include "foundation/seal/encoding.h"
#include "town/duty/list_transfer.h"
#include "town/duty/noun.h"

namespace duty {
namespace {

constexpr std::size_t largest_file = 16U << 20U;
constexpr std::size_t most_rows = 10'000;

}  // namespace

const record::table& record_of(const list_file*) {
  using f = list_file;
  static constexpr record::field fields[] = {
      record::field_of<&f::name>({.name = "name", .summary = "of the file; names the sheet of a CSV", .min_length = 1}),
      record::field_of<&f::text>({.name = "text", .summary = "CSV in UTF-8", .max_length = largest_file}),
      record::field_of<&f::base64>({.name = "base64", .summary = "or the file's bytes: XLSX or CSV", .max_length = 2 * largest_file}),
  };
  static const record::table table{.name = "ListFile", .summary = "A list to import.", .fields = fields};
  return table;
}

const record::table& record_of(const list_report*) {
  using r = list_report;
  static constexpr record::field fields[] = {
      record::field_of<&r::dry_run>({.name = "dry_run", .summary = "judged only: nothing was written", .read_only = true}),
      record::field_of<&r::rows>({.name = "rows", .summary = "with anything in them", .read_only = true}),
      record::field_of<&r::created>({.name = "created", .summary = "new rows", .read_only = true}),
      record::field_of<&r::changed>({.name = "changed", .summary = "rows that changed", .read_only = true}),
      record::field_of<&r::unchanged>({.name = "unchanged", .summary = "rows that were so already", .read_only = true}),
      record::field_of<&r::skipped>({.name = "skipped", .summary = "rows with a wrong cell", .read_only = true}),
      record::field_of<&r::wrong>({.name = "wrong", .summary = "every wrong cell", .read_only = true, .max_length = 1'000}),
      record::field_of<&r::more_wrong>({.name = "more_wrong", .summary = "further ones, not listed", .read_only = true}),
  };
  static const record::table table{.name = "ListReport", .summary = "What an import did, or would do.", .fields = fields};
  return table;
}

namespace {

// Unpacked and read off the writer's thread.
std::shared_ptr<void> read_file(const operation::request& what) {
  const auto file = record::from_json<list_file>(what.body, {.max_bytes = 2 * largest_file, .max_depth = 4});
  if (file.text.has_value() == file.base64.has_value()) throw base::bad_input({{"/text", "exactly_one", "send text or base64"}});
  std::string bytes = file.text.value_or("");
  if (file.base64) {
    auto decoded = seal::from_base64(*file.base64);
    if (!decoded) throw base::bad_input({{"/base64", "not_base64", "is no base64 with padding"}});
    bytes = std::move(*decoded);
  }
  const sheet::limits within{.bytes = largest_file, .rows = most_rows};
  return std::make_shared<std::vector<sheet::sheet>>(sheet::read_any(bytes, file.name, within));
}

}  // namespace

std::vector<operation::definition> list_operations(list_services use) {
  operation::definition imports{.name = "import_list",
                                .method = "POST",
                                .path = "/api/imports/{what}",
                                .summary = "Imports forces, members, posts, kit, shifts or populations from CSV or XLSX; every wrong cell is named.",
                                .permission = may_write_duty};
  imports.input = &table_of<list_file>();
  imports.output = &table_of<list_report>();
  imports.parameters = {{"dry_run", "true: judge and write nothing"}, {"skip_wrong", "true: import the rows that are good"}};
  imports.compute = read_file;
  imports.write = [use](const operation::request& what, store::transaction& t, void* sheets) {
    return import_list(what, t, *static_cast<std::vector<sheet::sheet>*>(sheets), use);
  };
  operation::definition exports{.name = "export_list",
                                .method = "GET",
                                .path = "/api/exports/{file}",
                                .summary = "A list as NAME.csv or NAME.xlsx, as an import takes it; journaled.",
                                .permission = may_read_duty};
  exports.output_shape = operation::shape::other;
  exports.parameters = {{"contacts", "true: with members' phones (needs member.contact.read)"}};
  exports.write = [use](const operation::request& what, store::transaction& t, void*) { return export_list(what, t, use); };
  return {std::move(imports), std::move(exports)};
}

}  // namespace duty
