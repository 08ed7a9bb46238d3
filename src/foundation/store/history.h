#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "foundation/store/store.h"

namespace store {

// A record of the history as it lies in its row. `seq` is the journal entry (of the same node) that answers for it.
struct history_row {
  std::string node;
  std::int64_t seq = 0;
  std::int64_t part = 0;   // its place, from 0, in the entry's "records_sha256"
  std::int64_t at_us = 0;  // when it became so, as the node saw it
  kept_record what;
};

// The canonical line of a row: JSON without spaces, members in this order. Its SHA-256 is what the journal holds.
//   {"topic":"…","subject_id":"…","at_us":…,"area_path":"…","permission":"…","ended":false,"record":{…}}
std::string history_line(const history_row& row);

// Adds "records_sha256":["…"] as the last member of a detail, which is a JSON object.
void add_digests(std::string& detail, std::span<const std::string> digests);

// The digest at `part` of an entry's detail; "" when it has none there.
std::string digest_in(std::string_view detail, std::int64_t part);

// Whether the journal answers for this row: its entry is there and holds the row's digest.
bool is_journaled(connection& db, const history_row& row);

}  // namespace store
