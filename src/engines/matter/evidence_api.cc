#include <algorithm>

#include "engines/matter/act_parts.h"
#include "engines/matter/evidence_rules.h"
#include "engines/matter/matter_api.h"
#include "engines/matter/matter_store.h"
#include "engines/matter/matter_view.h"
#include "engines/matter/step_rules.h"
#include "foundation/base/problem.h"

// Photos and documents of a matter: files that were sent before and are now needed.
namespace matter {
namespace {

using operation::answer;
using operation::request;

const evidence_rule* find_rule_in(const std::vector<evidence_rule>& rules, const std::string& code) {
  const auto found = std::ranges::find(rules, code, &evidence_rule::code);
  return found == rules.end() ? nullptr : &*found;
}

// The rule that asks for this evidence, in a step of the present stage or in the file set. Who neither handles the matter nor can do the
// step brings nothing that shows others looked at his own work.
const evidence_rule& rule_for(const matter_work& work, const matter_case& one, const std::string& code) {
  const auto& of = work.around().of;
  const auto& in = work.around();
  const auto* stage = of.find_stage(one.what.stage);
  bool own_work = false;
  for (std::size_t i = 0; stage != nullptr && i < stage->steps.size(); ++i) {
    const auto& step = stage->steps[i];
    const auto* found = find_rule_in(step.evidence, code);
    if (found == nullptr) continue;
    if (handles(one, in) || acting_role(one, step, in) || !did_one_of(one, step.not_by, in.who.account_id)) return *found;
    own_work = true;
  }
  if (own_work) throw_if(refusal{.code = "own_work", .detail = "Nobody proves that his own work was looked at.", .fields = {}, .status = 403});
  if (const auto* found = find_rule_in(of.file_set, code)) return *found;
  throw base::bad_input({{"/code", "not_a_choice", "is no evidence that is asked for here"}});
}

bool worked_on_it(const matter_case& one, const std::string& account) {
  return one.what.opened_by == account ||
         std::ranges::any_of(one.deeds, [&](const deed& done) { return std::ranges::find(done.by, account) != done.by.end(); });
}

void may_change(matter_work& work) {
  const auto& one = work.now();
  if (one.what.ended_at) throw_if(refusal{.code = "ended", .detail = "This matter is over."});
  if (handles(one, work.around()) || acts_here(one, work.around()) || worked_on_it(one, work.around().who.account_id)) return;
  throw_if(not_yours());
}

answer answer_with(const services& on, const request& what, store::transaction& work, const matter_record& one, int status) {
  auto view = view_of(on, work.db(), what.who, one);
  return {.status = status, .body = record::to_json(view), .version = one.version};
}

struct brought {
  const std::string& code;
  const sent_file& file;
};

// A photo proves one thing, whatever the name it was sent under; a paper may hold several, but stands once under each in a round.
bool is_there(const services& on, store::connection& db, const matter_case& one, const brought& next) {
  auto same = on.same_content && !next.file.sha256.empty() ? on.same_content(db, next.file.sha256) : std::vector<std::string>();
  same.push_back(next.file.id);
  return std::ranges::any_of(one.files, [&](const evidence& file) {
    if (!next.file.photo && (file.code != next.code || file.round != one.what.round)) return false;
    return std::ranges::find(same, file.file_id) != same.end();
  });
}

// A photo of one matter proves no other, unless the two are linked: one look at a place can show both.
bool proves_another(const services& on, store::connection& db, const std::string& matter_id, const sent_file& photo) {
  if (!on.same_content || photo.sha256.empty()) return false;
  const auto files = on.same_content(db, photo.sha256);
  return std::ranges::any_of(files, [&](const std::string& id) { return is_evidence_elsewhere(db, matter_id, id); });
}

answer add(const services& on, const request& what, store::transaction& transaction) {
  const auto draft = record::from_json<evidence_draft>(what.body);
  matter_work work(on, what, transaction, what.part("id"));
  may_change(work);
  const auto& rule = rule_for(work, work.now(), draft.code);
  const auto file = on.find_file ? on.find_file(on, transaction.db(), what.who, draft.file_id) : std::nullopt;
  if (!file) throw base::bad_input({{"/file_id", "unknown", "is no file you sent"}});
  const bool fits = rule.kind == evidence_kind::any || (rule.kind == evidence_kind::photo) == file->photo;
  if (!fits) throw base::bad_input({{"/file_id", "wrong_type", rule.kind == evidence_kind::photo ? "must be a photo" : "must be a document"}});
  if (is_there(on, transaction.db(), work.now(), {draft.code, *file})) {
    throw base::bad_input({{"/file_id", "duplicate", "is there already: one photo is no proof of two"}});
  }
  if (file->photo && proves_another(on, transaction.db(), work.now().what.id, *file)) {
    throw base::bad_input({{"/file_id", "used_elsewhere", "proves another matter already: take a new photo, or link the two first"}});
  }
  constexpr std::size_t most = 100;
  if (work.now().files.size() >= most) throw base::bad_input({{"/file_id", "too_many", "a matter holds at most 100 files"}});
  auto said = line_of(work.now(), "evidence", draft.code, work.around());
  evidence next{.id = transaction.new_id(), .code = draft.code, .kind = file->photo ? "photo" : "document", .file_id = file->id, .name = file->name};
  next.round = work.now().what.round;
  next.added_at = transaction.now();
  next.added_by = what.who.account_id;
  next.added_name = said.by_name;
  put_evidence(transaction.db(), work.now().what.id, next);
  if (on.use_file) on.use_file(transaction, file->id);
  add_file(work.now(), next);
  said.detail.text = R"({"evidence_id":")" + next.id + "\"}";
  said.text = {.zh = "上传" + rule.name.zh, .en = rule.name.en + " added"};
  work.out().lines.push_back(std::move(said));
  return answer_with(on, what, transaction, work.finish("add_evidence", std::nullopt), 201);
}

answer remove(const services& on, const request& what, store::transaction& transaction) {
  matter_work work(on, what, transaction, what.part("id"));
  may_change(work);
  auto& files = work.now().files;
  const auto found = std::ranges::find(files, what.part("evidence_id"), &evidence::id);
  if (found == files.end()) throw base::not_found("evidence " + what.part("evidence_id"));
  if (found->added_by != what.who.account_id) {
    throw_if(refusal{.code = "not_your_work", .detail = "Who added it takes it away.", .fields = {}, .status = 403});
  }
  if (is_relied_on(work.now(), *found, work.around().of)) {
    throw_if(refusal{.code = "evidence_used", .detail = "A step was done on it: it stays. Add what is right beside it."});
  }
  drop_signatures_over(work.now(), found->code, work.out(), work.around());
  remove_evidence(transaction.db(), found->id, transaction.now());
  if (on.drop_file) on.drop_file(transaction, found->file_id);
  auto said = line_of(work.now(), "evidence_removed", found->code, work.around());
  said.text = {.zh = "撤回一份材料", .en = "A file was taken away"};  // not its name, which can be a party's
  files.erase(found);
  work.out().lines.push_back(std::move(said));
  return answer_with(on, what, transaction, work.finish("remove_evidence", std::nullopt), 200);
}

}  // namespace

std::vector<operation::definition> evidence_operations(const services& on) {
  const auto* output = &record_of(static_cast<const matter_view*>(nullptr));
  return {{.name = "add_matter_evidence",
           .method = "POST",
           .path = "/api/matters/{id}/evidence",
           .summary = "Adds a file that was sent as evidence.",
           .permission = may_write,
           .input = &record_of(static_cast<const evidence_draft*>(nullptr)),
           .output = output,
           .write = [&on](const request& what, store::transaction& work, void*) { return add(on, what, work); }},
          {.name = "remove_matter_evidence",
           .method = "DELETE",
           .path = "/api/matters/{id}/evidence/{evidence_id}",
           .summary = "Takes a file away again; that it was there stays in the timeline.",
           .permission = may_write,
           .output = output,
           .write = [&on](const request& what, store::transaction& work, void*) { return remove(on, what, work); }}};
}

// Photos and papers belong to their matter: whoever may read it sees them. Where parties are sealed, papers name them: then those who
// handle the matter, and who brought the paper.
bool may_see_file(const services& on, store::connection& db, const operation::caller& who, const std::string& file_id) {
  std::vector<store::value> parameters{file_id};
  const auto seen = seen_by(who, parameters);
  const auto rows = db.query(
      "SELECT DISTINCT m.id FROM matter_evidence e JOIN matters m ON m.id = e.matter_id WHERE e.file_id = $1 AND e.removed_at IS NULL AND " + seen,
      parameters);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto what = get_matter(db, nullptr, rows.text(i, 0));
    const auto around = scene_for(on, db, what, who, on.time.now());
    if (!around.of->parties && !find_parties(db, what.id, on.time.now()).any) return true;
    const auto one = load_case(db, std::move(what));
    const auto file = std::ranges::find(one.files, file_id, &evidence::file_id);
    if (file != one.files.end() && may_see_file(one, *file, around.in)) return true;
  }
  return false;
}

}  // namespace matter
