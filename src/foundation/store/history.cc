#include "foundation/store/history.h"

#include "foundation/base/text.h"
#include "foundation/seal/hash.h"

namespace store {
namespace {

constexpr std::string_view digests_member = "\"records_sha256\":[";
constexpr std::size_t digest_digits = 64;

void member(std::string& out, std::string_view name, std::string_view text) {
  out += name;
  base::append_json_string(out, text);
}

}  // namespace

std::string history_line(const history_row& row) {
  std::string out;
  out.reserve(row.what.record.size() + 300);
  member(out, "{\"topic\":", row.what.topic);
  member(out, ",\"subject_id\":", row.what.subject_id);
  out += ",\"at_us\":" + std::to_string(row.at_us);
  member(out, ",\"area_path\":", row.what.area_path);
  member(out, ",\"permission\":", row.what.permission);
  out += row.what.ended ? ",\"ended\":true" : ",\"ended\":false";
  out += ",\"record\":";
  out += row.what.record;
  out += '}';
  return out;
}

void add_digests(std::string& detail, std::span<const std::string> digests) {
  detail.pop_back();  // the closing brace
  if (detail.find_first_not_of(" \t", 1) != std::string::npos) detail += ',';
  detail += digests_member;
  for (const auto& one : digests) {
    if (detail.back() != '[') detail += ',';
    detail += '"';
    detail += one;
    detail += '"';
  }
  detail += "]}";
}

std::string digest_in(std::string_view detail, std::int64_t part) {
  // Always the last member, so what a user wrote before it cannot stand in its place.
  const auto begin = detail.rfind(digests_member);
  if (begin == std::string_view::npos || part < 0) return {};
  const auto list = detail.substr(begin + digests_member.size());
  const auto at = static_cast<std::size_t>(part) * (digest_digits + 3) + 1;
  if (at + digest_digits + 3 > list.size() || list[at - 1] != '"' || list[at + digest_digits] != '"') return {};
  return std::string(list.substr(at, digest_digits));
}

bool is_journaled(connection& db, const history_row& row) {
  const auto found = db.query("SELECT detail FROM journal WHERE node = $1 AND seq = $2", {row.node, row.seq});
  return !found.empty() && digest_in(found.text(0, 0), row.part) == seal::to_hex(seal::sha256(history_line(row)));
}

}  // namespace store
