#include "engines/matter/hand_over_rules.h"
#include "engines/matter/matter_api.h"
#include "engines/matter/matter_view.h"
#include "engines/matter/step_rules.h"
#include "foundation/base/problem.h"

// Parties: written and read inside their one matter. Nothing lists, searches or joins them.
namespace matter {
namespace {

using operation::answer;
using operation::request;

void must_handle(const matter_work& work, const matter_case& one) {
  if (may_read_parties(one, work.around())) return;
  throw_if(refusal{.code = "not_your_matter", .detail = "Parties are known to those who handle the matter.", .fields = {}, .status = 403});
}

answer put(const services& on, const request& what, store::transaction& transaction) {
  const auto all = record::from_json<party_list>(what.body);
  matter_work work(on, what, transaction, what.part("id"));
  operation::check_version(what, work.now().what.version, true);
  must_handle(work, work.now());
  if (work.now().what.ended_at) throw_if(refusal{.code = "ended", .detail = "This matter is over."});
  if (!all.parties.empty()) check_parties(work.around().of, all.parties);
  on.parties.put(transaction, work.now().what.id, all);
  auto said = line_of(work.now(), "parties_sealed", "", work.around());
  said.text =
      all.parties.empty() ? words{.zh = "清空当事人信息", .en = "Parties removed"} : words{.zh = "登记当事人（密封）", .en = "Parties sealed"};
  work.out().lines.push_back(std::move(said));
  const auto& one = work.finish("seal_parties", std::nullopt);
  return {.status = 204, .version = one.version};
}

// A reading is a change: it is journaled and stands in the timeline, where a supervisor sees it.
answer get(const services& on, const request& what, store::transaction& transaction) {
  matter_work work(on, what, transaction, what.part("id"));
  must_handle(work, work.now());
  const auto all = on.parties.open(transaction.db(), work.now().what.id, transaction.now());
  if (!all) throw base::not_found("parties of matter " + work.now().what.number);
  auto said = line_of(work.now(), "parties_read", "", work.around());
  said.text = {.zh = "查看当事人信息", .en = "Parties were read"};
  const std::vector<line> lines{std::move(said)};
  add_lines(transaction, work.now().what.id, lines);
  transaction.journal({.action = "read_parties", .subject_kind = "matter", .subject_id = work.now().what.id});
  return {.body = record::to_json(*all), .secret = true};
}

}  // namespace

std::vector<operation::definition> party_operations(const services& on) {
  return {{.name = "put_matter_parties",
           .method = "PUT",
           .path = "/api/matters/{id}/parties",
           .summary = "Seals the parties in the matter, in place of those before.",
           .permission = may_write,
           .input = &record_of(static_cast<const party_list*>(nullptr)),
           .output_shape = operation::shape::none,
           .needs_version = true,
           .write = [&on](const request& what, store::transaction& work, void*) { return put(on, what, work); }},
          {.name = "read_matter_parties",
           .method = "POST",
           .path = "/api/matters/{id}/parties/read",
           .summary = "Opens the sealed parties; each reading is journaled and shown in the timeline.",
           .permission = may_write,
           .output = &record_of(static_cast<const party_list*>(nullptr)),
           .write = [&on](const request& what, store::transaction& work, void*) { return get(on, what, work); }}};
}

}  // namespace matter
