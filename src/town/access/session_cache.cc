#include "town/access/session_cache.h"

#include <array>
#include <atomic>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "foundation/base/log.h"
#include "foundation/base/problem.h"
#include "foundation/seal/hash.h"
#include "town/access/access_store.h"

namespace accounts {
namespace {

using caller_ptr = std::shared_ptr<const operation::caller>;

constexpr std::size_t token_size = 43;  // seal::random_token
constexpr std::size_t shard_count = 16;
constexpr base::duration write_back_after = base::minutes(1);
constexpr int load_attempts = 3;

enum class token_kind : unsigned char { session, bearer };

// What is remembered of one token; used under its shard's lock only.
struct entry {
  token_kind kind = token_kind::session;
  caller_ptr who;
  std::int64_t access_version = 0;
  std::optional<base::instant> expires_at;
  base::duration seen{};     // steady time of the last use
  base::duration written{};  // steady time of the last use the database knows of
  base::instant known_at{};  // last_seen_at as the database has it, unless another node has written since
};

struct use_time {
  token_kind kind;
  std::string id;
  base::instant at;
};

struct digest_hash {
  std::size_t operator()(const seal::digest& d) const {
    std::size_t out = 0;
    std::memcpy(&out, d.data(), sizeof out);
    return out;
  }
};

// One lock for a sixteenth of the tokens; its hash context is reused, which makes hashing a token thrice as fast.
struct shard {
  std::mutex mutex;
  seal::sha256_stream hasher;
  std::unordered_map<seal::digest, entry, digest_hash> entries;
};

caller_ptr make_caller(const identity& from, std::string_view remote) {
  operation::caller who;
  who.account_id = from.account_id;
  who.account_name = from.account_name;
  who.display_name = from.display_name;
  who.session_id = from.id;
  who.remote = remote;
  who.language = from.language;
  who.grants = from.grants;
  return std::make_shared<const operation::caller>(std::move(who));
}

caller_ptr seen_from(const caller_ptr& who, std::string_view remote) {
  if (who->remote == remote) return who;
  auto moved = *who;
  moved.remote = remote;
  return std::make_shared<const operation::caller>(std::move(moved));
}

bool same_grants(const operation::caller& a, const operation::caller& b) {
  return std::equal(a.grants.begin(), a.grants.end(), b.grants.begin(), b.grants.end(),
                    [](const operation::grant& x, const operation::grant& y) { return x.permission == y.permission && x.area_path == y.area_path; });
}

}  // namespace

// Shared with the database's listener, which may outlive the cache.
struct session_cache::state {
  store::database& db;
  const base::clock& time;
  const settings how;
  std::array<shard, shard_count> shards;
  std::mutex ids_mutex;
  std::unordered_map<std::string, seal::digest> ids;  // session or token id → its entry
  // Rises with each forgetting: what was read before is not remembered after.
  std::atomic<std::uint64_t> generation{0};

  state(store::database& db, const base::clock& time, const settings& how) : db(db), time(time), how(how) {}

  shard& shard_of(const seal::digest& digest) { return shards[digest[31] % shard_count]; }
  [[nodiscard]] bool alive(const entry& one) const {
    const auto idle = one.kind == token_kind::session ? time.steady().us - one.seen.us : 0;
    const auto expires_at = one.expires_at.value_or(base::instant{INT64_MAX});
    return judge_session({idle}, expires_at, time.now(), how) == session_state::alive;
  }
  caller_ptr use(token_kind kind, std::string_view token, std::string_view remote);
  caller_ptr recall(token_kind kind, const seal::digest& digest, std::string_view remote, std::optional<base::instant>& idle_since);
  caller_ptr load(token_kind kind, const seal::digest& digest, std::string_view remote, std::optional<base::instant> idle_since);
  [[nodiscard]] entry fresh_entry(token_kind kind, const identity& found) const;
  bool remember(const seal::digest& digest, entry one, std::uint64_t read_at);
  void forget_if(const std::function<bool(const entry&)>& condition);
  void forget_account(std::string_view account_id);
  void forget_changed_elsewhere();
  std::vector<use_time> take_used();
  std::vector<use_time> take_over();
  void write_back();
};

// The digest is made under one of the locks for its context; which one does not matter.
caller_ptr session_cache::state::use(token_kind kind, std::string_view token, std::string_view remote) {
  if (token.size() != token_size) return nullptr;
  seal::digest digest;
  {
    auto& any = shards[static_cast<unsigned char>(token[0]) % shard_count];
    const std::lock_guard lock(any.mutex);
    any.hasher.add(token);
    digest = any.hasher.finish();
  }
  std::optional<base::instant> idle_since;
  if (auto known = recall(kind, digest, remote, idle_since)) return known;
  return load(kind, digest, remote, idle_since);
}

// Sets `idle_since` when the session is remembered but over: then only another node's later use can save it.
caller_ptr session_cache::state::recall(token_kind kind, const seal::digest& digest, std::string_view remote,
                                        std::optional<base::instant>& idle_since) {
  auto& home = shard_of(digest);
  const std::lock_guard lock(home.mutex);
  const auto found = home.entries.find(digest);
  if (found == home.entries.end() || found->second.kind != kind) return nullptr;
  if (!alive(found->second)) {
    idle_since = found->second.known_at;
    return nullptr;
  }
  found->second.seen = time.steady();
  found->second.who = seen_from(found->second.who, remote);
  return found->second.who;
}

caller_ptr session_cache::state::load(token_kind kind, const seal::digest& digest, std::string_view remote, std::optional<base::instant> idle_since) {
  caller_ptr who;
  for (int attempt = 0; attempt < load_attempts; ++attempt) {
    const auto read_at = generation.load();
    std::optional<identity> found;
    db.read([&](store::connection& rows) {
      const auto hex = seal::to_hex(digest);
      found = kind == token_kind::session ? find_session_identity(rows, hex) : find_token_identity(rows, hex);
    });
    if (!found || found->disabled || (idle_since && found->last_seen_at <= *idle_since)) return nullptr;
    entry one = fresh_entry(kind, *found);
    if (!alive(one)) return nullptr;
    one.seen = time.steady();
    one.who = who = make_caller(*found, remote);
    if (remember(digest, std::move(one), read_at)) break;
  }
  return who;
}

// The entry as the database has it, not yet used. A clock set back makes nothing older.
entry session_cache::state::fresh_entry(token_kind kind, const identity& found) const {
  const auto idle = std::max<std::int64_t>(0, (time.now() - found.last_seen_at).us);
  const base::duration seen{time.steady().us - idle};
  return {.kind = kind,
          .who = nullptr,
          .access_version = found.access_version,
          .expires_at = found.expires_at,
          .seen = seen,
          .written = seen,
          .known_at = found.last_seen_at};
}

bool session_cache::state::remember(const seal::digest& digest, entry one, std::uint64_t read_at) {
  auto& home = shard_of(digest);
  const std::lock_guard lock(home.mutex);
  if (generation.load() != read_at) return false;
  {
    const std::lock_guard ids_lock(ids_mutex);
    ids[one.who->session_id] = digest;
  }
  home.entries[digest] = std::move(one);
  return true;
}

void session_cache::state::forget_if(const std::function<bool(const entry&)>& condition) {
  for (auto& home : shards) {
    const std::lock_guard lock(home.mutex);
    std::erase_if(home.entries, [&](const auto& one) {
      if (!condition(one.second)) return false;
      const std::lock_guard ids_lock(ids_mutex);
      ids.erase(one.second.who->session_id);
      return true;
    });
  }
}

void session_cache::state::forget_account(std::string_view account_id) {
  ++generation;
  forget_if([&](const entry& one) { return one.who->account_id == account_id; });
}

// Other nodes, and commands run beside the server, raise access_version in the same commit that ends a session or changes a grant.
void session_cache::state::forget_changed_elsewhere() {
  std::map<std::string, std::int64_t> versions;
  db.read([&](store::connection& rows) {
    const auto found = rows.query("SELECT id, access_version FROM accounts");
    for (std::size_t i = 0; i < found.size(); ++i) versions.emplace(found.text(i, 0), found.integer(i, 1));
  });
  forget_if([&](const entry& one) {
    const auto found = versions.find(one.who->account_id);
    return found == versions.end() || found->second > one.access_version;
  });
}

// The sessions used since the database heard of them last, at most once a minute each.
std::vector<use_time> session_cache::state::take_used() {
  std::vector<use_time> used;
  const auto now = time.now();
  const auto steady = time.steady();
  for (auto& home : shards) {
    const std::lock_guard lock(home.mutex);
    for (auto& [digest, one] : home.entries) {
      if (one.seen.us - one.written.us < write_back_after.us) continue;
      one.written = one.seen;
      one.known_at = now - base::duration{steady.us - one.seen.us};
      used.push_back({.kind = one.kind, .id = one.who->session_id, .at = one.known_at});
    }
  }
  return used;
}

// Forgets what is over; the sessions among it, with what the database knew of them.
std::vector<use_time> session_cache::state::take_over() {
  std::vector<use_time> over;
  forget_if([&](const entry& one) {
    if (alive(one)) return false;
    if (one.kind == token_kind::session) over.push_back({.kind = one.kind, .id = one.who->session_id, .at = one.known_at});
    return true;
  });
  return over;
}

void session_cache::state::write_back() {
  auto used = take_used();
  auto over = take_over();
  if (used.empty() && over.empty()) return;
  const auto write = [used = std::move(used), over = std::move(over)](store::transaction& within) {
    for (const auto& one : used) {
      const auto* sql = one.kind == token_kind::session ? "UPDATE sessions SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2"
                                                        : "UPDATE api_tokens SET last_used_at = $2 WHERE id = $1";
      within.db().execute(sql, {one.id, one.at.us});
    }
    // Ended for good, so that a clock set back cannot revive it; unless another node saw it later.
    for (const auto& one : over) within.db().execute("DELETE FROM sessions WHERE id = $1 AND last_seen_at <= $2", {one.id, one.at.us});
  };
  db.write({.account_id = "", .remote = "local", .request_id = ""}, write, [](std::exception_ptr failed) {
    if (failed) base::log(base::log_level::warning, "last_seen_not_written");  // a restart would end these sessions early
  });
}

session_cache::session_cache(store::database& db, const base::clock& time, const settings& how) : state_(std::make_shared<state>(db, time, how)) {
  db.on_commit([weak = std::weak_ptr(state_)](std::span<const store::committed_event> events) {
    const auto alive = weak.lock();
    for (const auto& one : events) {
      if (alive && one.what.topic == access_topic) alive->forget_account(one.what.subject_id);
    }
  });
}

session_cache::~session_cache() = default;

caller_ptr session_cache::find_by_cookie(std::string_view token, std::string_view remote) { return state_->use(token_kind::session, token, remote); }

caller_ptr session_cache::get_by_bearer(std::string_view token, std::string_view remote) {
  auto found = state_->use(token_kind::bearer, token, remote);
  if (!found) throw base::problem(401, "bad_token", "This token is not valid.", "", "Ask a security administrator for a new one.");
  return found;
}

bool session_cache::is_current(const operation::caller& who) {
  seal::digest digest;
  {
    const std::lock_guard lock(state_->ids_mutex);
    const auto found = state_->ids.find(who.session_id);
    if (found == state_->ids.end()) return false;
    digest = found->second;
  }
  auto& home = state_->shard_of(digest);
  const std::lock_guard lock(home.mutex);
  const auto found = home.entries.find(digest);
  return found != home.entries.end() && state_->alive(found->second) && same_grants(*found->second.who, who);
}

void session_cache::tend() {
  state_->write_back();
  state_->forget_changed_elsewhere();
}

std::size_t session_cache::size() const {
  const std::lock_guard lock(state_->ids_mutex);
  return state_->ids.size();
}

}  // namespace accounts
