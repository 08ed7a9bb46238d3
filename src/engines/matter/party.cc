#include "engines/matter/party.h"

#include "engines/matter/matter_store.h"
#include "foundation/base/problem.h"

namespace matter {
namespace {

constexpr std::size_t most_parties = 30;

std::string context_of(const std::string& matter_id) { return matter_id + "/parties"; }

}  // namespace

const record::table& record_of(const party*) {
  using p = party;
  static constexpr record::field fields[] = {
      record::field_of<&p::role>({.name = "role", .summary = "of its kind's parties", .max_length = 60}),
      record::field_of<&p::name>({.name = "name", .summary = "name; sealed", .min_length = 1, .max_length = 100}),
      record::field_of<&p::phone>({.name = "phone", .summary = "sealed", .max_length = 40}),
      record::field_of<&p::address>({.name = "address", .summary = "sealed", .max_length = 300}),
      record::field_of<&p::note>({.name = "note", .summary = "sealed", .max_length = 1000}),
  };
  static const record::table table{.name = "Party", .summary = "One party to a matter: sealed in it and nowhere else.", .fields = fields};
  return table;
}

const record::table& record_of(const party_list*) {
  using p = party_list;
  static constexpr record::field fields[] = {
      record::field_of<&p::parties>({.name = "parties", .summary = "all of them", .max_length = most_parties}),
      record::field_of<&p::expires_at>({.name = "expires_at", .summary = "when they are destroyed", .read_only = true}),
  };
  static const record::table table{.name = "Parties", .summary = "The parties to a matter.", .fields = fields};
  return table;
}

void party_vault::put(store::transaction& work, const std::string& matter_id, const party_list& all) const {
  auto sealed = all;
  sealed.expires_at = std::nullopt;
  auto text = record::to_json(sealed);
  const auto key = seal::matter_key::random();
  const auto box = key.seal(text, context_of(matter_id));
  seal::wipe(text);
  work.db().execute("UPDATE matter_parties SET wrapped_key = '', box = '' WHERE matter_id = $1", {matter_id});
  work.db().execute("DELETE FROM matter_parties WHERE matter_id = $1", {matter_id});
  if (all.parties.empty()) return;
  work.db().execute("INSERT INTO matter_parties (matter_id, wrapped_key, box, sealed_at) VALUES ($1, $2, $3, $4)",
                    {matter_id, key.wrap(master_, matter_id), box, work.now().us});
}

void party_vault::add(store::transaction& work, const std::string& matter_id, const std::vector<party>& more) const {
  auto all = open(work.db(), matter_id, work.now()).value_or(party_list{});
  all.parties.insert(all.parties.end(), more.begin(), more.end());
  if (all.parties.size() > most_parties) throw base::bad_input({{"/parties", "too_long", "has too many items with those that are there"}});
  put(work, matter_id, all);
}

std::optional<party_list> party_vault::open(store::connection& db, const std::string& matter_id, base::instant now) const {
  const auto found =
      db.query("SELECT wrapped_key, box, expires_at FROM matter_parties WHERE matter_id = $1 AND (expires_at IS NULL OR expires_at > $2)",
               {matter_id, now.us});
  if (found.empty()) return std::nullopt;
  const auto key = seal::matter_key::unwrap(master_, found.text(0, 0), matter_id);
  auto text = key ? key->open(found.text(0, 1), context_of(matter_id)) : std::nullopt;
  if (!text) {
    throw base::problem(500, "parties_unreadable", "The sealed parties do not open.", "",
                        "Start the server with the master key they were sealed with; if that is in place, the record was tampered with.");
  }
  auto all = record::from_json<party_list>(*text, {.own = true});
  seal::wipe(*text);
  if (!found.null(0, 2)) all.expires_at = base::instant{found.integer(0, 2)};
  return all;
}

parties_kept find_parties(store::connection& db, const std::string& matter_id, base::instant now) {
  const auto found =
      db.query("SELECT expires_at FROM matter_parties WHERE matter_id = $1 AND (expires_at IS NULL OR expires_at > $2)", {matter_id, now.us});
  if (found.empty()) return {};
  return {.any = true, .expires_at = found.null(0, 0) ? std::nullopt : std::optional(base::instant{found.integer(0, 0)})};
}

void set_parties_expiry(store::transaction& work, const std::string& matter_id, const std::optional<base::instant>& at) {
  work.db().execute("UPDATE matter_parties SET expires_at = $1 WHERE matter_id = $2 AND (expires_at IS NULL OR expires_at > $3)",
                    {at ? store::value(at->us) : store::value(), matter_id, work.now().us});
}

std::vector<std::string> destroy_expired_parties(store::transaction& work, std::size_t limit) {
  const auto due = work.db().query("SELECT matter_id FROM matter_parties WHERE expires_at <= $1 ORDER BY expires_at, matter_id LIMIT $2",
                                   {work.now().us, static_cast<std::int64_t>(limit)});
  std::vector<std::string> out;
  for (std::size_t i = 0; i < due.size(); ++i) {
    out.push_back(due.text(i, 0));
    // The key first: should the deleted row's bytes survive in a free page, they are the emptied ones.
    work.db().execute("UPDATE matter_parties SET wrapped_key = '', box = '' WHERE matter_id = $1", {out.back()});
    work.db().execute("DELETE FROM matter_parties WHERE matter_id = $1", {out.back()});
  }
  return out;
}

std::size_t destroy_parties(store::transaction& work) {
  constexpr std::size_t at_once = 200;
  const auto gone = destroy_expired_parties(work, at_once);
  for (const auto& id : gone) {
    line said;
    said.at = work.now();
    said.kind = "parties_destroyed";
    said.text = {.zh = "当事人信息到期销毁", .en = "Parties destroyed: their time was over"};
    add_lines(work, id, {&said, 1});
    work.journal({.action = "destroy_parties", .subject_kind = "matter", .subject_id = id});
  }
  return gone.size();
}

}  // namespace matter
