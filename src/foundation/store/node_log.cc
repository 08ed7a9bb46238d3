#include "foundation/store/node_log.h"

#include "foundation/base/log.h"
#include "foundation/store/head.h"
#include "foundation/store/outbox.h"
#include "foundation/store/row_batch.h"

namespace store {
namespace {

constexpr std::int64_t page = 5000;  // leaves fetched at once
// A clock set back by less than this does not turn the order of a record's states round: they keep the later time.
constexpr base::duration clock_slip = base::minutes(1);

}  // namespace

void node_log::load(session& db) {
  db.begin_write();
  try {
    db.execute("INSERT INTO store_node (node, groups, token) VALUES ($1, 0, '') ON CONFLICT (node) DO NOTHING", {node_});
    group_ = db.query("SELECT groups FROM store_node WHERE node = $1", {node_}).integer(0, 0);
    start_tree(db);
    append_leaves(db, tree_);
    last_event_ = db.query("SELECT max(seq) FROM outbox WHERE node = $1", {node_}).integer(0, 0);
    db.commit();
  } catch (...) {
    db.roll_back();
    throw;
  }
}

// Appends the leaves stored behind the tree's size.
void node_log::append_leaves(session& db, seal::frontier& tree) {
  for (;;) {
    const auto have = static_cast<std::int64_t>(tree.size());
    const auto found = db.query("SELECT seq, leaf FROM journal WHERE node = $1 AND seq > $2 ORDER BY seq LIMIT $3", {node_, have, page});
    for (std::size_t i = 0; i < found.size(); ++i) {
      const auto leaf = seal::digest_from_hex(found.text(i, 1));
      const auto expected = static_cast<std::int64_t>(tree.size()) + 1;
      if (found.integer(i, 0) != expected || !leaf) {
        const std::string missing = "Entry " + std::to_string(expected) + " of node " + node_ + " is missing.";
        throw base::problem(500, "journal_broken", "The journal is not complete.", missing,
                            "Restore the database from a backup; the journal may have been tampered with.");
      }
      tree.append(*leaf, hasher_);
    }
    if (static_cast<std::int64_t>(found.size()) < page) return;
  }
}

// The newest signed head saves hashing what lies before it, if its frontier gives its root and its signature fits.
void node_log::start_tree(session& db) {
  tree_ = {};
  const auto found = db.query(
      "SELECT size, at_us, root, signature, public_key, frontier FROM journal_head WHERE node = $1 ORDER BY size DESC, at_us DESC LIMIT 1", {node_});
  if (found.empty()) return;
  const auto head = load_head(node_, found, 0);
  const auto tree = seal::frontier::from_text(found.text(0, 5));
  if (tree && static_cast<std::int64_t>(tree->size()) == head.size && seal::bytes_of(tree->root()) == head.root && signature_fits(head)) {
    tree_ = *tree;
    return;
  }
  base::log(base::log_level::warning, "journal_head_does_not_fit", {{"node", std::string_view(node_)}, {"size", head.size}});
}

void node_log::begin_group(session& db) {
  forget();
  new_group_ = group_ + 1;
  const auto marked = db.query("UPDATE store_node SET groups = groups + 1, token = $2 WHERE node = $1 RETURNING groups", {node_, token()});
  if (marked.size() != 1) throw unwritable_error("the row of node " + node_ + " in store_node is gone");
  if (marked.integer(0, 0) == new_group_) return;
  // Another process writes under this node's name: take over its numbers, and a token that fits the true count.
  new_group_ = marked.integer(0, 0);
  db.execute("UPDATE store_node SET token = $2 WHERE node = $1", {node_, token()});
  catch_up(db);
}

void node_log::catch_up(session& db) {
  append_leaves(db, new_tree_);
  for (;;) {
    auto more = list_events(db, node_, {new_last_event_, 1000});
    if (more.empty()) break;
    new_last_event_ = more.back().seq;
    for (auto& one : more) new_events_.push_back(std::move(one));
  }
  caught_up_ = new_events_.size();
}

bool node_log::is_behind(session& db) { return db.query("SELECT max(seq) FROM outbox WHERE node = $1", {node_}).integer(0, 0) > last_event_; }

void node_log::add(const side_rows& wanted) {
  if (wanted.records.empty()) {
    for (const auto& entry : wanted.entries) add_entry(wanted, entry);
  } else {
    // The last entry answers for what the operation kept; one that journals nothing else gets an entry for it.
    const bool has_carrier = !wanted.entries.empty() && wanted.entries.back().detail.starts_with('{');
    for (std::size_t i = 0; i + (has_carrier ? 1 : 0) < wanted.entries.size(); ++i) add_entry(wanted, wanted.entries[i]);
    const auto& first = wanted.records.front();
    auto carrier = has_carrier ? wanted.entries.back() : journal_entry{"keep_records", first.topic, first.subject_id, "{}"};
    add_records(wanted, carrier);
    add_entry(wanted, carrier);
  }
  for (const auto& one : wanted.events) new_events_.push_back({.seq = ++new_last_event_, .at = wanted.at, .what = one});
}

void node_log::add_entry(const side_rows& wanted, const journal_entry& entry) {
  journal_row row{.node = node_,
                  .seq = static_cast<std::int64_t>(new_tree_.size()) + 1,
                  .at_us = wanted.at.us,
                  .account = wanted.who.account_id,
                  .remote = wanted.who.remote,
                  .request_id = wanted.who.request_id,
                  .action = entry.action,
                  .subject_kind = entry.subject_kind,
                  .subject_id = entry.subject_id,
                  .detail = entry.detail};
  const auto leaf = hasher_.leaf(journal_line(row));
  new_leaves_.push_back(seal::to_hex(leaf));
  new_tree_.append(leaf, hasher_);
  new_entries_.push_back(std::move(row));
}

// Puts the operation's records under its next entry and their digests into that entry's detail.
void node_log::add_records(const side_rows& wanted, journal_entry& carrier) {
  const bool stepped_back = wanted.at.us < last_kept_us_ && last_kept_us_ - wanted.at.us < clock_slip.us;
  if (!stepped_back) last_kept_us_ = wanted.at.us;
  std::vector<std::string> digests;
  for (const auto& one : wanted.records) {
    history_row row{.node = node_,
                    .seq = static_cast<std::int64_t>(new_tree_.size()) + 1,
                    .part = static_cast<std::int64_t>(digests.size()),
                    .at_us = last_kept_us_,
                    .what = one};
    record_hasher_.add(history_line(row));
    digests.push_back(seal::to_hex(record_hasher_.finish()));
    new_records_.push_back(std::move(row));
  }
  add_digests(carrier.detail, digests);
}

void node_log::write(session& db) {
  write_entries(db);
  write_events(db);
  write_records(db);
}

void node_log::write_entries(session& db) {
  row_batch rows(db, "journal", "node, seq, at_us, account, remote, request_id, action, subject_kind, subject_id, detail, leaf");
  for (std::size_t i = 0; i < new_entries_.size(); ++i) {
    const auto& row = new_entries_[i];
    rows.add({row.node, row.seq, row.at_us, row.account, row.remote, row.request_id, row.action, row.subject_kind, row.subject_id, row.detail,
              new_leaves_[i]});
  }
  rows.done_later();
}

void node_log::write_events(session& db) {
  row_batch rows(db, "outbox", "node, seq, at_us, topic, subject_id, area_path, permission, payload");
  for (std::size_t i = caught_up_; i < new_events_.size(); ++i) {
    const auto& one = new_events_[i];
    rows.add({node_, one.seq, one.at.us, one.what.topic, one.what.subject_id, one.what.area_path, one.what.permission, one.what.payload});
  }
  rows.done_later();
}

void node_log::write_records(session& db) {
  row_batch rows(db, "history", "topic, subject_id, at_us, node, seq, part, area_path, permission, ended, record");
  for (const auto& row : new_records_) {
    rows.add({row.what.topic, row.what.subject_id, row.at_us, row.node, row.seq, row.part, row.what.area_path, row.what.permission, row.what.ended,
              row.what.record});
  }
  rows.done_later();
}

void node_log::commit() {
  group_ = new_group_;
  tree_ = new_tree_;
  last_event_ = new_last_event_;
}

void node_log::forget() {
  new_tree_ = tree_;
  new_last_event_ = last_event_;
  new_entries_.clear();
  new_leaves_.clear();
  new_events_.clear();
  new_records_.clear();
  caught_up_ = 0;
}

outcome node_log::look_up(session& db) {
  db.begin_write();
  try {
    // Changing nothing takes the row's lock: the old connection's transaction has ended when we have it.
    db.execute("UPDATE store_node SET groups = groups WHERE node = $1", {node_});
    const auto found = db.query("SELECT groups, token FROM store_node WHERE node = $1", {node_});
    db.roll_back();
    if (found.size() != 1) return outcome::unknown;
    // Each number commits once: a smaller one says ours did not, the same one with our token says it did.
    if (found.integer(0, 0) < new_group_) return outcome::not_committed;
    if (found.integer(0, 0) == new_group_) return found.text(0, 1) == token() ? outcome::committed : outcome::not_committed;
    return outcome::unknown;
  } catch (...) {
    db.roll_back();
    throw;
  }
}

}  // namespace store
