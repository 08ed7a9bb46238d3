#include "foundation/seal/merkle.h"

#include <algorithm>
#include <bit>

#include "foundation/base/text.h"

namespace seal {
namespace {

// The size of the left subtree: the largest power of two below n (n ≥ 2).
std::size_t left_size(std::size_t n) { return std::bit_floor(n - 1); }

digest subtree_root(tree_hasher& hasher, std::span<const digest> leaves) {
  if (leaves.size() == 1) return leaves.front();
  const std::size_t left = left_size(leaves.size());
  return hasher.node(subtree_root(hasher, leaves.first(left)), subtree_root(hasher, leaves.subspan(left)));
}

void push(proof& out, const digest& d) { out.emplace_back(bytes_of(d)); }

// RFC 6962 §2.1.1, PATH.
void inclusion_path(tree_hasher& hasher, std::span<const digest> leaves, std::size_t index, proof& out) {
  if (leaves.size() <= 1) return;
  const std::size_t left = left_size(leaves.size());
  if (index < left) {
    inclusion_path(hasher, leaves.first(left), index, out);
    push(out, subtree_root(hasher, leaves.subspan(left)));
  } else {
    inclusion_path(hasher, leaves.subspan(left), index - left, out);
    push(out, subtree_root(hasher, leaves.first(left)));
  }
}

// RFC 6962 §2.1.2, SUBPROOF; `known` says whether the old tree's root is a node the verifier already holds.
void consistency_path(tree_hasher& hasher, std::span<const digest> leaves, std::size_t old_size, bool known, proof& out) {
  if (old_size == leaves.size()) {
    if (!known) push(out, subtree_root(hasher, leaves));
    return;
  }
  const std::size_t left = left_size(leaves.size());
  if (old_size <= left) {
    consistency_path(hasher, leaves.first(left), old_size, known, out);
    push(out, subtree_root(hasher, leaves.subspan(left)));
  } else {
    consistency_path(hasher, leaves.subspan(left), old_size - left, false, out);
    push(out, subtree_root(hasher, leaves.first(left)));
  }
}

}  // namespace

digest tree_hasher::leaf(std::string_view data) {
  stream_.add(std::string_view("\x00", 1));
  stream_.add(data);
  return stream_.finish();
}

digest tree_hasher::node(const digest& left, const digest& right) {
  std::array<char, 65> block;
  block[0] = '\x01';
  std::copy(left.begin(), left.end(), block.begin() + 1);
  std::copy(right.begin(), right.end(), block.begin() + 33);
  stream_.add({block.data(), block.size()});
  return stream_.finish();
}

digest leaf_hash(std::string_view data) { return tree_hasher().leaf(data); }
digest node_hash(const digest& left, const digest& right) { return tree_hasher().node(left, right); }

digest root_of(std::span<const digest> leaves) {
  if (leaves.empty()) return sha256({});
  tree_hasher hasher;
  return subtree_root(hasher, leaves);
}

void frontier::append(const digest& leaf) {
  tree_hasher hasher;
  append(leaf, hasher);
}

void frontier::append(const digest& leaf, tree_hasher& hasher) {
  peaks_.push_back(leaf);
  // As in binary addition: every trailing one of the old size carries.
  for (std::uint64_t carry = size_; (carry & 1) != 0; carry >>= 1) {
    const digest right = peaks_.back();
    peaks_.pop_back();
    peaks_.back() = hasher.node(peaks_.back(), right);
  }
  ++size_;
}

digest frontier::root() const {
  if (peaks_.empty()) return sha256({});
  tree_hasher hasher;
  digest root = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) root = hasher.node(peaks_[i], root);
  return root;
}

std::string frontier::to_text() const {
  std::string out = std::to_string(size_);
  for (const digest& peak : peaks_) out += " " + to_hex(peak);
  return out;
}

std::optional<frontier> frontier::from_text(std::string_view text) {
  const auto words = base::split(text, ' ');
  const auto size = base::parse_int(words.front());
  if (!size || *size < 0 || std::to_string(*size) != words.front()) return std::nullopt;
  frontier out;
  out.size_ = static_cast<std::uint64_t>(*size);
  if (words.size() - 1 != static_cast<std::size_t>(std::popcount(out.size_))) return std::nullopt;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto peak = digest_from_hex(words[i]);
    if (!peak) return std::nullopt;
    out.peaks_.push_back(*peak);
  }
  return out;
}

std::optional<proof> inclusion_proof(std::span<const digest> leaves, std::uint64_t index) {
  if (index >= leaves.size()) return std::nullopt;
  proof out;
  tree_hasher hasher;
  inclusion_path(hasher, leaves, static_cast<std::size_t>(index), out);
  return out;
}

std::optional<proof> consistency_proof(std::span<const digest> leaves, std::uint64_t old_size) {
  if (old_size == 0 || old_size > leaves.size()) return std::nullopt;
  proof out;
  tree_hasher hasher;
  consistency_path(hasher, leaves, static_cast<std::size_t>(old_size), true, out);
  return out;
}

}  // namespace seal
