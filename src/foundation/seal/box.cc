#include "foundation/seal/box.h"

#include <sodium.h>

#include <algorithm>

#include "foundation/seal/encoding.h"
#include "foundation/seal/hash.h"

namespace seal {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr char version = '\x01';  // of the layout: version, nonce, cipher text with tag
constexpr std::size_t pad_bytes = 64;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

// What the box is bound to. `kind` keeps a wrapped key from being opened as a text and the other way round.
std::string bound_to(std::string_view kind, std::string_view context) { return "shouwang " + std::string(kind) + " 1 " + std::string(context); }

std::string encrypt(const secret32& key, std::string_view text, const std::string& context) {
  std::string box(1 + nonce_bytes + text.size() + tag_bytes, '\0');
  box[0] = version;
  randombytes_buf(box.data() + 1, nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(box) + 1 + nonce_bytes, nullptr, raw(text), text.size(), raw(context), context.size(), nullptr,
                                             raw(box) + 1, key.data());
  return to_base64url(box);
}

std::optional<std::string> decrypt(const secret32& key, std::string_view sealed, const std::string& context) {
  const auto box = from_base64url(sealed);
  if (!box || box->size() < 1 + nonce_bytes + tag_bytes || box->front() != version) return std::nullopt;
  const std::string_view cipher = std::string_view(*box).substr(1 + nonce_bytes);
  std::string text(cipher.size() - tag_bytes, '\0');
  const int answer = crypto_aead_xchacha20poly1305_ietf_decrypt(raw(text), nullptr, nullptr, raw(cipher), cipher.size(), raw(context), context.size(),
                                                                raw(*box) + 1, key.data());
  if (answer != 0) return std::nullopt;
  return text;
}

}  // namespace

// BLAKE2b keyed with a key of its own, so that the master key itself serves for wrapping alone.
std::string master_key::fingerprint(std::string_view text) const {
  const std::string purpose = "shouwang fingerprint 1";
  secret32 key;
  crypto_generichash(key.data(), 32, raw(std::string_view(purpose)), purpose.size(), secret_.data(), 32);
  digest out{};
  crypto_generichash(out.data(), out.size(), raw(text), text.size(), key.data(), 32);
  return to_hex(out);
}

std::string matter_key::wrap(const master_key& master, std::string_view matter_id) const {
  return encrypt(master.secret_, {reinterpret_cast<const char*>(secret_.data()), 32}, bound_to("key", matter_id));
}

std::optional<matter_key> matter_key::unwrap(const master_key& master, std::string_view wrapped, std::string_view matter_id) {
  auto bytes = decrypt(master.secret_, wrapped, bound_to("key", matter_id));
  if (!bytes || bytes->size() != 32) return std::nullopt;
  secret32 secret;
  std::copy(bytes->begin(), bytes->end(), secret.data());
  wipe(*bytes);
  return matter_key(std::move(secret));
}

std::string matter_key::seal(std::string_view text, std::string_view context) const {
  // ISO/IEC 7816-4 padding: 0x80, then zeros.
  std::string padded(text);
  padded += '\x80';
  padded.resize((padded.size() + pad_bytes - 1) / pad_bytes * pad_bytes, '\0');
  std::string box = encrypt(secret_, padded, bound_to("text", context));
  wipe(padded);
  return box;
}

std::optional<std::string> matter_key::open(std::string_view sealed, std::string_view context) const {
  auto text = decrypt(secret_, sealed, bound_to("text", context));
  if (!text) return std::nullopt;
  const auto mark = text->find_last_not_of('\0');
  if (mark == std::string::npos || (*text)[mark] != '\x80') return std::nullopt;
  text->resize(mark);
  return text;
}

}  // namespace seal
