#include "jobs/dispatch/recommendation_store.h"

#include <boost/json.hpp>
#include <cmath>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace dispatch {
namespace {

constexpr std::string_view query =
    "SELECT r.id, r.incident_id, r.computed_at, r.computed_by, r.inputs, r.inputs_sha256, r.output, r.compute_us"
    " FROM recommendations r JOIN incidents i ON i.id = r.incident_id WHERE ";

stored_recommendation read_one(store::connection& db, const operation::caller& who, std::string_view which, std::string_view id) {
  std::vector<store::value> parameters = {std::string(id)};
  const auto allowed = who.condition("incident.read", "i.area_path", parameters);
  const auto rows = db.query(std::string(query) + std::string(which) + " = $1 AND " + allowed + " ORDER BY r.id DESC LIMIT 1", parameters);
  if (rows.empty()) throw base::not_found("recommendation " + std::string(id));
  return {.id = rows.text(0, 0),
          .incident_id = rows.text(0, 1),
          .computed_at = {rows.integer(0, 2)},
          .computed_by = rows.text(0, 3),
          .inputs = rows.text(0, 4),
          .inputs_sha256 = rows.text(0, 5),
          .output = rows.text(0, 6),
          .compute_us = rows.integer(0, 7)};
}

}  // namespace

std::string to_json(const stored_recommendation& one) {
  std::string out = R"({"id":)";
  base::append_json_string(out, one.id);
  out += R"(,"incident_id":)";
  base::append_json_string(out, one.incident_id);
  out += R"(,"computed_at":")" + base::to_rfc3339(one.computed_at) + R"(",)";
  out.append(one.output, 1, one.output.size() - 2);  // its members, without the braces
  return out + R"(,"compute_us":)" + std::to_string(one.compute_us) + "}";
}

void insert_part(store::connection& db, std::string_view sha256, std::string_view kind, const std::string& content) {
  db.execute("INSERT INTO recommendation_parts (sha256, kind, content) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING",
             {std::string(sha256), std::string(kind), content});
}

std::string get_part(store::connection& db, const std::string& sha256) {
  const auto rows = db.query("SELECT content FROM recommendation_parts WHERE sha256 = $1", {sha256});
  if (rows.empty()) {
    throw base::problem(410, "inputs_forgotten", "What it rests on is not kept any more.", "Where units were is deleted after a set time.",
                        "The recommendation itself stays as it was given.");
  }
  return rows.text(0, 0);
}

void insert_recommendation(store::connection& db, const stored_recommendation& one) {
  db.execute(
      "INSERT INTO recommendations (id, incident_id, computed_at, computed_by, inputs, inputs_sha256, output, compute_us)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {one.id, one.incident_id, one.computed_at.us, one.computed_by, one.inputs, one.inputs_sha256, one.output, one.compute_us});
  db.execute("UPDATE incidents SET recommendation_id = $1 WHERE id = $2", {one.id, one.incident_id});
}

stored_recommendation get_recommendation(store::connection& db, const operation::caller& who, std::string_view id) {
  return read_one(db, who, "r.id", id);
}

stored_recommendation get_latest_recommendation(store::connection& db, const operation::caller& who, std::string_view incident_id) {
  return read_one(db, who, "r.incident_id", incident_id);
}

std::optional<std::int64_t> find_eta_s(store::connection& db, std::string_view recommendation_id, std::string_view incident_id,
                                       std::string_view unit_id) {
  const auto rows =
      db.query("SELECT output FROM recommendations WHERE id = $1 AND incident_id = $2", {std::string(recommendation_id), std::string(incident_id)});
  if (rows.empty()) return std::nullopt;
  const auto output = boost::json::parse(rows.text(0, 0));
  for (const auto& one : output.at("candidates").as_array()) {
    if (std::string_view(one.at("unit_id").as_string()) != unit_id) continue;
    if (one.at("eta_s").is_null()) return std::nullopt;
    return std::llround(one.at("eta_s").to_number<double>());
  }
  return std::nullopt;
}

}  // namespace dispatch
