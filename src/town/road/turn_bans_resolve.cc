#include <algorithm>
#include <deque>
#include <optional>

#include "town/road/turn_bans.h"

namespace road {
namespace {

constexpr std::size_t longest_via = 40;  // arcs; real via ways have one to three

using arc_list = std::vector<arc_id>;

// Finds what one restriction speaks of in the network.
class resolver {
 public:
  resolver(const network& net, const osm_roads& roads, std::span<const std::vector<std::uint32_t>> times, std::vector<turn_bans>& bans)
      : net_(net), roads_(roads), times_(times), bans_(bans), node_of_(roads.node_ids.size(), nothing), way_edges_(index_ways(net, roads)) {
    for (node_id n = 0; n < net.nodes.size(); ++n) node_of_[net.node_osm[n]] = n;
  }

  // An empty text when it was used, else the reason.
  std::string resolve(const osm_restriction& restriction) { return restriction.via_ways.empty() ? at_node(restriction) : over_ways(restriction); }

 private:
  static std::vector<std::vector<edge_id>> index_ways(const network& net, const osm_roads& roads) {
    std::vector<std::vector<edge_id>> edges(roads.roads.size());
    for (edge_id e = 0; e < net.edges.size(); ++e) edges[net.edges[e].way].push_back(e);
    return edges;
  }

  [[nodiscard]] std::int64_t way_of(arc_id a) const { return roads_.roads[net_.edges[edge_of(a)].way].id; }
  [[nodiscard]] static bool holds(const std::vector<std::int64_t>& ids, std::int64_t id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  }

  [[nodiscard]] arc_list arcs_out(node_id n, const std::vector<std::int64_t>& ways) const {
    arc_list found;
    for (const auto a : net_.out(n)) {
      if (holds(ways, way_of(a))) found.push_back(a);
    }
    return found;
  }

  std::string at_node(const osm_restriction& r) {
    const auto index = roads_.find_node(r.via_node);
    const node_id via = index ? node_of_[*index] : nothing;
    if (via == nothing) return "via is not on a road of the map";
    auto from = arcs_out(via, r.from);
    for (auto& a : from) a = reverse_of(a);
    const auto to = arcs_out(via, r.to);
    if (from.empty() || to.empty()) return "from or to does not meet via";
    if (r.from != r.to && (from.size() > r.from.size() || to.size() > r.to.size())) return "from or to passes through via";
    for (const auto a : from) {
      if (r.only) {
        ban_others({a}, to, r);
      } else {
        for (const auto b : to) {
          // The same way as from and to: where it passes through via, only turning back is meant.
          if (r.from == r.to && from.size() > 1 && b != reverse_of(a)) continue;
          ban({a, b}, r);
        }
      }
    }
    return {};
  }

  std::string over_ways(const osm_restriction& r) {
    bool any = false;
    for (const auto from_way : r.from) {
      for (const auto a : arcs_of(from_way)) {
        const auto path = path_over(a, r);
        if (path.empty()) continue;
        any = true;
        if (!r.only) {
          ban(path, r);
          continue;
        }
        for (std::size_t length = 2; length < path.size(); ++length) {
          ban_others(arc_list(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(length)), {path[length]}, r);
        }
      }
    }
    return any ? "" : "from, via and to are not connected";
  }

  [[nodiscard]] arc_list arcs_of(std::int64_t way_id) const {
    arc_list arcs;
    const auto& ways = roads_.roads;
    const auto at = std::lower_bound(ways.begin(), ways.end(), way_id, [](const osm_road& road, std::int64_t id) { return road.id < id; });
    if (at == ways.end() || at->id != way_id) return arcs;
    for (const auto e : way_edges_[static_cast<std::size_t>(at - ways.begin())]) {
      arcs.push_back(2 * e);
      arcs.push_back(2 * e + 1);
    }
    return arcs;
  }

  // The arcs from `first` over all via ways in their order to a `to` way, the fewest there are; empty when none lead there.
  [[nodiscard]] arc_list path_over(arc_id first, const osm_restriction& r) const {
    struct step {
      arc_id arc;
      std::size_t via;     // how many via ways were entered
      std::size_t before;  // index in steps
    };
    std::vector<step> steps = {{first, 0, 0}};
    for (std::size_t i = 0; i < steps.size() && steps.size() < 4000; ++i) {
      const auto here = steps[i];
      for (const auto next : net_.out(net_.head(here.arc))) {
        if (next == reverse_of(here.arc)) continue;
        const auto way = way_of(next);
        if (here.via == r.via_ways.size() && holds(r.to, way)) return trace(steps, i, next);
        const bool goes_on = here.via > 0 && way == r.via_ways[here.via - 1];
        const bool enters = here.via < r.via_ways.size() && way == r.via_ways[here.via];
        const bool seen = std::any_of(steps.begin(), steps.end(), [&](const step& s) { return s.arc == next; });
        if ((goes_on || enters) && !seen && i < longest_via * 4) steps.push_back({next, here.via + (enters ? 1U : 0U), i});
      }
    }
    return {};
  }

  template <typename Steps>
  static arc_list trace(const Steps& steps, std::size_t at, arc_id last) {
    arc_list path = {last};
    for (;; at = steps[at].before) {
      path.push_back(steps[at].arc);
      if (at == 0) break;
    }
    std::reverse(path.begin(), path.end());
    return path.size() > longest_via ? arc_list{} : path;
  }

  void ban(const arc_list& sequence, const osm_restriction& r) {
    for (const auto who : all_profiles) {
      if (r.binds[index_of(who)]) bans_[index_of(who)].ban(sequence);
    }
  }

  // After `begin` only the arcs in `allowed` may follow.
  void ban_others(arc_list begin, const arc_list& allowed, const osm_restriction& r) {
    for (const auto who : all_profiles) {
      const auto& times = times_[index_of(who)];
      const auto open = [&](arc_id a) { return times[a] != nothing; };
      if (!r.binds[index_of(who)] || std::none_of(allowed.begin(), allowed.end(), open)) continue;
      for (const auto next : net_.out(net_.head(begin.back()))) {
        if (std::find(allowed.begin(), allowed.end(), next) != allowed.end()) continue;
        begin.push_back(next);
        bans_[index_of(who)].ban(begin);
        begin.pop_back();
      }
    }
  }

  const network& net_;
  const osm_roads& roads_;
  std::span<const std::vector<std::uint32_t>> times_;
  std::vector<turn_bans>& bans_;
  std::vector<node_id> node_of_;
  std::vector<std::vector<edge_id>> way_edges_;
};

}  // namespace

std::vector<turn_bans> resolve_restrictions(const network& net, const osm_roads& roads, std::span<const std::vector<std::uint32_t>> times,
                                            ban_report& report) {
  std::vector<turn_bans> bans(profile_count);
  resolver find(net, roads, times, bans);
  for (const auto& restriction : roads.restrictions) {
    const auto reason = find.resolve(restriction);
    if (!reason.empty()) {
      ++report.ignored[reason];
    } else {
      ++(restriction.via_ways.empty() ? report.used_node : report.used_way);
    }
  }
  for (auto& one : bans) one.finish();
  return bans;
}

}  // namespace road
