#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/seal/hash.h"

// The Merkle tree of RFC 6962 §2.1: what makes a journal checkable by someone who holds only its head.
namespace seal {

// The hashes of the tree with one reused context. Not for several threads at once.
class tree_hasher {
 public:
  digest leaf(std::string_view data);                    // SHA-256(0x00 ‖ data)
  digest node(const digest& left, const digest& right);  // SHA-256(0x01 ‖ left ‖ right)

 private:
  sha256_stream stream_;
};

digest leaf_hash(std::string_view data);
digest node_hash(const digest& left, const digest& right);

// The root of a tree over these leaf hashes; of none: SHA-256 of nothing.
digest root_of(std::span<const digest> leaves);

// The right edge of a growing tree: appends a leaf and knows the root in O(log n), without the leaves.
class frontier {
 public:
  void append(const digest& leaf);
  void append(const digest& leaf, tree_hasher& hasher);  // for many: reuses the caller's hasher
  [[nodiscard]] digest root() const;
  [[nodiscard]] std::uint64_t size() const { return size_; }

  // "size hash hash …", largest subtree first, hexadecimal.
  [[nodiscard]] std::string to_text() const;
  // Nothing when the text is not what to_text writes (a hash too many or too few).
  static std::optional<frontier> from_text(std::string_view text);

 private:
  std::uint64_t size_ = 0;
  std::vector<digest> peaks_;  // roots of the full subtrees, one per set bit of size_, largest first
};

// Hashes as 32 raw bytes each, in the order RFC 6962 has them.
using proof = std::vector<std::string>;

// That leaf `index` is in the tree over `leaves`; nothing when there is no such leaf.
std::optional<proof> inclusion_proof(std::span<const digest> leaves, std::uint64_t index);

// That the tree over the first `old_size` leaves is the beginning of the tree over `leaves`; nothing unless
// 1 ≤ old_size ≤ their number.
std::optional<proof> consistency_proof(std::span<const digest> leaves, std::uint64_t old_size);

// Whether a proof holds; `reason` says why not. Inputs are bytes as they come from outside: whatever their
// length they are judged, never trusted.
struct proof_verdict {
  bool good = false;
  std::string_view reason;
};

struct inclusion_claim {
  std::uint64_t index = 0;
  std::uint64_t size = 0;
  std::string_view leaf;  // its hash, 32 bytes
  std::string_view root;
  std::span<const std::string> proof;
};
proof_verdict verify_inclusion(const inclusion_claim& claim);

struct consistency_claim {
  std::uint64_t old_size = 0;
  std::uint64_t size = 0;
  std::string_view old_root;
  std::string_view root;
  std::span<const std::string> proof;
};
proof_verdict verify_consistency(const consistency_claim& claim);

}  // namespace seal
