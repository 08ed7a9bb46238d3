#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/problem.h"
#include "foundation/web/request.h"

// What a changing request must prove before it is run. Each returns the refusal, or nothing.
namespace web {

// Not GET, HEAD or OPTIONS.
bool is_changing(method verb);

// A changing request of a browser must come from our own pages: its Origin names the request's Host (https when the
// request came by TLS) or one of `also_allowed` ("https://map.example.cn"). Without Origin, Sec-Fetch-Site decides;
// without both it is no browser, and carries no cookie unasked. 403 foreign_origin.
std::optional<base::problem> judge_origin(const request& what, const std::vector<std::string>& also_allowed = {});

// A changing request with a body must be application/json (with charset utf-8 or none). 415 not_json.
std::optional<base::problem> judge_json(const request& what);

// The Idempotency-Key: 1 to 64 visible ASCII characters, quoted or not; nothing when absent. Throws base::problem 400
// bad_idempotency_key.
std::optional<std::string> idempotency_key(const request& what);
// What must be the same when a key comes again: 64 hexadecimal digits over method, target and body.
std::string request_fingerprint(const request& what);

// "zh" or "en", whichever Accept-Language prefers; zh when it says neither.
std::string_view pick_language(std::string_view accept_language);
std::string_view language_of(const request& what);

}  // namespace web
