#include "jobs/dispatch/recommender.h"

#include "foundation/base/text.h"
#include "foundation/seal/hash.h"

namespace dispatch {
namespace {

constexpr std::size_t most_stored_parts = 50'000;  // digests remembered; forgetting some only costs a needless insert
constexpr std::size_t most_sent_parts = 10'000;

std::string output_of(const recommendation& result) {
  std::string text;
  record::write_json(text, output_table(), &result);
  return text;
}

}  // namespace

incident_facts facts_of(const incident& one, const incident_catalogue& types) {
  incident_facts facts{.id = one.id, .location = one.location, .area_path = one.area_path, .type = one.type, .priority = one.priority};
  const auto* type = types.find(one.type);
  if (type == nullptr) return facts;
  facts.units = static_cast<std::uint32_t>(std::max<std::int64_t>(type->units, 1));
  for (const auto& code : type->needs) {
    needed_capability need{.code = code, .name = {.zh = code, .en = code}};
    for (const auto& known : types.capabilities()) {
      if (known.code == code) need.name = known.name;
    }
    facts.needs.push_back(std::move(need));
  }
  return facts;
}

std::shared_ptr<const computed_recommendation> recommender::recommend(const incident_facts& incident, thoroughness how) {
  const auto began = from_.time.steady();
  recommendation_inputs inputs{.incident = incident,
                               .at = from_.time.now(),
                               .rules = from_.rules,
                               .units = from_.units.now(),
                               .closures = from_.closures.now(),
                               .roads = from_.roads,
                               .cover = {}};
  if (how == thoroughness::best_exact) inputs.rules.exact_for_all_ms = 0;
  {
    const std::lock_guard lock(mutex_);
    inputs.cover = cover_;
  }
  auto computed = std::make_shared<computed_recommendation>();
  computed->incident_id = incident.id;
  computed->area_path = incident.area_path;
  computed->inputs = writer_.write(inputs);
  search_memories::lent memory(memories_);
  computed->result = evaluate(inputs, memory.get());
  computed->result.inputs_sha256 = computed->inputs.sha256;
  computed->output = output_of(computed->result);
  computed->result.compute_us = (from_.time.steady().us - began.us);
  return computed;
}

stored_recommendation recommender::keep(store::transaction& transaction, const computed_recommendation& one, const std::string& account_id) {
  stored_recommendation row{.id = transaction.new_id(),
                            .incident_id = one.incident_id,
                            .computed_at = one.result.computed_at,
                            .computed_by = account_id,
                            .inputs = one.inputs.document,
                            .inputs_sha256 = one.inputs.sha256,
                            .output = one.output,
                            .compute_us = one.result.compute_us};
  std::vector<std::shared_ptr<const input_part>> missing;
  {
    const std::lock_guard lock(mutex_);
    if (sent_parts_.size() >= most_sent_parts) sent_parts_.clear();
    auto& sent = sent_parts_[row.id];
    for (const auto& part : one.inputs.parts) {
      if (stored_parts_.contains(part->sha256)) continue;
      missing.push_back(part);
      sent.push_back(part->sha256);
    }
  }
  for (const auto& part : missing) insert_part(transaction.db(), part->sha256, part->kind, part->text);
  insert_recommendation(transaction.db(), row);
  std::string detail = R"({"incident_id":)";
  base::append_json_string(detail, row.incident_id);
  detail += R"(,"inputs_sha256":")" + row.inputs_sha256 + R"("})";
  transaction.journal({.action = "recommend", .subject_kind = "recommendation", .subject_id = row.id, .detail = std::move(detail)});
  transaction.publish(
      {.topic = "recommendation", .subject_id = row.id, .area_path = one.area_path, .permission = "incident.read", .payload = to_json(row)});
  return row;
}

verification recommender::verify(store::connection& db, const stored_recommendation& one) {
  const auto sha256_of = [](std::string_view text) { return seal::to_hex(seal::sha256(text)); };
  const auto inputs = read_inputs(
      one.inputs, [&db](const std::string& sha256) { return get_part(db, sha256); }, from_.roads);
  search_memories::lent memory(memories_);
  auto again = evaluate(inputs, memory.get());
  again.inputs_sha256 = sha256_of(one.inputs);
  const auto output = output_of(again);
  return {.same = output == one.output && again.inputs_sha256 == one.inputs_sha256,
          .inputs_sha256 = again.inputs_sha256,
          .output_sha256 = sha256_of(one.output),
          .recomputed_sha256 = sha256_of(output)};
}

void recommender::set_cover(std::shared_ptr<const cover_data> cover) {
  const std::lock_guard lock(mutex_);
  cover_ = std::move(cover);
}

void recommender::hear(std::span<const store::committed_event> events) {
  for (const auto& one : events) {
    if (one.what.topic != "recommendation") continue;
    const std::lock_guard lock(mutex_);
    const auto sent = sent_parts_.find(one.what.subject_id);
    if (sent == sent_parts_.end()) continue;
    if (stored_parts_.size() >= most_stored_parts) stored_parts_.clear();
    stored_parts_.insert(sent->second.begin(), sent->second.end());
    sent_parts_.erase(sent);
  }
}

}  // namespace dispatch
