#include "town/road/turn_expansion.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "foundation/base/problem.h"
#include "town/road/components.h"

namespace road {
namespace {

constexpr std::size_t max_turns = 0x7FFF'FFFF;

// Expands states into turns, adding copies of arcs as they are met.
class expander {
 public:
  expander(const expansion_input& input, std::vector<std::uint8_t> no_through) : in_(input) {
    graph_.arc_ms = input.times;
    graph_.no_through = std::move(no_through);
    modes_.resize(graph_.arc_count());
  }

  turn_graph run() {
    for (arc_id a = 0; a < graph_.arc_count(); ++a) {
      if (usable(a) && graph_.no_through[a] != 0) state_of(a, true, 0);
    }
    for (state_id s = 0; s < graph_.state_count(); ++s) {
      graph_.forward_first.push_back(static_cast<std::uint32_t>(graph_.forward.size()));
      if (usable(graph_.arc_of(s))) add_turns(s);
      if (graph_.forward.size() > max_turns) {
        throw base::problem(422, "map_too_large", "The map has more turns than one graph can hold", {}, "Import an extract of the county instead.");
      }
    }
    graph_.forward_first.push_back(static_cast<std::uint32_t>(graph_.forward.size()));
    reverse();
    return std::move(graph_);
  }

 private:
  struct mode {
    bool leaving = false;  // of a first stretch: may still turn into public roads
    turn_bans::progress into_ban = 0;
  };

  [[nodiscard]] bool usable(arc_id a) const { return graph_.arc_ms[a] != nothing; }

  state_id state_of(arc_id a, bool leaving, turn_bans::progress into_ban) {
    if (!leaving && into_ban == 0) return a;
    const auto [found, fresh] = numbers_.try_emplace(std::tuple(a, leaving, into_ban), graph_.state_count());
    if (fresh) {
      graph_.extra_arc.push_back(a);
      modes_.push_back({leaving, into_ban});
    }
    return found->second;
  }

  // What the first and last stretches allow: in the middle of a trip one stays on public roads.
  [[nodiscard]] bool stretch_allows(arc_id a, bool leaving, arc_id b) const {
    return graph_.no_through[b] != 0 || graph_.no_through[a] == 0 || leaving;
  }

  [[nodiscard]] bool may_turn(state_id s, arc_id a, arc_id b) const {
    if (!usable(b) || !stretch_allows(a, modes_[s].leaving, b)) return false;
    return !in_.bans.pair_banned(a, b) && !in_.bans.sequence_banned(modes_[s].into_ban, a, b);
  }

  void add_turn(state_id s, arc_id a, arc_id b) {
    const bool leaving = modes_[s].leaving && graph_.no_through[b] != 0;
    const auto entry_a = entry_ms(a);
    const auto entry_b = entry_ms(b);
    const std::uint32_t entry = entry_b > entry_a && !leaving ? entry_b : 0;
    const auto weight = graph_.arc_ms[a] + in_.costs.cost(a, b) + entry;
    graph_.forward.push_back({state_of(b, leaving, in_.bans.advance(modes_[s].into_ban, a, b)), weight});
  }

  [[nodiscard]] std::uint32_t entry_ms(arc_id a) const {
    return in_.roads.roads[in_.net.edges[edge_of(a)].way].rules.use[index_of(in_.who)].entry_ms;
  }

  // Turning back is allowed only where nothing else leads on (a stretch that one may merely enter does not count).
  void add_turns(state_id s) {
    const auto a = graph_.arc_of(s);
    const auto via = in_.net.head(a);
    bool leads_on = false;
    if (!in_.costs.blocked(via)) {
      for (const auto b : in_.net.out(via)) {
        if (b == reverse_of(a) || !may_turn(s, a, b)) continue;
        add_turn(s, a, b);
        leads_on = leads_on || graph_.no_through[b] <= graph_.no_through[a];
      }
    }
    if (!leads_on && may_turn(s, a, reverse_of(a))) add_turn(s, a, reverse_of(a));
  }

  void reverse() {
    auto& first = graph_.reverse_first;
    first.assign(graph_.state_count() + 1, 0);
    for (const auto& t : graph_.forward) ++first[t.state + 1];
    std::partial_sum(first.begin(), first.end(), first.begin());
    graph_.reverse.resize(graph_.forward.size());
    auto at = first;
    for (state_id s = 0; s < graph_.state_count(); ++s) {
      const auto own = graph_.arc_ms[graph_.arc_of(s)];
      for (const auto& t : graph_.out(s)) {
        graph_.reverse[at[t.state]++] = {s, t.weight_ms - own + graph_.arc_ms[graph_.arc_of(t.state)]};
      }
    }
  }

  const expansion_input& in_;
  turn_graph graph_;
  std::vector<mode> modes_;
  std::map<std::tuple<arc_id, bool, turn_bans::progress>, state_id> numbers_;
};

std::vector<std::uint8_t> signed_no_through(const expansion_input& input) {
  std::vector<std::uint8_t> no_through(input.times.size());
  for (arc_id a = 0; a < no_through.size(); ++a) {
    const auto& use = input.roads.roads[input.net.edges[edge_of(a)].way].rules.use[index_of(input.who)];
    no_through[a] = use.no_through && input.times[a] != nothing ? 1 : 0;
  }
  return no_through;
}

// For each loose piece its largest public network; public arcs outside of it become stretches without through traffic.
bool demote_enclosed(const expansion_input& input, const turn_graph& graph, std::vector<std::uint8_t>& no_through) {
  std::uint32_t count = 0;
  const auto component = strong_components(
      graph,
      [&](state_id s) {
        const auto a = graph.arc_of(s);
        return graph.arc_ms[a] != nothing && no_through[a] == 0;
      },
      count);
  std::vector<std::uint64_t> length(count);
  for (arc_id a = 0; a < graph.arc_count(); ++a) {
    if (component[a] != nothing) length[component[a]] += input.net.edges[edge_of(a)].length_cm + 1ULL;
  }
  const auto piece = loose_pieces(input.net, input.times, input.costs);
  std::vector<std::uint32_t> largest(input.net.edges.size() + 1, nothing);
  for (arc_id a = 0; a < graph.arc_count(); ++a) {
    if (component[a] == nothing) continue;
    auto& best = largest[piece[edge_of(a)]];
    if (best == nothing || length[component[a]] > length[best]) best = component[a];
  }
  bool changed = false;
  for (arc_id a = 0; a < graph.arc_count(); ++a) {
    if (component[a] == nothing || component[a] == largest[piece[edge_of(a)]]) continue;
    no_through[a] = 1;
    changed = true;
  }
  return changed;
}

}  // namespace

turn_graph expand_turns(const expansion_input& input) {
  auto no_through = signed_no_through(input);
  auto graph = expander(input, no_through).run();
  if (demote_enclosed(input, graph, no_through)) graph = expander(input, no_through).run();
  return graph;
}

}  // namespace road
