#include "foundation/files/file_store.h"

#include <stdexcept>

#include "foundation/base/problem.h"
#include "foundation/record/json_text.h"

namespace files {
namespace {

constexpr base::duration kept_unused = base::days(1);

std::string columns() { return record::column_list(record_of(static_cast<const file*>(nullptr))); }

std::vector<stored_file> files_of(const store::rows& rows) {
  std::vector<stored_file> all;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& one = all.emplace_back();
    const auto next = record::load(record_of(&one.what), &one.what, rows[i]);
    one.uses = rows.integer(i, next);
    one.used = rows.boolean(i, next + 1);
    one.what.thumbnail = is_photo(one.what.type);
  }
  return all;
}

// What the same account sent of the same content within the last day and did not use.
std::optional<stored_file> find_repeated(store::transaction& work, const file& one) {
  auto found =
      files_of(work.db().query("SELECT " + columns() +
                                   ", uses, used FROM files WHERE sha256 = $1 AND uploaded_by = $2 AND uses = 0 AND NOT used AND stored_at >= $3 "
                                   "ORDER BY id LIMIT 1",
                               {one.sha256, one.uploaded_by, (work.now() - kept_unused).us}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void journal(store::transaction& work, const char* action, const std::string& id, std::string detail) {
  work.journal({.action = action, .subject_kind = "file", .subject_id = id, .detail = std::move(detail)});
}

}  // namespace

std::optional<stored_file> find_file(store::connection& db, std::string_view id) {
  auto found = files_of(db.query("SELECT " + columns() + ", uses, used FROM files WHERE id = $1", {std::string(id)}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<std::string> list_same_content(store::connection& db, const std::string& sha256) {
  const auto rows = db.query("SELECT id FROM files WHERE sha256 = $1 ORDER BY id", {sha256});
  std::vector<std::string> out;
  for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(rows.text(i, 0));
  return out;
}

stored_file get_file(store::connection& db, std::string_view id) {
  auto found = find_file(db, id);
  if (!found) throw base::not_found("file " + std::string(id));
  return std::move(*found);
}

kept_file keep_file(store::transaction& work, file one) {
  if (auto before = find_repeated(work, one)) {
    // Its day begins anew, so that it does not vanish from under whoever is about to use it.
    before->what.stored_at = work.now();
    work.db().execute("UPDATE files SET stored_at = $1 WHERE id = $2", {before->what.stored_at.us, before->what.id});
    return {.what = std::move(before->what), .fresh = false};
  }
  one.id = work.new_id();
  one.stored_at = work.now();
  one.thumbnail = is_photo(one.type);
  work.db().execute(record::insert_sql(record_of(&one), "files"), record::bind(one));
  record::json_object detail;
  detail.text("sha256", one.sha256);
  detail.text("type", kind_choices[static_cast<std::size_t>(one.type)].code);
  detail.raw("bytes", std::to_string(one.bytes));
  journal(work, "store_file", one.id, detail.done());
  return {.what = std::move(one), .fresh = true};
}

void add_use(store::transaction& work, std::string_view id) {
  const auto changed = work.db().execute("UPDATE files SET uses = uses + 1, used = TRUE WHERE id = $1", {std::string(id)});
  if (changed == 0) throw base::not_found("file " + std::string(id));
}

void drop_use(store::transaction& work, std::string_view id) {
  const auto changed = work.db().execute("UPDATE files SET uses = uses - 1 WHERE id = $1 AND uses > 0", {std::string(id)});
  if (changed == 0) throw std::logic_error("a file's use was dropped that it does not have: " + std::string(id));
}

std::size_t forget_unused(store::transaction& work, base::instant before, std::size_t limit) {
  const auto found = work.db().query("SELECT id, sha256 FROM files WHERE uses = 0 AND stored_at < $1 ORDER BY stored_at, id LIMIT $2",
                                     {before.us, static_cast<std::int64_t>(limit)});
  for (std::size_t i = 0; i < found.size(); ++i) {
    work.db().execute("DELETE FROM files WHERE id = $1 AND uses = 0", {found.text(i, 0)});
    record::json_object detail;
    detail.text("sha256", found.text(i, 1));
    journal(work, "forget_file", found.text(i, 0), detail.done());
  }
  return found.size();
}

std::set<std::string> known_contents(store::connection& db, std::string_view first_digits) {
  std::set<std::string> out;
  const std::string from(first_digits);
  const auto found = db.query("SELECT DISTINCT sha256 FROM files WHERE sha256 >= $1 AND sha256 < $2", {from, from + "g"});
  for (std::size_t i = 0; i < found.size(); ++i) out.insert(found.text(i, 0));
  return out;
}

}  // namespace files
