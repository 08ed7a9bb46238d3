#include <algorithm>

#include "engines/matter/simulate.h"

// What of a simulation a town should look at.
namespace matter {
namespace {

// Stuck once in so many times is grave: in a year of a town somebody is.
constexpr std::int64_t few = 50;

std::string times(std::int64_t n) { return std::to_string(n); }

// Why steps are refused, for who wrote the kind; another code is shown as it is.
words in_words(const std::string& code) {
  struct reason {
    std::string_view code;
    const char *zh, *en;
  };
  constexpr reason known[] = {{"not_now", "条件从不成立，见 when", "its conditions never hold, see when"},
                              {"missing_evidence", "缺证据材料", "evidence is missing"},
                              {"needs_other_signer", "没有另外的人可签", "there is nobody else to sign"},
                              {"not_your_step", "那里没有人有这个角色，见 who 和 level", "nobody there has the role, see who and level"},
                              {"own_work", "只剩自己办过的人，见 not_by", "only who did the work is left, see not_by"},
                              {"too_often", "次数用完，见 times", "it was done as often as it may, see times"},
                              {"receipt_awaited", "签收未齐", "a receipt is waited for"},
                              {"bad_input", "填不出合格的内容，见 needs 和 checks", "nothing that fits can be filled in, see needs and checks"}};
  const auto* found = std::ranges::find(known, code, &reason::code);
  return found == std::end(known) ? words{.zh = code, .en = code} : words{.zh = found->zh, .en = found->en};
}

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
    const auto why = most == step.refused.end() ? words{} : in_words(most->first);
    if (step.could == 0) {
      out.push_back(
          {one.code, {"步骤“" + step.name.zh + "”无人能办（" + why.zh + "）", "nobody could do the step \"" + step.name.en + "\" (" + why.en + ")"}});
    } else {
      out.push_back({one.code,
                     {"步骤“" + step.name.zh + "”有人能办而从未办成" + (why.zh.empty() ? "" : "（" + why.zh + "）"),
                      "the step \"" + step.name.en + "\" could be done and never was" + (why.en.empty() ? "" : " (" + why.en + ")")}});
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
