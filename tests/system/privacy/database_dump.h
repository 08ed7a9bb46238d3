#pragma once
#include <string>
#include <vector>

#include "foundation/store/store.h"

// Looking for words where they must not be.
namespace privacy {

struct spot {
  std::string where;  // "matters.title", "store.db-wal"
  std::string bytes;
};

// Every cell of every table.
std::vector<spot> every_cell(store::database& db);
// The engine's own files or its dump: SQLite's file with its log, pg_dump's text.
std::vector<spot> engine_files(store::engine kind, const std::string& location);
// Every file in this folder and below.
std::vector<spot> every_file(const std::string& folder);

// The forms a word could stand in: as it is, hexadecimal, base64, UTF-16, escaped for JSON or an address, backwards, as its digest.
struct form {
  std::string name;
  std::string bytes;
};
std::vector<form> forms_of(const std::string& word);

// Where any form of any word stands, a line each; "" for nowhere.
std::string traces(const std::vector<spot>& all, const std::vector<std::string>& words);

}  // namespace privacy
