#include "town/road/road_import.h"

#include <algorithm>
#include <numeric>
#include <thread>

#include "town/road/graph.h"
#include "town/road/graph_writer.h"
#include "town/road/turn_costs.h"
#include "town/road/turn_expansion.h"

namespace road {
namespace {

std::vector<way_record> way_records(const osm_roads& roads) {
  std::vector<way_record> out;
  out.reserve(roads.roads.size());
  for (const auto& r : roads.roads) {
    way_record record{.id = r.id, .name = r.name, .name_zh = r.name_zh, .name_en = r.name_en, .ref = r.ref};
    record.kind = static_cast<std::uint8_t>(r.rules.kind);
    record.link = r.rules.link ? 1 : 0;
    record.roundabout = r.rules.roundabout ? 1 : 0;
    out.push_back(record);
  }
  return out;
}

// The edges of each way, in the way's order (edges themselves are numbered by place).
void add_way_edges(const network& net, std::size_t ways, graph_writer& file) {
  std::vector<std::uint32_t> first(ways + 1);
  for (const auto& edge : net.edges) ++first[edge.way + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<edge_id> edges(net.edges.size());
  auto at = first;
  for (const auto e : net.edges_by_way) edges[at[net.edges[e].way]++] = e;
  file.add(section::way_first_edge, first);
  file.add(section::way_edges, edges);
}

void add_texts(const text_pool& pool, graph_writer& file) {
  std::vector<std::uint32_t> first = {0};
  std::string bytes;
  for (const auto& text : pool.texts()) {
    bytes += text;
    first.push_back(static_cast<std::uint32_t>(bytes.size()));
  }
  file.add(section::text_first, first);
  file.add(section::text_bytes, std::span<const char>(bytes.data(), bytes.size()));
}

tree_box around(std::span<const tree_box> boxes) {
  auto all = boxes[0];
  for (const auto& b : boxes) {
    all.west = std::min(all.west, b.west);
    all.south = std::min(all.south, b.south);
    all.east = std::max(all.east, b.east);
    all.north = std::max(all.north, b.north);
  }
  return all;
}

// Edges come in Morton order of their nodes: 16 in a row lie near each other, so packing them in their order is a good tree.
std::vector<tree_box> build_tree(const network& net) {
  std::vector<tree_box> boxes;
  for (edge_id e = 0; e < net.edges.size(); ++e) {
    std::vector<tree_box> corners;
    for (const auto& p : net.shape(e)) corners.push_back({.west = p.lon, .south = p.lat, .east = p.lon, .north = p.lat});
    boxes.push_back(around(corners));
  }
  for (std::size_t begin = 0, end = boxes.size(); end - begin > 1; begin = end, end = boxes.size()) {
    for (auto at = begin; at < end; at += tree_fan) {
      boxes.push_back(around(std::span<const tree_box>(boxes).subspan(at, std::min(tree_fan, end - at))));
    }
  }
  return boxes;
}

void add_network(const network& net, const osm_roads& roads, graph_writer& file) {
  file.add(section::nodes, net.nodes);
  file.add(section::points, net.points);
  file.add(section::edges, net.edges);
  file.add(section::ways, way_records(roads));
  file.add(section::first_out, net.first_out);
  file.add(section::out_arcs, net.out_arcs);
  add_way_edges(net, roads.roads.size(), file);
  add_texts(roads.texts, file);
  file.add(section::tree, build_tree(net));
}

struct profile_part {
  turn_graph turns;
  std::vector<std::uint8_t> flags;
  std::vector<extra_state> extra_states;
  import_report::of_profile report;
};

profile_part build_profile(const expansion_input& input) {
  profile_part part;
  part.turns = expand_turns(input);
  part.flags = flag_arcs(input.net, part.turns, input.costs, part.report.components);
  for (std::uint32_t i = 0; i < part.turns.extra_arc.size(); ++i) {
    part.extra_states.push_back({.arc = part.turns.extra_arc[i], .state = part.turns.arc_count() + i});
    part.flags[part.turns.extra_arc[i]] |= arc_flag::copies;
  }
  std::stable_sort(part.extra_states.begin(), part.extra_states.end(), [](const extra_state& a, const extra_state& b) { return a.arc < b.arc; });
  for (auto& t : part.turns.reverse) {
    if (part.turns.out(t.state).size() == 1) t.state |= single_way_on;
  }
  part.report.arcs = static_cast<std::uint64_t>(std::count_if(part.flags.begin(), part.flags.end(), [](std::uint8_t f) { return f != 0; }));
  part.report.states = part.turns.extra_arc.size();
  part.report.turns = part.turns.forward.size();
  part.report.bans = input.bans.size();
  return part;
}

void add_profile(profile who, const profile_part& part, graph_writer& file) {
  const auto at = [&](profile_section s) { return section_of(who, s); };
  file.add(at(profile_section::arc_ms), part.turns.arc_ms);
  file.add(at(profile_section::flags), part.flags);
  file.add(at(profile_section::extra_arc), part.turns.extra_arc);
  file.add(at(profile_section::extra_states), part.extra_states);
  file.add(at(profile_section::forward_first), part.turns.forward_first);
  file.add(at(profile_section::forward), part.turns.forward);
  file.add(at(profile_section::reverse_first), part.turns.reverse_first);
  file.add(at(profile_section::reverse), part.turns.reverse);
}

// Each profile apart; car in a thread of its own, as it takes about half of the work.
std::array<profile_part, profile_count> build_profiles(const network& net, const osm_roads& roads, bool drive_on_left, ban_report& report) {
  std::vector<std::vector<std::uint32_t>> times;
  for (const auto who : all_profiles) times.push_back(arc_times(net, roads, who));
  const auto bans = resolve_restrictions(net, roads, times, report);
  std::array<profile_part, profile_count> parts;
  std::array<std::exception_ptr, profile_count> failures;
  const auto build = [&](profile who) {
    const auto i = index_of(who);
    try {
      const turn_costs costs(net, roads, times[i], who, drive_on_left);
      parts[i] = build_profile({.net = net, .roads = roads, .who = who, .times = times[i], .bans = bans[i], .costs = costs});
    } catch (...) {
      failures[i] = std::current_exception();
    }
  };
  {
    std::jthread beside([&] { build(profile::car); });
    build(profile::motorcycle);
    build(profile::foot);
  }
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return parts;
}

void fill_report(const osm_roads& roads, const network& net, const ban_report& bans, import_report& report) {
  report.source_bytes = roads.file.bytes;
  report.nodes_seen = roads.nodes_seen;
  report.ways_seen = roads.ways_seen;
  report.roads = roads.roads.size();
  report.missing_nodes = net.missing_nodes;
  report.junctions = net.nodes.size();
  report.edges = net.edges.size();
  std::uint64_t length_cm = 0;
  for (const auto& edge : net.edges) length_cm += edge.length_cm;
  report.length_m = length_cm / 100;
  report.restrictions_seen = roads.restrictions_seen;
  report.restrictions_used = bans.used_node + bans.used_way;
  report.restrictions_over_ways = bans.used_way;
  report.restrictions_ignored = roads.ignored_restrictions;
  for (const auto& [reason, count] : bans.ignored) report.restrictions_ignored[reason] += count;
  report.bounds = net.bounds;
}

}  // namespace

std::string build_graph(const osm_source& source, std::uint64_t source_digest, const import_options& options, import_report& report,
                        const import_progress& progress) {
  const auto tell = [&](std::string_view stage, double share) {
    if (progress) progress(stage, share);
  };
  tell("reading", 0);
  const auto roads = collect_roads(source, [&](std::uint64_t) { tell("reading", 0.5); });
  tell("junctions", 0);
  const auto net = build_network(roads);
  tell("turns", 0);
  ban_report bans;
  const auto parts = build_profiles(net, roads, options.drive_on_left, bans);
  tell("writing", 0);
  graph_writer file;
  add_network(net, roads, file);
  for (const auto who : all_profiles) {
    add_profile(who, parts[index_of(who)], file);
    report.profiles[index_of(who)] = parts[index_of(who)].report;
  }
  fill_report(roads, net, bans, report);
  auto bytes = file.finish(source_digest, net.bounds);
  report.graph_bytes = bytes.size();
  return bytes;
}

import_report import_roads(const import_options& options, const import_progress& progress) {
  import_report report;
  const auto bytes = build_graph(osm_file(options.source_path), digest_of_file(options.source_path), options, report, progress);
  write_whole_file(options.graph_path, bytes);
  report.graph_id = open_graph(options.graph_path)->id();
  if (progress) progress("writing", 1);
  return report;
}

}  // namespace road
