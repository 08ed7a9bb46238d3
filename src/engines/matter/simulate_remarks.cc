#include <algorithm>

#include "engines/matter/simulate.h"

// What of a simulation a town should look at.
namespace matter {
namespace {

// Stuck once in so many times is grave: in a year of a town somebody is.
constexpr std::int64_t few = 50;

std::string times(std::int64_t n) { return std::to_string(n); }

void remark_stages(const kind_tally& one, std::vector<remark>& out) {
  for (const auto& stage : one.stages) {
    if (stage.entered == 0 && one.cases >= enough_tries) {
      out.push_back({one.code, {"阶段“" + stage.name.zh + "”从未到达", "the stage \"" + stage.name.en + "\" is never reached"}});
    } else if (!stage.ends && stage.left == 0 && stage.entered > 0) {
      out.push_back({one.code,
                     {"阶段“" + stage.name.zh + "”进入 " + times(stage.entered) + " 次，从未离开",
                      "the stage \"" + stage.name.en + "\" was entered " + times(stage.entered) + " times and never left"},
                     stage.entered >= enough_tries});
    } else if (stage.stuck > 0) {
      out.push_back({one.code,
                     {"阶段“" + stage.name.zh + "”有 " + times(stage.stuck) + " 件无人可办",
                      "in the stage \"" + stage.name.en + "\" nobody could do anything any more in " + times(stage.stuck) + " cases"},
                     stage.stuck * few >= stage.entered});
    }
    if (stage.unclocked > 0) {
      out.push_back({one.code,
                     {"进入阶段“" + stage.name.zh + "”时有 " + times(stage.unclocked) + " 次没有任何时限",
                      "no clock ran when the stage \"" + stage.name.en + "\" was entered, " + times(stage.unclocked) + " times"}});
    }
  }
}

void remark_clocks(const kind_tally& one, std::vector<remark>& out) {
  for (const auto& clock : one.clocks) {
    if (clock.started == 0 && one.cases >= enough_tries) {
      out.push_back({one.code, {"时限“" + clock.name.zh + "”从未启动", "the clock \"" + clock.name.en + "\" never starts"}});
    } else if (clock.met == 0 && clock.tries() > 0) {
      out.push_back({one.code,
                     {"时限“" + clock.name.zh + "”计时 " + times(clock.tries()) + " 次，从未按时",
                      "the clock \"" + clock.name.en + "\" ran " + times(clock.tries()) + " times and was never met"},
                     clock.tries() >= enough_tries});
    } else if (clock.missed * 2 > clock.met + clock.missed && clock.tries() >= enough_tries) {
      out.push_back({one.code,
                     {"时限“" + clock.name.zh + "”超期多于按时：" + times(clock.missed) + " 比 " + times(clock.met),
                      "the clock \"" + clock.name.en + "\" is missed more often than met: " + times(clock.missed) + " to " + times(clock.met)}});
    }
  }
}

void remark_steps(const kind_tally& one, std::vector<remark>& out) {
  for (const auto& step : one.steps) {
    if (step.done > 0 || step.looked < enough_tries) continue;
    const auto most = std::ranges::max_element(step.refused, {}, [](const auto& entry) { return entry.second; });
    const auto why = most == step.refused.end() ? std::string() : most->first;
    if (step.could == 0) {
      out.push_back(
          {one.code, {"步骤“" + step.name.zh + "”无人能办（" + why + "）", "nobody could do the step \"" + step.name.en + "\" (" + why + ")"}});
    } else {
      out.push_back({one.code,
                     {"步骤“" + step.name.zh + "”有人能办而从未办成" + (why.empty() ? "" : "（" + why + "）"),
                      "the step \"" + step.name.en + "\" could be done and never was" + (why.empty() ? "" : " (" + why + ")")}});
    }
  }
}

}  // namespace

std::vector<remark> remarks_on(const simulation_report& report) {
  std::vector<remark> out;
  for (const auto& one : report.kinds) {
    remark_stages(one, out);
    remark_clocks(one, out);
    remark_steps(one, out);
  }
  std::ranges::stable_sort(out, [](const remark& a, const remark& b) { return a.grave && !b.grave; });
  return out;
}

}  // namespace matter
