#include "foundation/seal/merkle.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <iostream>

#include "foundation/base/text.h"
#include "foundation/seal/encoding.h"
#include "support/shared_data.h"

namespace {

std::vector<seal::digest> some_leaves(std::size_t n) {
  std::vector<seal::digest> leaves;
  for (std::size_t i = 0; i < n; ++i) leaves.push_back(seal::leaf_hash("leaf " + std::to_string(i)));
  return leaves;
}

seal::proof hex_proof(const boost::json::value& list) {
  seal::proof out;
  for (const auto& hash : list.as_array()) out.push_back(base::from_hex(hash.as_string()).value());
  return out;
}

std::pair<std::uint64_t, std::uint64_t> pair_of(std::string_view key) {
  const auto parts = base::split(key, ',');
  return {static_cast<std::uint64_t>(*base::parse_int(parts[0])), static_cast<std::uint64_t>(*base::parse_int(parts[1]))};
}

std::string base64_member(const boost::json::value& one, const char* name) { return seal::from_base64(one.at(name).as_string()).value(); }

}  // namespace

TEST(Merkle, AgreesWithTheGoldenRootsAndProofs) {
  SHARED_OR_SKIP(path, "golden/merkle_rfc6962.json");
  const auto golden = boost::json::parse(test::read_file(path));
  std::vector<seal::digest> leaves;
  seal::frontier edge;
  const auto& roots = golden.at("roots_by_size").as_array();
  ASSERT_EQ(roots.size(), 9U);
  for (const auto& leaf : golden.at("leaves").as_array()) {
    EXPECT_EQ(seal::to_hex(edge.root()), roots[leaves.size()].as_string());
    leaves.push_back(seal::leaf_hash(base::from_hex(leaf.as_string()).value()));
    edge.append(leaves.back());
    EXPECT_EQ(seal::to_hex(edge.root()), roots[leaves.size()].as_string());
    EXPECT_EQ(seal::to_hex(seal::root_of(leaves)), roots[leaves.size()].as_string());
  }
  for (const auto& [key, expected] : golden.at("inclusion").as_object()) {
    const auto [index, size] = pair_of(key);
    EXPECT_EQ(seal::inclusion_proof(std::span(leaves).first(size), index), hex_proof(expected)) << std::string(key);
  }
  for (const auto& [key, expected] : golden.at("consistency").as_object()) {
    const auto [old_size, size] = pair_of(key);
    EXPECT_EQ(seal::consistency_proof(std::span(leaves).first(size), old_size), hex_proof(expected)) << std::string(key);
  }
}

// Every file below the folder, whatever its kind: inclusion cases are told by their members.
TEST(Merkle, GivesTheExpectedVerdictOnEveryOutsideCase) {
  SHARED_OR_SKIP(folder, "conformance/merkle");
  int cases = 0;
  int good = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto one = boost::json::parse(test::read_file(entry.path().string()));
    seal::proof proof;
    if (const auto* list = one.at("proof").if_array()) {
      for (const auto& hash : *list) proof.push_back(seal::from_base64(hash.as_string()).value());
    }
    seal::proof_verdict verdict;
    if (one.as_object().contains("size2")) {
      const std::string old_root = base64_member(one, "root1");
      const std::string root = base64_member(one, "root2");
      verdict = seal::verify_consistency({.old_size = one.at("size1").to_number<std::uint64_t>(),
                                          .size = one.at("size2").to_number<std::uint64_t>(),
                                          .old_root = old_root,
                                          .root = root,
                                          .proof = proof});
    } else {
      const std::string root = base64_member(one, "root");
      const std::string leaf = base64_member(one, "leafHash");
      verdict = seal::verify_inclusion({.index = one.at("leafIdx").to_number<std::uint64_t>(),
                                        .size = one.at("treeSize").to_number<std::uint64_t>(),
                                        .leaf = leaf,
                                        .root = root,
                                        .proof = proof});
    }
    EXPECT_EQ(verdict.good, !one.at("wantErr").as_bool()) << entry.path() << ": " << verdict.reason;
    EXPECT_EQ(verdict.good, verdict.reason.empty());
    ++cases;
    good += verdict.good ? 1 : 0;
  }
  std::cout << cases << " outside cases, " << good << " good proofs among them\n";
  EXPECT_GE(cases, 90);
  EXPECT_GE(good, 6);
}

TEST(Merkle, EveryProofOfEveryTreeUpToSeventyHolds) {
  const auto all = some_leaves(70);
  for (std::size_t size = 1; size <= all.size(); ++size) {
    const auto leaves = std::span(all).first(size);
    const auto root = seal::root_of(leaves);
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = seal::inclusion_proof(leaves, index).value();
      const seal::inclusion_claim claim{
          .index = index, .size = size, .leaf = seal::bytes_of(leaves[index]), .root = seal::bytes_of(root), .proof = proof};
      ASSERT_TRUE(seal::verify_inclusion(claim).good) << index << " of " << size;
      auto wrong = claim;
      wrong.leaf = seal::bytes_of(all[(index + 1) % all.size()]);
      ASSERT_FALSE(seal::verify_inclusion(wrong).good) << index << " of " << size;
    }
    for (std::size_t old_size = 1; old_size <= size; ++old_size) {
      const auto old_root = seal::root_of(leaves.first(old_size));
      const auto proof = seal::consistency_proof(leaves, old_size).value();
      const seal::consistency_claim claim{
          .old_size = old_size, .size = size, .old_root = seal::bytes_of(old_root), .root = seal::bytes_of(root), .proof = proof};
      ASSERT_TRUE(seal::verify_consistency(claim).good) << old_size << " of " << size;
      if (old_size == size) continue;
      auto wrong = claim;
      wrong.old_root = seal::bytes_of(all[0]);
      ASSERT_EQ(seal::verify_consistency(wrong).good, old_size == 1) << old_size << " of " << size;
    }
  }
}

TEST(Merkle, NothingIsProvedAboutEmptyTreesRootsAndLeaves) {
  const auto leaf = seal::leaf_hash("one");
  const std::string_view hash = seal::bytes_of(leaf);
  EXPECT_TRUE(seal::verify_inclusion({.index = 0, .size = 1, .leaf = hash, .root = hash, .proof = {}}).good);
  EXPECT_FALSE(seal::verify_inclusion({.index = 0, .size = 1, .leaf = "", .root = "", .proof = {}}).good);
  EXPECT_FALSE(seal::verify_inclusion({.index = 0, .size = 1, .leaf = hash, .root = "", .proof = {}}).good);
  EXPECT_FALSE(seal::verify_inclusion({.index = 0, .size = 0, .leaf = hash, .root = hash, .proof = {}}).good);
  EXPECT_FALSE(seal::verify_inclusion({.index = 1, .size = 1, .leaf = hash, .root = hash, .proof = {}}).good);
  EXPECT_FALSE(seal::verify_consistency({.old_size = 1, .size = 1, .old_root = "", .root = "", .proof = {}}).good);
  EXPECT_FALSE(seal::verify_consistency({.old_size = 0, .size = 0, .old_root = hash, .root = hash, .proof = {}}).good);
  EXPECT_FALSE(seal::inclusion_proof({}, 0));
  EXPECT_FALSE(seal::consistency_proof({}, 0));
}

TEST(Merkle, TheFrontierGoesOnAfterItWasWrittenDown) {
  const auto leaves = some_leaves(300);
  seal::frontier edge;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    edge.append(leaves[i]);
    ASSERT_EQ(edge.root(), seal::root_of(std::span(leaves).first(i + 1)));
    const auto again = seal::frontier::from_text(edge.to_text());
    ASSERT_TRUE(again);
    edge = *again;
  }
  EXPECT_EQ(edge.size(), 300U);
  EXPECT_EQ(seal::frontier::from_text("0")->root(), seal::frontier().root());
  const std::string hash(64, 'a');
  for (const std::string& bad :
       {std::string(), std::string("1"), "0 " + hash, "3 " + hash, "-1 " + hash, "01 " + hash, "1 " + hash.substr(1), "1 " + hash + " "}) {
    EXPECT_FALSE(seal::frontier::from_text(bad)) << bad;
  }
}
