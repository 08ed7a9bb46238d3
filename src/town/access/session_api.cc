#include "foundation/base/problem.h"
#include "foundation/record/json_text.h"
#include "foundation/seal/hash.h"
#include "foundation/seal/random.h"
#include "town/access/access_operations.h"

// Signing in and out, and one's own password.
namespace accounts {
namespace {

using operation::answer;
using operation::request;

constexpr std::string_view signing_token_name = "second signature";
constexpr base::duration signing_time = base::minutes(2);

// What was found out before the write, without holding a reader or the writer.
struct attempt {
  std::string digest;  // of the name
  std::optional<credentials> who;
  bool right = false;                         // the password is
  std::optional<base::instant> locked_until;  // then nothing was hashed
  std::optional<std::string> new_hash;        // of the same password at today's cost, or of the new one
};

attempt look_up(const services& s, std::string_view name) {
  attempt out{.digest = name_digest(name), .who = {}, .right = false, .locked_until = {}, .new_hash = {}};
  s.db.read([&](store::connection& db) {
    out.who = find_credentials(db, name);
    const auto count = load_failures(db, out.digest);
    if (is_locked(count, s.time.now())) out.locked_until = count.locked_until;
  });
  return out;
}

std::shared_ptr<void> try_password(const with& s, const request& in) {
  const auto given = record::from_json<sign_in>(in.body, {.max_bytes = 4096});
  auto out = std::make_shared<attempt>(look_up(*s, stored_name(given.name)));
  if (out->locked_until) return out;
  const bool fits = s->gate.verify(out->who ? out->who->password_hash : s->decoy_hash, given.password);
  out->right = fits && out->who && !out->who->disabled;
  if (out->right && s->gate.outdated(out->who->password_hash)) out->new_hash = s->gate.hash(given.password);
  return out;
}

std::string cookie_field(std::string_view token, const settings& how) {
  std::string out = std::string(session_cookie) + "=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Strict";
  if (token.empty()) out += "; Max-Age=0";
  if (how.secure_cookie) out += "; Secure";
  return out;
}

session_view view_of(const identity& who, const credentials& account, base::instant now, const settings& how) {
  session_view out;
  out.account = {.id = who.account_id,
                 .name = who.account_name,
                 .display_name = who.display_name,
                 .language = who.language,
                 .must_change_password = password_is_due(account.must_change_password, account.password_changed_at, now, how)};
  out.permissions = permission_names(who.grants);
  out.scopes = scope_ids(who.grants);
  out.idle_timeout_s = how.idle_timeout.us / 1'000'000;
  out.expires_at = who.expires_at;
  return out;
}

// Makes a session and the answer that sets its cookie.
answer open_session(store::transaction& within, const services& s, std::string_view account_id, int status) {
  const auto now = within.now();
  const auto token = seal::random_token();
  const session_row row{.id = within.new_id(),
                        .token_sha256 = seal::to_hex(seal::sha256(token)),
                        .account_id = std::string(account_id),
                        .created_at = now,
                        .last_seen_at = now,
                        .expires_at = now + s.how.lifetime};
  insert_session(within.db(), row);
  const auto who = find_session_identity(within.db(), row.token_sha256);
  const auto account = find_credentials_by_id(within.db(), account_id);
  answer out{.status = status, .body = record::to_json(view_of(*who, *account, now, s.how))};
  out.headers = {{"Set-Cookie", cookie_field(token, s.how)}, {"Cache-Control", "no-store"}};
  out.secret = true;
  return out;
}

std::string_view failure_reason(const attempt& tried) {
  if (tried.locked_until) return "locked";
  if (!tried.who) return "no_such_account";
  return tried.who->disabled ? "disabled" : "wrong_password";
}

answer refuse_sign_in(store::transaction& within, const services& s, const attempt& tried) {
  within.journal({.action = "sign_in_failed",
                  .subject_kind = "account",
                  .subject_id = tried.who ? tried.who->account_id : "",
                  .detail = detail({{"reason", failure_reason(tried)}})});
  if (tried.locked_until) return locked_answer(*tried.locked_until, within.now());
  const base::problem refusal(401, "sign_in_failed", "Name or password is wrong.", "",
                              "Try again; after " + std::to_string(s.how.failures_until_lock) + " failures in a row the name is locked for a while.");
  return count_failure(within, s, tried.digest, refusal);
}

// Somebody else changed the password while this one was being verified.
void check_unchanged(store::connection& db, const credentials& seen) {
  const auto present = find_credentials_by_id(db, seen.account_id);
  if (present && present->password_hash == seen.password_hash && present->disabled == seen.disabled) return;
  throw base::conflict("account_changed", "The account was changed at this very moment.");
}

answer finish_sign_in(const services& s, const request& in, store::transaction& within, const attempt& tried) {
  auto& db = within.db();
  const auto count = load_failures(db, tried.digest);
  attempt judged = tried;
  if (is_locked(count, within.now())) judged.locked_until = count.locked_until;
  if (!judged.right || judged.locked_until) return refuse_sign_in(within, s, judged);
  check_unchanged(db, *judged.who);
  const auto& account_id = judged.who->account_id;
  if (judged.new_hash) refresh_password_hash(db, account_id, *judged.new_hash);
  clear_failures(db, judged.digest);
  note_login(within, account_id);
  if (!in.who.session_id.empty() && delete_session(db, in.who.session_id)) announce_access_change(within, in.who.account_id, "sessions");
  within.journal({.action = "sign_in", .subject_kind = "account", .subject_id = account_id});
  auto out = open_session(within, s, account_id, 201);
  if (trim_sessions(db, account_id, within.now(), s.how) > 0) announce_access_change(within, account_id, "sessions");
  return out;
}

// The second of two people at one screen: a key of two minutes that signs for kit and does nothing else. The screen's session stays.
answer lend_signature(const services& s, const request& in, store::transaction& within, const attempt& tried) {
  auto& db = within.db();
  attempt judged = tried;
  const auto count = load_failures(db, tried.digest);
  if (is_locked(count, within.now())) judged.locked_until = count.locked_until;
  if (!judged.right || judged.locked_until) return refuse_sign_in(within, s, judged);
  check_unchanged(db, *judged.who);
  const auto& other = *judged.who;
  if (other.account_id == in.who.account_id) {
    throw base::conflict("same_account", "This is the account that is signed in.", "The other side signs with its own account.");
  }
  if (judged.new_hash) refresh_password_hash(db, other.account_id, *judged.new_hash);
  clear_failures(db, judged.digest);
  const auto secret = seal::random_token();
  api_token one{.id = within.new_id(),
                .name = std::string(signing_token_name),
                .account_id = other.account_id,
                .account_name = other.name,
                .permissions = {"kit.sign"},
                .created_at = within.now(),
                .created_by = in.who.account_id,
                .expires_at = within.now() + signing_time,
                .last_used_at = {},
                .token = {}};
  delete_ended_tokens(db, signing_token_name, within.now());
  insert_token(db, one, seal::to_hex(seal::sha256(secret)));
  one.token = secret;
  within.journal({.action = "lend_signature", .subject_kind = "account", .subject_id = other.account_id});
  answer out{.status = 201, .body = record::to_json(one)};
  out.headers = {{"Cache-Control", "no-store"}};
  out.secret = true;
  return out;
}

answer show_session(const services& s, const request& in, store::connection& db) {
  identity who{.id = in.who.session_id,
               .account_id = in.who.account_id,
               .account_name = in.who.account_name,
               .display_name = in.who.display_name,
               .language = in.who.language,
               .expires_at = {},
               .grants = in.who.grants};
  const auto account = find_credentials_by_id(db, in.who.account_id);
  if (!account) throw base::not_found("account");
  const auto session = find_session(db, in.who.session_id);
  if (session) who.expires_at = session->expires_at;
  auto view = view_of(who, *account, s.time.now(), s.how);
  if (!session) {  // a token: no idling, an end of its own or none
    view.idle_timeout_s = 0;
    view.expires_at = get_token(db, in.who.session_id).expires_at;
  }
  return {.body = record::to_json(view), .headers = {{"Cache-Control", "no-store"}}};
}

answer sign_out(const services& s, const request& in, store::transaction& within) {
  if (!delete_session(within.db(), in.who.session_id)) {
    throw base::problem(403, "session_needed", "This works with a session only.", "A token cannot sign out.", "Delete the token instead.");
  }
  announce_access_change(within, in.who.account_id, "sessions");
  within.journal({.action = "sign_out", .subject_kind = "account", .subject_id = in.who.account_id});
  return {.status = 204, .headers = {{"Set-Cookie", cookie_field("", s.how)}}};
}

std::shared_ptr<void> try_password_change(const with& s, const request& in) {
  const auto given = record::from_json<password_change>(in.body, {.max_bytes = 4096});
  auto out = std::make_shared<attempt>(look_up(*s, in.who.account_name));
  if (out->locked_until || !out->who) return out;
  auto wrong = new_password_faults(given.new_password, in.who.account_name, "/new_password");
  if (given.new_password == given.old_password) wrong.push_back({"/new_password", "unchanged", "is the present password"});
  if (!wrong.empty()) throw base::bad_input(std::move(wrong));
  out->right = s->gate.verify(out->who->password_hash, given.old_password);
  if (out->right) out->new_hash = s->gate.hash(given.new_password);
  return out;
}

answer change_password(const services& s, const request& in, store::transaction& within, const attempt& tried) {
  auto& db = within.db();
  if (!find_session(db, in.who.session_id)) {
    throw base::problem(403, "session_needed", "This works with a session only.", "A token cannot change a password.", "Sign in first.");
  }
  const auto account_id = in.who.account_id;
  if (!tried.right) {
    within.journal({.action = "change_password_failed", .subject_kind = "account", .subject_id = account_id});
    if (tried.locked_until) return locked_answer(*tried.locked_until, within.now());
    return count_failure(within, s, tried.digest, base::bad_input({{"/old_password", "wrong_password", "is not the present password"}}));
  }
  check_unchanged(db, *tried.who);
  clear_failures(db, tried.digest);
  set_password(within, account_id, *tried.new_hash, false);
  delete_sessions_of(db, account_id);
  within.journal({.action = "change_password", .subject_kind = "account", .subject_id = account_id});
  return open_session(within, s, account_id, 200);
}

const record::table* table(const record::table& one) { return &one; }

}  // namespace

answer locked_answer(base::instant until, base::instant now) {
  base::problem refusal(423, "sign_in_locked", "Too many failures: signing in is locked for a while.",
                        "It is locked until " + base::to_rfc3339(until) + ".", "Wait, or ask a security administrator to unlock the account.");
  refusal.members.emplace_back("locked_until", base::to_rfc3339(until));
  const auto wait_s = std::max<std::int64_t>(1, ((until - now).us + 999'999) / 1'000'000);
  answer out{.status = 423, .headers = {{"Retry-After", std::to_string(wait_s)}}};
  out.refusal = std::move(refusal);
  return out;
}

answer count_failure(store::transaction& within, const services& s, std::string_view digest, const base::problem& otherwise) {
  const auto count = after_failure(load_failures(within.db(), digest), within.now(), s.how);
  save_failures(within.db(), digest, count);
  if (is_locked(count, within.now())) return locked_answer(*count.locked_until, within.now());
  answer out{.status = otherwise.status};
  out.refusal = otherwise;
  return out;
}

std::string detail(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  record::json_object out;
  for (const auto& [name, value] : members) out.text(name, value);
  return out.done();
}

std::vector<operation::definition> session_operations(const with& s) {
  const auto* view = table(record_of(static_cast<const session_view*>(nullptr)));
  return {
      {.name = "sign_in",
       .method = "POST",
       .path = "/api/session",
       .summary = "Signs in: sets the session's cookie and says who it is and what it may do.",
       .permission = "public",
       .input = table(record_of(static_cast<const sign_in*>(nullptr))),
       .output = view,
       .write = [s](const request& in, store::transaction& within,
                    void* tried) { return finish_sign_in(*s, in, within, *static_cast<const attempt*>(tried)); },
       .compute = [s](const request& in) { return try_password(s, in); }},
      {.name = "get_session",
       .method = "GET",
       .path = "/api/session",
       .summary = "Who is signed in and what they may do.",
       .permission = "",
       .output = view,
       .read = [s](const request& in, store::connection& db) { return show_session(*s, in, db); }},
      {.name = "sign_out",
       .method = "DELETE",
       .path = "/api/session",
       .summary = "Ends the session.",
       .permission = "",
       .output_shape = operation::shape::none,
       .write = [s](const request& in, store::transaction& within, void*) { return sign_out(*s, in, within); }},
      {.name = "lend_signature",
       .method = "POST",
       .path = "/api/session/second-signature",
       .summary = "The other side of a handing-over signs at the same screen: its name and password give a key of two minutes that signs for kit.",
       .permission = "",
       .input = table(record_of(static_cast<const sign_in*>(nullptr))),
       .output = table(record_of(static_cast<const api_token*>(nullptr))),
       .write = [s](const request& in, store::transaction& within,
                    void* tried) { return lend_signature(*s, in, within, *static_cast<const attempt*>(tried)); },
       .compute = [s](const request& in) { return try_password(s, in); }},
      {.name = "change_password",
       .method = "POST",
       .path = "/api/session/password",
       .summary = "Changes one's own password and ends one's other sessions.",
       .permission = "",
       .input = table(record_of(static_cast<const password_change*>(nullptr))),
       .output = view,
       .write = [s](const request& in, store::transaction& within,
                    void* tried) { return change_password(*s, in, within, *static_cast<const attempt*>(tried)); },
       .compute = [s](const request& in) { return try_password_change(s, in); }},
  };
}

}  // namespace accounts
