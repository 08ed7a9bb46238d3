#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace app {

// Memory that many requests share: each takes its bytes before it uses them and gives them back when its ticket dies. One
// account can have a part of it only, so that nobody keeps out everybody. Safe to share between threads.
class byte_budget {
 public:
  struct bounds {
    std::size_t bytes = 0;             // of all together
    std::size_t bytes_of_account = 0;  // of one
    std::size_t tickets_of_account = 0;
  };
  explicit byte_budget(bounds most);
  // Nothing when there is no room now. A ticket may outlive the budget.
  [[nodiscard]] std::shared_ptr<void> take(const std::string& account, std::size_t bytes) const;
  [[nodiscard]] std::size_t taken() const;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace app
