#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "foundation/store/store.h"
#include "jobs/dispatch/cover.h"
#include "jobs/dispatch/recommendation_inputs.h"
#include "town/road/graph.h"

namespace dispatch {

// The part of the world to cover, WGS-84 degrees.
struct cover_extent {
  double west = 0, south = 0, east = 0, north = 0;
};

struct cover_request {
  cover_extent extent;
  std::int64_t within_ms = 480'000;
  std::size_t most_cells = 400;
};

// Cells of equal size over the extent wherever there are roads for cars (as small as the number of cells allows), weighed by
// their roads alone, and which reaches which by car on open roads within the time. A second or so for a large town:
// once per graph, off every request. Deterministic.
cover_model build_cover(const road::graph& roads, const cover_request& request);

// The same model with the demand of past incidents added and its cells' areas named. area_at may be empty.
cover_model with_demand(cover_model model, std::span<const base::position> incidents,
                        const std::function<std::string(const base::position&)>& area_at);

// Where incidents happened: the latest ones, at most `most`.
std::vector<base::position> load_incident_places(store::connection& db, std::size_t most);

struct cover_sources {
  const road::graph& roads;
  cover_request request;
  std::string file;  // keeps the built model; "" for none
  std::span<const base::position> incidents = {};
  std::function<std::string(const base::position&)> area_at = {};  // id of the deepest area; may be empty
};

// The cover to recommend with: from the file when it still fits the graph and the request, else built and put there.
std::shared_ptr<const cover_data> ready_cover(const cover_sources& from);

// A file that keeps a built model; it belongs to one graph and one request.
void save_cover(const std::string& path, const std::string& graph_id, const cover_request& request, const cover_model& model);
// Nothing when there is no such file, it cannot be read, or it belongs to another graph or request.
std::optional<cover_model> load_cover(const std::string& path, const std::string& graph_id, const cover_request& request);

}  // namespace dispatch
