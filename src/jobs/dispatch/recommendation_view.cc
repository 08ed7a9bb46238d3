#include "jobs/dispatch/recommendation_view.h"

#include <array>

namespace dispatch {
namespace {

using r = recommendation;

constexpr record::field head_fields[] = {
    record::field_of<&r::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 36}),
    record::field_of<&r::incident_id>({.name = "incident_id", .summary = "for this incident", .read_only = true, .refers_to = "incidents"}),
    record::field_of<&r::computed_at>({.name = "computed_at", .summary = "when; positions are judged by this time", .read_only = true}),
};
constexpr record::field output_fields[] = {
    record::field_of<&r::rule>({.name = "rule", .summary = "the rule that decided", .read_only = true}),
    record::field_of<&r::chosen>({.name = "chosen", .summary = "units to send, in this order", .read_only = true, .max_length = 100}),
    record::field_of<&r::needed>({.name = "needed", .summary = "how many the type asks for", .read_only = true}),
    record::field_of<&r::missing_capabilities>(
        {.name = "missing_capabilities", .summary = "needed, but nobody who can go has it", .read_only = true, .max_length = 64}),
    record::field_of<&r::explanation>({.name = "explanation", .summary = "why these", .read_only = true}),
    record::field_of<&r::candidates>({.name = "candidates",
                                      .summary = "units with their own reason: chosen, the next ones, the responsible one; all of a small fleet",
                                      .read_only = true,
                                      .max_length = 10'000}),
    record::field_of<&r::others>({.name = "others", .summary = "every other unit, by shared reason", .read_only = true, .max_length = 100}),
    record::field_of<&r::cover>({.name = "cover", .summary = "share of the demand in reach before and after sending", .read_only = true}),
    record::field_of<&r::closures_epoch>({.name = "closures_epoch", .summary = "state of the closures it heeds", .read_only = true}),
    record::field_of<&r::graph_id>({.name = "graph_id", .summary = "the road graph", .read_only = true}),
    record::field_of<&r::inputs_sha256>({.name = "inputs_sha256", .summary = "digest of everything it rests on", .read_only = true}),
};
constexpr record::field tail_fields[] = {
    record::field_of<&r::compute_us>({.name = "compute_us", .summary = "microseconds it took", .read_only = true}),
};

constexpr auto all_fields = [] {
  std::array<record::field, std::size(head_fields) + std::size(output_fields) + std::size(tail_fields)> all;
  std::size_t at = 0;
  for (const auto& one : head_fields) all[at++] = one;
  for (const auto& one : output_fields) all[at++] = one;
  for (const auto& one : tail_fields) all[at++] = one;
  return all;
}();

}  // namespace

const record::table& record_of(const cover_loss*) {
  using c = cover_loss;
  static constexpr record::field fields[] = {
      record::field_of<&c::share_before>({.name = "share_before", .summary = "of the demand in reach of a free unit, 0 to 1", .read_only = true}),
      record::field_of<&c::share_after>({.name = "share_after", .summary = "the same when this unit has gone", .read_only = true}),
      record::field_of<&c::areas>({.name = "areas", .summary = "areas that lose most, at most three", .read_only = true}),
  };
  static const record::table table{.name = "CoverLoss", .summary = "What sending a unit costs those it leaves.", .fields = fields};
  return table;
}

const record::table& record_of(const candidate_view*) {
  using c = candidate_view;
  static constexpr record::field fields[] = {
      record::field_of<&c::unit_id>({.name = "unit_id", .summary = "the unit", .read_only = true, .refers_to = "units"}),
      record::field_of<&c::unit_name>({.name = "unit_name", .summary = "its name", .read_only = true}),
      record::field_of<&c::state>({.name = "state", .summary = "what it was doing", .read_only = true, .choices = duty::unit_state_choices}),
      record::field_of<&c::eta_s>({.name = "eta_s", .summary = "turn-out and drive; null when not known exactly", .read_only = true}),
      record::field_of<&c::drive_s>({.name = "drive_s", .summary = "by road", .read_only = true}),
      record::field_of<&c::at_least_s>({.name = "at_least_s", .summary = "it drives longer than this", .read_only = true}),
      record::field_of<&c::turnout_s>({.name = "turnout_s", .summary = "until it moves", .read_only = true}),
      record::field_of<&c::distance_m>({.name = "distance_m", .summary = "by road", .read_only = true}),
      record::field_of<&c::straight_line_rank>(
          {.name = "straight_line_rank", .summary = "among those that can go, by straight line", .read_only = true}),
      record::field_of<&c::road_rank>({.name = "road_rank", .summary = "among those that can go, by road time", .read_only = true}),
      record::field_of<&c::responsible>({.name = "responsible", .summary = "for an area the incident lies in", .read_only = true}),
      record::field_of<&c::judged>({.name = "verdict", .summary = "what became of it", .read_only = true, .choices = verdict_choices}),
      record::field_of<&c::reason>({.name = "reason", .summary = "why", .read_only = true}),
      record::field_of<&c::position_age_s>({.name = "position_age_s", .summary = "how old its position was", .read_only = true}),
      record::field_of<&c::cover>({.name = "cover_loss", .summary = "what sending it costs", .read_only = true}),
  };
  static const record::table table{.name = "RecommendationCandidate", .summary = "One unit, and why it goes or not.", .fields = fields};
  return table;
}

const record::table& record_of(const group_view*) {
  using g = group_view;
  static constexpr record::field fields[] = {
      record::field_of<&g::judged>({.name = "verdict", .summary = "what became of them", .read_only = true, .choices = verdict_choices}),
      record::field_of<&g::reason>({.name = "reason", .summary = "why", .read_only = true}),
      record::field_of<&g::at_least_s>({.name = "at_least_s", .summary = "each drives longer than this", .read_only = true}),
      record::field_of<&g::unit_ids>({.name = "unit_ids", .summary = "the units", .read_only = true, .max_length = 100'000}),
  };
  static const record::table table{.name = "RecommendationGroup", .summary = "Units that share a reason.", .fields = fields};
  return table;
}

const record::table& record_of(const cover_view_record*) {
  using c = cover_view_record;
  static constexpr record::field fields[] = {
      record::field_of<&c::within_s>({.name = "within_s", .summary = "in reach means within this", .read_only = true}),
      record::field_of<&c::share_before>({.name = "share_before", .summary = "of the demand, 0 to 1", .read_only = true}),
      record::field_of<&c::share_after>({.name = "share_after", .summary = "when the chosen have gone", .read_only = true}),
  };
  static const record::table table{.name = "RecommendationCover", .summary = "The demand in reach of a free unit.", .fields = fields};
  return table;
}

const record::table& record_of(const recommendation*) {
  static const record::table table{.name = "Recommendation", .summary = "Who should go, and why not the others.", .fields = all_fields};
  return table;
}

const record::table& output_table() {
  static const record::table table{.name = "RecommendationOutput", .summary = "What the inputs alone decide.", .fields = output_fields};
  return table;
}

const record::table& record_of(const verification*) {
  using v = verification;
  static constexpr record::field fields[] = {
      record::field_of<&v::same>({.name = "same", .summary = "the stored inputs give the stored answer, byte for byte", .read_only = true}),
      record::field_of<&v::inputs_sha256>({.name = "inputs_sha256", .summary = "of the stored inputs", .read_only = true}),
      record::field_of<&v::output_sha256>({.name = "output_sha256", .summary = "of the stored answer", .read_only = true}),
      record::field_of<&v::recomputed_sha256>({.name = "recomputed_sha256", .summary = "of the answer computed now", .read_only = true}),
  };
  static const record::table table{.name = "Verification", .summary = "A recommendation computed again.", .fields = fields};
  return table;
}

}  // namespace dispatch
