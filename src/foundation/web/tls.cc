#include "foundation/web/tls.h"

#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace web {
namespace {

[[noreturn]] void fail(const std::string& what) {
  const auto code = ERR_get_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  throw std::runtime_error(what + (reason == nullptr ? "" : std::string(": ") + reason));
}

std::shared_ptr<ssl_ctx_st> load(const tls_files& files) {
  ERR_clear_error();
  std::shared_ptr<ssl_ctx_st> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) fail("cannot start TLS");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // Forward secrecy and authenticated encryption only; TLS 1.3's own suites are all of this kind.
  if (SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20") != 1) fail("cannot choose TLS ciphers");
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);  // tickets resume; no memory per client
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1) fail("cannot read the certificate " + files.certificate);
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1) fail("cannot read the key " + files.key);
  if (SSL_CTX_check_private_key(context.get()) != 1) fail("the key " + files.key + " does not belong to " + files.certificate);
  return context;
}

template <class T>
using owned = std::unique_ptr<T, void (*)(T*)>;

bool is_address(const std::string& name) { return name.find_first_not_of("0123456789.") == std::string::npos || name.find(':') != std::string::npos; }

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), X509_EXTENSION_free);
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) fail("cannot make the certificate for " + value);
}

owned<X509> self_signed(EVP_PKEY* key, const std::vector<std::string>& names, int days) {
  owned<X509> certificate(X509_new(), X509_free);
  std::uint64_t serial = 0;
  if (!certificate || RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) fail("cannot make a certificate");
  X509_set_version(certificate.get(), 2);  // counts from 0: X.509 v3
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);  // an hour ago: clocks differ
  X509_time_adj_ex(X509_getm_notAfter(certificate.get()), days, 0, nullptr);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  const auto* name = reinterpret_cast<const unsigned char*>(names.front().c_str());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, name, -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  std::string alternatives;
  for (const auto& one : names) alternatives += (alternatives.empty() ? "" : ",") + std::string(is_address(one) ? "IP:" : "DNS:") + one;
  add_extension(certificate.get(), NID_subject_alt_name, alternatives);
  add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) fail("cannot sign the certificate");
  return certificate;
}

// Opens for writing with these rights from the start, so that the key is never readable by others.
owned<FILE> open_file(const std::string& path, mode_t rights) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, rights);
  owned<FILE> file(descriptor < 0 ? nullptr : ::fdopen(descriptor, "w"), [](FILE* f) { std::fclose(f); });
  if (!file) throw std::runtime_error("cannot write " + path);
  return file;
}

}  // namespace

tls_context::tls_context(tls_files files) : files_(std::move(files)), context_(load(files_)) {}

void tls_context::reload() {
  auto fresh = load(files_);
  const std::scoped_lock lock(mutex_);
  context_ = std::move(fresh);
}

std::shared_ptr<ssl_ctx_st> tls_context::get() const {
  const std::scoped_lock lock(mutex_);
  return context_;
}

void write_self_signed(const tls_files& files, const std::vector<std::string>& names, int days) {
  if (names.empty()) throw std::invalid_argument("a certificate needs a name");
  const owned<EVP_PKEY> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  if (!key) fail("cannot make a key");
  const auto certificate = self_signed(key.get(), names, days);
  const auto key_file = open_file(files.key, 0600);
  if (PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) fail("cannot write " + files.key);
  const auto certificate_file = open_file(files.certificate, 0644);
  if (PEM_write_X509(certificate_file.get(), certificate.get()) != 1) fail("cannot write " + files.certificate);
}

}  // namespace web
