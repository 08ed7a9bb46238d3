#include "foundation/store/head.h"

#include <filesystem>

#include "foundation/base/text.h"
#include "foundation/seal/signing.h"

namespace store {
namespace {

seal::signing_key load_or_make_key(const std::string& path) {
  if (path.empty()) {
    throw base::problem(500, "no_signing_key", "The journal's head cannot be signed.", "No file is named for the signing key.",
                        "Name one in the configuration; it is made when it is missing.");
  }
  if (!std::filesystem::exists(path)) seal::signing_key::random().save(path);
  return seal::signing_key::load(path);
}

}  // namespace

std::string signed_text(const journal_head& head) {
  const std::string what = head.node + "\n" + std::to_string(head.size) + "\n" + base::to_hex(head.root);
  return "shouwang-journal-head\n" + what + "\n" + std::to_string(head.at.us);
}

bool signature_fits(const journal_head& head) { return seal::verify_signature(head.public_key, signed_text(head), head.signature); }

journal_head make_head(const options& how, const seal::frontier& tree, base::instant at) {
  const auto key = load_or_make_key(how.signing_key_path);
  journal_head head{.node = how.node,
                    .size = static_cast<std::int64_t>(tree.size()),
                    .root = std::string(seal::bytes_of(tree.root())),
                    .at = at,
                    .signature = {},
                    .public_key = key.public_key()};
  head.signature = key.sign(signed_text(head));
  return head;
}

journal_head load_head(const std::string& node, const rows& from, std::size_t row) {
  return {.node = node,
          .size = from.integer(row, 0),
          .root = base::from_hex(from.text(row, 2)).value_or(""),
          .at = {from.integer(row, 1)},
          .signature = base::from_hex(from.text(row, 3)).value_or(""),
          .public_key = base::from_hex(from.text(row, 4)).value_or("")};
}

void insert_head(connection& db, const journal_head& head, const seal::frontier& tree) {
  db.execute(
      "INSERT INTO journal_head (node, size, at_us, root, signature, public_key, frontier) VALUES ($1, $2, $3, $4, $5, $6, $7) "
      "ON CONFLICT (node, size, at_us) DO NOTHING",
      {head.node, head.size, head.at.us, base::to_hex(head.root), base::to_hex(head.signature), base::to_hex(head.public_key), tree.to_text()});
}

std::vector<journal_head> list_heads(connection& db, const std::string& node) {
  const auto found = db.query("SELECT size, at_us, root, signature, public_key FROM journal_head WHERE node = $1 ORDER BY size, at_us", {node});
  std::vector<journal_head> heads;
  for (std::size_t i = 0; i < found.size(); ++i) heads.push_back(load_head(node, found, i));
  return heads;
}

}  // namespace store
