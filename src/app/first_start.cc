#include "app/first_start.h"

#include <ostream>

#include "town/access/access_store.h"
#include "town/access/first_accounts.h"

namespace app {

void print_first_accounts(town& of, const accounts::settings& how, std::ostream& out) {
  bool there = false;
  of.db->read([&](store::connection& db) { there = accounts::has_accounts(db); });
  if (there) {
    out << "Accounts are there already; `./run accounts reset NAME` makes a new password.\n";
    return;
  }
  const auto made = accounts::make_first_accounts(how.cost);
  const store::actor actor{.account_id = "", .remote = "local", .request_id = "first-start"};
  bool created = false;
  of.db->write_and_wait(actor, [&](store::transaction& work) { created = accounts::create_first_accounts(work, made); });
  if (!created) return;  // another node was first
  out << "The first accounts. Their passwords are shown this once; change them after signing in.\n";
  for (const auto& one : made) out << "account " << one.one.name << " password " << one.password << "\n";
}

}  // namespace app
