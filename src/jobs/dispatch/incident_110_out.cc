#include <algorithm>
#include <cstdio>

#include "jobs/dispatch/incident_110.h"

namespace dispatch {
namespace {

// Seven decimals: about a centimetre, what the official coordinates carry at most.
std::string degrees(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.7f", value);
  return text;
}

bool is_source_code(const std::string& text) {
  return std::ranges::any_of(source_choices_110(), [&](const record::choice& c) { return c.code == text; });
}

// A code sent back: the one that came in while it still means the same type (the desk's own list may be finer).
void set_codes(const incident& one, const jjdb& kept, const exchange_110& how, jjdb& out) {
  const auto* type = how.types.find(one.type);
  const std::string_view came[] = {kept.JQLBDM, kept.JQLXDM, kept.JQXLDM, kept.JQZLDM};
  const auto* came_as = how.types.find_110(came);
  const bool unchanged = !one.first_type || *one.first_type == one.type;
  const bool as_it_came = !kept.JQLBDM.empty() && unchanged && (came_as == nullptr || came_as == type);
  if (!as_it_came && type != nullptr) {
    out.JQLBDM = type->jqlb;
    out.JQLXDM = type->jqlx;
    out.JQXLDM = type->jqxl;
    out.JQZLDM = type->jqzl;
  }
  if (unchanged) return;
  // Reclassified here: the first class goes into CSJQ…, as it came or from our list.
  const auto* first = how.types.find(*one.first_type);
  const bool had_codes = !kept.JQLBDM.empty();
  if (!had_codes && first == nullptr) return;
  out.CSJQLBDM = had_codes ? kept.JQLBDM : first->jqlb;
  out.CSJQLXDM = had_codes ? kept.JQLXDM : first->jqlx;
  out.CSJQXLDM = had_codes ? kept.JQXLDM : first->jqxl;
  out.CSJQZLDM = had_codes ? kept.JQZLDM : first->jqzl;
}

std::string dispatch_number(const incident& one, std::size_t place) {
  const auto text = std::to_string(place + 1);
  return one.number + "-" + (text.size() < 2 ? "0" + text : text);
}

std::string call_number(const incident& one) { return one.source.starts_with("110") && one.source_id ? *one.source_id : one.number; }

}  // namespace

jjdb to_jjdb(const incident& one, const jjdb& kept, const exchange_110& how) {
  jjdb out = kept;
  const auto time = [&](const std::optional<base::instant>& t) { return t ? write_time_110(*t, how.utc_offset_min) : std::string{}; };
  out.JJDBH = call_number(one);
  if (out.JQLYFS.empty()) out.JQLYFS = is_source_code(one.source) ? one.source : "9900";
  out.BJSJ = time(one.reported_at);
  out.JJSJ = time(one.answered_at);
  out.JJWCSJ = time(one.hung_up_at);
  out.JQDZ = one.address;
  out.BJNR = one.description;
  const auto where = geo::convert(one.location, geo::datum::wgs84, how.datum);
  out.BJRXZB = degrees(where.lon);
  out.BJRYZB = degrees(where.lat);
  set_codes(one, kept, how, out);
  const auto urgency = std::to_string(one.priority);
  if (out.JQDJDM != urgency && out.JQDJDM != "0" + urgency) {
    const bool foreign = !kept.JQDJDM.empty() && kept.JQDJDM.find_first_not_of("01234") != std::string::npos;
    if (!foreign) out.JQDJDM = "0" + urgency;
  }
  out.GXSJ = time(one.updated_at);
  return out;
}

void add_caller(jjdb& call, const caller_person& caller) {
  call.BJRMC = caller.name.empty() ? "匿名" : caller.name;
  call.BJDH = caller.phone;
  call.LXDH = caller.callback_phone.value_or("");
  call.BJDHYHM = caller.subscriber.value_or("");
  call.BJDHYHDZ = caller.subscriber_address.value_or("");
  call.BJDZ = caller.address.value_or("");
  call.BJRXBDM = caller.sex.value_or("");
}

std::vector<pjdb> to_pjdb(const incident& one, const exchange_110& how) {
  std::vector<pjdb> all;
  for (std::size_t i = 0; i < one.assignments.size(); ++i) {
    const auto& a = one.assignments[i];
    all.push_back({.PJDBH = dispatch_number(one, i),
                   .JJDBH = call_number(one),
                   .PJDWDM = a.unit_id,
                   .PJDWMC = a.unit_name,
                   .PJYBH = a.assigned_by,
                   .PJSJ = write_time_110(a.assigned_at, how.utc_offset_min)});
  }
  return all;
}

std::vector<fkdb> to_fkdb(const incident& one, const exchange_110& how) {
  std::vector<fkdb> all;
  const auto time = [&](const std::optional<base::instant>& t) { return t ? write_time_110(*t, how.utc_offset_min) : std::string{}; };
  for (std::size_t i = 0; i < one.assignments.size(); ++i) {
    const auto& a = one.assignments[i];
    if (!a.accepted_at && !a.en_route_at && !a.on_scene_at && !a.cleared_at) continue;  // nothing reported back
    auto last = a.cleared_at;
    for (const auto& earlier : {a.on_scene_at, a.en_route_at, a.accepted_at}) {
      if (!last) last = earlier;
    }
    fkdb back{.FKDBH = dispatch_number(one, i) + "-1",
              .JJDBH = call_number(one),
              .PJDBH = dispatch_number(one, i),
              .FKDWDM = a.unit_id,
              .FKSJ = time(last)};
    back.CJSJ01 = time(a.en_route_at);
    back.DDXCSJ = time(a.on_scene_at);
    back.XCCLWBSJ = time(a.cleared_at);
    back.JQFSSJ = time(one.occurred_at);
    if (one.state == incident_state::closed) back.JQCLJGSM = one.result;
    back.GCFKBS = a.cleared_at ? "0" : "1";
    all.push_back(std::move(back));
  }
  return all;
}

}  // namespace dispatch
