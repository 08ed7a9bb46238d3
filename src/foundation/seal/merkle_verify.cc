#include "foundation/seal/merkle.h"

namespace seal {
namespace {

constexpr proof_verdict good{.good = true, .reason = ""};

proof_verdict bad(std::string_view reason) { return {.good = false, .reason = reason}; }

std::optional<std::vector<digest>> digests_of(std::span<const std::string> hashes) {
  std::vector<digest> out;
  for (const std::string& hash : hashes) {
    const auto one = digest_from_bytes(hash);
    if (!one) return std::nullopt;
    out.push_back(*one);
  }
  return out;
}

}  // namespace

// RFC 9162 §2.1.3.2.
proof_verdict verify_inclusion(const inclusion_claim& claim) {
  if (claim.size == 0) return bad("a tree of no leaves includes nothing");
  if (claim.index >= claim.size) return bad("the index is not below the tree's size");
  const auto leaf = digest_from_bytes(claim.leaf);
  const auto root = digest_from_bytes(claim.root);
  if (!leaf) return bad("the leaf's hash is not 32 bytes");
  if (!root) return bad("the root is not 32 bytes");
  const auto path = digests_of(claim.proof);
  if (!path) return bad("a hash of the proof is not 32 bytes");
  std::uint64_t index = claim.index;
  std::uint64_t last = claim.size - 1;
  tree_hasher hasher;
  digest node = *leaf;
  for (const digest& sibling : *path) {
    if (last == 0) return bad("the proof is too long");
    if ((index & 1) != 0 || index == last) {
      node = hasher.node(sibling, node);
      while ((index & 1) == 0 && index != 0) {
        index >>= 1;
        last >>= 1;
      }
    } else {
      node = hasher.node(node, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  if (last != 0) return bad("the proof is too short");
  return node == *root ? good : bad("the proof leads to another root");
}

// RFC 9162 §2.1.4.2.
proof_verdict verify_consistency(const consistency_claim& claim) {
  if (claim.old_size == 0) return bad("a tree of no leaves is consistent with everything: nothing is proved");
  if (claim.old_size > claim.size) return bad("the old tree is larger than the new one");
  if (claim.old_root.empty() || claim.root.empty()) return bad("a root is empty");
  if (claim.old_size == claim.size) {
    if (!claim.proof.empty()) return bad("equal sizes need no proof");
    return claim.old_root == claim.root ? good : bad("equal sizes, different roots");
  }
  const auto old_root = digest_from_bytes(claim.old_root);
  const auto root = digest_from_bytes(claim.root);
  if (!old_root || !root) return bad("a root is not 32 bytes");
  if (claim.proof.empty()) return bad("the proof is empty");
  const auto read = digests_of(claim.proof);
  if (!read) return bad("a hash of the proof is not 32 bytes");
  std::span<const digest> path(*read);
  std::uint64_t index = claim.old_size - 1;
  std::uint64_t last = claim.size - 1;
  while ((index & 1) != 0) {
    index >>= 1;
    last >>= 1;
  }
  // An old tree that is one full subtree starts from its root, which the proof leaves out.
  digest old_node = *old_root;
  if (index != 0) {
    old_node = path.front();
    path = path.subspan(1);
  }
  digest node = old_node;
  tree_hasher hasher;
  for (const digest& sibling : path) {
    if (last == 0) return bad("the proof is too long");
    if ((index & 1) != 0 || index == last) {
      old_node = hasher.node(sibling, old_node);
      node = hasher.node(sibling, node);
      while ((index & 1) == 0 && index != 0) {
        index >>= 1;
        last >>= 1;
      }
    } else {
      node = hasher.node(node, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  if (last != 0) return bad("the proof is too short");
  if (old_node != *old_root) return bad("the proof leads to another old root");
  return node == *root ? good : bad("the proof leads to another root");
}

}  // namespace seal
