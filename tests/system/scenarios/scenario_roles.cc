#include <algorithm>

#include "engines/matter/kind_roles.h"
#include "foundation/base/problem.h"
#include "system/scenarios/scenario_player.h"
#include "system/scenarios/scenario_text.h"

// Whoever may not is refused: in each stage the matters of a scenario come to, every role of the catalogue tries every step.
namespace scenario_test {
namespace {

std::string everywhere(const std::string& role) { return role + "-everywhere"; }

bool holds(const std::vector<std::string>& roles, const std::string& role) { return std::ranges::find(roles, role) != roles.end(); }

// The code the view gives for why the viewer cannot do this step; empty when he can.
std::string why_not(const json::object& view, const std::string& step) {
  for (const auto& one : view.at("steps").as_array()) {
    if (one.at("code").as_string() == step) return std::string(one.at("why_not").as_string());
  }
  fail("the view does not show the step " + step);
}

}  // namespace

std::string player::trace() {
  std::string out;
  town_->db().read([&](store::connection& db) {
    for (const char* question :
         {"SELECT count(*) FROM journal", "SELECT count(*) FROM matters", "SELECT CAST(COALESCE(sum(version), 0) AS bigint) FROM matters",
          "SELECT count(*) FROM matter_lines", "SELECT count(*) FROM matter_signatures", "SELECT count(*) FROM matter_effort"}) {
      out += std::to_string(db.query(question, {}).integer(0, 0)) + " ";
    }
  });
  return out;
}

void player::must_refuse(const std::string& name, const std::string& what, const std::function<void()>& call) {
  std::string code = "nothing";
  try {
    call();
  } catch (const base::problem& no) {
    code = no.code;
    if (no.status != 403) fail(name + " " + what + ": refused with " + std::to_string(no.status));
  }
  if (code != "not_your_step") fail(name + " " + what + ": refused with " + code);
  ++refused_roles_;
}

// The same report by everybody who does not open this kind.
void player::probe_opening(const matter::kind& of, const std::string& body) {
  if (!probed_.insert(of.code).second) return;
  for (const auto& role : matter::kind_roles()) town_->add_person(everywhere(role.code), role.code, "province");
  const auto before = trace();
  for (const auto& role : matter::kind_roles()) {
    if (holds(of.opened_by, role.code)) continue;
    const auto name = everywhere(role.code);
    must_refuse(name, "opens", [&] { town_->call(name, "create_matter", {}, body); });
  }
  if (trace() != before) fail("refused openings left something behind");
}

void player::probe_steps() {
  const auto now = view();
  const auto& what = now.at("matter").as_object();
  const auto code = text_of(what, "kind"), stage = text_of(what, "stage");
  if (!what.at("ended_at").is_null() || !probed_.insert(code + " " + stage).second) return;
  const auto present = town_->catalogue().now();
  const auto& of = present->all.kinds.at(code);
  for (const auto& role : matter::kind_roles()) town_->add_person(everywhere(role.code), role.code, "province");
  const auto before = trace();
  const auto version = what.at("version").to_number<std::int64_t>();
  for (const auto& role : matter::kind_roles()) {
    const auto name = everywhere(role.code);
    const auto seen = town_->call(name, "get_matter", {{"id", matter_}}, "");
    for (const auto& step : of.find_stage(stage)->steps) {
      const bool his = holds(step.who, role.code);
      if (his == (why_not(seen, step.code) == "not_your_step")) fail(name + " is shown the opposite of what " + step.code + " says");
      if (his) continue;
      must_refuse(name, step.code, [&] { town_->call(name, "do_matter_step", {{"id", matter_}, {"step", step.code}}, R"({"fields":{}})", version); });
    }
  }
  if (trace() != before) fail("refused steps left something behind");
}

}  // namespace scenario_test
