#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace seal {

// What a hash costs. The default takes 0.1–0.25 s; tests take least_cost.
struct password_cost {
  std::size_t memory_bytes = 64U << 20U;
  unsigned passes = 2;
};
constexpr password_cost least_cost{.memory_bytes = 8192, .passes = 1};

constexpr std::size_t longest_password = 512;  // bytes: nobody may make us hash a book

// The argon2id hash with salt and cost in it, as text. Throws base::problem 422 when the password is too long and 503 when
// the memory is not to be had.
std::string hash_password(std::string_view password, const password_cost& cost = {});

// Whether the password belongs to the hash; false for anything that is not a hash.
bool verify_password(std::string_view hash, std::string_view password);

// Whether the hash was made with another cost than this: hash the password anew at the next log-in.
bool needs_rehash(std::string_view hash, const password_cost& cost = {});

struct password_fault {
  std::string code;    // too_short, too_long, too_few_classes, contains_account_name, too_common, not_text
  std::string detail;  // a sentence for the person choosing
};

// What is wrong with a new password (nothing: it may be taken): at least 10 characters, three of lower case, upper case,
// digits and others, not containing the account's name, not one of the common ones.
std::vector<password_fault> password_faults(std::string_view password, std::string_view account_name);

}  // namespace seal
