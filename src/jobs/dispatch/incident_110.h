#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/geo/datum.h"
#include "jobs/dispatch/caller.h"
#include "jobs/dispatch/incident.h"
#include "jobs/dispatch/incident_type.h"

// The 110 data set's records under their own names, as police desks exchange them. Internally everything has English
// names; this is the one table that turns them. Texts are UTF-8, absent fields are empty, times are local "YYYYMMDDhhmmss"
// (also read: "YYYY-MM-DD hh:mm:ss" and RFC 3339), coordinates decimal degrees in a datum the sender declares.
namespace dispatch {

// JJDB, the call. What has no meaning of its own here is kept as it came and sent back as it was.
struct jjdb {
  // where and by whom it was taken
  std::string XZQHDM = {};    // area code
  std::string JJDWDM = {};    // unit that took the call
  std::string JJDBH = {};     // number of the call
  std::string GLZJJDBH = {};  // number of the call it belongs to
  std::string JJLX = {};      // kind of intake
  std::string JQLYFS = {};    // source of the call
  std::string LHLX = {};      // kind of call
  std::string JJLYH = {};     // number of the recording
  std::string JJYBH = {};     // number of the call taker (a duty holder)
  std::string JJYXM = {};     // name of the call taker
  // when
  std::string BJSJ = {};    // call came in
  std::string JJSJ = {};    // answered
  std::string JJWCSJ = {};  // hung up
  // who called: goes into the sealed caller and nowhere else
  std::string BJDH = {};      // phone
  std::string BJDHYHM = {};   // subscriber
  std::string BJDHYHDZ = {};  // subscriber's address
  std::string BJRMC = {};     // name
  std::string BJRXBDM = {};   // sex
  std::string LXDH = {};      // phone to call back
  std::string BJDZ = {};      // caller's address
  // what and where
  std::string JQDZ = {};      // address of the incident
  std::string BJNR = {};      // what was said
  std::string GXDWDM = {};    // responsible unit
  std::string JQLBDM = {};    // class
  std::string JQLXDM = {};    // type
  std::string JQXLDM = {};    // detail
  std::string JQZLDM = {};    // sub-detail
  std::string CSJQLBDM = {};  // the same four before it was reclassified
  std::string CSJQLXDM = {};
  std::string CSJQXLDM = {};
  std::string CSJQZLDM = {};
  std::string TZDBH = {};
  std::string YWCWQ = {};     // weapon
  std::string YWWXWZ = {};    // dangerous substance
  std::string YWBZXL = {};    // explosive
  std::string BKRYQKSM = {};  // people trapped
  std::string SSRYQKSM = {};  // people hurt
  std::string SWRYQKSM = {};  // people dead
  std::string SFSWYBJ = {};   // foreign-language call
  std::string BJRXZB = {};    // longitude
  std::string BJRYZB = {};    // latitude
  std::string FXDWJD = {};    // longitude by positioning
  std::string FXDWWD = {};    // latitude by positioning
  std::string BCJJNR = {};    // added later
  std::string JQDJDM = {};    // urgency
  std::string JQCLZTDM = {};  // state
  std::string YJJYDJDM = {};
  std::string SFSWHCL = {};
  std::string GXSJ = {};  // last change
  std::string JQBQ = {};  // tags
  std::string SFBM = {};  // secret
  std::string GLLX = {};  // how it belongs to GLZJJDBH: 1 repeated, 2 urged, 3 officer's feedback, 4 nuisance
};
const record::table& record_of(const jjdb*);

// PJDB, one unit sent.
struct pjdb {
  std::string PJDBH = {};   // number of the dispatch
  std::string JJDBH = {};   // of the call
  std::string PJDWDM = {};  // unit sent
  std::string PJDWMC = {};  // its name
  std::string PJYBH = {};   // dispatcher's account
  std::string PJSJ = {};    // sent
};
const record::table& record_of(const pjdb*);

// FKDB, what the unit reported back.
struct fkdb {
  std::string FKDBH = {};     // number of the feedback
  std::string JJDBH = {};     // of the call
  std::string PJDBH = {};     // of the dispatch
  std::string FKDWDM = {};    // reporting unit
  std::string FKYBH = {};     // reporting officer's number
  std::string FKYXM = {};     // and name
  std::string FKSJ = {};      // when reported
  std::string CJSJ01 = {};    // moved off
  std::string DDXCSJ = {};    // on scene
  std::string XCCLWBSJ = {};  // done there
  std::string JQFSSJ = {};    // it happened
  std::string FKDWXZB = {};   // unit's longitude
  std::string FKDWYZB = {};   // unit's latitude
  std::string CJCZQK = {};    // what was done
  std::string CDCC = {};      // vehicles sent
  std::string CDRC = {};      // people sent
  std::string CDCT = {};      // boats sent
  std::string JZRS = {};      // people rescued
  std::string SSRS = {};      // people hurt
  std::string SWRS = {};      // people dead
  std::string JQCLJGDM = {};  // result, code
  std::string JQCLJGSM = {};  // result, text
  std::string TQQKDM = {};    // weather
  std::string YJDWDM = {};    // handed over to
  std::string GCFKBS = {};    // 1: feedback during the work
};
const record::table& record_of(const fkdb*);

// Everything of one incident as the 110 data set has it.
struct incident_110 {
  jjdb JJDB = {};
  std::vector<pjdb> PJDB = {};
  std::vector<fkdb> FKDB = {};
};
const record::table& record_of(const incident_110*);

// Reads one JJDB record from JSON. Fields that identify a person by a document's number (…SFZH, …ZJHM and the like)
// are thrown away unread and counted; every other wrong field is listed in one base::problem 422.
struct jjdb_read {
  jjdb call = {};
  std::int64_t dropped = 0;
};
jjdb_read read_jjdb(std::string_view body);

// What a place needs to turn local 110 values.
struct exchange_110 {
  const incident_catalogue& types;
  std::int64_t utc_offset_min = 480;
  geo::datum datum = geo::datum::wgs84;  // what the sender declared; nothing is guessed
};

// A call as our own draft, its caller, and what is kept as it came.
struct call_110 {
  incident_draft draft = {};
  caller_person caller = {};
  jjdb kept = {};             // only fields without a column; nothing on a person
  std::string related = {};   // GLZJJDBH
  std::string relation = {};  // GLLX
  bool type_unknown = false;  // no code was in the list: filed under "other"
};
// Throws base::problem 422 with every wrong field: a time that is none, coordinates that are none, no place at all.
call_110 from_jjdb(const jjdb& call, const exchange_110& how);

// The same incident as JJDB: what is kept, overwritten by what we know better. No field on the caller.
jjdb to_jjdb(const incident& one, const jjdb& kept, const exchange_110& how);
// Adds the caller's fields.
void add_caller(jjdb& call, const caller_person& caller);

// One PJDB and one FKDB per assignment, numbered in order of sending: "20261122-0001-01".
std::vector<pjdb> to_pjdb(const incident& one, const exchange_110& how);
std::vector<fkdb> to_fkdb(const incident& one, const exchange_110& how);

// The times an imported feedback carries, set on the assignment with the same number.
// Throws base::problem 422 when a time is none or out of order.
assignment from_pjdb_fkdb(const pjdb& sent, const std::optional<fkdb>& back, const exchange_110& how);

// "20261122093000" and the other two forms; nothing when it is none.
std::optional<base::instant> read_time_110(std::string_view text, std::int64_t utc_offset_min);
std::string write_time_110(base::instant t, std::int64_t utc_offset_min);

// The source codes JQLYFS with their names.
std::span<const record::choice> source_choices_110();
std::span<const record::choice> relation_choices_110();

}  // namespace dispatch
