#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "town/road/road_types.h"

// The graph file: a header, then sections of plain records, each on a 64-byte boundary, in the byte order of x86-64 and
// ARM. Any change of a record, of the rules of roads or of costs raises `graph_version`: old files are then refused.
namespace road {

constexpr std::uint32_t graph_version = 2;
constexpr std::array<char, 8> graph_magic = {'s', 'h', 'w', 'r', 'o', 'a', 'd', '\n'};

// One way on from (or to) a state. Forward: the time of the arc left behind plus the turn. Reverse: the turn plus the time
// of the arc turned into; so a search adds exactly one number.
struct turn {
  state_id state = 0;
  std::uint32_t weight_ms = 0;
  bool operator==(const turn&) const = default;
};

// In the reverse list the upper bit of `state` says that the state has no other way on than the one it is listed under: its
// time is certain as soon as that of the one is, and a search need not queue it.
constexpr state_id single_way_on = 1U << 31;
constexpr state_id state_number(state_id listed) { return listed & ~single_way_on; }

struct edge_record {
  node_id from = 0, to = 0;
  std::uint32_t way = 0;          // index of its way_record
  std::uint32_t first_point = 0;  // both ends are included
  std::uint32_t point_count = 0;
  std::uint32_t length_cm = 0;
};

struct way_record {
  std::int64_t id = 0;
  std::uint32_t name = 0, name_zh = 0, name_en = 0, ref = 0;  // numbers of texts
  std::uint8_t kind = 0;                                      // road_class
  std::uint8_t link = 0, roundabout = 0;
  std::array<std::uint8_t, 5> unused{};
};

struct extra_state {
  arc_id arc = 0;
  state_id state = 0;
};

// What can be said of an arc before any search.
namespace arc_flag {
constexpr std::uint8_t usable = 1;      // open to the profile
constexpr std::uint8_t leads_out = 2;   // from here a hub can be reached: fit for a unit
constexpr std::uint8_t led_to = 4;      // can be reached from a hub: fit for an incident
constexpr std::uint8_t no_through = 8;  // first or last stretch only
constexpr std::uint8_t copies = 16;     // has more states than its own
}  // namespace arc_flag

// Boxes of a packed tree over the edges: first one box per edge, then one per 16 of the level below, up to a single one.
using tree_box = box_e7;
constexpr std::size_t tree_fan = 16;

enum class section : std::uint32_t {
  nodes,
  points,
  edges,
  ways,
  first_out,
  out_arcs,
  way_first_edge,
  way_edges,
  text_first,
  text_bytes,
  tree,
  per_profile,  // the sections of the first profile begin here
};
enum class profile_section : std::uint32_t { arc_ms, flags, extra_arc, extra_states, forward_first, forward, reverse_first, reverse, count };
constexpr std::size_t section_count =
    static_cast<std::size_t>(section::per_profile) + profile_count * static_cast<std::size_t>(profile_section::count);
constexpr section section_of(profile p, profile_section s) {
  return static_cast<section>(static_cast<std::size_t>(section::per_profile) + index_of(p) * static_cast<std::size_t>(profile_section::count) +
                              static_cast<std::size_t>(s));
}

struct section_entry {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

struct graph_header {
  std::array<char, 8> magic = graph_magic;
  std::uint32_t version = graph_version;
  std::uint32_t header_bytes = 0;
  std::uint64_t checksum = 0;  // of everything behind this field
  std::uint64_t file_bytes = 0;
  std::uint64_t source_digest = 0;
  box_e7 bounds;
  std::array<section_entry, section_count> sections{};
};

// A fast 64-bit digest against damage (not against forgery): four lanes of multiply and rotate.
std::uint64_t digest(std::string_view bytes);
// Of a whole file; throws base::problem 404 when it cannot be read.
std::uint64_t digest_of_file(const std::string& path);

}  // namespace road
