#include "foundation/web/cursor.h"

#include <stdexcept>

#include "foundation/base/problem.h"
#include "foundation/seal/encoding.h"
#include "foundation/seal/hash.h"
#include "foundation/seal/random.h"

namespace web {
namespace {

constexpr std::size_t block_size = 64;    // of SHA-256
constexpr std::size_t seal_size = 16;     // 128 of its 256 bits
constexpr std::size_t max_cursor = 1024;  // characters; longer ones are not ours

// HMAC-SHA-256 (RFC 2104).
std::string hmac(const std::string& key, std::string_view text) {
  std::string inner = key.size() > block_size ? std::string(seal::bytes_of(seal::sha256(key))) : key;
  inner.resize(block_size, '\0');
  std::string outer = inner;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5C);
  inner += text;
  outer += seal::bytes_of(seal::sha256(inner));
  return std::string(seal::bytes_of(seal::sha256(outer)));
}

}  // namespace

cursor_codec::cursor_codec(std::string secret) : secret_(std::move(secret)) {
  if (secret_.size() < 32) throw std::invalid_argument("the cursors' secret is too short");
}

std::string cursor_codec::seal_of(std::string_view list, std::string_view place) const {
  std::string text = std::to_string(list.size()) + ':';  // so that no other list and place join to the same text
  text += list;
  text += place;
  return hmac(secret_, text).substr(0, seal_size);
}

std::string cursor_codec::encode(std::string_view list, std::string_view place) const {
  return seal::to_base64url(seal_of(list, place) + std::string(place));
}

std::string cursor_codec::decode(std::string_view list, std::string_view cursor) const {
  const base::problem refused(400, "bad_cursor", "The page's cursor is not one of this list.", "", "Begin again with the first page.");
  if (cursor.size() > max_cursor) throw refused;
  const auto bytes = seal::from_base64url(cursor);
  if (!bytes || bytes->size() < seal_size) throw refused;
  const std::string_view place = std::string_view(*bytes).substr(seal_size);
  if (!seal::constant_time_equal(std::string_view(*bytes).substr(0, seal_size), seal_of(list, place))) throw refused;
  return std::string(place);
}

}  // namespace web
