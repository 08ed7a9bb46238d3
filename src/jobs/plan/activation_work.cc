#include "jobs/plan/activation_work.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include "foundation/base/log.h"
#include "foundation/base/problem.h"
#include "foundation/calendar/day.h"

namespace plan {
namespace {

const store::actor itself{.account_id = "", .remote = "local", .request_id = "plan_clocks"};

const operation::caller& nobody() {
  static const operation::caller who;
  return who;
}

std::string day_text(base::instant at, int utc_offset_min) {
  return base::to_rfc3339({at.us + std::int64_t{utc_offset_min} * 60'000'000}).substr(0, 10);
}

boost::json::value known(fact what, const activation_case& one, const services& on) {
  const auto& a = one.what;
  const auto confirmed = std::ranges::count_if(one.roles, [](const role_row& row) { return row.confirmed_at.has_value(); });
  switch (what) {
    case fact::begin_day: return boost::json::string(day_text(a.activated_at, on.utc_offset_min));
    case fact::end_day: return boost::json::string(day_text(a.stood_down_at.value_or(on.time.now()), on.utc_offset_min));
    case fact::reason: return boost::json::string(a.reason);
    case fact::end_report: return boost::json::string(a.end_report);
    case fact::minutes_to_activation:
      if (!a.reported_at || a.activated_at < *a.reported_at) return nullptr;
      return (a.activated_at - *a.reported_at).us / base::minutes(1).us;
    case fact::roles_confirmed: return static_cast<std::int64_t>(confirmed);
    case fact::roles_planned: return static_cast<std::int64_t>(one.roles.size());
  }
  return nullptr;
}

boost::json::object fields_of(const opening_rule& rule, const activation_case& one, const services& on) {
  boost::json::object out;
  for (const auto& [field, code] : rule.fields) out[field] = code;
  for (const auto& [field, what] : rule.fills) {
    auto content = known(what, one, on);
    if (!content.is_null()) out[field] = std::move(content);
  }
  return out;
}

std::string open_one(const services& on, store::transaction& work, const activation_case& one, const opening_rule& rule, const scene& in) {
  const auto& a = one.what;
  const auto opened = matter::open_matter(*on.matters, work,
                                          {.who = in.who,
                                           .kind = rule.kind,
                                           .fields = fields_of(rule, one, on),
                                           .area_id = a.area_id,
                                           .place_id = a.place_id,
                                           .position = a.position,
                                           .event_at = a.activated_at,
                                           .known_at = a.reported_at ? a.reported_at : std::optional(a.activated_at),
                                           .subject_kind = "activation",
                                           .subject_id = a.id,
                                           .by = in.who.account_id,
                                           .may_reopen = false});
  return opened.what.id;
}

// Whether this is of the level's gravity or graver.
bool reaches(level at, level from) { return at <= from; }

}  // namespace

void look_up(const services& on, store::connection& own, const std::function<void(store::connection&)>& what) {
  if (on.town) {
    on.town(own, what);
  } else {
    what(own);
  }
}

setting setting_of(const services& on, store::connection& db, const activation& what) {
  return {.of = on.plans.plan_at(db, what.plan, what.plan_version), .areas = on.areas.now()};
}

activation_work::activation_work(const services& on, const operation::request& request, store::transaction& work)
    : on_(on),
      request_(request),
      work_(work),
      before_(load_case(work.db(), get_activation(work.db(), &request.who, work.now(), request.part("id")))),
      after_(before_),
      setting_(setting_of(on, work.db(), before_.what)) {
  operation::check_version(request, before_.what.version, false);
  if (!request.who.may(may_write, before_.what.area_path)) throw base::forbidden(std::string(may_write));
}

void activation_work::finish(std::string_view action, const refused& no) {
  matter::throw_if(no);
  if (out_.empty()) return;  // a retry: nothing is different
  open_matters(on_, work_, after_, out_, around());
  save_case(work_, before_, after_, out_);
  boost::json::array did;
  for (const auto& one : out_) did.push_back(boost::json::string(one.kind + (one.code.empty() ? "" : ":" + one.code)));
  work_.journal({.action = std::string(action),
                 .subject_kind = "activation",
                 .subject_id = after_.what.id,
                 .detail = boost::json::serialize(boost::json::object{{"did", did}, {"level", name_of(after_.what.at)}})});
}

void open_matters(const services& on, store::transaction& work, activation_case& one, lines& out, const scene& in) {
  if (on.matters == nullptr) return;
  if (in.of.report && !one.what.report_matter_id && reaches(one.what.at, in.of.report->from)) {
    one.what.report_matter_id = open_one(on, work, one, *in.of.report, in);
    out.push_back(line_of(in, "opened", in.of.report->kind, {.zh = "已开立上报事项", .en = "The matter of its report was opened"}));
  }
  if (in.of.review && one.what.stood_down_at && !one.what.review_matter_id) {
    one.what.review_matter_id = open_one(on, work, one, *in.of.review, in);
    out.push_back(line_of(in, "opened", in.of.review->kind, {.zh = "已开立评估事项", .en = "The matter of its review was opened"}));
  }
}

std::size_t run_clocks(const services& on, store::database& db) {
  std::vector<std::string> ids;
  db.read([&](store::connection& reader) { ids = list_due(reader, on.time.now()); });
  for (const auto& id : ids) {
    try {
      db.write_and_wait(itself, [&](store::transaction& work) {
        const auto before = load_case(work.db(), get_activation(work.db(), nullptr, work.now(), id));
        auto after = before;
        lines out;
        const auto around = setting_of(on, work.db(), before.what);
        if (!note_overdue(after, out, around.at(nobody(), work.now()))) return;
        save_case(work, before, after, out);
        work.journal({.action = "note_overdue",
                      .subject_kind = "activation",
                      .subject_id = id,
                      .detail = boost::json::serialize(boost::json::object{{"ran_out", out.size()}})});
      });
    } catch (const std::exception& why) {  // one that cannot be read must not keep the others waiting; tried again in a second
      base::log(base::log_level::error, "activation_clocks_failed", {{"activation", std::string_view(id)}, {"detail", std::string_view(why.what())}});
    }
  }
  return ids.size();
}

}  // namespace plan
