#pragma once
#include <iosfwd>

#include "app/town.h"
#include "town/access/access.h"

namespace app {

// Makes the first accounts when there are none, and prints each with its generated password, once; later starts say
// how to make a new one.
void print_first_accounts(town& of, const accounts::settings& how, std::ostream& out);

}  // namespace app
