#include "foundation/seal/random.h"

#include <sodium.h>

#include "foundation/seal/encoding.h"
#include "foundation/seal/password.h"

namespace seal {
namespace {

std::string groups_of(std::string_view alphabet, int groups) {
  std::string out;
  for (int group = 0; group < groups; ++group) {
    if (group > 0) out += '-';
    for (int i = 0; i < 4; ++i) out += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
  }
  return out;
}

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

std::string random_token() { return to_base64url(random_bytes(32)); }

std::string random_password() {
  for (;;) {  // a draw without a digit or capital is rare and drawn again
    std::string out = groups_of("abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679", 4);
    if (password_faults(out, {}).empty()) return out;
  }
}

std::string random_recovery_code() { return groups_of("ACDEFGHJKLMNPQRTUVWXY34679", 3); }

bool constant_time_equal(std::string_view a, std::string_view b) { return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

}  // namespace seal
