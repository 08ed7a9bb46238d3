#pragma once
#include <libpq-fe.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/store/statement_cache.h"
#include "foundation/store/store.h"

namespace store {

// The names of the statements prepared on one PostgreSQL connection. A statement is prepared for the types of its
// parameters; NULL fits any of them, and where the first call had NULL the server tells the type, so that one
// preparation serves nearly every call.
class postgres_statements {
 public:
  struct choice {
    std::string name;
    std::vector<Oid> types;
    bool is_new = false;   // must be prepared first
    bool is_open = false;  // NULL stands where no call told the type: what the server finds is to be asked, see described()
  };
  choice choose(std::string_view sql, std::span<const value> parameters);
  // The server did not take the preparation of that name.
  void not_prepared(std::string_view sql, std::string_view name);
  // The types the server found for the parameters of the statement of that name. So a number where NULL stood needs no other preparation.
  void described(std::string_view sql, std::string_view name, std::span<const Oid> types);
  void forget_all();
  // Names the server may drop: those that fell out of the cache since the last call.
  std::vector<std::string> take_dropped();

 private:
  struct variants {
    std::vector<choice> all;
    std::vector<std::string>* dropped;
    explicit variants(std::vector<std::string>* into) : dropped(into) {}
    variants(variants&& other) noexcept = default;
    variants& operator=(variants&&) = delete;
    ~variants() {
      for (const auto& one : all) dropped->push_back(one.name);
    }
  };
  std::int64_t count_ = 0;
  std::vector<std::string> dropped_;
  statement_cache<variants> known_{256};
};

}  // namespace store
