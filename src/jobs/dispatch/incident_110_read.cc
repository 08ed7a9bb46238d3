#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "jobs/dispatch/incident_110.h"

namespace dispatch {
namespace {

constexpr std::size_t largest_jjdb = 64 * 1024;  // bytes; a record of every field at its longest has 40 KB

// Fields that name a person by a document, a number plate or a picture: never read, whatever is in front of them.
constexpr std::array<std::string_view, 10> never_read = {"SFZH", "SFZHM", "GMSFHM", "SFHM", "ZJHM", "HZHM", "JSZH", "HPHM", "CPHM", "ZPSJ"};

bool is_never_read(std::string_view name) {
  return std::ranges::any_of(never_read, [&](std::string_view ending) { return name.ends_with(ending); });
}

// A number as plain digits: 118.5, not 1.185E2.
std::string digits_of(const boost::json::value& number) {
  if (!number.is_double()) return boost::json::serialize(number);
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number.get_double(), std::chars_format::fixed);
  return end.ec == std::errc{} ? std::string(text.data(), end.ptr) : boost::json::serialize(number);
}

std::optional<std::int64_t> digits(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

jjdb_read read_jjdb(std::string_view body) {
  jjdb_read read;
  boost::system::error_code wrong;
  boost::json::parse_options options;
  options.max_depth = 4;
  const record::read_limits limits{.max_bytes = largest_jjdb, .max_depth = 4};
  const auto value = body.size() <= largest_jjdb ? boost::json::parse(body, wrong, {}, options) : boost::json::value();
  if (wrong || !value.is_object()) {
    read.call = record::from_json<jjdb>(body, limits);  // refuses it, and says where it is wrong
    return read;
  }
  std::string clean = "{";
  for (const auto& member : value.get_object()) {
    if (is_never_read(member.key())) {
      ++read.dropped;
      continue;
    }
    if (member.value().is_null()) continue;  // absent
    if (clean.size() > 1) clean += ',';
    base::append_json_string(clean, member.key());
    clean += ':';
    // Some desks send codes and coordinates as numbers; they are texts of digits all the same.
    clean += member.value().is_number() ? '"' + digits_of(member.value()) + '"' : boost::json::serialize(member.value());
  }
  read.call = record::from_json<jjdb>(clean + "}", limits);
  return read;
}

std::optional<base::instant> read_time_110(std::string_view text, std::int64_t utc_offset_min) {
  const auto trimmed = base::trim(text);
  if (trimmed.find('T') != std::string_view::npos) return base::instant_from_rfc3339(trimmed);
  std::string plain;
  if (trimmed.size() == 19 && trimmed[4] == '-' && trimmed[7] == '-' && trimmed[10] == ' ' && trimmed[13] == ':' && trimmed[16] == ':') {
    for (const char c : trimmed) {
      if (c >= '0' && c <= '9') plain += c;
    }
  } else if (trimmed.size() == 14) {
    plain = trimmed;
  }
  if (plain.size() != 14 || !digits(plain, 0, 14)) return std::nullopt;
  const auto utc = base::instant_from_rfc3339(plain.substr(0, 4) + "-" + plain.substr(4, 2) + "-" + plain.substr(6, 2) + "T" + plain.substr(8, 2) +
                                              ":" + plain.substr(10, 2) + ":" + plain.substr(12, 2) + "Z");
  if (!utc) return std::nullopt;
  return *utc - base::minutes(utc_offset_min);
}

std::string write_time_110(base::instant t, std::int64_t utc_offset_min) {
  std::string out;
  const auto text = to_rfc3339(t + base::minutes(utc_offset_min));
  for (const char c : text.substr(0, 19)) {
    if (c >= '0' && c <= '9') out += c;
  }
  return out;
}

}  // namespace dispatch
