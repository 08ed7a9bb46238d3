#include "town/road/network.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "foundation/base/problem.h"

namespace road {
namespace {

constexpr std::uint32_t longest_arc_ms = 1U << 28;  // three days: keeps every sum of a search within 32 bits

// Spreads the 32 bits of x to the even places of 64 bits.
std::uint64_t spread(std::uint32_t x) {
  std::uint64_t v = x;
  v = (v | v << 16) & 0x0000'FFFF'0000'FFFFULL;
  v = (v | v << 8) & 0x00FF'00FF'00FF'00FFULL;
  v = (v | v << 4) & 0x0F0F'0F0F'0F0F'0F0FULL;
  v = (v | v << 2) & 0x3333'3333'3333'3333ULL;
  return (v | v << 1) & 0x5555'5555'5555'5555ULL;
}

std::uint64_t morton(point_e7 p) {
  constexpr std::uint32_t half = 0x8000'0000U;  // moves negative coordinates below the positive ones
  return spread(static_cast<std::uint32_t>(p.lon) ^ half) | spread(static_cast<std::uint32_t>(p.lat) ^ half) << 1;
}

// Calls piece(nodes) for each run of refs of the road that are in the file, as indexes in node_ids.
template <typename Piece>
std::uint64_t for_each_piece(const osm_roads& roads, const osm_road& road, std::vector<std::uint32_t>& run, const Piece& piece) {
  std::uint64_t missing = 0;
  run.clear();
  const auto finish = [&] {
    if (run.size() > 1) piece(std::span<const std::uint32_t>(run));
    run.clear();
  };
  for (std::uint32_t i = 0; i < road.ref_count; ++i) {
    const auto index = *roads.find_node(roads.refs[road.first_ref + i]);
    if (!roads.positions[index]) {
      ++missing;
      finish();
    } else if (run.empty() || run.back() != index) {
      run.push_back(index);
    }
  }
  finish();
  return missing;
}

// How often each node is met, ends counting twice: from two on it becomes a junction.
std::vector<std::uint8_t> count_uses(const osm_roads& roads, std::uint64_t& missing) {
  std::vector<std::uint8_t> uses(roads.node_ids.size());
  const auto use = [&](std::uint32_t index, int times) { uses[index] = static_cast<std::uint8_t>(std::min(2, uses[index] + times)); };
  std::vector<std::uint32_t> run;
  for (const auto& road : roads.roads) {
    missing += for_each_piece(roads, road, run, [&](std::span<const std::uint32_t> piece) {
      for (const auto index : piece) use(index, 1);
      use(piece.front(), 1);
      use(piece.back(), 1);
    });
  }
  for (const auto& [index, rules] : roads.node_effects) use(index, 2);
  for (const auto& restriction : roads.restrictions) {
    const auto via = roads.find_node(restriction.via_node);
    if (restriction.via_ways.empty() && via && uses[*via] > 0) use(*via, 2);
  }
  return uses;
}

// Numbers the junctions in Morton order; `nothing` for the other nodes.
std::vector<node_id> number_nodes(const osm_roads& roads, const std::vector<std::uint8_t>& uses, network& net) {
  struct keyed {
    std::uint64_t key;
    std::uint32_t index;
  };
  std::vector<keyed> order;
  for (std::uint32_t i = 0; i < uses.size(); ++i) {
    if (uses[i] > 1 && roads.positions[i]) order.push_back({morton(*roads.positions[i]), i});
  }
  std::sort(order.begin(), order.end(), [](const keyed& a, const keyed& b) { return a.key != b.key ? a.key < b.key : a.index < b.index; });
  std::vector<node_id> number(uses.size(), nothing);
  for (const auto& one : order) {
    number[one.index] = static_cast<node_id>(net.nodes.size());
    net.nodes.push_back(*roads.positions[one.index]);
    net.node_osm.push_back(one.index);
  }
  return number;
}

void add_edge(const osm_roads& roads, network& net, std::uint32_t way, std::span<const std::uint32_t> nodes, const std::vector<node_id>& number) {
  edge_record edge{.from = number[nodes.front()],
                   .to = number[nodes.back()],
                   .way = way,
                   .first_point = static_cast<std::uint32_t>(net.points.size()),
                   .point_count = static_cast<std::uint32_t>(nodes.size())};
  double length_m = 0;
  for (const auto index : nodes) {
    const auto at = *roads.positions[index];
    if (net.points.size() > edge.first_point) length_m += distance_m(net.points.back(), at);
    net.points.push_back(at);
  }
  edge.length_cm = static_cast<std::uint32_t>(std::min(std::lround(length_m * 100), 4'000'000'000L));
  net.edges.push_back(edge);
}

void add_edges(const osm_roads& roads, const std::vector<node_id>& number, network& net) {
  std::vector<std::uint32_t> run;
  for (std::uint32_t way = 0; way < roads.roads.size(); ++way) {
    for_each_piece(roads, roads.roads[way], run, [&](std::span<const std::uint32_t> piece) {
      std::size_t begin = 0;
      for (std::size_t i = 1; i < piece.size(); ++i) {
        if (number[piece[i]] == nothing) continue;
        add_edge(roads, net, way, piece.subspan(begin, i - begin + 1), number);
        begin = i;
      }
    });
  }
}

// Orders edges by their lower node, so that arcs near each other on the map are near in memory; packs the points again.
void order_edges(network& net) {
  std::vector<std::uint32_t> order(net.edges.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto low = [&](std::uint32_t i) { return std::min(net.edges[i].from, net.edges[i].to); };
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return low(a) < low(b); });
  std::vector<edge_record> edges;
  std::vector<point_e7> points;
  edges.reserve(order.size());
  points.reserve(net.points.size());
  net.edges_by_way.resize(order.size());
  for (const auto i : order) {
    net.edges_by_way[i] = static_cast<edge_id>(edges.size());
    auto edge = net.edges[i];
    const auto begin = net.points.begin() + edge.first_point;
    edge.first_point = static_cast<std::uint32_t>(points.size());
    points.insert(points.end(), begin, begin + edge.point_count);
    edges.push_back(edge);
  }
  net.edges = std::move(edges);
  net.points = std::move(points);
}

void index_out_arcs(network& net) {
  net.first_out.assign(net.nodes.size() + 1, 0);
  for (arc_id a = 0; a < net.arc_count(); ++a) ++net.first_out[net.tail(a) + 1];
  std::partial_sum(net.first_out.begin(), net.first_out.end(), net.first_out.begin());
  net.out_arcs.resize(net.arc_count());
  auto at = net.first_out;
  for (arc_id a = 0; a < net.arc_count(); ++a) net.out_arcs[at[net.tail(a)]++] = a;
}

// A node with thousands of roads would make millions of turns; the busiest real ones have about fifteen.
constexpr std::uint32_t most_arcs_at_a_node = 100;

void check_degrees(const network& net, const osm_roads& roads) {
  for (node_id n = 0; n < net.nodes.size(); ++n) {
    const auto degree = net.out(n).size();
    if (degree <= most_arcs_at_a_node) continue;
    throw base::problem(422, "map_file_broken", "The map file cannot be read",
                        std::to_string(degree) + " roads meet at node " + std::to_string(roads.node_ids[net.node_osm[n]]) + " (at most 100 may)",
                        "Mend the map at this node, or use another extract.");
  }
}

box_e7 bounds_of(const std::vector<point_e7>& points) {
  box_e7 box{.west = points[0].lon, .south = points[0].lat, .east = points[0].lon, .north = points[0].lat};
  for (const auto& p : points) {
    box.west = std::min(box.west, p.lon);
    box.east = std::max(box.east, p.lon);
    box.south = std::min(box.south, p.lat);
    box.north = std::max(box.north, p.lat);
  }
  return box;
}

// The length of each ferry way, over which its stated duration is spread.
std::vector<std::uint64_t> way_lengths(const network& net, std::size_t ways) {
  std::vector<std::uint64_t> lengths(ways);
  for (const auto& edge : net.edges) lengths[edge.way] += edge.length_cm;
  return lengths;
}

}  // namespace

network build_network(const osm_roads& roads) {
  network net;
  const auto uses = count_uses(roads, net.missing_nodes);
  const auto number = number_nodes(roads, uses, net);
  add_edges(roads, number, net);
  if (net.edges.empty()) {
    throw base::problem(422, "map_without_roads", "The map file has no roads", "its ways name nodes that are not in the file",
                        "Use an extract with complete ways (`osmium extract --strategy complete_ways`).");
  }
  order_edges(net);
  index_out_arcs(net);
  check_degrees(net, roads);
  net.bounds = bounds_of(net.points);
  net.effects.emplace_back();
  net.node_effect.assign(net.nodes.size(), 0);
  for (node_id n = 0; n < net.nodes.size(); ++n) {
    const auto found = roads.node_effects.find(net.node_osm[n]);
    if (found == roads.node_effects.end()) continue;
    net.node_effect[n] = static_cast<std::uint32_t>(net.effects.size());
    net.effects.push_back(found->second);
  }
  return net;
}

std::vector<std::uint32_t> arc_times(const network& net, const osm_roads& roads, profile who) {
  const auto lengths = way_lengths(net, roads.roads.size());
  std::vector<std::uint32_t> times(net.arc_count(), nothing);
  for (arc_id a = 0; a < net.arc_count(); ++a) {
    const auto& edge = net.edges[edge_of(a)];
    const auto& rules = roads.roads[edge.way].rules;
    const auto& use = rules.use[index_of(who)];
    const std::uint64_t speed = (a & 1U) == 0 ? use.forward_mm_s : use.backward_mm_s;
    if (speed == 0) continue;
    std::uint64_t ms = (static_cast<std::uint64_t>(edge.length_cm) * 10'000 + speed / 2) / speed;
    if (rules.ferry_duration_s != 0 && lengths[edge.way] != 0) {
      ms = static_cast<std::uint64_t>(rules.ferry_duration_s) * 1000 * edge.length_cm / lengths[edge.way];
    }
    times[a] = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(ms, 1, longest_arc_ms));
  }
  return times;
}

}  // namespace road
