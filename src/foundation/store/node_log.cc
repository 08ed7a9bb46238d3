#include "foundation/store/node_log.h"

#include "foundation/base/log.h"
#include "foundation/store/head.h"
#include "foundation/store/outbox.h"

namespace store {
namespace {

constexpr std::int64_t page = 5000;  // leaves fetched at once

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
  for (const auto& entry : wanted.entries) {
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
  for (const auto& one : wanted.events) new_events_.push_back({.seq = ++new_last_event_, .at = wanted.at, .what = one});
}

void node_log::write(session& db) {
  write_entries(db);
  write_events(db);
}

void node_log::write_entries(session& db) {
  std::vector<value> cells;
  for (std::size_t i = 0; i < new_entries_.size(); ++i) {
    const auto& row = new_entries_[i];
    cells = {row.node,   row.seq,          row.at_us,      row.account, row.remote,    row.request_id,
             row.action, row.subject_kind, row.subject_id, row.detail,  new_leaves_[i]};
    db.execute_later(
        "INSERT INTO journal (node, seq, at_us, account, remote, request_id, action, subject_kind, subject_id, detail, leaf) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        cells);
  }
}

void node_log::write_events(session& db) {
  std::vector<value> cells;
  for (std::size_t i = caught_up_; i < new_events_.size(); ++i) {
    const auto& one = new_events_[i];
    cells = {node_, one.seq, one.at.us, one.what.topic, one.what.subject_id, one.what.area_path, one.what.permission, one.what.payload};
    db.execute_later(
        "INSERT INTO outbox (node, seq, at_us, topic, subject_id, area_path, permission, payload) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", cells);
  }
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
