#include "engines/matter/past_rules.h"

#include <algorithm>

#include "engines/matter/clock_rules.h"

namespace matter {
namespace {

bool names(const std::vector<std::string>& all, std::string_view one) { return std::ranges::find(all, one) != all.end(); }

bool is_of_opening(const kind& of, std::string_view field) { return names(of.asks, field) || names(of.takes, field); }

struct stop_on_way {
  std::string_view stage;
  std::size_t from;  // steps done before it was entered
};

// Which steps were undone: when the matter went back to a stage, those done since it first came there in this round. What is said with
// the step that sends it back stands.
std::vector<bool> undone_by_going_back(const matter_case& one) {
  std::vector<bool> out(one.deeds.size(), false);
  std::vector<stop_on_way> way;
  for (std::size_t i = 0; i < one.deeds.size(); ++i) {
    const auto& done = one.deeds[i];
    if (done.round != one.what.round) continue;
    if (way.empty()) way.push_back({done.stage, i});
    if (done.to.empty()) continue;
    const auto before = std::ranges::find(way, std::string_view(done.to), &stop_on_way::stage);
    if (before == way.end()) {
      way.push_back({done.to, i + 1});
      continue;
    }
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(before->from), out.begin() + static_cast<std::ptrdiff_t>(i), true);
    way.erase(before + 1, way.end());
  }
  return out;
}

// Whether it was said in this round, and by steps alone that were undone.
bool was_only_undone(const matter_case& one, std::string_view field, const std::vector<bool>& undone) {
  bool said = false;
  for (std::size_t i = 0; i < one.deeds.size(); ++i) {
    if (one.deeds[i].round != one.what.round || !names(one.deeds[i].said, field)) continue;
    if (!undone[i]) return false;
    said = true;
  }
  return said;
}

}  // namespace

std::size_t fresh_from(const matter_case& one, const step& what) {
  std::size_t from = 0;
  std::vector<std::string_view> way;  // from the first stage to the present one
  for (std::size_t i = 0; i < one.deeds.size(); ++i) {
    const auto& done = one.deeds[i];
    if (done.round != one.what.round) continue;
    if (way.empty()) way.emplace_back(done.stage);
    if (done.step == what.code) from = i + 1;
    if (done.to.empty()) continue;
    const auto before = std::ranges::find(way, std::string_view(done.to));
    if (before == way.end()) {
      way.emplace_back(done.to);
    } else {
      way.erase(before + 1, way.end());
      from = i + 1;
    }
  }
  return from;
}

std::optional<std::size_t> last_said(const matter_case& one, std::string_view field) {
  for (auto i = one.deeds.size(); i > 0; --i) {
    const auto& done = one.deeds[i - 1];
    if (done.round == one.what.round && names(done.said, field)) return i - 1;
  }
  return std::nullopt;
}

std::vector<std::string> said_anew(const matter_case& one, const step& what) {
  std::vector<std::string> out;
  const auto undone = undone_by_going_back(one);
  std::optional<std::size_t> last_time;
  for (std::size_t i = 0; i < one.deeds.size(); ++i) {
    if (one.deeds[i].round == one.what.round && one.deeds[i].step == what.code) last_time = i;
  }
  for (const auto& name : what.needs) {
    const auto at = last_said(one, name);
    if (at && (undone[*at] || (last_time && *at <= *last_time))) out.push_back(name);
  }
  return out;
}

bool is_called_for(const matter_case& one, const step& what, const kind& of) {
  if (what.when.empty()) return true;
  const auto undone = undone_by_going_back(one);
  if (std::ranges::find(undone, true) == undone.end()) return all_hold(what.when, of, one.fields);
  auto counts = one.fields;
  for (const auto& [name, content] : one.fields) {
    if (!is_of_opening(of, name) && was_only_undone(one, name, undone)) counts.erase(name);
  }
  return all_hold(what.when, of, counts);
}

void forget_answers(matter_case& one, const kind& of) {
  const auto is_answer = [&](std::string_view name) {
    if (is_of_opening(of, name)) return false;
    return std::ranges::any_of(of.stages, [&](const stage& at) {
      return std::ranges::any_of(at.steps, [&](const step& what) { return names(what.needs, name) || names(what.may, name); });
    });
  };
  boost::json::object stays;
  for (const auto& [name, content] : one.fields) {
    if (!is_answer(name)) stays[name] = content;
  }
  one.fields = std::move(stays);
}

}  // namespace matter
