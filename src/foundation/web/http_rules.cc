#include "foundation/web/http_rules.h"

#include <algorithm>
#include <array>

#include "foundation/base/text.h"

namespace web {
namespace {

using refusal = std::optional<base::problem>;

refusal bad_request(std::string code, std::string detail) {
  return base::problem(400, std::move(code), "The request is not well-formed HTTP.", std::move(detail), "Use a standard HTTP/1.1 client.");
}

// Which bytes a kind of text may hold: one look per byte, for every byte of every head is judged.
using byte_set = std::array<bool, 256>;

constexpr byte_set bytes_where(bool (*allowed)(unsigned char)) {
  byte_set set{};
  for (std::size_t i = 0; i < set.size(); ++i) set[i] = allowed(static_cast<unsigned char>(i));
  return set;
}

constexpr bool is_alphanumeric(unsigned char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr byte_set token_bytes = bytes_where(
    [](unsigned char c) { return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos; });
// Field values: visible characters, space, tab, and bytes above 127 (obs-text).
constexpr byte_set value_bytes = bytes_where([](unsigned char c) { return c == '\t' || (c >= 0x20 && c != 0x7F); });
// Targets: what is visible, without '#'.
constexpr byte_set target_bytes = bytes_where([](unsigned char c) { return c > ' ' && c < 0x7F && c != '#'; });
constexpr byte_set host_bytes = bytes_where(
    [](unsigned char c) { return is_alphanumeric(c) || std::string_view("-._~:[]%").find(static_cast<char>(c)) != std::string_view::npos; });

bool all_of(std::string_view text, const byte_set& set) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return set[static_cast<unsigned char>(c)]; });
}

bool is_token(std::string_view text) { return !text.empty() && all_of(text, token_bytes); }

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// host[:port] with the characters of a name or an address literal; empty is allowed by RFC 9112 but useless.
bool is_host(std::string_view text) { return !text.empty() && text.size() <= 255 && all_of(text, host_bytes); }

// Fields of which a second one would let two readers disagree.
constexpr std::array<std::string_view, 10> single_fields{"host",   "content-length", "transfer-encoding", "authorization",   "content-type",
                                                         "origin", "expect",         "if-match",          "idempotency-key", "last-event-id"};

struct seen_fields {
  std::array<bool, single_fields.size()> single{};
  std::string_view transfer_encoding;
  std::size_t count = 0;
  [[nodiscard]] bool host() const { return single[0]; }
  [[nodiscard]] bool length() const { return single[1]; }
  [[nodiscard]] bool encoding() const { return single[2]; }
};

refusal judge_value(std::string_view name, std::string_view raw, seen_fields& seen) {
  const auto value = base::trim(raw);
  if (!all_of(raw, value_bytes)) return bad_request("bad_field_value", "A header field holds a control character.");
  if (same_text(name, "content-length") && (!is_digits(value) || value.size() > 18)) {
    return bad_request("bad_length", "Content-Length must be one number.");
  }
  if (same_text(name, "host") && !is_host(value)) return bad_request("bad_host", "The Host field is not a host name.");
  if (same_text(name, "transfer-encoding")) seen.transfer_encoding = value;
  return std::nullopt;
}

refusal judge_field(std::string_view line, seen_fields& seen) {
  if (line.front() == ' ' || line.front() == '\t') return bad_request("folded_field", "A header field is folded over lines.");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return bad_request("bad_field_name", "A header line does not begin with a name and a colon.");
  }
  const auto name = line.substr(0, colon);
  for (std::size_t i = 0; i < single_fields.size(); ++i) {
    if (!same_text(name, single_fields.at(i))) continue;
    if (seen.single.at(i)) return bad_request("doubled_field", "The field " + std::string(name) + " occurs more than once.");
    seen.single.at(i) = true;
  }
  ++seen.count;
  return judge_value(name, line.substr(colon + 1), seen);
}

refusal judge_version(std::string_view version) {
  if (version == "HTTP/1.1" || version == "HTTP/1.0") return std::nullopt;
  if (version.size() == 8 && version.starts_with("HTTP/") && is_digits(version.substr(5, 1)) && version[6] == '.' && is_digits(version.substr(7))) {
    return base::problem(505, "version_not_supported", "This HTTP version is not spoken here.", "", "Use HTTP/1.1.");
  }
  return bad_request("bad_version", "The request line does not end with a version.");
}

refusal judge_request_line(std::string_view line, const head_limits& limits) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || last == first) return bad_request("bad_request_line", "The request line has not three parts.");
  const auto verb = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  if (!is_token(verb)) return bad_request("bad_method", "The method is not a token.");
  if (auto refused = judge_version(line.substr(last + 1))) return refused;
  if (target.size() > limits.max_target) {
    return base::problem(414, "target_too_long", "The address is too long.", "At most " + std::to_string(limits.max_target) + " bytes.",
                         "Shorten the query.");
  }
  if (target.empty() || !all_of(target, target_bytes)) {
    return bad_request("bad_target", "The address holds characters that must be percent-encoded.");
  }
  if (!method_from_text(verb)) {
    return base::problem(501, "method_not_implemented", "This method is not known here.", std::string(verb.substr(0, 32)),
                         "Use GET, POST, PATCH, PUT or DELETE.");
  }
  return std::nullopt;
}

refusal judge_framing(const seen_fields& seen, bool http_1_0) {
  if (!seen.host() && !http_1_0) return bad_request("no_host", "The Host field is missing.");
  if (!seen.encoding()) return std::nullopt;
  if (seen.length() || http_1_0) return bad_request("two_lengths", "Transfer-Encoding with Content-Length or with HTTP/1.0.");
  if (!same_text(seen.transfer_encoding, "chunked")) {
    return base::problem(501, "encoding_not_implemented", "Only the transfer encoding chunked is known here.", "",
                         "Send the body with its Content-Length.");
  }
  return std::nullopt;
}

base::problem too_many_fields(const head_limits& limits) {
  return {431, "head_too_large", "The request's head is too large.",
          "At most " + std::to_string(limits.max_head) + " bytes and " + std::to_string(limits.max_fields) + " fields.",
          "Send fewer header fields or cookies."};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Decodes %XX (and '+' where it stands for a space); false when an escape is broken.
bool append_decoded(std::string_view text, bool plus_is_space, std::string& out) {
  if (text.find('%') == std::string_view::npos && (!plus_is_space || text.find('+') == std::string_view::npos)) {
    out += text;
    return true;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus_is_space) c = ' ';
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    out += c;
  }
  return true;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  if (!append_decoded(text, plus_is_space, out)) return std::nullopt;
  if (out.find('\0') != std::string::npos || !base::is_utf8(out)) return std::nullopt;
  return out;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

// The path and query of an absolute-form target, or the target itself.
std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() <= scheme.size() || !same_text(target.substr(0, scheme.size()), scheme)) continue;
    const auto slash = target.find_first_of("/?", scheme.size());
    return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  return target;
}

}  // namespace

std::optional<base::problem> judge_head(std::string_view head, const head_limits& limits) {
  if (head.size() > limits.max_head) return too_many_fields(limits);
  seen_fields seen;
  bool first = true;
  bool http_1_0 = false;
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    if (end == std::string_view::npos) return bad_request("bad_line", "A line does not end with CR LF.");
    const auto line = head.substr(0, end);
    head.remove_prefix(end + 2);
    if (first) {
      if (auto refused = judge_request_line(line, limits)) return refused;
      http_1_0 = line.ends_with("1.0");
      first = false;
    } else if (line.empty()) {
      break;
    } else if (auto refused = judge_field(line, seen)) {
      return refused;
    } else if (seen.count > limits.max_fields) {
      return too_many_fields(limits);
    }
  }
  return judge_framing(seen, http_1_0);
}

bool is_hopeless_head(std::string_view bytes, std::size_t known) {
  if (!bytes.empty() && !token_bytes[static_cast<unsigned char>(bytes.front())] && bytes.front() != '\r') return true;
  for (std::size_t i = known; i < bytes.size(); ++i) {
    if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r')) return true;
    if (bytes[i] == '\0') return true;
  }
  return false;
}

std::optional<std::string> percent_decode(std::string_view text) { return decode(text, false); }

std::optional<std::string> decode_path(std::string_view raw) {
  if (raw.empty() || raw.front() != '/') return std::nullopt;
  auto path = decode(raw, false);
  if (!path) return std::nullopt;
  const auto slashes = [](std::string_view text) { return std::count(text.begin(), text.end(), '/'); };
  if (slashes(*path) != slashes(raw)) return std::nullopt;  // an encoded one
  for (const char c : *path) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F' || c == '\\') return std::nullopt;
  }
  if (has_dot_segment(*path)) return std::nullopt;
  return path;
}

std::optional<std::vector<name_value>> decode_query(std::string_view raw, std::size_t max_pairs) {
  std::vector<name_value> pairs;
  while (!raw.empty()) {
    const auto end = raw.find('&');
    const auto pair = raw.substr(0, end);
    raw.remove_prefix(end == std::string_view::npos ? raw.size() : end + 1);
    if (pair.empty()) continue;
    if (pairs.size() == max_pairs) return std::nullopt;
    const auto equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    auto value = decode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    pairs.push_back({std::move(*name), std::move(*value)});
  }
  return pairs;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_alphanumeric(static_cast<unsigned char>(c)) || std::string_view("-._~").find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    out += '%';
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 0xF];
  }
  return out;
}

std::optional<base::problem> read_target(std::string_view target, const head_limits& limits, request& into) {
  into.target = target;
  if (target == "*" && into.verb == method::options) {
    into.path = "*";
    return std::nullopt;
  }
  target = without_authority(target);
  const auto mark = target.find('?');
  auto raw_path = target.substr(0, mark);
  if (raw_path.empty()) raw_path = "/";  // absolute-form with a query alone
  auto path = decode_path(raw_path);
  if (!path) {
    return base::problem(400, "bad_path", "The address is not well-formed.", "The path must be percent-encoded UTF-8 without dot segments.",
                         "Check how the address is built.");
  }
  into.path = std::move(*path);
  if (mark == std::string_view::npos) return std::nullopt;
  auto query = decode_query(target.substr(mark + 1), limits.max_query);
  if (!query) {
    return base::problem(400, "bad_query", "The query is not well-formed.",
                         "It must be percent-encoded UTF-8 with at most " + std::to_string(limits.max_query) + " parameters.",
                         "Check how the query is built.");
  }
  into.query = std::move(*query);
  return std::nullopt;
}

bool accepts_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto end = list.find(',');
    const auto item = list.substr(0, end);
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    const auto semicolon = item.find(';');
    if (!same_text(base::trim(item.substr(0, semicolon)), token)) continue;
    if (semicolon == std::string_view::npos) return true;
    auto weight = base::trim(item.substr(semicolon + 1));
    if (weight.size() < 2 || (weight[0] != 'q' && weight[0] != 'Q') || weight[1] != '=') return true;
    return base::parse_double(weight.substr(2)).value_or(0) > 0;
  }
  return false;
}

}  // namespace web
