#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "town/area/area.h"
#include "town/area/area_import.h"

namespace area {
namespace {

// Drafts waiting for their parents, joined with what is stored.
class planner {
 public:
  planner(std::span<const area_draft> drafts, std::span<const area> stored, const std::function<std::string()>& next_id, base::instant now)
      : drafts_(drafts), next_id_(next_id), now_(now) {
    for (const area& one : stored) stored_.emplace(one.code, &one);
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      if (!number_.emplace(drafts[i].code, i).second) repeated_.push_back(i);
    }
    states_.assign(drafts.size(), state::waiting);
    for (const std::size_t i : repeated_) refuse(i, "duplicate", "comes twice; the first was taken.", "Remove one of the two.");
  }

  area_plan run() {
    for (std::size_t i = 0; i < drafts_.size(); ++i) place(i);
    renew_paths();
    return std::move(plan_);
  }

 private:
  enum class state : std::uint8_t { waiting, on_the_way, placed, refused };

  void refuse(std::size_t i, std::string code, const std::string& what, std::string remedy) {
    states_[i] = state::refused;
    plan_.faults.push_back({{}, i, std::move(code), drafts_[i].code + " " + drafts_[i].name + " " + what, std::move(remedy)});
  }

  // Parents first: the chain of waiting ancestors is climbed, then placed from above (no recursion: a hostile list may hang
  // a million areas one from the other).
  void place(std::size_t number) {
    std::vector<std::size_t> chain;
    for (std::size_t i = number; states_[i] == state::waiting;) {
      states_[i] = state::on_the_way;
      chain.push_back(i);
      const auto above = number_.find(drafts_[i].parent_code);
      if (above == number_.end()) break;
      i = above->second;
      if (states_[i] == state::on_the_way) {
        refuse(i, "parent_cycle", "is its own ancestor.", "Correct the parents' codes.");
        break;
      }
    }
    for (auto i = chain.rbegin(); i != chain.rend(); ++i) {
      if (states_[*i] == state::on_the_way) place_below(*i);
    }
  }

  void place_below(std::size_t i) {
    const area_draft& draft = drafts_[i];
    std::optional<std::string> parent_id;
    std::string path = "/";
    if (!draft.parent_code.empty()) {
      const area* parent = find_parent(draft.parent_code);
      if (parent == nullptr)
        return refuse(i, "missing_parent", "belongs to " + draft.parent_code + ", which is not there.",
                      "Import that one first, or leave the parent out.");
      parent_id = parent->id;
      path = parent->path;
    }
    area next;
    if (const auto known = stored_.find(draft.code); known != stored_.end()) {
      next = *known->second;
    } else {
      next.id = next_id_();
      next.valid_from = now_;
      next.version = 0;
    }
    if (is_within(path, next.id)) return refuse(i, "parent_cycle", "would lie below itself.", "Correct the parents' codes.");
    next.code = draft.code;
    next.kind = draft.kind;
    next.name = draft.name;
    if (!draft.name_en.empty()) next.name_en = draft.name_en;
    next.parent_id = std::move(parent_id);
    next.path = path + next.id + "/";
    if (!draft.boundary.polygons.empty()) {
      next.boundary = draft.boundary;
      next.position = geo::label_point(next.boundary);
    }
    states_[i] = state::placed;
    placed_.emplace(draft.code, plan_.areas.size());
    plan_.areas.push_back(std::move(next));
  }

  // When an area moves, what is stored below it moves too, whether the import names it or not.
  void renew_paths() {
    std::unordered_map<std::string_view, const area*> by_id;
    for (const area& one : plan_.areas) by_id.emplace(one.id, &one);
    for (const auto& [code, one] : stored_) by_id.emplace(one->id, one);
    const auto path_of = [&](const area& one) {
      std::string path = one.id + "/";
      const area* at = &one;
      for (std::size_t steps = 0; at->parent_id && steps < by_id.size(); ++steps) {
        const auto above = by_id.find(*at->parent_id);
        if (above == by_id.end()) break;
        at = above->second;
        path.insert(0, at->id + "/");
      }
      return "/" + path;
    };
    std::vector<area> moved;
    for (const auto& [code, one] : stored_) {
      if (by_id.at(one->id) == one && path_of(*one) != one->path) {
        moved.push_back(*one);
        moved.back().path = path_of(*one);
      }
    }
    std::vector<std::string> paths;
    for (const area& one : plan_.areas) paths.push_back(path_of(one));
    for (std::size_t i = 0; i < paths.size(); ++i) plan_.areas[i].path = std::move(paths[i]);
    std::sort(moved.begin(), moved.end(), [](const area& a, const area& b) { return a.path < b.path; });
    plan_.areas.insert(plan_.areas.end(), std::make_move_iterator(moved.begin()), std::make_move_iterator(moved.end()));
  }

  const area* find_parent(const std::string& code) const {
    if (const auto placed = placed_.find(code); placed != placed_.end()) return &plan_.areas[placed->second];
    // A stored area that a refused draft was to change stays as it is and may have children.
    const auto known = stored_.find(code);
    return known != stored_.end() ? known->second : nullptr;
  }

  std::span<const area_draft> drafts_;
  const std::function<std::string()>& next_id_;
  base::instant now_;
  std::unordered_map<std::string, const area*> stored_;
  std::unordered_map<std::string, std::size_t> number_;  // of the draft with the code
  std::unordered_map<std::string, std::size_t> placed_;  // in plan_.areas
  std::vector<std::size_t> repeated_;
  std::vector<state> states_;
  area_plan plan_;
};

}  // namespace

std::optional<level> level_from_name(std::string_view name) {
  const auto found = std::find_if(std::begin(level_choices), std::end(level_choices), [&](const record::choice& c) { return c.code == name; });
  if (found == std::end(level_choices)) return std::nullopt;
  return static_cast<level>(found - std::begin(level_choices));
}

bool is_within(std::string_view path, std::string_view ancestor_id) {
  if (ancestor_id.empty()) return false;
  for (auto at = path.find(ancestor_id); at != std::string_view::npos; at = path.find(ancestor_id, at + 1)) {
    const auto end = at + ancestor_id.size();
    if (at > 0 && path[at - 1] == '/' && end < path.size() && path[end] == '/') return true;
  }
  return false;
}

std::size_t depth_of(std::string_view path) {
  const auto slashes = static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
  return slashes > 0 ? slashes - 1 : 0;
}

area_plan plan_areas(std::span<const area_draft> drafts, std::span<const area> stored, const std::function<std::string()>& next_id,
                     base::instant now) {
  return planner(drafts, stored, next_id, now).run();
}

}  // namespace area
