#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "town/access/access_api.h"

// Shared by the operations inside access.
namespace accounts {

using with = std::shared_ptr<services>;

std::vector<operation::definition> session_operations(const with& s);
std::vector<operation::definition> account_operations(const with& s);
std::vector<operation::definition> token_operations(const with& s);
operation::definition list_journal(const with& s);

// A page of records: one more than page.limit means there is a next one; `cursor` names the last shown.
template <class T, class F>
operation::answer list_answer(std::vector<T> found, const operation::page& page, const F& cursor) {
  std::string next;
  if (found.size() > page.limit) {
    found.resize(page.limit);
    next = cursor(found.back());
  }
  std::vector<std::string> items;
  items.reserve(found.size());
  for (const auto& one : found) items.push_back(record::to_json(one));
  return {.body = operation::list_json(items, next)};
}

// {"name":"value",…} of texts, for a journal row's detail.
std::string detail(std::initializer_list<std::pair<std::string_view, std::string_view>> members);

// Counts a failure of the name and says how it is refused: 423 sign_in_locked once there were too many, else `otherwise`.
operation::answer count_failure(store::transaction& within, const services& s, std::string_view digest, const base::problem& otherwise);
operation::answer locked_answer(base::instant until, base::instant now);

}  // namespace accounts
