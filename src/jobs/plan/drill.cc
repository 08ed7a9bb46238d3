#include "jobs/plan/drill.h"

namespace plan {

drill_clock::drill_clock(const base::clock& world, base::instant shows, std::int64_t speed)
    : world_(world), shown_(shows), mark_(world.steady()), before_{}, speed_(speed) {}

base::duration drill_clock::passed() const { return {(world_.steady().us - mark_.us) * speed_}; }

base::instant drill_clock::now() const {
  const std::scoped_lock lock(mutex_);
  return shown_ + passed();
}

base::duration drill_clock::steady() const {
  const std::scoped_lock lock(mutex_);
  return {before_.us + passed().us};
}

void drill_clock::set_speed(std::int64_t speed) {
  const std::scoped_lock lock(mutex_);
  const auto so_far = passed();
  shown_ = shown_ + so_far;
  before_ = {before_.us + so_far.us};
  mark_ = world_.steady();
  speed_ = speed;
}

void drill_clock::stop(std::optional<base::instant> at) {
  set_speed(0);
  if (!at) return;
  const std::scoped_lock lock(mutex_);
  shown_ = *at;
}

const record::table& record_of(const drill*) {
  using d = drill;
  static constexpr record::field fields[] = {
      record::field_of<&d::id>({.name = "id", .summary = "UUID", .read_only = true}),
      record::field_of<&d::plan>({.name = "plan", .summary = "code of the catalogue", .read_only = true}),
      record::field_of<&d::plan_name>({.name = "plan_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&d::plan_version>({.name = "plan_version", .summary = "edition", .read_only = true}),
      record::field_of<&d::title>({.name = "title", .summary = "what is drilled", .read_only = true}),
      record::field_of<&d::area_id>({.name = "area_id", .summary = "where", .read_only = true, .max_length = 36}),
      record::field_of<&d::area_path>({.name = "area_path", .summary = "its areas from the top", .read_only = true, .max_length = 500}),
      record::field_of<&d::area_name>({.name = "area_name", .summary = "its name", .read_only = true, .column = false}),
      record::field_of<&d::speed>({.name = "speed", .summary = "times as fast as the world", .read_only = true}),
      record::field_of<&d::starts_at>({.name = "starts_at", .summary = "what its clock showed at the beginning", .read_only = true}),
      record::field_of<&d::started_at>({.name = "started_at", .summary = "when, by the world's clock", .read_only = true}),
      record::field_of<&d::started_by>({.name = "started_by", .summary = "account", .read_only = true}),
      record::field_of<&d::started_name>({.name = "started_name", .summary = "its name", .read_only = true}),
      record::field_of<&d::mark_real>({.name = "mark_real", .summary = "at this moment of the world's clock …", .read_only = true}),
      record::field_of<&d::mark_virtual>(
          {.name = "mark_virtual", .summary = "… the drill's showed this, and goes on with its speed", .read_only = true}),
      record::field_of<&d::ended_at>({.name = "ended_at", .summary = "by the world's clock", .read_only = true}),
      record::field_of<&d::ended_virtual>({.name = "ended_virtual", .summary = "by its own", .read_only = true}),
      record::field_of<&d::ended_by>({.name = "ended_by", .summary = "account", .read_only = true}),
      record::field_of<&d::ended_name>({.name = "ended_name", .summary = "its name", .read_only = true}),
      record::field_of<&d::summary>({.name = "summary", .summary = "what was learnt", .read_only = true, .max_length = 10000}),
      record::field_of<&d::now>({.name = "now", .summary = "what its clock shows", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "Drill", .summary = "A drill of a plan.", .fields = fields};
  return table;
}

const record::table& record_of(const drill_draft*) {
  using d = drill_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::plan>({.name = "plan", .summary = "code of the catalogue", .min_length = 1, .max_length = 60}),
      record::field_of<&d::area_id>({.name = "area_id", .summary = "where", .min_length = 1, .max_length = 36}),
      record::field_of<&d::title>({.name = "title", .summary = "what is drilled", .required = false, .max_length = 200}),
      record::field_of<&d::speed>({.name = "speed", .summary = "times as fast as the world", .required = false, .minimum = 1, .maximum = 60}),
      record::field_of<&d::starts_at>({.name = "starts_at", .summary = "what its clock shows at the beginning; left out: now"}),
  };
  static const record::table table{.name = "DrillDraft", .summary = "A drill to be started.", .fields = fields};
  return table;
}

const record::table& record_of(const speed_draft*) {
  static constexpr record::field fields[] = {
      record::field_of<&speed_draft::speed>({.name = "speed", .summary = "times as fast as the world", .minimum = 1, .maximum = 60})};
  static const record::table table{.name = "DrillSpeed", .summary = "How fast the drill's clock runs from now on.", .fields = fields};
  return table;
}

const record::table& record_of(const summary_draft*) {
  static constexpr record::field fields[] = {
      record::field_of<&summary_draft::summary>({.name = "summary", .summary = "what was learnt", .required = false, .max_length = 10000})};
  static const record::table table{.name = "DrillSummary", .summary = "The end of a drill.", .fields = fields};
  return table;
}

}  // namespace plan
