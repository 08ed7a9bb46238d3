#include "catalogue_sample.h"

#include <algorithm>
#include <stdexcept>

#include "engines/matter/fault_words.h"
#include "engines/matter/kind_lint.h"
#include "engines/matter/kind_read.h"
#include "engines/matter/kind_roles.h"

namespace sample {
namespace {

constexpr const char* head = R"(kind: fire_hazard
edition: 3
requirement: [D4, C11]
zh: 火灾隐患
en: Fire hazard
sentence: {zh: 一处隐患，限期消除, en: One hazard put right in time}
number: HZ
subject: place
opened_by: [grid_worker, inspector]
asks: [hazard, seen_on]
takes: [headcount]
checks:
  - {field: headcount, at_least: 1, says: {zh: 至少一人, en: One at least}}
title: [hazard]
desk:
  level: township
  refer: [village, county]
  bounces: 3
  ruling: {role: supervisor, limit: 2 working_days}
  ask_more: {times: 2, limit: 4 days}
again: {same: [place, hazard], within: 90 days, near_m: 30}
counts_in: [fire_hazards_cleared]
)";

constexpr const char* data = R"(
fields:
  - {name: hazard, zh: 隐患类型, en: Hazard, type: choice, choices: {list: fire_hazards}, used_in: [board]}
  - name: severity
    zh: 等级
    en: Severity
    help: {zh: 按国家标准, en: By the national standard}
    type: choice
    choices: [{code: minor, zh: 一般, en: Minor}, {code: major, zh: 重大, en: Major}]
    used_in: [board, month_report]
  - {name: headcount, zh: 人数, en: Headcount, type: whole, minimum: 0, maximum: 100000, used_in: [board]}
  - {name: capacity, zh: 核定容量, en: Approved capacity, type: whole, maximum: 5000}
  - {name: measures, zh: 整改措施, en: Measures, type: long_text, max_length: 500, used_in: [month_report]}
  - {name: seen_on, zh: 发现日期, en: Seen on, type: day, used_in: [board]}
  - {name: due_on, zh: 承诺日期, en: Promised for, type: day, used_in: [board]}
  - {name: urgent, zh: 是否紧急, en: Urgent, type: yes_no, used_in: [board]}
  - {name: leader, zh: 牵头单位, en: Unit in the lead, type: unit, used_in: [board]}

bands:
  - code: grade
    zh: 规模
    en: Size
    grades: [{code: small, zh: 小, en: Small}, {code: large, zh: 大, en: Large}]
    any_of: [{field: headcount, from: [0, 50]}, {field: capacity, from: [0, 100]}]

clocks:
  - code: handle
    zh: 办理期限
    en: Time to handle it
    starts: report
    limit: 6 months
    owner: office
  - code: accept
    zh: 核实期限
    en: Time to verify
    starts: report
    limit: 3 working_days
    until: {stages: [rectifying], steps: [unfounded]}
    owner: inspector
    warn: 1 working_day
    escalate: [{after: 0 hours, role: supervisor, up: 1}, {after: 5 days, role: supervisor, up: 2}]
    pauses: [{code: appraisal, zh: 等待鉴定, en: Waiting for an appraisal, most: 20 days, times: 2}]
    when: [{of: grade, is: [large]}]
  - code: decide
    zh: 法定期限
    en: Time the law gives
    starts: {step: accept}
    rule: fire_decision
    until: {steps: [rectified]}
    owner: inspector
  - code: remind
    zh: 承诺前提醒
    en: Before the promised day
    starts: {field: due_on}
    before: true
    limit: 5 days
    warn: 10 days
    owner: inspector
  - code: check
    zh: 复查期限
    en: Time to look again
    starts: {stage: checking}
    limit: 3 days
    owner: inspector

results: [{code: cleared, zh: 已消除, en: Cleared}, {code: unfounded, zh: 不属实, en: Unfounded}, {code: passed_on, zh: 已移送, en: Passed on}]
)";

constexpr const char* way = R"(
stages:
  - code: reported
    zh: 已上报
    en: Reported
    steps:
      - {code: accept, zh: 受理, en: Accept, who: [inspector], needs: [severity, due_on], may: [capacity, urgent, leader], to: rectifying}
      - {code: unfounded, zh: 不属实, en: Unfounded, who: [inspector], reason: true, to: closed, result: unfounded}
  - code: rectifying
    zh: 整改中
    en: Being put right
    steps:
      - code: rectified
        zh: 报告已整改
        en: Report it put right
        who: [key_site]
        needs: [measures]
        evidence: [{code: photo, zh: 整改后照片, en: Photo after, kind: photo, at_least: 2, or_next: true}, {code: paper, zh: 材料, en: Paper}]
        receipts: [{code: county, zh: 县级签收, en: Received by the county, role: office, level: county, limit: 1 hour}]
        to: checking
      - code: pass_on
        zh: 下达通知书
        en: Issue a notice
        who: [inspector]
        opens: {kind: rectification_notice, carries: [hazard, seen_on]}
        to: closed
        result: passed_on
  - code: checking
    zh: 复查
    en: Re-inspection
    steps:
      - code: confirm
        zh: 确认消除
        en: Confirm it is gone
        who: [inspector, supervisor]
        level: county
        signers: 2
        each: true
        not_by: [rectified]
        file_set: true
        when: [{of: severity, is: [major]}, {of: urgent, is: [yes]}, {of: measures, is: [filled]}]
        checks:
          - {field: headcount, at_most: capacity, says: {zh: 不得超过核定容量, en: Not above the approved capacity}}
          - {field: due_on, not_before: seen_on, says: {zh: 不得早于发现日期, en: Not before it was seen}}
        to: closed
        result: cleared
      - {code: not_gone, zh: 未消除, en: Not gone, who: [inspector], times: 2, to: rectifying}
      - {code: put_on_list, zh: 挂牌, en: List it, who: [supervisor], lists: true, notice: true, refers_to: county}
  - {code: closed, zh: 已销号, en: Closed, ends: true}

parties:
  roles: [{code: applicant, zh: 申请人, en: Applicant}]
  readers: [mediator]
  keep: 2 years
file_set: [{code: register, zh: 受理登记表, en: Register, kind: document}]
recurs: {every: month, on_day: 25, each: township}
listing: {role: supervisor, level: county}
from_incident: [building_fire]
)";

// What the good kind opens: as little as a kind can be.
constexpr const char* notice = R"(kind: rectification_notice
edition: 1
requirement: [D4]
zh: 整改通知书
en: Notice to put right
sentence: {zh: 一份通知书, en: One notice}
number: TZ
subject: place
opened_by: []
fields:
  - {name: hazard, zh: 隐患类型, en: Hazard, type: choice, choices: {list: fire_hazards}, used_in: [board]}
  - {name: seen_on, zh: 发现日期, en: Seen on, type: day, used_in: [board]}
clocks: [{code: reply, zh: 答复期限, en: Time to reply, starts: report, limit: 5 days, owner: key_site}]
results: [{code: replied, zh: 已答复, en: Replied}]
stages:
  - {code: sent, zh: 已送达, en: Sent, steps: [{code: reply, zh: 答复, en: Reply, who: [key_site], to: done, result: replied}]}
  - {code: done, zh: 办结, en: Done, ends: true}
)";

}  // namespace

std::string good_kind() { return std::string(head) + data + way; }

std::string lists_text() {
  return "version: 1\nlists:\n  fire_hazards: [{code: exit, zh: 堵塞出口, en: Blocked exit}, {code: wiring, zh: 电线, en: Wiring}]\n";
}

std::string outputs_text() {
  return "version: 1\noutputs: [{code: board, zh: 工作台, en: Board}, {code: month_report, zh: 月报, en: Monthly report}]\n"
         "indicators: [{code: fire_hazards_cleared, zh: 消除火灾隐患数, en: Fire hazards cleared}]\n";
}

std::string clocks_text() {
  return "version: 1\nclocks:\n"
         "  - {id: fire_decision, limit: 7 days, from: \"2009-05-01\", to: \"2021-04-29\", citation: 消防法}\n"
         "  - {id: fire_decision, limit: 10 days, from: \"2021-04-29\", citation: 消防法, rolls: true, verify: true}\n";
}

std::string with(const std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) throw std::logic_error("not once in the text: " + from);
  return text.substr(0, at) + to + text.substr(at + from.size());
}

std::string with_all(std::string text, const std::vector<std::pair<std::string, std::string>>& changes) {
  for (const auto& [from, to] : changes) text = with(text, from, to);
  return text;
}

int line_of(const std::string& text, const std::string& what) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::logic_error("not in the text: " + what);
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

matter::catalogue known() {
  matter::catalogue all;
  all.roles = matter::kind_roles();
  all.lists["fire_hazards"] = {{.code = "exit", .name = {"堵塞出口", "Blocked exit"}}, {.code = "wiring", .name = {"电线", "Wiring"}}};
  all.outputs = {{.code = "board", .name = {"工作台", "Board"}}, {.code = "month_report", .name = {"月报", "Monthly report"}}};
  all.indicators = {{.code = "fire_hazards_cleared", .name = {"消除火灾隐患数", "Fire hazards cleared"}}};
  all.clocks["fire_decision"] = {{.id = "fire_decision", .limit = {.amount = 7}, .from_day = {}, .to_day = {}, .citation = "消防法"}};
  return all;
}

std::vector<matter::fault> faults_of(const std::string& text) {
  auto town = known();
  std::vector<matter::fault> faults;
  town.kinds.emplace("rectification_notice", matter::read_kind(notice, "rectification_notice.yaml", town, faults));
  if (!faults.empty()) throw std::logic_error("the sample is broken: " + told(faults));
  auto one = matter::read_kind(text, "fire_hazard.yaml", town, faults);
  if (!faults.empty()) return faults;
  const auto& held = town.kinds.emplace("fire_hazard", std::move(one)).first->second;
  return matter::lint_kind({.one = held, .town = town});
}

std::string told(const std::vector<matter::fault>& faults) {
  std::string out;
  for (const auto& one : faults) {
    out += (out.empty() ? "" : ", ") + one.code + "@" + std::to_string(one.line);
    if (matter::in_chinese(one.code).empty()) out += " without Chinese words";
  }
  return out;
}

}  // namespace sample
