#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/store/session.h"

namespace store {

// One file NNNN_what_changed.sql. Lines beginning "-- sqlite: " or "-- pg: " count for that engine alone.
struct migration {
  std::int64_t number = 0;
  std::string name;  // the file's name
  std::string text;
  std::string sha256;  // of the text, hex
};

// A migration the database remembers.
struct applied_migration {
  std::int64_t number = 0;
  std::string name;
  std::string sha256;
};

// The migrations of a folder in order. Throws base::problem bad_migrations: the folder is missing or empty, a name does
// not fit, numbers are double or have a gap.
std::vector<migration> read_migrations(const std::string& folder);

// How many of `known` are applied already. Throws base::problem when an applied one was changed or the database has
// more than this program knows.
std::size_t count_applied(const std::vector<migration>& known, const std::vector<applied_migration>& applied);

// The text for one engine: its own "-- sqlite: " / "-- pg: " lines switched on.
std::string text_for(engine kind, std::string_view text);

// Brings the database up to date, each migration in a transaction of its own; two nodes that start at once take turns.
// Returns how many were applied.
std::size_t migrate(session& db, const std::vector<migration>& known, const base::clock& time);

}  // namespace store
