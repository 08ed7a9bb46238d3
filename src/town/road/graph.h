#pragma once
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "town/road/graph_layout.h"
#include "town/road/road_types.h"

namespace road {

// What one profile may drive; see turn_expansion.h for states and turns.
struct profile_view {
  std::span<const std::uint32_t> arc_ms;      // by arc; `nothing`: not usable
  std::span<const std::uint8_t> flags;        // by arc: arc_flag
  std::span<const arc_id> extra_arc;          // arc of state arcs + i
  std::span<const extra_state> extra_states;  // the same sorted by arc
  std::span<const std::uint32_t> forward_first, reverse_first;
  std::span<const turn> forward, reverse;

  [[nodiscard]] std::uint32_t arc_count() const { return static_cast<std::uint32_t>(arc_ms.size()); }
  [[nodiscard]] std::uint32_t state_count() const { return static_cast<std::uint32_t>(arc_ms.size() + extra_arc.size()); }
  [[nodiscard]] arc_id arc_of(state_id s) const { return s < arc_ms.size() ? s : extra_arc[s - arc_ms.size()]; }
  [[nodiscard]] std::span<const turn> out(state_id s) const { return forward.subspan(forward_first[s], forward_first[s + 1] - forward_first[s]); }
  // Their states carry the mark single_way_on.
  [[nodiscard]] std::span<const turn> in(state_id s) const { return reverse.subspan(reverse_first[s], reverse_first[s + 1] - reverse_first[s]); }

  // Calls f(state) for every state of the arc.
  template <typename F>
  void for_each_state(arc_id arc, const F& f) const {
    f(static_cast<state_id>(arc));
    if ((flags[arc] & arc_flag::copies) == 0) return;
    auto at = std::lower_bound(extra_states.begin(), extra_states.end(), arc, [](const extra_state& e, arc_id a) { return e.arc < a; });
    for (; at != extra_states.end() && at->arc == arc; ++at) f(at->state);
  }
};

struct road_names {
  std::string_view name, name_zh, name_en, ref;  // as the map has them; empty where it has none
};

// The road graph of a map, mapped into memory from its file; never changes, safe to share between threads.
class graph {
 public:
  // Maps the file and checks size, version and checksum. Throws base::problem 404 `graph_missing`, 422 `graph_broken` or
  // `graph_version` (import the map again).
  explicit graph(const std::string& path);
  ~graph();
  graph(const graph&) = delete;
  graph& operator=(const graph&) = delete;

  [[nodiscard]] const profile_view& of(profile p) const { return profiles_[index_of(p)]; }
  [[nodiscard]] std::span<const point_e7> nodes() const { return nodes_; }
  [[nodiscard]] std::span<const edge_record> edges() const { return edges_; }
  [[nodiscard]] std::span<const way_record> ways() const { return ways_; }
  [[nodiscard]] std::span<const tree_box> tree() const { return tree_; }
  [[nodiscard]] std::uint32_t arc_count() const { return static_cast<std::uint32_t>(edges_.size() * 2); }
  [[nodiscard]] std::span<const arc_id> arcs_out(node_id n) const { return out_arcs_.subspan(first_out_[n], first_out_[n + 1] - first_out_[n]); }
  [[nodiscard]] node_id tail(arc_id a) const { return (a & 1U) == 0 ? edges_[a >> 1].from : edges_[a >> 1].to; }
  [[nodiscard]] node_id head(arc_id a) const { return tail(reverse_of(a)); }
  // The points of the edge along its way, both ends included.
  [[nodiscard]] std::span<const point_e7> shape(edge_id e) const { return points_.subspan(edges_[e].first_point, edges_[e].point_count); }
  [[nodiscard]] road_names names(edge_id e) const;
  [[nodiscard]] std::int64_t way_id(edge_id e) const { return ways_[edges_[e].way].id; }
  // The edges of an OpenStreetMap way, in the way's order; empty when it is not in the graph.
  [[nodiscard]] std::span<const edge_id> edges_of_way(std::int64_t way_id) const;
  [[nodiscard]] box_e7 bounds() const { return header_->bounds; }  // of all roads: the effective box of the data
  [[nodiscard]] const std::string& id() const { return id_; }      // 16 hexadecimal digits; the same content, the same id
  [[nodiscard]] std::string source_digest() const;                 // of the map file, 16 hexadecimal digits

 private:
  struct mapping;
  template <typename T>
  std::span<const T> view(section s, std::size_t count) const;
  template <typename T>
  std::span<const T> view(section s) const;
  void check_frame(const std::string& path) const;
  void map_views();
  [[nodiscard]] std::string_view text(std::uint32_t number) const;

  std::unique_ptr<mapping> mapping_;
  const graph_header* header_ = nullptr;
  std::string path_, id_;
  std::span<const point_e7> nodes_, points_;
  std::span<const edge_record> edges_;
  std::span<const way_record> ways_;
  std::span<const std::uint32_t> first_out_, way_first_edge_, text_first_;
  std::span<const arc_id> out_arcs_;
  std::span<const edge_id> way_edges_;
  std::span<const char> text_bytes_;
  std::span<const tree_box> tree_;
  std::array<profile_view, profile_count> profiles_;
};

std::shared_ptr<const graph> open_graph(const std::string& path);

}  // namespace road
