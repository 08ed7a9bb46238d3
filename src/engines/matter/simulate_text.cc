#include <algorithm>
#include <cstdio>

#include "engines/matter/simulate.h"

// What the simulation tells people.
namespace matter {
namespace {

// Columns a text takes on a terminal: a Chinese character takes two.
std::size_t width_of(std::string_view text) {
  std::size_t out = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U) continue;
    out += byte >= 0xE2U ? 2 : 1;
  }
  return out;
}

std::string left(std::string_view text, std::size_t columns) {
  std::string out(text);
  const auto width = width_of(text);
  if (width < columns) out.append(columns - width, ' ');
  return out + " ";
}

std::string right(std::string_view text, std::size_t columns) {
  const auto width = width_of(text);
  return std::string(width < columns ? columns - width : 0, ' ') + std::string(text) + " ";
}

std::string right(std::int64_t number, std::size_t columns) { return right(std::to_string(number), columns); }

std::string days(std::vector<double> all, double share) {
  if (all.empty()) return "-";
  const auto at = std::min(all.size() - 1, static_cast<std::size_t>(share * static_cast<double>(all.size())));
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at), all.end());
  char out[32];
  std::snprintf(out, sizeof out, "%.1f", all[at]);
  return out;
}

class writer {
 public:
  explicit writer(std::string_view language) : english_(language == "en") {}
  [[nodiscard]] const std::string& in(const words& both) const { return english_ ? both.en : both.zh; }
  [[nodiscard]] std::string in(const char* zh, const char* en) const { return english_ ? en : zh; }

  [[nodiscard]] std::string stages_of(const kind_tally& one) const {
    std::string out = "  " + left(in("阶段", "stage"), name_width) + right(in("进入", "entered"), 9) + right(in("离开", "left"), 9) +
                      right(in("滞留", "stuck"), 9) + right(in("天数中位", "median d"), 9) + right(in("九成以内", "90% d"), 9) + "\n";
    for (const auto& stage : one.stages) {
      out += "  " + left(in(stage.name), name_width) + right(stage.entered, 9) + (stage.ends ? right("-", 9) : right(stage.left, 9)) +
             (stage.ends ? right("-", 9) : right(stage.stuck, 9)) + right(days(stage.days, 0.5), 9) + right(days(stage.days, 0.9), 9) + "\n";
    }
    return out;
  }

  [[nodiscard]] std::string clocks_of(const kind_tally& one) const {
    std::string out = "  " + left(in("时限", "clock"), name_width) + right(in("启动", "started"), 9) + right(in("按时", "met"), 9) +
                      right(in("超期", "missed"), 9) + right(in("作废", "dropped"), 9) + right(in("仍在计", "open"), 9) + "\n";
    for (const auto& clock : one.clocks) {
      out += "  " + left(in(clock.name), name_width) + right(clock.started, 9) + right(clock.met, 9) + right(clock.missed, 9) +
             right(clock.dropped, 9) + right(clock.open, 9) + "\n";
    }
    return out;
  }

  [[nodiscard]] std::string head_of(const kind_tally& one) const {
    const auto pair = [&](const char* zh, const char* en, std::int64_t n) { return "  " + in(zh, en) + " " + std::to_string(n); };
    return in(one.name) + " (" + one.code + ")\n" + pair("件数", "cases", one.cases) + pair("办结", "ended", one.ended) +
           pair("无人可办", "stuck", one.stuck) + pair("退回", "returned", one.bounces) + pair("裁定", "ruled", one.rulings) +
           pair("要求补充", "asked", one.asked) + pair("暂停", "paused", one.paused) + pair("重新办理", "reopened", one.reopened) +
           pair("预警", "warned", one.warned) + pair("逐级上报", "escalated", one.escalated) + "\n";
  }

  // Only what was never done: the rest is many lines that say little.
  [[nodiscard]] std::string undone_steps_of(const kind_tally& one) const {
    std::string out;
    for (const auto& step : one.steps) {
      if (step.done > 0) continue;
      out += (out.empty() ? "  " + in("从未办过的步骤：", "steps never done: ") : in("、", ", ")) + in(step.name);
    }
    return out.empty() ? out : out + "\n";
  }

 private:
  static constexpr std::size_t name_width = 34;
  bool english_;
};

}  // namespace

std::string to_text(const simulation_report& report, std::string_view language) {
  const writer say(language);
  std::string out = say.in("模拟年份 ", "Year simulated ") + std::to_string(report.year) + say.in("，件数 ", ", cases ") +
                    std::to_string(report.asked.cases) + say.in("，种子 ", ", seed ") + std::to_string(report.asked.seed) + "\n\n";
  for (const auto& one : report.kinds) {
    if (one.cases == 0) continue;
    out += say.head_of(one) + say.stages_of(one) + say.clocks_of(one) + say.undone_steps_of(one) + "\n";
  }
  const auto remarks = remarks_on(report);
  out += say.in("请镇里看一看：", "What a town should look at:") + "\n";
  if (remarks.empty()) out += "  " + say.in("没有", "nothing") + "\n";
  for (const auto& one : remarks) out += (one.grave ? "! " : "  ") + one.kind + ": " + say.in(one.text) + "\n";
  return out;
}

}  // namespace matter
