#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/web/request.h"

namespace web {

// The entity tag of a record's version: 7 → "\"7\"".
std::string etag_of(std::int64_t version);

// The version named by If-Match; nothing when the field is absent or "*". W/"7" counts as "7": a proxy that compresses
// weakens tags, and versions name the record, not its bytes. Throws base::problem 400 bad_if_match for anything else.
std::optional<std::int64_t> version_of_if_match(const request& what);

// Whether a list of tags (If-None-Match) holds the tag, weakly compared, or is "*". `tag` with its quotes.
bool has_matching_tag(std::string_view list, std::string_view tag);

}  // namespace web
