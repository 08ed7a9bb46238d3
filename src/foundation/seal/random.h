#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace seal {

std::string random_bytes(std::size_t count);

// A session or API token: 32 random bytes as 43 characters of base64url. Store only its hash.
std::string random_token();

// A first password to be read aloud or copied by hand: four groups of four characters that nobody confuses (no 0 O 1 l I …),
// about 88 bits; it satisfies password_faults.
std::string random_password();

// A recovery code: three groups of four digits and capitals that nobody confuses, about 59 bits. Store only its hash.
std::string random_recovery_code();

// Whether two texts are equal, in a time that depends on their lengths only.
bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace seal
