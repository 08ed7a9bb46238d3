#pragma once
#include <cstdint>

#include "foundation/files/content_folder.h"
#include "foundation/store/store.h"

namespace files {

struct forgotten {
  std::int64_t rows = 0;      // files that nobody used
  std::int64_t contents = 0;  // that no row names, and files never finished
};

struct forget_before {
  base::instant rows;      // by the time of the records
  base::instant contents;  // by the machine's own, which the disk goes by
};

// Removes what nobody uses any more, rows first. Safe at any moment: a content that is being put at the same time stays.
// Throws base::problem other_database, and removes nothing, when the folder's contents are those of another database.
forgotten forget_files(store::database& db, content_folder& folder, const forget_before& when);

}  // namespace files
