#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/time.h"

// Time-based one-time codes, RFC 6238.
namespace seal {

enum class otp_hash { sha1, sha256, sha512 };

struct otp_options {
  int digits = 6;  // 6 to 8
  std::int64_t period_s = 30;
  otp_hash hash = otp_hash::sha1;
};

// 20 random bytes; show it once as base32 or as otp_uri.
std::string random_otp_secret();

// The code of the moment.
std::string otp_code(std::string_view secret, base::instant at, const otp_options& options = {});

// The step the code belongs to, if it is that of now or of the step before or after and later than `last_step` (the step
// accepted last; a code is good once). Store what is returned as the new last step.
std::optional<std::int64_t> accept_otp(std::string_view secret, std::string_view code, base::instant now, std::int64_t last_step,
                                       const otp_options& options = {});

// The text behind the QR code for an authenticator.
std::string otp_uri(std::string_view secret, std::string_view issuer, std::string_view account, const otp_options& options = {});

}  // namespace seal
