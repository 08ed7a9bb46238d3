#include "town/road/osm_roads.h"

#include <algorithm>

#include "foundation/base/problem.h"
#include "town/road/osm_restrictions.h"

namespace road {
namespace {

// A country of roads fits; what is more would not fit into 32-bit arcs.
constexpr std::size_t max_refs = 400'000'000;

class way_collector final : public osm_visitor {
 public:
  way_collector(osm_roads& into, const std::function<void(std::uint64_t)>& progress) : into_(into), progress_(progress) {}

  void way(std::int64_t id, std::span<const std::int64_t> node_ids, const osm_tags& tags) override {
    ++into_.ways_seen;
    if (node_ids.size() < 2) return;
    const auto rules = rules_of_way(tags);
    if (std::none_of(rules.use.begin(), rules.use.end(), [](const way_use& use) { return use.usable(); })) return;
    if (into_.refs.size() + node_ids.size() > max_refs) {
      throw base::problem(422, "map_too_large", "The map has more roads than one graph can hold", {}, "Import an extract of the county instead.");
    }
    auto& texts = into_.texts;
    into_.roads.push_back({.id = id,
                           .first_ref = static_cast<std::uint32_t>(into_.refs.size()),
                           .ref_count = static_cast<std::uint32_t>(node_ids.size()),
                           .name = texts.number(tags.find("name")),
                           .name_zh = texts.number(tags.find("name:zh")),
                           .name_en = texts.number(tags.find("name:en")),
                           .ref = texts.number(tags.find("ref")),
                           .rules = rules});
    into_.refs.insert(into_.refs.end(), node_ids.begin(), node_ids.end());
  }

  void relation(std::int64_t id, std::span<const osm_member> members, const osm_tags& tags) override {
    if (!is_restriction(tags)) return;
    ++into_.restrictions_seen;
    std::string reason;
    auto restriction = read_restriction(id, members, tags, reason);
    if (restriction) {
      into_.restrictions.push_back(std::move(*restriction));
    } else {
      ++into_.ignored_restrictions[reason];
    }
  }

  void progress(std::uint64_t bytes) override { progress_(bytes); }

 private:
  osm_roads& into_;
  const std::function<void(std::uint64_t)>& progress_;
};

class node_collector final : public osm_visitor {
 public:
  node_collector(osm_roads& into, const std::function<void(std::uint64_t)>& progress) : into_(into), progress_(progress) {}

  void node(std::int64_t id, point_e7 at, const osm_tags& tags) override {
    ++into_.nodes_seen;
    const auto index = find(id);
    if (!index) return;
    into_.positions[*index] = at;
    const auto rules = rules_of_node(tags);
    if (rules.matters()) into_.node_effects[*index] = rules;
  }

  void progress(std::uint64_t bytes) override { progress_(bytes); }

 private:
  // Files are nearly always sorted by id: the next wanted node is usually the one after the last.
  std::optional<std::uint32_t> find(std::int64_t id) {
    while (next_ < into_.node_ids.size() && into_.node_ids[next_] < id && id - into_.node_ids[next_] < 64) ++next_;
    if (next_ < into_.node_ids.size() && into_.node_ids[next_] == id) return static_cast<std::uint32_t>(next_++);
    const auto found = into_.find_node(id);
    if (found) next_ = *found + 1;
    return found;
  }

  osm_roads& into_;
  const std::function<void(std::uint64_t)>& progress_;
  std::size_t next_ = 0;
};

template <typename Object>
void sort_by_id(std::vector<Object>& objects) {
  std::stable_sort(objects.begin(), objects.end(), [](const Object& a, const Object& b) { return a.id < b.id; });
  // Of an object that comes twice the last one counts, as in a file of changes.
  const auto same = [](const Object& a, const Object& b) { return a.id == b.id; };
  objects.erase(objects.begin(), std::unique(objects.rbegin(), objects.rend(), same).base());
}

// Numbers the texts anew in the order of the roads, so that the file's order of objects leaves no trace.
void renumber_texts(osm_roads& roads) {
  text_pool anew;
  const auto& old = roads.texts.texts();
  for (auto& road : roads.roads) {
    for (auto* number : {&road.name, &road.name_zh, &road.name_en, &road.ref}) *number = anew.number(old[*number]);
  }
  roads.texts = std::move(anew);
}

}  // namespace

std::uint32_t text_pool::number(std::string_view text) {
  const auto [found, fresh] = numbers_.try_emplace(std::string(text), static_cast<std::uint32_t>(texts_.size()));
  if (fresh) texts_.emplace_back(text);
  return found->second;
}

std::optional<std::uint32_t> osm_roads::find_node(std::int64_t id) const {
  const auto at = std::lower_bound(node_ids.begin(), node_ids.end(), id);
  if (at == node_ids.end() || *at != id) return std::nullopt;
  return static_cast<std::uint32_t>(at - node_ids.begin());
}

osm_roads collect_roads(const osm_source& source, const std::function<void(std::uint64_t)>& progress) {
  osm_roads out;
  way_collector ways(out, progress);
  out.file = source({.nodes = false, .ways = true, .relations = true}, ways);
  if (out.roads.empty()) {
    throw base::problem(422, "map_without_roads", "The map file has no roads",
                        std::to_string(out.ways_seen) + " ways were read, none is a road that a profile may use",
                        "Use an extract that was not filtered (ways with the tag highway must be in it).");
  }
  sort_by_id(out.roads);
  renumber_texts(out);
  sort_by_id(out.restrictions);
  out.node_ids = out.refs;
  std::sort(out.node_ids.begin(), out.node_ids.end());
  out.node_ids.erase(std::unique(out.node_ids.begin(), out.node_ids.end()), out.node_ids.end());
  out.positions.resize(out.node_ids.size());
  node_collector nodes(out, progress);
  source({.nodes = true, .ways = false, .relations = false}, nodes);
  return out;
}

}  // namespace road
