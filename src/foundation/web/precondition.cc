#include "foundation/web/precondition.h"

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace web {
namespace {

std::string_view without_weakness(std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; }

}  // namespace

std::string etag_of(std::int64_t version) { return '"' + std::to_string(version) + '"'; }

std::optional<std::int64_t> version_of_if_match(const request& what) {
  const auto field = what.header("if-match");
  if (!field || base::trim(*field) == "*") return std::nullopt;
  const auto tag = without_weakness(base::trim(*field));
  if (tag.size() >= 3 && tag.front() == '"' && tag.back() == '"') {
    if (const auto version = base::parse_int(tag.substr(1, tag.size() - 2))) return version;
  }
  throw base::problem(400, "bad_if_match", "If-Match does not name a version.", "", "Send the ETag of the record as it was read, one of them.");
}

bool has_matching_tag(std::string_view list, std::string_view tag) {
  while (!list.empty()) {
    const auto end = list.find(',');
    const auto one = base::trim(list.substr(0, end));
    if (one == "*" || (!one.empty() && without_weakness(one) == without_weakness(tag))) return true;
    if (end == std::string_view::npos) return false;
    list.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace web
