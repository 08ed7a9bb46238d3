#include "jobs/dispatch/recommendation_text.h"

#include <algorithm>
#include <array>

#include "foundation/base/text.h"

namespace dispatch {
namespace {

std::string min_zh(std::int64_t ms) { return minutes_text(ms) + " 分"; }
std::string min_en(std::int64_t ms) { return minutes_text(ms) + " min"; }

// The names of the needed capabilities of these bits, in one text.
words names_of(std::uint64_t bits, const text_source& about) {
  words list;
  for (std::size_t i = 0; i < about.needs.size(); ++i) {
    if ((bits >> i & 1) == 0) continue;
    list.zh += (list.zh.empty() ? "" : "、") + about.needs[i].zh;
    list.en += (list.en.empty() ? "" : ", ") + about.needs[i].en;
  }
  return list;
}

words excluded(verdict why, const text_source& about) {
  switch (why) {
    case verdict::off_shift: return {"不在班。", "Off shift."};
    case verdict::busy: return {"正在处置别的警情。", "Busy with another incident."};
    case verdict::position_unknown: return {"位置不明，不参与排序。", "Its position is not known: not ranked."};
    case verdict::position_stale: {
      const auto limit = minutes_text(about.rules.max_position_age_ms);
      return {"位置超过 " + limit + " 分未更新，不参与排序。", "Its position is older than " + limit + " min: not ranked."};
    }
    case verdict::lacks_capability: {
      const auto needs = names_of(~std::uint64_t{0}, about);
      return {"没有所需能力：" + needs.zh + "。", "Has nothing of what is needed: " + needs.en + "."};
    }
    default: return {"没有道路可到。", "No road leads there from where it is."};
  }
}

// The same of one unit, with what is known of it.
words excluded(const candidate& one, const text_source& about) {
  const auto& fact = about.facts[one.unit];
  if (one.judged == verdict::busy) {
    const auto& state = duty::unit_state_choices[static_cast<std::size_t>(about.state(one.unit))];
    return {"正在处置别的警情（" + std::string(state.zh) + "）。", "Busy with another incident (" + base::lower_ascii(state.en) + ")."};
  }
  if (one.judged == verdict::position_stale) {
    const auto age = minutes_text(fact.position_age_ms);
    return {"位置是 " + age + " 分前的，不参与排序。", "Its position is " + age + " min old: not ranked."};
  }
  if (one.judged == verdict::unreachable && !fact.on_road) {
    return {"附近没有它能走的道路，不参与排序。", "There is no road it can use near its position: not ranked."};
  }
  return excluded(one.judged, about);
}

words first_to_go(const candidate& one, const decision& d) {
  const auto zh = min_zh(one.eta_ms);
  const auto en = min_en(one.eta_ms);
  switch (d.how) {
    case outcome::fastest_is_responsible: return {"最近，且是责任区单位：" + zh + "。", "The fastest, and responsible for the place: " + en + "."};
    case outcome::responsible_first:
      return {"责任区单位：" + zh + "，只比最近的晚 " + min_zh(one.eta_ms - d.fastest->eta_ms) + "。",
              "Responsible for the place: " + en + ", only " + min_en(one.eta_ms - d.fastest->eta_ms) + " after the fastest."};
    default: return {"最近：" + zh + "。", "The fastest: " + en + "."};
  }
}

// What a unit chosen later adds: its share of the capabilities that those before it do not have.
std::uint64_t added_by(std::uint32_t unit, const decision& d, const text_source& about) {
  auto missing = d.asked.capabilities;
  for (const auto before : d.chosen) {
    if (before == unit) break;
    missing &= ~about.facts[before].has;
  }
  return missing & about.facts[unit].has;
}

words chosen_later(const candidate& one, const decision& d, const text_source& about) {
  const auto place = std::find(d.chosen.begin(), d.chosen.end(), one.unit) - d.chosen.begin() + 1;
  const auto number = std::to_string(place);
  const auto adds = names_of(added_by(one.unit, d, about), about);
  const bool sooner_ones_passed_over = one.eta_ms > d.fastest->eta_ms && !adds.zh.empty();
  if (sooner_ones_passed_over) {
    return {"第 " + number + " 个单位，补上所缺能力：" + adds.zh + "；" + min_zh(one.eta_ms) + "。",
            "Unit " + number + ", adds what is missing: " + adds.en + "; " + min_en(one.eta_ms) + "."};
  }
  return {"第 " + number + " 个单位：" + min_zh(one.eta_ms) + "。", "Unit " + number + ": " + min_en(one.eta_ms) + "."};
}

// A unit that could go and stays, though one that goes takes longer: it adds nothing that is missing.
bool adds_nothing(const candidate& one, const decision& d) {
  return std::any_of(d.candidates.begin(), d.candidates.end(),
                     [&](const candidate& other) { return other.judged == verdict::chosen && other.eta_ms > one.eta_ms; });
}

words stays(const candidate& one, const decision& d, const text_source& about) {
  const auto& first = d.candidates.front();
  const auto name = about.name(first.unit);
  if (one.eta_ms < 0) {
    const auto least = minutes_text(one.at_least_ms, true);
    return {"较慢：行车超过 " + least + " 分。", "Slower: more than " + least + " min by road."};
  }
  if (one.judged == verdict::not_responsible) {
    return {min_zh(one.eta_ms) + "，更快，但责任区单位 " + name + " 只晚 " + min_zh(first.eta_ms - one.eta_ms) + "。",
            min_en(one.eta_ms) + ", faster, but " + name + " is responsible for the place and only " + min_en(first.eta_ms - one.eta_ms) + " later."};
  }
  if (adds_nothing(one, d)) {
    return {min_zh(one.eta_ms) + "，但没有还缺的能力。", min_en(one.eta_ms) + ", but it adds no capability that is still missing."};
  }
  const auto later_zh = min_zh(one.eta_ms) + "，比 " + name + " 晚 " + min_zh(one.eta_ms - first.eta_ms) + "。";
  const auto later_en = min_en(one.eta_ms) + ", " + min_en(one.eta_ms - first.eta_ms) + " later than " + name + ".";
  return one.judged == verdict::backup ? words{"候补：" + later_zh, "Next in line: " + later_en} : words{"较慢：" + later_zh, "Slower: " + later_en};
}

// "3 busy, 2 off shift"
words counts(const decision& d) {
  constexpr std::array<std::pair<verdict, std::pair<const char*, const char*>>, 6> kinds = {{
      {verdict::busy, {"个正忙", "busy"}},
      {verdict::off_shift, {"个不在班", "off shift"}},
      {verdict::lacks_capability, {"个没有所需能力", "without the capability"}},
      {verdict::position_unknown, {"个位置不明", "with unknown position"}},
      {verdict::position_stale, {"个位置过旧", "with an old position"}},
      {verdict::unreachable, {"个没有道路可到", "with no road there"}},
  }};
  words text;
  for (const auto& [kind, names] : kinds) {
    std::size_t count = 0;
    for (const auto& one : d.candidates) count += one.judged == kind ? 1 : 0;
    for (const auto& one : d.others) count += one.judged == kind ? one.units.size() : 0;
    if (count == 0) continue;
    text.zh += (text.zh.empty() ? "" : "，") + std::to_string(count) + " " + names.first;
    text.en += (text.en.empty() ? "" : ", ") + std::to_string(count) + " " + names.second;
  }
  return text;
}

words main_clause(const decision& d, const text_source& about) {
  if (d.how == outcome::nobody) {
    const auto why = counts(d);
    if (why.zh.empty()) return {"没有任何单位。", "There are no units."};
    return {"没有单位可派：" + why.zh + "。", "No unit can go: " + why.en + "."};
  }
  const auto& fastest = *d.fastest;
  const auto name = about.name(fastest.unit);
  const auto near_zh = "最近 " + name + " " + min_zh(fastest.eta_ms);
  const auto near_en = "Nearest " + name + " " + min_en(fastest.eta_ms);
  const auto margin = minutes_text(about.rules.responsible_margin_ms);
  switch (d.how) {
    case outcome::fastest_is_responsible: return {near_zh + "，也是责任区单位。", near_en + ", which is also the responsible unit."};
    case outcome::no_responsible: return {near_zh + "；没有单位负责此地。", near_en + "; no unit is responsible for the place."};
    case outcome::responsible_unavailable: {
      const auto out = about.name(*d.responsible_out);
      const auto why = excluded(d.responsible_out_why, about);
      return {near_zh + "；责任区 " + out + " 不能派：" + why.zh, near_en + "; responsible " + out + " cannot go: " + why.en};
    }
    default: break;
  }
  if (!d.responsible) {
    const auto least = minutes_text(d.responsible_at_least_ms, true);
    return {near_zh + "，责任区单位超过 " + least + " 分：派最近的。",
            near_en + ", the responsible unit more than " + least + " min: the nearest goes."};
  }
  const auto both_zh = near_zh + "，责任区 " + about.name(d.responsible->unit) + " " + min_zh(d.responsible->eta_ms);
  const auto both_en = near_en + ", responsible " + about.name(d.responsible->unit) + " " + min_en(d.responsible->eta_ms);
  const auto later_ms = d.responsible->eta_ms - fastest.eta_ms;
  if (d.how == outcome::responsible_first) {
    return {both_zh + "：只晚 " + min_zh(later_ms) + "，在 " + margin + " 分以内，责任区单位先派。",
            both_en + ": " + min_en(later_ms) + " later, within " + margin + " min, so the responsible unit goes first."};
  }
  return {both_zh + "：晚 " + min_zh(later_ms) + "，超过 " + margin + " 分，派最近的。",
          both_en + ": " + min_en(later_ms) + " later, more than " + margin + " min, so the nearest goes."};
}

}  // namespace

std::string minutes_text(std::int64_t ms, bool floor) {
  const auto tenths = (ms + (floor ? 0 : 3'000)) / 6'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

words explain(const decision& d, const text_source& about) {
  auto text = main_clause(d, about);
  if (!d.chosen.empty() && d.chosen.size() < d.asked.units) {
    const auto needed = std::to_string(d.asked.units);
    const auto got = std::to_string(d.chosen.size());
    text.zh += "需要 " + needed + " 个单位，只有 " + got + " 个可派。";
    text.en += " " + needed + " units are needed, only " + got + " can go.";
  }
  if (d.unmet != 0 && !d.chosen.empty()) {
    const auto missing = names_of(d.unmet, about);
    text.zh += "可派的单位都没有：" + missing.zh + "。";
    text.en += " Nobody who can go has: " + missing.en + ".";
  }
  return text;
}

words reason_of(const candidate& one, const decision& d, const text_source& about) {
  if (!can_go(one.judged)) return excluded(one, about);
  if (one.judged != verdict::chosen) return stays(one, d, about);
  return one.unit == d.chosen.front() ? first_to_go(one, d) : chosen_later(one, d, about);
}

words reason_of(const group& several, const decision& d, const text_source& about) {
  if (!can_go(several.judged)) return excluded(several.judged, about);
  return stays({.judged = several.judged, .at_least_ms = several.at_least_ms}, d, about);
}

}  // namespace dispatch
