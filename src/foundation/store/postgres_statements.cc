#include "foundation/store/postgres_statements.h"

#include "foundation/store/postgres_values.h"

namespace store {
namespace {

bool fits(const std::vector<Oid>& types, std::span<const value> parameters) {
  if (types.size() != parameters.size()) return false;
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (!record::is_null(parameters[i]) && type_of(parameters[i]) != types[i]) return false;
  }
  return true;
}

}  // namespace

postgres_statements::choice postgres_statements::choose(std::string_view sql, std::span<const value> parameters) {
  auto* found = known_.find(sql);
  if (found != nullptr) {
    for (const auto& one : found->all) {
      if (fits(one.types, parameters)) return one;
    }
  } else {
    found = &known_.add(sql, variants(&dropped_));
  }
  choice made{.name = "s" + std::to_string(++count_), .types = {}, .is_new = false};
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    // What is NULL today has the type it had in the last call, so that the variants come to an end.
    const bool inherits = record::is_null(parameters[i]) && !found->all.empty() && i < found->all.back().types.size();
    made.types.push_back(inherits ? found->all.back().types[i] : type_of(parameters[i]));
    if (record::is_null(parameters[i]) && made.types.back() == 0) made.is_open = true;
  }
  found->all.push_back(made);
  made.is_new = true;
  return made;
}

void postgres_statements::not_prepared(std::string_view sql, std::string_view name) {
  auto* found = known_.find(sql);
  if (found != nullptr) std::erase_if(found->all, [&](const choice& one) { return one.name == name; });
}

void postgres_statements::described(std::string_view sql, std::string_view name, std::span<const Oid> types) {
  auto* found = known_.find(sql);
  if (found == nullptr) return;
  for (auto& one : found->all) {
    if (one.name != name || one.types.size() != types.size()) continue;
    for (std::size_t i = 0; i < types.size(); ++i) {
      if (one.types[i] == 0 && is_own_type(types[i])) one.types[i] = types[i];
    }
  }
}

void postgres_statements::forget_all() {
  known_.clear();
  dropped_.clear();
}

std::vector<std::string> postgres_statements::take_dropped() { return std::exchange(dropped_, {}); }

}  // namespace store
