#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

struct ssl_ctx_st;

namespace web {

struct tls_files {
  std::string certificate;  // path of a PEM file: the certificate, then those between it and the root
  std::string key;          // path of its private key, PEM, without pass phrase
};

// The server's certificate and rules (TLS 1.2 and 1.3 only). Connections keep the context they began with, so it can
// be loaded anew at any time.
class tls_context {
 public:
  // std::runtime_error, naming the file, when they cannot be read or do not belong together.
  explicit tls_context(tls_files files);
  // Reads the files again; on an error the former stay in use and it throws.
  void reload();
  [[nodiscard]] std::shared_ptr<ssl_ctx_st> get() const;

 private:
  tls_files files_;
  mutable std::mutex mutex_;
  std::shared_ptr<ssl_ctx_st> context_;
};

// Writes a new P-256 key and a self-signed certificate for these names and addresses ("localhost", "127.0.0.1"),
// the key readable by the owner only. For tests and for a first start without an authority; browsers will warn.
void write_self_signed(const tls_files& files, const std::vector<std::string>& names, int days);

}  // namespace web
