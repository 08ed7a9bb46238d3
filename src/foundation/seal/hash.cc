#include "foundation/seal/hash.h"

#include <openssl/evp.h>

#include <algorithm>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace seal {
namespace {

using digest_context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using digest_method = std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)>;

// Looked up once: the search costs more than a hash.
const EVP_MD* sha256_method() {
  static const digest_method method(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
  return method.get();
}

void require(int answer) {
  if (answer != 1) throw base::problem(500, "hash_failed", "SHA-256 is not available.", {}, "Check the installation of OpenSSL.");
}

}  // namespace

struct sha256_stream::state {
  digest_context context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

sha256_stream::sha256_stream() : state_(std::make_unique<state>()) {
  require(state_->context != nullptr ? 1 : 0);
  require(EVP_DigestInit_ex2(state_->context.get(), sha256_method(), nullptr));
}
sha256_stream::~sha256_stream() = default;
sha256_stream::sha256_stream(sha256_stream&&) noexcept = default;
sha256_stream& sha256_stream::operator=(sha256_stream&&) noexcept = default;

void sha256_stream::add(std::string_view bytes) { require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size())); }

digest sha256_stream::finish() {
  digest out;
  require(EVP_DigestFinal_ex(state_->context.get(), out.data(), nullptr));
  require(EVP_DigestInit_ex2(state_->context.get(), nullptr, nullptr));
  return out;
}

digest sha256(std::string_view bytes) {
  sha256_stream stream;
  stream.add(bytes);
  return stream.finish();
}

std::string to_hex(const digest& d) { return base::to_hex(bytes_of(d)); }

std::optional<digest> digest_from_bytes(std::string_view bytes) {
  digest out;
  if (bytes.size() != out.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

std::optional<digest> digest_from_hex(std::string_view text) {
  const auto bytes = base::from_hex(text);
  return bytes ? digest_from_bytes(*bytes) : std::nullopt;
}

}  // namespace seal
