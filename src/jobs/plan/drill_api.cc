#include <deque>

#include "foundation/base/problem.h"
#include "jobs/plan/drills.h"
#include "jobs/plan/plan_api.h"

// What can be asked of drills. Every answer is marked, a refusal too.
namespace plan {
namespace {

using operation::answer;
using operation::request;
using operation::when_answered;

base::problem marked_problem(base::problem what) {
  what.members.emplace_back("drill", "true");
  what.members.emplace_back("watermark", std::string(watermark));
  return what;
}

// Runs it on another thread and answers; done keeps the request alive.
template <class Work>
void run_apart(const std::function<bool(std::function<void()>)>& submit, const when_answered& done, Work work) {
  const bool queued = submit([done, work] {
    try {
      auto given = work();
      given.body = marked(given.body);
      done(std::move(given), nullptr);
    } catch (const base::problem& wrong) {
      done({}, std::make_exception_ptr(marked_problem(wrong)));
    } catch (...) {
      done({}, std::current_exception());
    }
  });
  if (!queued) throw marked_problem({503, "busy", "Too many such requests at once.", "", "Try again in a few seconds."});
}

// One of an activation's operations on the drill's database.
answer act_in(const drills::open& in, const drill& seen, std::size_t number, const request& what) {
  const auto& inner = in->operations[number];
  answer given;
  if (inner.read) {
    in->db->read([&](store::connection& db) { given = inner.read(what, db); });
    return given;
  }
  if (seen.ended_at) throw base::conflict("drill_ended", "This drill has ended.");
  in->db->write_and_wait({.account_id = what.who.account_id, .remote = what.who.remote, .request_id = what.request_id},
                         [&](store::transaction& work) { given = inner.write(what, work, nullptr); });
  if (given.location.starts_with("/api/")) given.location.insert(4, "/drills/" + seen.id);
  return given;
}

struct row {
  std::string_view name, method, path, summary, permission;
  std::string (drills::*run)(const request&);
  const record::table* input = nullptr;
  const record::table* output = nullptr;
  operation::shape shape = operation::shape::one;
  int status = 200;
};

template <class T>
const record::table* table_of() {
  return &record_of(static_cast<const T*>(nullptr));
}

std::vector<row> rows() {
  return {{"start_drill", "POST", "/api/drills", "Starts a drill of a plan, on a clock and in a database file of its own.", may_write, &drills::start,
           table_of<drill_draft>(), table_of<drill>(), operation::shape::one, 201},
          {"list_drills", "GET", "/api/drills", "Drills that run and those that were kept, the newest first.", may_read, &drills::list, nullptr,
           table_of<drill>(), operation::shape::list},
          {"get_drill", "GET", "/api/drills/{drill}", "A drill, with what its clock shows.", may_read, &drills::show, nullptr, table_of<drill>()},
          {"set_drill_speed", "POST", "/api/drills/{drill}/speed", "How fast its clock runs from now on.", may_write, &drills::change_speed,
           table_of<speed_draft>(), table_of<drill>()},
          {"end_drill", "POST", "/api/drills/{drill}/end", "Ends it and answers with its report.", may_write, &drills::end, table_of<summary_draft>(),
           table_of<drill_report>()},
          {"get_drill_report", "GET", "/api/drills/{drill}/report", "What the acts came to, so far or in the end.", may_read, &drills::report,
           nullptr, table_of<drill_report>()},
          {"delete_drill", "DELETE", "/api/drills/{drill}", "Deletes the file of a drill that has ended.", may_write, &drills::remove, nullptr,
           nullptr, operation::shape::other}};
}

}  // namespace

std::vector<operation::definition> drills::operations() {
  std::vector<operation::definition> all;
  for (const auto& each : rows()) {
    operation::definition one;
    one.name = each.name;
    one.method = each.method;
    one.path = each.path;
    one.summary = each.summary;
    one.permission = each.permission;
    one.input = each.input;
    one.output = each.output;
    one.output_shape = each.shape;
    one.hand_over = [this, each](const request& what, const when_answered& done) {
      run_apart(with_.submit, done, [this, each, &what]() -> answer { return {.status = each.status, .body = (this->*each.run)(what)}; });
    };
    all.push_back(std::move(one));
  }
  // The names and paths of the acts live as long as any of their definitions.
  const auto texts = std::make_shared<std::deque<std::string>>();
  const services none{.plans = with_.plans, .areas = with_.areas, .time = with_.time};
  const auto acts = activation_operations(none);
  for (std::size_t number = 0; number < acts.size(); ++number) {
    auto one = acts[number];
    one.name = texts->emplace_back("drill_" + std::string(one.name));
    one.path = texts->emplace_back("/api/drills/{drill}" + std::string(one.path.substr(4)));
    one.summary = texts->emplace_back("In a drill: " + std::string(one.summary));
    one.read = nullptr;
    one.write = nullptr;
    one.hand_over = [this, number, texts](const request& what, const when_answered& done) {
      run_apart(with_.submit, done, [this, number, &what]() -> answer {
        const auto in = get(what.part("drill"), what.who);
        return act_in(in, look(in), number, what);
      });
    };
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace plan
