#include "jobs/dispatch/caller.h"

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace dispatch {

const record::table& record_of(const caller_person*) {
  using c = caller_person;
  static constexpr record::field fields[] = {
      record::field_of<&c::name>({.name = "name", .summary = "name", .required = false, .max_length = 100}),
      record::field_of<&c::phone>({.name = "phone", .summary = "phone", .required = false, .max_length = 40}),
      record::field_of<&c::note>({.name = "note", .summary = "note", .required = false, .max_length = 1000}),
      record::field_of<&c::callback_phone>({.name = "callback_phone", .summary = "phone to call back (LXDH)", .max_length = 40}),
      record::field_of<&c::subscriber>({.name = "subscriber", .summary = "subscriber of the phone (BJDHYHM)", .max_length = 200}),
      record::field_of<&c::subscriber_address>({.name = "subscriber_address", .summary = "subscriber's address (BJDHYHDZ)", .max_length = 500}),
      record::field_of<&c::address>({.name = "address", .summary = "caller's address (BJDZ)", .max_length = 500}),
      record::field_of<&c::sex>({.name = "sex", .summary = "as the 110 data set has it (BJRXBDM)", .max_length = 10}),
      record::field_of<&c::expires_at>({.name = "expires_at", .summary = "when it is destroyed"}),
  };
  static const record::table table{.name = "Caller", .summary = "Who called: sealed, read by few, destroyed in time.", .fields = fields};
  return table;
}

bool caller_person::is_empty() const {
  return name.empty() && phone.empty() && note.empty() && !callback_phone && !subscriber && !subscriber_address && !address && !sex;
}

std::optional<caller_person> person_of(const std::optional<caller_draft>& draft) {
  if (!draft) return std::nullopt;
  caller_person who{.name = std::string(base::trim(draft->name.value_or(""))),
                    .phone = std::string(base::trim(draft->phone.value_or(""))),
                    .note = std::string(base::trim(draft->note.value_or("")))};
  if (who.is_empty()) return std::nullopt;
  return who;
}

namespace {

std::string context_of(const std::string& incident_id) { return incident_id + "/caller"; }

}  // namespace

base::instant caller_vault::put(store::transaction& work, const std::string& incident_id, const caller_person& who) const {
  const auto key = seal::matter_key::random();
  auto sealed = who;
  sealed.expires_at = std::nullopt;
  auto text = record::to_json(sealed);
  const auto box = key.seal(text, context_of(incident_id));
  seal::wipe(text);
  const auto expires = work.now() + keep_;
  work.db().execute("DELETE FROM sealed_callers WHERE incident_id = $1", {incident_id});
  work.db().execute("INSERT INTO sealed_callers (incident_id, wrapped_key, box, sealed_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
                    {incident_id, key.wrap(master_, incident_id), box, work.now().us, expires.us});
  return expires;
}

std::optional<caller_person> caller_vault::open(store::connection& db, const std::string& incident_id, base::instant now) const {
  const auto found =
      db.query("SELECT wrapped_key, box, expires_at FROM sealed_callers WHERE incident_id = $1 AND expires_at > $2", {incident_id, now.us});
  if (found.empty()) return std::nullopt;
  const auto key = seal::matter_key::unwrap(master_, found.text(0, 0), incident_id);
  const auto text = key ? key->open(found.text(0, 1), context_of(incident_id)) : std::nullopt;
  if (!text) {
    throw base::problem(500, "caller_unreadable", "The sealed caller does not open.", "",
                        "Start the server with the master key it was sealed with; if that is in place, the record was tampered with.");
  }
  auto who = record::from_json<caller_person>(*text);
  who.expires_at = base::instant{found.integer(0, 2)};
  return who;
}

std::string_view join_caller_expiry() { return " LEFT JOIN sealed_callers c ON c.incident_id = i.id AND c.expires_at > "; }

std::vector<std::string> destroy_expired_callers(store::transaction& work, std::size_t limit) {
  const auto due = work.db().query("SELECT incident_id FROM sealed_callers WHERE expires_at <= $1 ORDER BY expires_at, incident_id LIMIT $2",
                                   {work.now().us, static_cast<std::int64_t>(limit)});
  std::vector<std::string> incidents;
  for (std::size_t i = 0; i < due.size(); ++i) {
    incidents.push_back(due.text(i, 0));
    // The key first: should the deleted row's bytes survive in a free page, they are the emptied ones.
    work.db().execute("UPDATE sealed_callers SET wrapped_key = '', box = '' WHERE incident_id = $1", {incidents.back()});
    work.db().execute("DELETE FROM sealed_callers WHERE incident_id = $1", {incidents.back()});
  }
  return incidents;
}

}  // namespace dispatch
