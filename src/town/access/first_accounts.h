#pragma once
#include <span>
#include <string>
#include <vector>

#include "foundation/seal/password.h"
#include "foundation/store/store.h"
#include "town/access/access.h"

namespace accounts {

// An account a new installation begins with; the password is printed once by the one who started it.
struct first_account {
  account one;
  std::string password;
  std::string password_hash;
};

// One account per role, each with its own random password. Takes as long as hashing them all: call it outside a
// transaction, and only when has_accounts says no.
std::vector<first_account> make_first_accounts(const seal::password_cost& cost);

// Inserts them, everywhere-wide, and journals it; false, and nothing done, when there are accounts already.
bool create_first_accounts(store::transaction& within, std::span<const first_account> accounts);

}  // namespace accounts
