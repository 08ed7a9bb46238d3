#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/seal/secret.h"

namespace seal {

// The installation's own key, in a file of mode 0600 beside the database, never in it.
class master_key {
 public:
  static master_key random() { return master_key(secret32::random()); }
  static master_key load(const std::string& path) { return master_key(load_secret(path)); }  // throws base::problem
  void save(const std::string& path) const { save_secret(path, secret_); }                   // never overwrites
  // A keyed digest (hexadecimal): tells whether two texts are the same to who has the key, and nobody can try texts without it.
  [[nodiscard]] std::string fingerprint(std::string_view text) const;

 private:
  friend class matter_key;
  explicit master_key(secret32 secret) : secret_(std::move(secret)) {}
  secret32 secret_;
};

// The key of one matter. It is stored only wrapped by the master key; when the wrapped form is deleted, everything sealed with
// it is gone for good, backups of the boxes included. XChaCha20-Poly1305 with random nonces.
class matter_key {
 public:
  static matter_key random() { return matter_key(secret32::random()); }

  // The key as text for a column, bound to the matter's id.
  [[nodiscard]] std::string wrap(const master_key& master, std::string_view matter_id) const;

  // Nothing when the text is damaged, belongs to another matter, or was wrapped by another master key.
  static std::optional<matter_key> unwrap(const master_key& master, std::string_view wrapped, std::string_view matter_id);

  // The text sealed, as text for a column, bound to its context ("matter id/field"): it opens with the same only. Its
  // length is padded to the next 64 bytes, so that a phone number and an empty note look alike.
  [[nodiscard]] std::string seal(std::string_view text, std::string_view context) const;

  // Nothing when the box is damaged, from another key or another context.
  [[nodiscard]] std::optional<std::string> open(std::string_view sealed, std::string_view context) const;

 private:
  explicit matter_key(secret32 secret) : secret_(std::move(secret)) {}
  secret32 secret_;
};

}  // namespace seal
