#include "town/road/components.h"

#include <algorithm>
#include <numeric>

namespace road {
namespace {

constexpr std::uint64_t hub_length_cm = 10ULL * 1000 * 100;  // 10 km of arcs: a place with units of its own

struct frame {
  state_id state;
  std::uint32_t next_turn;
};

// Tarjan's algorithm with its own stack: real networks are deeper than the machine's.
class tarjan {
 public:
  tarjan(const turn_graph& graph, const std::function<bool(state_id)>& member) : graph_(graph), member_(member) {
    index_.assign(graph.state_count(), nothing);
    low_.assign(graph.state_count(), 0);
    component.assign(graph.state_count(), nothing);
  }

  void run() {
    for (state_id s = 0; s < graph_.state_count(); ++s) {
      if (index_[s] == nothing && member_(s)) walk(s);
    }
  }

  std::vector<std::uint32_t> component;
  std::uint32_t count = 0;

 private:
  void open(state_id s) {
    index_[s] = low_[s] = clock_++;
    path_.push_back(s);
    frames_.push_back({s, graph_.forward_first[s]});
  }

  void walk(state_id start) {
    open(start);
    while (!frames_.empty()) {
      auto& top = frames_.back();
      const auto s = top.state;
      if (top.next_turn < graph_.forward_first[s + 1]) {
        const auto to = graph_.forward[top.next_turn++].state;
        if (index_[to] == nothing) {
          if (member_(to)) open(to);
        } else if (component[to] == nothing) {
          low_[s] = std::min(low_[s], index_[to]);
        }
        continue;
      }
      frames_.pop_back();
      if (!frames_.empty()) low_[frames_.back().state] = std::min(low_[frames_.back().state], low_[s]);
      if (low_[s] == index_[s]) close(s);
    }
  }

  void close(state_id root) {
    for (;;) {
      const auto s = path_.back();
      path_.pop_back();
      component[s] = count;
      if (s == root) break;
    }
    ++count;
  }

  const turn_graph& graph_;
  const std::function<bool(state_id)>& member_;
  std::vector<std::uint32_t> index_, low_;
  std::vector<state_id> path_;
  std::vector<frame> frames_;
  std::uint32_t clock_ = 0;
};

// Marks everything that can be reached from the marked states, forward or in reverse.
void flood(const turn_graph& graph, bool forward, std::vector<std::uint8_t>& mark) {
  std::vector<state_id> todo;
  for (state_id s = 0; s < mark.size(); ++s) {
    if (mark[s] != 0) todo.push_back(s);
  }
  while (!todo.empty()) {
    const auto s = todo.back();
    todo.pop_back();
    for (const auto& t : forward ? graph.out(s) : graph.in(s)) {
      if (mark[t.state] != 0) continue;
      mark[t.state] = 1;
      todo.push_back(t.state);
    }
  }
}

struct union_find {
  std::vector<std::uint32_t> parent;
  std::uint32_t root(std::uint32_t x) {
    while (parent[x] != x) x = parent[x] = parent[parent[x]];
    return x;
  }
  void join(std::uint32_t a, std::uint32_t b) {
    a = root(a);
    b = root(b);
    parent[std::max(a, b)] = std::min(a, b);
  }
};

}  // namespace

std::vector<std::uint32_t> strong_components(const turn_graph& graph, const std::function<bool(state_id)>& member, std::uint32_t& count) {
  tarjan search(graph, member);
  search.run();
  count = search.count;
  return std::move(search.component);
}

std::vector<std::uint32_t> loose_pieces(const network& net, const std::vector<std::uint32_t>& times, const turn_costs& costs) {
  const auto usable = [&](edge_id e) { return times[2 * e] != nothing || times[2 * e + 1] != nothing; };
  union_find sets;
  sets.parent.resize(net.edges.size());
  std::iota(sets.parent.begin(), sets.parent.end(), 0U);
  for (node_id n = 0; n < net.nodes.size(); ++n) {
    if (costs.blocked(n)) continue;
    edge_id first = nothing;
    for (const auto a : net.out(n)) {
      const auto e = edge_of(a);
      if (!usable(e)) continue;
      if (first == nothing) first = e;
      sets.join(first, e);
    }
  }
  std::vector<std::uint32_t> piece(net.edges.size(), nothing);
  for (edge_id e = 0; e < net.edges.size(); ++e) {
    if (usable(e)) piece[e] = sets.root(e);
  }
  return piece;
}

std::vector<std::uint8_t> flag_arcs(const network& net, const turn_graph& graph, const turn_costs& costs, component_report& report) {
  std::uint32_t count = 0;
  const auto usable = [&](state_id s) { return graph.arc_ms[graph.arc_of(s)] != nothing; };
  const auto component = strong_components(graph, usable, count);
  std::vector<std::uint64_t> length(count);
  for (state_id s = 0; s < graph.state_count(); ++s) {
    if (component[s] != nothing) length[component[s]] += net.edges[edge_of(graph.arc_of(s))].length_cm;
  }
  const auto largest = count == 0 ? length.end() : std::max_element(length.begin(), length.end());
  std::vector<std::uint8_t> reached(graph.state_count()), reaching(graph.state_count());
  for (state_id s = 0; s < graph.state_count(); ++s) {
    if (component[s] == nothing) continue;
    const auto& own = length[component[s]];
    if (own >= hub_length_cm || &own == &*largest) reached[s] = reaching[s] = 1;
  }
  for (const auto& one : length) report.hubs += one >= hub_length_cm || (largest != length.end() && &one == &*largest) ? 1U : 0U;
  flood(graph, true, reached);
  flood(graph, false, reaching);
  std::vector<std::uint8_t> flags(graph.arc_count());
  for (state_id s = 0; s < graph.state_count(); ++s) {
    const auto a = graph.arc_of(s);
    if (!usable(s)) continue;
    flags[a] =
        static_cast<std::uint8_t>(flags[a] | arc_flag::usable | (reaching[s] != 0 ? arc_flag::leads_out : 0) |
                                  (reached[s] != 0 ? arc_flag::led_to : 0) | (graph.secluded[a] == seclusion::secluded ? arc_flag::no_through : 0));
  }
  std::vector<std::uint64_t> piece_length(net.edges.size());
  std::uint64_t total = 0;
  const auto piece = loose_pieces(net, graph.arc_ms, costs);
  for (edge_id e = 0; e < piece.size(); ++e) {
    if (piece[e] == nothing) continue;
    report.pieces += piece[e] == e ? 1U : 0U;
    piece_length[piece[e]] += net.edges[e].length_cm;
    total += net.edges[e].length_cm;
  }
  const auto longest = *std::max_element(piece_length.begin(), piece_length.end());
  report.main_share = total == 0 ? 0 : static_cast<double>(longest) / static_cast<double>(total);
  for (const auto flag : flags) report.stranded_arcs += flag != 0 && (flag & (arc_flag::leads_out | arc_flag::led_to)) == 0 ? 1U : 0U;
  return flags;
}

}  // namespace road
