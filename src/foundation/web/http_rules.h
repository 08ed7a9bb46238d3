#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/problem.h"
#include "foundation/web/request.h"

// What is judged of a request before and beside the parser: pure functions over bytes.
namespace web {

struct head_limits {
  std::size_t max_head = 16 * 1024;   // bytes of request line and fields together; more: 431
  std::size_t max_target = 8 * 1024;  // bytes of the request target; more: 414
  std::size_t max_fields = 100;       // header fields; more: 431
  std::size_t max_query = 64;         // query parameters; more: 400
};

// Judges the bytes of a head (request line to the empty line, with it) more strictly than RFC 9112 demands, so that
// no other program on the way can read another request out of it. Nothing when it may be parsed.
std::optional<base::problem> judge_head(std::string_view head, const head_limits& limits);

// Whether bytes that are not yet a whole head can never become one: a line feed without its carriage return, a
// NUL, a first byte that no method begins with. For answering early instead of waiting for the rest. The first `known`
// bytes were judged before.
bool is_hopeless_head(std::string_view bytes, std::size_t known = 0);

// %XX decoded; nothing when an escape is broken or the result is not UTF-8 or holds a NUL.
std::optional<std::string> percent_decode(std::string_view text);

// The path of a target, decoded; nothing when it does not begin with '/', is broken, holds control characters, an
// encoded slash or backslash, or a segment "." or "..".
std::optional<std::string> decode_path(std::string_view raw);

// name=value pairs parted by '&', '+' is a space; nothing when an escape is broken, the result is not UTF-8, or
// there are more than `max_pairs`.
std::optional<std::vector<name_value>> decode_query(std::string_view raw, std::size_t max_pairs);

// Everything but letters, digits and -._~ as %XX: for building targets.
std::string percent_encode(std::string_view text);

// The target's form and its parts; fills request.target, path and query. Takes origin-form, absolute-form (http and
// https) and "*" for OPTIONS. Returns the refusal, or nothing.
std::optional<base::problem> read_target(std::string_view target, const head_limits& limits, request& into);

// Whether a list field ("gzip;q=0.5, br") names the token with a weight above 0. `*` is not looked at.
bool accepts_token(std::string_view list, std::string_view token);

}  // namespace web
