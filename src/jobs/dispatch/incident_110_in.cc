#include <algorithm>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "jobs/dispatch/assignment_rules.h"
#include "jobs/dispatch/incident_110.h"

namespace dispatch {
namespace {

class reader {
 public:
  explicit reader(const exchange_110& how) : how_(how) {}

  std::optional<base::instant> time(const char* name, const std::string& text) {
    if (base::trim(text).empty()) return std::nullopt;
    auto t = read_time_110(text, how_.utc_offset_min);
    if (!t) wrong(name, "wrong_type", "must be a time: YYYYMMDDhhmmss, YYYY-MM-DD hh:mm:ss or RFC 3339");
    return t;
  }

  std::optional<base::position> position(const char* lon_name, const std::string& lon, const char* lat_name, const std::string& lat) {
    if (base::trim(lon).empty() && base::trim(lat).empty()) return std::nullopt;
    const auto x = base::parse_double(base::trim(lon));
    const auto y = base::parse_double(base::trim(lat));
    if (!x) wrong(lon_name, "wrong_type", "must be a longitude in degrees");
    if (!y) wrong(lat_name, "wrong_type", "must be a latitude in degrees");
    if (!x || !y) return std::nullopt;
    // Off the globe stays as it is: the intake says what is wrong with it. The shift means nothing there.
    const base::position p{.lon = *x, .lat = *y};
    return std::abs(*x) <= 180 && std::abs(*y) <= 90 ? geo::convert(p, how_.datum, geo::datum::wgs84) : p;
  }

  void wrong(const char* name, const char* code, const char* detail) { faults_.push_back({std::string("/") + name, code, detail}); }
  void throw_if_any() const {
    if (!faults_.empty()) throw base::bad_input(faults_);
  }

 private:
  const exchange_110& how_;
  std::vector<base::wrong_field> faults_;
};

// Urgency "01" … "04" or "1" … "4"; the official value list is not public, other values are kept but not understood.
std::optional<std::int64_t> priority_of(const std::string& code) {
  const auto level = base::parse_int(base::trim(code));
  return level && *level >= 1 && *level <= 4 ? level : std::nullopt;
}

std::optional<std::string> given(const std::string& text) {
  const auto trimmed = base::trim(text);
  return trimmed.empty() ? std::nullopt : std::optional<std::string>(trimmed);
}

caller_person caller_of(const jjdb& call) {
  caller_person who{.name = std::string(base::trim(call.BJRMC)), .phone = std::string(base::trim(call.BJDH))};
  if (who.name == "匿名") who.name.clear();  // the data set's word for no name
  who.callback_phone = given(call.LXDH);
  who.subscriber = given(call.BJDHYHM);
  who.subscriber_address = given(call.BJDHYHDZ);
  who.address = given(call.BJDZ);
  who.sex = given(call.BJRXBDM);
  return who;
}

// What has no column: everything but the caller and what the draft took.
jjdb kept_of(jjdb call) {
  for (auto* gone : {&call.BJDH, &call.BJDHYHM, &call.BJDHYHDZ, &call.BJRMC, &call.BJRXBDM, &call.LXDH, &call.BJDZ, &call.JJDBH, &call.BJSJ,
                     &call.JJSJ, &call.JJWCSJ, &call.JQDZ, &call.BJNR, &call.BJRXZB, &call.BJRYZB}) {
    gone->clear();
  }
  return call;
}

const incident_type& type_of(const jjdb& call, const exchange_110& how, bool& unknown) {
  const std::string_view codes[] = {call.JQLBDM, call.JQLXDM, call.JQXLDM, call.JQZLDM};
  if (call.GLLX == "4") {
    if (const auto* nuisance = how.types.find("nuisance_call")) return *nuisance;
  }
  if (const auto* found = how.types.find_110(codes)) return *found;
  unknown = true;
  return how.types.get("other");
}

}  // namespace

call_110 from_jjdb(const jjdb& call, const exchange_110& how) {
  reader in(how);
  call_110 taken;
  auto& draft = taken.draft;
  if (base::trim(call.JJDBH).empty()) in.wrong("JJDBH", "missing", "the number of the call is needed: it makes a repeated import harmless");
  draft.source = base::trim(call.JJDWDM).empty() ? "110" : "110/" + std::string(base::trim(call.JJDWDM));
  draft.source_id = std::string(base::trim(call.JJDBH));
  draft.type = type_of(call, how, taken.type_unknown).code;
  draft.priority = priority_of(call.JQDJDM);
  draft.reported_at = in.time("BJSJ", call.BJSJ);
  draft.answered_at = in.time("JJSJ", call.JJSJ);
  draft.hung_up_at = in.time("JJWCSJ", call.JJWCSJ);
  if (!draft.reported_at) draft.reported_at = draft.answered_at;  // a desk without a switch knows only when it answered
  if (!draft.reported_at && base::trim(call.BJSJ).empty() && base::trim(call.JJSJ).empty())
    in.wrong("BJSJ", "missing", "the time of the call is needed");
  draft.address = call.JQDZ;
  draft.description = call.BJNR;
  auto where = in.position("BJRXZB", call.BJRXZB, "BJRYZB", call.BJRYZB);
  const auto positioned = in.position("FXDWJD", call.FXDWJD, "FXDWWD", call.FXDWWD);
  if (!where) where = positioned;
  if (where) {
    draft.location = *where;
  } else if (base::trim(call.BJRXZB).empty() && base::trim(call.FXDWJD).empty()) {
    in.wrong("BJRXZB", "missing", "coordinates are needed: BJRXZB and BJRYZB, or FXDWJD and FXDWWD");
  }
  in.throw_if_any();
  taken.caller = caller_of(call);
  taken.kept = kept_of(call);
  taken.related = std::string(base::trim(call.GLZJJDBH));
  taken.relation = std::string(base::trim(call.GLLX));
  return taken;
}

assignment from_pjdb_fkdb(const pjdb& sent, const std::optional<fkdb>& back, const exchange_110& how) {
  reader in(how);
  assignment one{.unit_id = sent.PJDWDM, .unit_name = sent.PJDWMC, .assigned_by = sent.PJYBH};
  const auto assigned = in.time("PJSJ", sent.PJSJ);
  if (!assigned && base::trim(sent.PJSJ).empty()) in.wrong("PJSJ", "missing", "the time of the dispatch is needed");
  one.assigned_at = assigned.value_or(base::instant{});
  if (back) {
    one.en_route_at = in.time("CJSJ01", back->CJSJ01);
    one.on_scene_at = in.time("DDXCSJ", back->DDXCSJ);
    one.cleared_at = in.time("XCCLWBSJ", back->XCCLWBSJ);
  }
  in.throw_if_any();
  const char* const names[] = {"CJSJ01", "DDXCSJ", "XCCLWBSJ"};
  const assignment_status steps[] = {assignment_status::en_route, assignment_status::on_scene, assignment_status::cleared};
  auto last = one.assigned_at;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto at = step_at(one, steps[i]);
    if (!at) continue;
    if (*at < last) in.wrong(names[i], "out_of_order", "lies before the step that came first");
    last = std::max(last, *at);
    one.status = steps[i];
  }
  in.throw_if_any();
  return one;
}

}  // namespace dispatch
