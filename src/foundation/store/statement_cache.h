#pragma once
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace store {

// Prepared statements by their SQL text; beyond the limit the one unused for longest goes (its destructor frees it).
template <class Statement>
class statement_cache {
 public:
  explicit statement_cache(std::size_t limit) : limit_(limit) {}

  // The statement of this text, or nullptr.
  Statement* find(std::string_view sql) {
    const auto found = index_.find(sql);
    if (found == index_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return &found->second->second;
  }

  Statement& add(std::string_view sql, Statement statement) {
    remove(sql);
    if (order_.size() >= limit_) remove(order_.back().first);
    order_.emplace_front(std::string(sql), std::move(statement));
    index_.emplace(order_.front().first, order_.begin());
    return order_.front().second;
  }

  void remove(std::string_view sql) {
    const auto found = index_.find(sql);
    if (found == index_.end()) return;
    const auto entry = found->second;
    index_.erase(found);  // first: its key is a view into the entry
    order_.erase(entry);
  }

  void clear() {
    index_.clear();
    order_.clear();
  }

 private:
  using entry = std::pair<std::string, Statement>;
  std::size_t limit_;
  std::list<entry> order_;  // most recently used first
  std::unordered_map<std::string_view, typename std::list<entry>::iterator> index_;
};

}  // namespace store
