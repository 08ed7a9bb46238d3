#include "app/journal_files.h"

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/store/head.h"
#include "foundation/store/journal.h"

namespace app {
namespace {

std::string head_json(const store::journal_head& head) {
  std::string out = R"({"node":)";
  base::append_json_string(out, head.node);
  out += R"(,"size":)" + std::to_string(head.size) + R"(,"root":")" + base::to_hex(head.root) + R"(","at_us":)" + std::to_string(head.at.us);
  return out + R"(,"signature":")" + base::to_hex(head.signature) + R"(","public_key":")" + base::to_hex(head.public_key) + "\"}";
}

base::problem unreadable(const std::string& path, const std::string& why) {
  return {400, "bad_export", "This is no export of a journal.", path + ": " + why, "Use the files that `shouwang export` wrote."};
}

store::journal_head head_from(const boost::json::object& from) {
  const auto bytes = [&](std::string_view name) {
    auto out = base::from_hex(std::string_view(from.at(name).as_string()));
    if (!out) throw std::invalid_argument(std::string(name) + " is not hexadecimal");
    return *out;
  };
  store::journal_head head;
  head.node = std::string(from.at("node").as_string());
  head.size = from.at("size").to_number<std::int64_t>();
  head.root = bytes("root");
  head.at = {from.at("at_us").to_number<std::int64_t>()};
  head.signature = bytes("signature");
  head.public_key = bytes("public_key");
  return head;
}

std::vector<store::journal_head> read_heads(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw unreadable(path, "cannot be read");
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::vector<store::journal_head> heads;
  try {
    const auto list = boost::json::parse(text);
    for (const auto& one : list.as_array()) heads.push_back(head_from(one.as_object()));
  } catch (const std::exception& fault) {
    throw unreadable(path, fault.what());
  }
  return heads;
}

}  // namespace

std::string export_journal_files(store::database& db, const std::string& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) throw base::problem(400, "bad_folder", "The export's folder cannot be made.", folder + ": " + failed.message(), "Name another one.");
  std::ofstream lines(folder + "/journal.jsonl", std::ios::binary | std::ios::trunc);
  std::ofstream heads(folder + "/heads.json", std::ios::binary | std::ios::trunc);
  std::int64_t count = 0;
  std::string list;
  db.read([&](store::connection& reader) {
    store::export_journal(reader, db.node(), {1, std::numeric_limits<std::int64_t>::max()}, [&](std::string_view line) {
      lines << line << '\n';
      ++count;
    });
    for (const auto& head : store::list_heads(reader, db.node())) list += (list.empty() ? "" : ",\n") + head_json(head);
  });
  heads << "[" << list << "]\n";
  lines.close();
  heads.close();
  if (!lines || !heads) throw base::problem(503, "disk", "The export could not be written.", folder, "Check the disk's free space.");
  return std::to_string(count) + " entries written to " + folder + "/journal.jsonl, heads to heads.json";
}

journal_verdict verify_journal_files(const std::string& journal, const std::string& heads) {
  auto signed_heads = read_heads(heads);
  journal_verdict out;
  if (!signed_heads.empty()) out.public_key = base::to_hex(signed_heads.front().public_key);
  store::journal_check check(std::move(signed_heads));
  std::ifstream in(journal, std::ios::binary);
  if (!in) throw unreadable(journal, "cannot be read");
  std::string line;
  while (std::getline(in, line)) check.add(line);
  out.faults = check.finish();
  out.lines = check.lines();
  out.covered = check.covered();
  return out;
}

}  // namespace app
