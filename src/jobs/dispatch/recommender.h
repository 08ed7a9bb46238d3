#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "foundation/base/clock.h"
#include "foundation/store/store.h"
#include "jobs/dispatch/incident.h"
#include "jobs/dispatch/incident_type.h"
#include "jobs/dispatch/recommendation_evaluate.h"
#include "jobs/dispatch/recommendation_store.h"
#include "town/duty/live_units.h"

namespace dispatch {

// A recommendation that is computed but not yet stored.
struct computed_recommendation {
  std::string incident_id;
  std::string area_path;
  recommendation result;  // without id
  std::string output;     // the part that can be computed again, as JSON
  written_inputs inputs;
};

// What the rules need to know of an incident: the type's needs from the catalogue.
incident_facts facts_of(const incident& one, const incident_catalogue& types);

// What a recommender looks at; must outlive it. `roads` may be empty: then nobody can be reached.
struct recommender_sources {
  duty::live_units& units;
  road::live_closures& closures;
  std::shared_ptr<const road::graph> roads;
  const base::clock& time;
  rule_parameters rules = {};
};

// How much of the answer is worth waiting for: of a small fleet every unit's exact time, or the best units' alone (the others then
// have the time below which they cannot be). Stored with the inputs, as part of the rules.
enum class thoroughness : std::uint8_t { all_exact, best_exact };

// Says who should go now, and keeps what it said. Safe to share between threads.
class recommender {
 public:
  explicit recommender(recommender_sources from) : from_(std::move(from)) {}

  // From the live picture alone: no database, no waiting. For incidents of up to 64 needed capabilities.
  std::shared_ptr<const computed_recommendation> recommend(const incident_facts& incident, thoroughness how = thoroughness::all_exact);
  // Stores it with its inputs, makes it the incident's latest, journals and publishes it.
  stored_recommendation keep(store::transaction& transaction, const computed_recommendation& one, const std::string& account_id);
  // Computes a stored one again and compares the bytes. Throws 409 graph_changed, 410 inputs_forgotten,
  // 500 inputs_broken.
  verification verify(store::connection& db, const stored_recommendation& one);

  // Where demand lies; until it is set, recommendations say nothing of cover.
  void set_cover(std::shared_ptr<const cover_data> cover);
  // Deletes where units were of recommendations computed before this moment: they stay, but can no longer be computed again.
  // Returns how many parts. Not from the writer's thread.
  std::size_t forget_positions(store::database& db, base::instant before);
  // For store::database::on_commit: parts that are stored are not sent again.
  void hear(std::span<const store::committed_event> events);

 private:
  recommender_sources from_;
  search_memories memories_;
  input_writer writer_;
  std::mutex mutex_;  // guards the rest
  std::shared_ptr<const cover_data> cover_;
  std::unordered_set<std::string> stored_parts_;                          // digests
  std::unordered_map<std::string, std::vector<std::string>> sent_parts_;  // by recommendation, until its commit is heard of
};

}  // namespace dispatch
