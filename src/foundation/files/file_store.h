#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/files/file.h"
#include "foundation/store/store.h"

namespace files {

// A file's row.
struct stored_file {
  file what;
  std::int64_t uses = 0;
  bool used = false;  // it was in use once
  // Whether this account may see it because it sent it: until its first use, and not after.
  [[nodiscard]] bool is_unused_of(std::string_view account_id) const { return !used && what.uploaded_by == account_id; }
};

std::optional<stored_file> find_file(store::connection& db, std::string_view id);
stored_file get_file(store::connection& db, std::string_view id);  // 404 not_found

struct kept_file {
  file what;
  bool fresh = true;  // false: the same account sent the same content before, within the last day and still unused
};
// Makes the file's row, journaled with its hash. Of `one` it sets id and stored_at. Its content must be in the folder, and
// held until this is committed.
kept_file keep_file(store::transaction& work, file one);

// Counts a use in, or out again, within the transaction of whoever refers to the file. Who attaches a file must be let see
// it (stored_file::is_unused_of, or a right of its own): that is the caller's to check. add_use: 404 when it is gone.
void add_use(store::transaction& work, std::string_view id);
void drop_use(store::transaction& work, std::string_view id);  // std::logic_error when there is none to drop

// Files with this content (SHA-256, hexadecimal), by their ids: the same photo sent twice.
std::vector<std::string> list_same_content(store::connection& db, const std::string& sha256);

// Removes up to `limit` rows that nobody uses and that were stored before this moment, journaled; returns how many. Their
// contents are the sweep's.
std::size_t forget_unused(store::transaction& work, base::instant before, std::size_t limit);

// The contents with these first two digits that rows name.
std::set<std::string> known_contents(store::connection& db, std::string_view first_digits);

}  // namespace files
