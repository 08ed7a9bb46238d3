#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "foundation/store/store.h"

namespace app {

// Writes this node's journal (journal.jsonl) and its signed heads (heads.json) into a folder; says what it wrote.
std::string export_journal_files(store::database& db, const std::string& folder);

struct journal_verdict {
  std::int64_t lines = 0;
  std::int64_t covered = 0;  // by the largest signed head
  std::string public_key;    // hexadecimal, of the heads; whoever checks must know it from elsewhere
  std::vector<std::string> faults;
};
// Checks such files without a database. Throws base::problem when they cannot be read.
journal_verdict verify_journal_files(const std::string& journal, const std::string& heads);

}  // namespace app
