#include "foundation/store/blob_file.h"

#include <sqlite3.h>

#include <map>
#include <mutex>

namespace store {
namespace {

struct close_file {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
struct end_statement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

class sqlite_blob_file final : public blob_file {
 public:
  explicit sqlite_blob_file(sqlite3* db) : db_(db) {}

  [[nodiscard]] std::optional<std::string> find(std::string_view sql, std::initializer_list<int> numbers) const override {
    const std::scoped_lock lock(mutex_);
    sqlite3_stmt* statement = prepared(sql);
    if (statement == nullptr) return std::nullopt;
    int position = 0;
    for (const int number : numbers) sqlite3_bind_int(statement, ++position, number);
    std::optional<std::string> out;
    if (sqlite3_step(statement) == SQLITE_ROW) {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, 0));
      out = std::string(bytes == nullptr ? "" : bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, 0)));
    }
    sqlite3_reset(statement);
    return out;
  }

 private:
  sqlite3_stmt* prepared(std::string_view sql) const {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return found->second.get();
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr) != SQLITE_OK) return nullptr;
    statements_.emplace(sql, statement);
    return statement;
  }

  std::unique_ptr<sqlite3, close_file> db_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<sqlite3_stmt, end_statement>, std::less<>> statements_;
};

}  // namespace

std::unique_ptr<blob_file> blob_file::open(const std::string& path, std::string_view probe) {
  sqlite3* db = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  auto file = std::make_unique<sqlite_blob_file>(db);
  if (opened != SQLITE_OK || !file->find(probe, {})) return nullptr;
  return file;
}

}  // namespace store
