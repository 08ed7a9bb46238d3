#pragma once
#include <string>
#include <string_view>

#include "foundation/seal/secret.h"

namespace seal {

// An Ed25519 key that signs the heads of the journal. Its file holds the 32-byte seed.
class signing_key {
 public:
  static signing_key random();
  static signing_key load(const std::string& path);                            // throws base::problem, see load_secret
  void save(const std::string& path) const;                                    // never overwrites; throws base::problem
  [[nodiscard]] const std::string& public_key() const { return public_key_; }  // 32 raw bytes
  [[nodiscard]] std::string sign(std::string_view message) const;              // 64 raw bytes

 private:
  explicit signing_key(secret32 seed);
  secret32 seed_;
  std::string public_key_;
};

// Whether the signature of the message was made with the key belonging to the public key; false for any wrong length.
bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature);

// A short name for a public key: the first 16 hexadecimal digits of its SHA-256.
std::string key_name(std::string_view public_key);

}  // namespace seal
