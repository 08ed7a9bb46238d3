#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engines/matter/matter_case.h"
#include "engines/matter/matter_work.h"

// What a matter looks like to whoever opens it: where it stands, what runs, and what the viewer can do.
namespace matter {

struct clock_view {
  std::string code = {};
  words name = {};
  clock_state state = clock_state::running;
  words owner_name = {};
  base::instant started_at = {};
  base::instant due_at = {};
  bool overdue = false;
  bool provisional = false;
  std::string citation = {};
  std::optional<base::instant> paused_at = {};
  std::optional<base::instant> ended_at = {};
  std::vector<record::json_text> pauses = {};  // reasons it can be paused for: {"code", "zh", "en"}
};
const record::table& record_of(const clock_view*);

struct evidence_need {
  std::string code = {};
  words name = {};
  std::string kind = {};
  std::int64_t at_least = 1;
  std::int64_t there = 0;
  bool or_next = false;
};
const record::table& record_of(const evidence_need*);

struct step_view {
  std::string code = {};
  words name = {};
  bool allowed = false;
  std::string why_not = {};  // code of the refusal
  std::vector<std::string> who = {};
  std::vector<std::string> needs = {};
  std::vector<std::string> anew = {};  // of these: said before, and to be said again
  std::vector<std::string> may = {};
  std::vector<evidence_need> evidence = {};
  bool reason = false;
  std::int64_t signers = 1;
  std::vector<signature> signatures = {};
  std::string to = {};
  words result_name = {};  // what comes of the matter by it; empty: it goes on
};
const record::table& record_of(const step_view*);

struct stage_view {
  std::string code = {};
  words name = {};
  bool ends = false;
  bool ahead = true;  // on the way it usually takes from where it stands
};
const record::table& record_of(const stage_view*);

// A further desk that handles it.
struct desk_view {
  std::string area_id = {};
  std::string name = {};
};
const record::table& record_of(const desk_view*);

struct matter_view {
  matter_record matter = {};
  words result_name = {};
  std::vector<stage_view> stages = {};
  std::vector<clock_view> clocks = {};
  std::vector<step_view> steps = {};
  std::vector<std::string> acts = {};  // what else the viewer can do: take, refer, give_back, …
  std::vector<std::string> refer_to = {};
  std::vector<evidence_need> file_set = {};
  std::vector<evidence> files = {};
  bool may_see_files = true;
  std::vector<receipt> receipts = {};
  std::vector<link> links = {};
  std::vector<desk_view> joint = {};
  std::vector<line> lines = {};
  bool has_parties = false;
  bool may_read_parties = false;
  std::optional<base::instant> parties_expire_at = {};
  bool newer_edition = false;  // the catalogue has a newer edition of its kind
  base::instant as_of = {};
};
const record::table& record_of(const matter_view*);

// Names that follow from the catalogue, into a record to be sent.
void add_names(matter_record& one, const kind* of, const area::area_tree& areas);

// Records with their names, as JSON.
std::vector<std::string> listed(const services& on, store::connection& db, std::vector<matter_record>& all);

matter_view view_of(const services& on, store::connection& db, const operation::caller& who, matter_record what);

// A kind as the maker of a form needs it.
std::string kind_json(const kind& of, const loaded_catalogue& present);

}  // namespace matter
