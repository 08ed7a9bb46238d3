#include "town/road/turn_expansion.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

#include "foundation/base/problem.h"
#include "town/road/components.h"

namespace road {
namespace {

constexpr std::size_t max_turns = 0x7FFF'FFFF;

// Where in a trip one is: on its first stretch over secluded roads, on the public roads, or on its last stretch.
enum class phase : std::uint8_t { leaving, passing, entered };

// Expands states into turns, adding copies of arcs as they are met.
class expander {
 public:
  expander(const expansion_input& input, std::vector<seclusion> secluded) : in_(input) {
    graph_.arc_ms = input.times;
    graph_.secluded = std::move(secluded);
    for (arc_id a = 0; a < graph_.arc_count(); ++a) modes_.push_back({usual_phase(a), 0});
  }

  turn_graph run() {
    for (arc_id a = 0; a < graph_.arc_count(); ++a) {
      if (usable(a) && graph_.secluded[a] != seclusion::none) state_of(a, phase::leaving, 0);
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
    phase at = phase::passing;
    turn_bans::progress into_ban = 0;
  };

  [[nodiscard]] bool usable(arc_id a) const { return graph_.arc_ms[a] != nothing; }
  // The phase of the arc's own state.
  [[nodiscard]] phase usual_phase(arc_id a) const { return graph_.secluded[a] == seclusion::secluded ? phase::entered : phase::passing; }

  state_id state_of(arc_id a, phase at, turn_bans::progress into_ban) {
    if (at == usual_phase(a) && into_ban == 0) return a;
    const auto [found, fresh] = numbers_.try_emplace(std::tuple(a, at, into_ban), graph_.state_count());
    if (fresh) {
      graph_.extra_arc.push_back(a);
      modes_.push_back({at, into_ban});
    }
    return found->second;
  }

  // The phase in which one drives b after a; nothing when the last stretch would be left again. Enclosed roads are public:
  // they can be driven in every phase.
  [[nodiscard]] std::optional<phase> phase_on(phase at, arc_id b) const {
    switch (graph_.secluded[b]) {
      case seclusion::none: return at == phase::entered ? std::nullopt : std::optional(phase::passing);
      case seclusion::enclosed: return at;
      case seclusion::secluded: break;
    }
    return at == phase::leaving ? phase::leaving : phase::entered;
  }

  [[nodiscard]] bool allowed(state_id s, arc_id a, arc_id b) const {
    return usable(b) && !in_.bans.pair_banned(a, b) && !in_.bans.sequence_banned(modes_[s].into_ban, a, b);
  }

  void add_turn(state_id s, arc_id a, arc_id b) {
    const auto next = phase_on(modes_[s].at, b);
    if (!next) return;
    const auto entry = entry_ms(b) > entry_ms(a) && *next != phase::leaving ? entry_ms(b) : 0;
    const auto weight = graph_.arc_ms[a] + in_.costs.cost(a, b) + entry;
    graph_.forward.push_back({state_of(b, *next, in_.bans.advance(modes_[s].into_ban, a, b)), weight});
  }

  [[nodiscard]] std::uint32_t entry_ms(arc_id a) const {
    return in_.roads.roads[in_.net.edges[edge_of(a)].way].rules.use[index_of(in_.who)].entry_ms;
  }

  // Turning back is allowed only where nothing else leads on (a secluded road does not count, seen from a public one).
  void add_turns(state_id s) {
    const auto a = graph_.arc_of(s);
    const auto via = in_.net.head(a);
    bool leads_on = false;
    if (!in_.costs.blocked(via)) {
      for (const auto b : in_.net.out(via)) {
        if (b == reverse_of(a) || !allowed(s, a, b)) continue;
        leads_on = leads_on || graph_.secluded[a] == seclusion::secluded || graph_.secluded[b] != seclusion::secluded;
        add_turn(s, a, b);
      }
    }
    if (!leads_on && allowed(s, a, reverse_of(a))) add_turn(s, a, reverse_of(a));
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
  std::map<std::tuple<arc_id, phase, turn_bans::progress>, state_id> numbers_;
};

std::vector<seclusion> signed_seclusion(const expansion_input& input) {
  std::vector<seclusion> out(input.times.size());
  for (arc_id a = 0; a < out.size(); ++a) {
    const auto& use = input.roads.roads[input.net.edges[edge_of(a)].way].rules.use[index_of(input.who)];
    out[a] = use.no_through && input.times[a] != nothing ? seclusion::secluded : seclusion::none;
  }
  return out;
}

// For each loose piece its largest public network; public arcs outside of it are enclosed. Whether there were any.
bool mark_enclosed(const expansion_input& input, const turn_graph& graph, std::vector<seclusion>& secluded) {
  std::uint32_t count = 0;
  const auto is_public = [&](arc_id a) { return graph.arc_ms[a] != nothing && secluded[a] == seclusion::none; };
  const auto component = strong_components(
      graph, [&](state_id s) { return is_public(graph.arc_of(s)); }, count);
  std::vector<std::uint64_t> length(count);
  for (state_id s = 0; s < graph.state_count(); ++s) {
    if (component[s] != nothing) length[component[s]] += input.net.edges[edge_of(graph.arc_of(s))].length_cm + 1ULL;
  }
  const auto piece = loose_pieces(input.net, input.times, input.costs);
  std::vector<std::uint32_t> largest(input.net.edges.size(), nothing);
  for (state_id s = 0; s < graph.state_count(); ++s) {
    if (component[s] == nothing) continue;
    auto& best = largest[piece[edge_of(graph.arc_of(s))]];
    if (best == nothing || length[component[s]] > length[best]) best = component[s];
  }
  bool any = false;
  for (arc_id a = 0; a < graph.arc_count(); ++a) {
    // The arc's own state decides: it has every way on that its copies have.
    if (!is_public(a) || component[a] == largest[piece[edge_of(a)]]) continue;
    secluded[a] = seclusion::enclosed;
    any = true;
  }
  return any;
}

}  // namespace

turn_graph expand_turns(const expansion_input& input) {
  auto secluded = signed_seclusion(input);
  auto graph = expander(input, secluded).run();
  if (mark_enclosed(input, graph, secluded)) graph = expander(input, secluded).run();
  return graph;
}

}  // namespace road
