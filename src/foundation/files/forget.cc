#include "foundation/files/forget.h"

#include "foundation/files/file_store.h"

namespace files {
namespace {

constexpr std::size_t rows_at_once = 200;  // in one transaction
const store::actor housekeeper{.account_id = "", .remote = "local", .request_id = "housekeeping"};

// The moment the database was made: another database, which knows nothing of these contents, has another.
std::string mark_of(store::database& db) {
  std::string out;
  db.read([&](store::connection& reader) {
    out = std::to_string(reader.query("SELECT applied_at_us FROM schema_migration WHERE number = 1").integer(0, 0));
  });
  return out;
}

}  // namespace

forgotten forget_files(store::database& db, content_folder& folder, const forget_before& when) {
  if (!folder.is_of(mark_of(db))) {
    throw base::problem(500, "other_database", "The files in the data folder belong to another database.", "None of them was removed.",
                        "Name their database in store.location. When that is lost for good, delete the file \"database\" beside them.");
  }
  forgotten out;
  for (bool more = true; more;) {
    std::size_t count = 0;
    db.write_and_wait(housekeeper, [&](store::transaction& work) { count = forget_unused(work, when.rows, rows_at_once); });
    out.rows += static_cast<std::int64_t>(count);
    more = count == rows_at_once;
  }
  out.contents = folder.sweep(when.contents, [&](std::string_view first_digits) {
    std::set<std::string> known;
    db.read([&](store::connection& reader) { known = known_contents(reader, first_digits); });
    return known;
  });
  return out;
}

}  // namespace files
