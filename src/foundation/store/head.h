#pragma once
#include <string>
#include <vector>

#include "foundation/seal/merkle.h"
#include "foundation/store/store.h"

namespace store {

// What a head's signature covers: "shouwang-journal-head\n" node "\n" size "\n" hex root "\n" time_us.
std::string signed_text(const journal_head& head);
bool signature_fits(const journal_head& head);

// A head of the tree as it stands, signed with the key in the file; the file is made when it is missing. Throws
// base::problem when the key cannot be read or made.
journal_head make_head(const options& how, const seal::frontier& tree, base::instant at);

// The head in a row of (size, at_us, root, signature, public_key, …).
journal_head load_head(const std::string& node, const rows& from, std::size_t row);
void insert_head(connection& db, const journal_head& head, const seal::frontier& tree);
// The signed heads of a node, oldest first.
std::vector<journal_head> list_heads(connection& db, const std::string& node);

}  // namespace store
