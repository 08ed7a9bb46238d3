#include "foundation/seal/one_time_code.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "foundation/base/problem.h"
#include "foundation/seal/encoding.h"
#include "foundation/seal/random.h"

namespace seal {
namespace {

const EVP_MD* method_of(otp_hash hash) {
  switch (hash) {
    case otp_hash::sha1: return EVP_sha1();
    case otp_hash::sha256: return EVP_sha256();
    case otp_hash::sha512: return EVP_sha512();
  }
  return EVP_sha1();
}

std::string_view name_of(otp_hash hash) { return hash == otp_hash::sha1 ? "SHA1" : hash == otp_hash::sha256 ? "SHA256" : "SHA512"; }

std::int64_t step_of(base::instant at, const otp_options& options) { return at.us / 1'000'000 / std::max<std::int64_t>(options.period_s, 1); }

// RFC 4226 §5.3: HMAC of the counter, four bytes from where its last nibble points, the last digits of that number.
std::string code_of_step(std::string_view secret, std::int64_t step, const otp_options& options) {
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < 8; ++i) counter[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned length = 0;
  const unsigned char* made =
      HMAC(method_of(options.hash), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(), &length);
  if (made == nullptr || length < 20)
    throw base::problem(500, "hmac_failed", "A one-time code cannot be computed.", {}, "Check the installation of OpenSSL.");
  const std::size_t from = mac[length - 1] & 0xFU;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) number = (number << 8U) | mac[from + i];
  number &= 0x7FFFFFFFU;
  std::string code;
  for (int i = 0; i < std::clamp(options.digits, 6, 8); ++i, number /= 10) code.insert(code.begin(), static_cast<char>('0' + number % 10));
  return code;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out;
}

}  // namespace

std::string random_otp_secret() { return random_bytes(20); }

std::string otp_code(std::string_view secret, base::instant at, const otp_options& options) {
  return code_of_step(secret, step_of(at, options), options);
}

std::optional<std::int64_t> accept_otp(std::string_view secret, std::string_view code, base::instant now, std::int64_t last_step,
                                       const otp_options& options) {
  const std::int64_t present = step_of(now, options);
  std::optional<std::int64_t> accepted;
  for (std::int64_t step = present - 1; step <= present + 1; ++step) {
    const bool same = constant_time_equal(code_of_step(secret, step, options), code);  // all three are compared, whichever fits
    if (same && step > last_step && !accepted) accepted = step;
  }
  return accepted;
}

std::string otp_uri(std::string_view secret, std::string_view issuer, std::string_view account, const otp_options& options) {
  return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) + "?secret=" + to_base32(secret) +
         "&issuer=" + percent_encoded(issuer) + "&algorithm=" + std::string(name_of(options.hash)) +
         "&digits=" + std::to_string(std::clamp(options.digits, 6, 8)) + "&period=" + std::to_string(options.period_s);
}

}  // namespace seal
