#include "app/reactions.h"

#include <boost/json.hpp>

#include <algorithm>

#include "foundation/base/log.h"
#include "jobs/dispatch/assignment_store.h"
#include "jobs/dispatch/incident_store.h"
#include "jobs/dispatch/incident_work.h"

namespace app {
namespace {

duty::task task_of(std::string_view status) {
  if (status == "assigned" || status == "accepted") return duty::task::assigned;
  if (status == "en_route") return duty::task::en_route;
  if (status == "on_scene") return duty::task::on_scene;
  return status == "cleared" ? duty::task::cleared : duty::task::none;
}

std::string_view text_of(const boost::json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found != nullptr && found->is_string() ? std::string_view(found->as_string()) : std::string_view();
}

// Incidents closer together than this come at once, as far as advice goes.
constexpr base::duration at_once = base::milliseconds(100);

// A new incident nobody has advised on yet.
bool wants_advice(const dispatch::incident& one) { return one.state == dispatch::incident_state::waiting && !one.recommendation_id; }

}  // namespace

void reactions::hear(std::span<const store::committed_event> events) {
  for (const auto& one : events) {
    if (one.what.topic == "assignment") {
      follow_assignment(one.what.payload);
    } else if (one.what.topic == "incident" && one.what.payload.find(R"("state":"new")") != std::string::npos &&
               one.what.payload.find(R"("version":1)") != std::string::npos) {
      recommend_later(one.what.subject_id);  // it looks again: the text only spares most looks
    }
  }
}

void reactions::follow_assignment(const std::string& payload) {
  boost::system::error_code wrong;
  const auto parsed = boost::json::parse(payload, wrong);
  if (wrong || !parsed.is_object()) {
    base::log(base::log_level::error, "assignment_unreadable", {});
    return;
  }
  const auto& one = parsed.as_object();
  const auto doing = task_of(text_of(one, "status"));
  const duty::unit_task task{.unit_id = std::string(text_of(one, "unit_id")),
                             .doing = doing,
                             .incident_id = doing == duty::task::none ? std::string() : std::string(text_of(one, "incident_id"))};
  parts_.units.set_tasks({&task, 1});
}

void reactions::recommend_later(const std::string& incident_id) {
  if (!parts_.workers.submit([this, incident_id] { recommend_now(incident_id); })) fail(incident_id, "too many at once");
}

// When several incidents want advice at once, the desk is better served by less of it, sooner.
std::shared_ptr<const dispatch::computed_recommendation> reactions::advise(const dispatch::incident& one) {
  const auto facts = dispatch::facts_of(one, parts_.types);
  struct leaving {
    std::atomic<int>& count;
    ~leaving() { --count; }
  };
  const auto now_us = parts_.time.steady().us;
  const bool just_now = now_us - last_began_us_.exchange(now_us) < at_once.us;
  const bool hurried = under_way_.fetch_add(1) > 0 || just_now || parts_.workers.waiting() > 0;
  const leaving at_the_end{under_way_};
  return parts_.recommender.recommend(facts, hurried ? dispatch::thoroughness::best_exact : dispatch::thoroughness::all_exact);
}

void reactions::recommend_now(const std::string& incident_id) {
  try {
    std::optional<dispatch::incident> incident;
    parts_.db.read([&](store::connection& db) { incident = dispatch::incident_query(db, parts_.types, parts_.time.now()).find(incident_id); });
    if (!incident || !wants_advice(*incident)) return;
    const auto advice = advise(*incident);
    const store::actor system{.account_id = "", .remote = "local", .request_id = "recommendation"};
    parts_.db.write(
        system,
        [this, advice](store::transaction& work) {
          const auto kept = parts_.recommender.keep(work, *advice, "");
          dispatch::keep_as_it_stands(work, parts_.types, kept.incident_id);
        },
        [this, incident_id](std::exception_ptr failed) {
          ++made_;
          if (!failed) return;
          try {
            std::rethrow_exception(failed);
          } catch (const std::exception& why) {
            fail(incident_id, why.what());
          }
        });
  } catch (const std::exception& why) {
    fail(incident_id, why.what());
  }
}

void reactions::fail(const std::string& incident_id, std::string_view why) {
  ++failed_;
  base::log(base::log_level::error, "no_recommendation", {{"incident", std::string_view(incident_id)}, {"detail", why}});
  const std::scoped_lock lock(mutex_);
  last_failure_ = why;
}

void reactions::catch_up() {
  std::vector<duty::unit_task> tasks;
  std::vector<std::string> unadvised;
  parts_.db.read([&](store::connection& db) {
    for (const auto& one : dispatch::list_open_assignments(db)) {
      tasks.push_back({.unit_id = one.unit_id, .doing = task_of(dispatch::name_of(one.status)), .incident_id = one.incident_id});
    }
    const dispatch::incident_query query(db, parts_.types, parts_.time.now());
    operation::page page{.limit = 500, .after = ""};
    do {
      const auto found = query.list(dispatch::which_incidents::open, page);
      for (const auto& one : found.items) {
        if (wants_advice(one)) unadvised.push_back(one.id);
      }
      page.after = found.next;
    } while (!page.after.empty());
  });
  parts_.units.set_tasks(tasks);
  for (const auto& id : unadvised) recommend_now(id);
}

part_health reactions::health() const {
  const std::scoped_lock lock(mutex_);
  std::string detail = std::to_string(made_.load()) + " recommendations made";
  if (failed_ > 0) detail += ", " + std::to_string(failed_.load()) + " failed, the last: " + last_failure_;
  return {"recommendations", failed_ > 0 ? part_status::degraded : part_status::ok, std::move(detail)};
}

}  // namespace app
