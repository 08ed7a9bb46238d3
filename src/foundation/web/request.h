#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace web {

enum class method { get, head, post, put, patch, remove, options };

// GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.
std::string_view method_text(method verb);
// Nothing for a method this server does not know. Methods are case-sensitive.
std::optional<method> method_from_text(std::string_view text);

struct name_value {
  std::string name;
  std::string value;
  bool operator==(const name_value&) const = default;
};

// The bytes of a request's head and where its fields lie in them; offsets, so that it copies and moves freely.
struct head_block {
  struct field {
    std::uint16_t name_at = 0;  // a head is at most 64 KiB
    std::uint16_t name_size = 0;
    std::uint16_t value_at = 0;
    std::uint16_t value_size = 0;
  };
  std::string text;
  std::vector<field> fields;
  [[nodiscard]] std::string_view name(const field& f) const { return std::string_view(text).substr(f.name_at, f.name_size); }
  [[nodiscard]] std::string_view value(const field& f) const { return std::string_view(text).substr(f.value_at, f.value_size); }
};

// One request as its handler sees it: checked for form, decoded, owning all its text.
struct request {
  method verb = method::get;
  std::string target;                  // as sent: path and query, still encoded
  std::string path;                    // decoded; well-formed UTF-8, begins with '/', without dot segments or NUL
  std::vector<name_value> query;       // decoded, in the order sent; a name may occur more than once
  std::vector<name_value> parameters;  // what {name} in the route's pattern matched
  std::string body;
  std::string remote_address;  // of the client, without port; behind a trusted proxy the one it forwards
  std::string id;              // UUIDv7; also in the answer's X-Request-Id and in the log
  bool secure = false;         // came by TLS (here, or at a trusted proxy)
  head_block head;
  std::shared_ptr<void> admitted;  // what the route's admission gave

  // The field's value; names compare without case. Of fields sent more than once the first.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  // The value of a cookie, without enclosing quotes; the first of that name.
  [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
  // What the pattern's {name} matched; std::logic_error when the route's pattern has no such name.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

// Whether two texts are equal without regard to the case of ASCII letters.
bool same_text(std::string_view a, std::string_view b);

}  // namespace web
