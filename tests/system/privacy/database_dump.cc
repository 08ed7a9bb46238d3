#include "database_dump.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <variant>

#include "foundation/base/text.h"
#include "foundation/seal/hash.h"
#include "manifest.h"
#include "support/postgres.h"
#include "support/shared_data.h"

namespace privacy {
namespace {

std::string text_of(const store::value& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* blob = std::get_if<record::blob>(&cell)) return blob->bytes;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&cell)) return std::to_string(*number);
  return {};
}

std::string base64(std::string_view bytes, std::string_view digits) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) out += digits[(bits >> static_cast<unsigned>(held - 6)) & 63U];
  }
  return out;
}

// The characters that are the same whatever stands around the word, for one of the three ways it can lie.
std::string base64_inside(const std::string& word, std::size_t before, std::string_view digits) {
  const auto all = base64(std::string(before, '\0') + word, digits);
  const std::size_t from = (before * 8 + 5) / 6;
  return all.substr(from, (before + word.size()) * 8 / 6 - from);
}

// UTF-8 to UTF-16 code units, for words without characters beyond the first plane.
std::vector<std::uint16_t> units_of(const std::string& word) {
  std::vector<std::uint16_t> out;
  for (std::size_t i = 0; i < word.size();) {
    const auto c = static_cast<unsigned char>(word[i]);
    const std::size_t more = c < 0x80 ? 0 : c < 0xe0 ? 1 : 2;
    auto unit = static_cast<std::uint32_t>(more == 0 ? c : more == 1 ? c & 0x1fU : c & 0x0fU);
    for (std::size_t k = 1; k <= more; ++k) unit = (unit << 6U) | (static_cast<unsigned char>(word[i + k]) & 0x3fU);
    out.push_back(static_cast<std::uint16_t>(unit));
    i += more + 1;
  }
  return out;
}

void add_wide_forms(std::vector<form>& out, const std::string& word) {
  std::string little, escaped, percent;
  const std::string_view digits = "0123456789abcdef";
  for (const auto unit : units_of(word)) {
    little += static_cast<char>(unit & 0xffU);
    little += static_cast<char>(unit >> 8U);
    if (unit < 0x80) {
      escaped += static_cast<char>(unit);
      continue;
    }
    escaped += "\\u";
    for (const unsigned shift : {12U, 8U, 4U, 0U}) escaped += digits[(unit >> shift) & 15U];
  }
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    percent += byte < 0x80 ? std::string(1, c) : "%" + base::to_hex(std::string(1, c));
  }
  out.push_back({"UTF-16", little});
  out.push_back({"escaped for JSON", escaped});
  out.push_back({"escaped for an address", percent});
}

}  // namespace

std::vector<form> forms_of(const std::string& word) {
  std::vector<form> out = {{"as it is", word}, {"backwards", {word.rbegin(), word.rend()}}, {"hexadecimal", base::to_hex(word)}};
  auto upper = out.back().bytes;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
  out.push_back({"upper hexadecimal", upper});
  const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (const auto* last : {"+/", "-_"}) {
    for (std::size_t before = 0; before < 3; ++before) out.push_back({"base64", base64_inside(word, before, letters + last)});
  }
  const auto digest = seal::sha256(word);
  out.push_back({"its SHA-256", std::string(seal::bytes_of(digest))});
  out.push_back({"its SHA-256 in hexadecimal", seal::to_hex(digest)});
  add_wide_forms(out, word);
  return out;
}

std::vector<spot> every_cell(store::database& db) {
  std::vector<spot> out;
  db.read([&](store::connection& reader) {
    for (const auto& [table, columns] : read_tables(reader)) {
      for (const auto& [column, what] : columns) {
        const auto rows = reader.query("SELECT \"" + column + "\" FROM " + table);
        for (std::size_t i = 0; i < rows.size(); ++i) out.push_back({table + "." + column, text_of(rows[i][0])});
      }
    }
  });
  return out;
}

std::vector<spot> engine_files(store::engine kind, const std::string& location) {
  std::vector<spot> out;
  if (kind == store::engine::postgres) {
    const auto name = location.substr(location.find("dbname=") + 7);
    out.push_back({"pg_dump", test::shared_postgres().run("pg_dump", {"--inserts", "-d", name})});
    return out;
  }
  for (const auto* ending : {"", "-wal", "-shm", "-journal"}) {
    if (std::filesystem::exists(location + ending)) out.push_back({"file" + std::string(ending), test::read_file(location + ending)});
  }
  return out;
}

std::vector<spot> every_file(const std::string& folder) {
  std::vector<spot> out;
  for (const auto& one : std::filesystem::recursive_directory_iterator(folder)) {
    if (one.is_regular_file()) out.push_back({one.path().filename(), test::read_file(one.path())});
  }
  return out;
}

std::string traces(const std::vector<spot>& all, const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) {
    for (const auto& form : forms_of(word)) {
      for (const auto& one : all) {
        if (one.bytes.find(form.bytes) != std::string::npos) out += one.where + ": " + word + " " + form.name + "\n";
      }
    }
  }
  return out;
}

}  // namespace privacy
