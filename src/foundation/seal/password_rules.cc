#include <algorithm>
#include <array>

#include "foundation/base/text.h"
#include "foundation/seal/password.h"

namespace seal {
namespace {

// The words that people put a year or "@123" behind to satisfy rules like these.
constexpr std::array<std::string_view, 30> common_words{
    "password", "passwort", "passw", "admin",    "administrator", "root",   "qwerty",   "qwer",   "asdf",   "zxcvbn",
    "welcome",  "letmein",  "login", "abc",      "abcd",          "abcdef", "iloveyou", "dragon", "monkey", "sunshine",
    "changeme", "default",  "test",  "shouwang", "police",        "woaini", "wodemima", "mima",   "aa",     "a",
};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// A common word with nothing but digits and signs around it, the usual replacements undone: "Admin@123456",
// "123Password!", "P@ssw0rd2026".
bool is_common(std::string_view password) {
  const std::string lower = base::lower_ascii(password);
  const auto first = std::find_if(lower.begin(), lower.end(), is_letter);
  auto last = lower.end();
  while (last != first && !is_letter(*(last - 1))) --last;
  std::string word(first, last);
  for (char& c : word) {
    constexpr std::string_view from = "@0$31";
    constexpr std::string_view to = "aosei";
    const auto at = from.find(c);
    if (at != std::string_view::npos) c = to[at];
  }
  return std::find(common_words.begin(), common_words.end(), word) != common_words.end();
}

int count_classes(std::string_view password) {
  std::array<bool, 4> seen{};
  for (const char c : password) {
    const bool lower = c >= 'a' && c <= 'z';
    const bool upper = c >= 'A' && c <= 'Z';
    const bool digit = c >= '0' && c <= '9';
    seen[lower ? 0 : upper ? 1 : digit ? 2 : 3] = true;
  }
  return static_cast<int>(std::count(seen.begin(), seen.end(), true));
}

}  // namespace

std::vector<password_fault> password_faults(std::string_view password, std::string_view account_name) {
  if (!base::is_utf8(password) || password.find('\0') != std::string_view::npos) return {{"not_text", "The password is not well-formed text."}};
  std::vector<password_fault> faults;
  if (base::count_code_points(password) < 10) faults.push_back({"too_short", "It needs at least 10 characters."});
  if (password.size() > longest_password) faults.push_back({"too_long", "It may have at most 512 bytes."});
  if (count_classes(password) < 3) {
    faults.push_back({"too_few_classes", "It needs three of these: lower-case letters, capitals, digits, other characters."});
  }
  // A name of one or two characters would forbid too much.
  if (account_name.size() >= 3 && base::lower_ascii(password).find(base::lower_ascii(account_name)) != std::string::npos) {
    faults.push_back({"contains_account_name", "It must not contain the account's name."});
  }
  if (is_common(password)) faults.push_back({"too_common", "It is one of the passwords that are tried first."});
  return faults;
}

}  // namespace seal
