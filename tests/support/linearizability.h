#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace test {

// A history is linearizable when every operation can be given one moment between its call and its return such that, done in
// the order of these moments, each would have answered what it answered. This is the check of Wing and Gong with Lowe's
// memory of configurations seen (which operations are done, and the state they led to).
//
// An operation whose outcome is not known (the answer was lost) has no return: it may happen at any time after its call, or
// never.
inline constexpr std::int64_t no_return = std::numeric_limits<std::int64_t>::max();

template <class Input, class Output>
struct timed_operation {
  std::int64_t called = 0;  // any clock that never goes back and never stands still between two events
  std::int64_t returned = no_return;
  Input input = {};
  std::optional<Output> output = {};  // nothing: outcome not known
};

enum class verdict { linearizable, not_linearizable, undecided };

// Model: `using state = …` (comparable with <), `using input`, `using output`, and
//   static std::optional<state> step(const state&, const input&, const std::optional<output>&)
// the state after the operation if it may answer this in that state; with an unknown output: after its effect, if it has one.
// `most` bounds the configurations looked at (undecided beyond).
template <class Model>
class linearizability_check {
 public:
  using operation = timed_operation<typename Model::input, typename Model::output>;
  using state = typename Model::state;

  linearizability_check(std::vector<operation> history, state first, std::size_t most = 2'000'000)
      : history_(std::move(history)), state_(std::move(first)), most_(most) {
    std::ranges::sort(history_, {}, &operation::called);
    std::mt19937_64 random(7);
    for (std::size_t i = 0; i < history_.size(); ++i) {
      keys_.push_back({random(), random()});
      if (history_[i].returned != no_return) ++open_;
    }
    done_.assign(history_.size(), false);
  }

  verdict run() {
    std::size_t from = 0;  // where to go on among the candidates of the present configuration
    while (open_ > 0) {
      if (seen_.size() > most_) return verdict::undecided;
      if (take_next(from)) {
        from = 0;
        continue;
      }
      if (taken_.empty()) return verdict::not_linearizable;
      from = take_back() + 1;
    }
    return verdict::linearizable;
  }

 private:
  struct step_back {
    std::size_t index;
    state before;
  };
  using key = std::pair<std::uint64_t, std::uint64_t>;  // 128 bits of a random sum: two sets of operations never share one

  // Linearizes the first operation at or behind `from` that may come next and leads to a configuration not seen.
  bool take_next(std::size_t from) {
    // Only an operation called before every return that is still to come can be first.
    std::int64_t bound = no_return;
    for (std::size_t i = 0; i < history_.size() && history_[i].called < bound; ++i) {
      if (!done_[i]) bound = std::min(bound, history_[i].returned);
    }
    for (std::size_t i = from; i < history_.size() && history_[i].called < bound; ++i) {
      if (done_[i]) continue;
      auto after = Model::step(state_, history_[i].input, history_[i].output);
      if (!after) continue;
      const key next{sum_.first ^ keys_[i].first, sum_.second ^ keys_[i].second};
      if (!seen_.emplace(next, *after).second) continue;
      taken_.push_back({i, std::exchange(state_, std::move(*after))});
      sum_ = next;
      done_[i] = true;
      if (history_[i].returned != no_return) --open_;
      return true;
    }
    return false;
  }

  std::size_t take_back() {
    auto last = std::move(taken_.back());
    taken_.pop_back();
    state_ = std::move(last.before);
    sum_ = {sum_.first ^ keys_[last.index].first, sum_.second ^ keys_[last.index].second};
    done_[last.index] = false;
    if (history_[last.index].returned != no_return) ++open_;
    return last.index;
  }

  std::vector<operation> history_;  // by call
  state state_;
  std::size_t most_;
  std::vector<key> keys_;
  std::vector<bool> done_;
  std::vector<step_back> taken_;
  std::set<std::pair<key, state>> seen_;
  key sum_{0, 0};
  std::size_t open_ = 0;  // operations with a return that are not done
};

}  // namespace test
