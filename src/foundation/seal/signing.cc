#include "foundation/seal/signing.h"

#include <sodium.h>

#include <utility>

#include "foundation/seal/hash.h"

namespace seal {
namespace {

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

}  // namespace

signing_key::signing_key(secret32 seed) : seed_(std::move(seed)), public_key_(crypto_sign_PUBLICKEYBYTES, '\0') {
  std::string full(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_key_.data()), reinterpret_cast<unsigned char*>(full.data()), seed_.data());
  wipe(full);
}

signing_key signing_key::random() { return signing_key(secret32::random()); }
signing_key signing_key::load(const std::string& path) { return signing_key(load_secret(path)); }
void signing_key::save(const std::string& path) const { save_secret(path, seed_); }

std::string signing_key::sign(std::string_view message) const {
  std::string full(crypto_sign_SECRETKEYBYTES, '\0');
  std::string ignored(crypto_sign_PUBLICKEYBYTES, '\0');
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(ignored.data()), reinterpret_cast<unsigned char*>(full.data()), seed_.data());
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, raw(message), message.size(), raw(full));
  wipe(full);
  return signature;
}

bool verify_signature(std::string_view public_key, std::string_view message, std::string_view signature) {
  if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) return false;
  return crypto_sign_verify_detached(raw(signature), raw(message), message.size(), raw(public_key)) == 0;
}

std::string key_name(std::string_view public_key) { return to_hex(sha256(public_key)).substr(0, 16); }

}  // namespace seal
