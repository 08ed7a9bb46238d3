#include "foundation/operation/operation.h"

#include <stdexcept>

#include "foundation/base/text.h"

namespace operation {
namespace {

// The first path after every path that starts with `prefix`: '0' follows '/' in every byte-wise order.
std::string path_end(std::string_view prefix) {
  std::string end(prefix);
  end.back() = '0';
  return end;
}

}  // namespace

bool caller::may(std::string_view permission) const {
  for (const auto& one : grants) {
    if (one.permission == permission) return true;
  }
  return false;
}

bool caller::may(std::string_view permission, std::string_view area_path) const {
  for (const auto& one : grants) {
    if (one.permission == permission && (one.area_path == "/" || area_path.starts_with(one.area_path))) return true;
  }
  return false;
}

std::string caller::condition(std::string_view permission, std::string_view column, std::vector<store::value>& parameters) const {
  std::string sql;
  for (const auto& one : grants) {
    if (one.permission != permission) continue;
    if (one.area_path == "/") return "TRUE";
    parameters.emplace_back(one.area_path);
    parameters.emplace_back(path_end(one.area_path));
    const auto first = std::to_string(parameters.size() - 1);
    const auto last = std::to_string(parameters.size());
    sql += (sql.empty() ? "(" : " OR ") + std::string(column) + " >= $" + first + " AND " + std::string(column) + " < $" + last;
  }
  return sql.empty() ? "FALSE" : sql + ")";
}

const std::string& request::part(std::string_view name) const {
  const auto found = path.find(name);
  if (found == path.end()) throw std::logic_error("no such path parameter: " + std::string(name));
  return found->second;
}

std::string_view request::parameter(std::string_view name) const {
  const auto found = query.find(name);
  return found == query.end() ? std::string_view{} : std::string_view(found->second);
}

void check_version(const request& what, std::int64_t present, bool needed) {
  if (!what.if_version) {
    if (!needed) return;
    throw base::problem(428, "version_needed", "Say which version you saw.", "", "Send the ETag of the record as If-Match.");
  }
  if (*what.if_version != present) {
    const std::string detail = "You saw version " + std::to_string(*what.if_version) + ", it is now " + std::to_string(present) + ".";
    throw base::problem(412, "stale_version", "Somebody changed this in the meantime.", detail, "Read it again and decide again.");
  }
}

page page_of(const request& what) {
  page p;
  p.after = std::string(what.parameter("after"));
  const auto text = what.parameter("limit");
  if (text.empty()) return p;
  const auto limit = base::parse_int(text);
  if (!limit || *limit < 1 || *limit > 500) throw base::bad_input({{"/limit", "out_of_range", "must be a whole number from 1 to 500"}});
  p.limit = static_cast<std::size_t>(*limit);
  return p;
}

std::string list_json(const std::vector<std::string>& items, std::string_view next) {
  std::string out = R"({"items":[)";
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    out += items[i];
  }
  out += ']';
  if (!next.empty()) {
    out += R"(,"next":)";
    base::append_json_string(out, next);
  }
  return out + "}";
}

}  // namespace operation
