#include "foundation/seal/password.h"

#include <sodium.h>

#include <array>

#include "foundation/base/problem.h"

namespace seal {
namespace {

// Several libsodium functions pick their implementation here; repeated calls return at once.
void start_sodium() {
  if (sodium_init() < 0)
    throw base::problem(500, "sodium_failed", "The cryptographic library does not start.", {}, "Check the installation of libsodium.");
}

}  // namespace

std::string hash_password(std::string_view password, const password_cost& cost) {
  if (password.size() > longest_password) {
    throw base::problem(422, "password_too_long", "The password is too long.", "At most 512 bytes are taken.", "Choose a shorter one.");
  }
  start_sodium();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost.passes, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw base::problem(503, "password_memory", "There is not enough memory to check a password.", {}, "Try again in a moment.");
  }
  return out.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
  if (password.size() > longest_password || hash.size() >= crypto_pwhash_STRBYTES) return false;
  start_sodium();
  std::array<char, crypto_pwhash_STRBYTES> text{};  // the library wants the zeros behind it
  hash.copy(text.data(), hash.size());
  return crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

bool needs_rehash(std::string_view hash, const password_cost& cost) {
  if (hash.size() >= crypto_pwhash_STRBYTES) return true;
  std::array<char, crypto_pwhash_STRBYTES> text{};
  hash.copy(text.data(), hash.size());
  return crypto_pwhash_str_needs_rehash(text.data(), cost.passes, cost.memory_bytes) != 0;
}

}  // namespace seal
