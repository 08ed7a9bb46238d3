#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "foundation/operation/operation.h"
#include "foundation/store/store.h"

namespace dispatch {

// A recommendation as its row: JSON texts, not yet read.
struct stored_recommendation {
  std::string id;
  std::string incident_id;
  base::instant computed_at;
  std::string computed_by;
  std::string inputs;
  std::string inputs_sha256;
  std::string output;
  std::int64_t compute_us = 0;
};

// The record as it is sent: head, output, duration.
std::string to_json(const stored_recommendation& one);

void insert_part(store::connection& db, std::string_view sha256, std::string_view kind, const std::string& content);
// Throws base::problem 410 inputs_forgotten when there is none: positions of units are kept for a time only.
std::string get_part(store::connection& db, const std::string& sha256);

// Also makes it the incident's latest.
void insert_recommendation(store::connection& db, const stored_recommendation& one);
// Throws not_found, also when the incident is not the caller's to see.
stored_recommendation get_recommendation(store::connection& db, const operation::caller& who, std::string_view id);
stored_recommendation get_latest_recommendation(store::connection& db, const operation::caller& who, std::string_view incident_id);

// The seconds to arrival it gave for the unit, rounded; nothing when there is no such recommendation for this incident or
// it knew no time for the unit.
std::optional<std::int64_t> find_eta_s(store::connection& db, std::string_view recommendation_id, std::string_view incident_id,
                                       std::string_view unit_id);

}  // namespace dispatch
