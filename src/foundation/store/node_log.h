#pragma once
#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "foundation/store/history.h"
#include "foundation/store/journal.h"
#include "foundation/store/session.h"

namespace store {

// What one operation wants written beside its rows.
struct side_rows {
  actor who;
  base::instant at;
  std::vector<journal_entry> entries;
  std::vector<event> events;
  std::vector<kept_record> records = {};
};

enum class outcome { committed, not_committed, unknown };

// This node's numbers: of its commits, of its journal entries (with the tree over them) and of its events. Used by the
// writer's thread alone; everything since the last commit is provisional.
class node_log {
 public:
  // writer: a text no other process uses, to tell whose commit a marker is.
  node_log(std::string node, std::string writer) : node_(std::move(node)), writer_(std::move(writer)) {}

  // Makes the node's row and reads what is there; in a transaction of its own.
  void load(session& db);
  // Begins a group within the open transaction: writes the commit marker, and catches up when another process of the
  // same name wrote in between. Its events are handed on with this group's.
  void begin_group(session& db);
  // Whether another process of the same name (the command line beside the server) has published since; outside a transaction.
  bool is_behind(session& db);
  // Numbers what a finished operation wants written.
  void add(const side_rows& wanted);
  // Sends the group's rows; errors may come out at the commit.
  void write(session& db);
  // The group is durable: what was provisional holds.
  void commit();
  // The group is taken back.
  void forget();
  // After a lost connection: did the group begun last commit? Waits for the old connection's locks.
  outcome look_up(session& db);

  [[nodiscard]] const seal::frontier& tree() const { return tree_; }                     // of committed entries
  [[nodiscard]] std::span<const committed_event> events() const { return new_events_; }  // of the group
  [[nodiscard]] std::int64_t last_event() const { return last_event_.load(); }
  [[nodiscard]] const std::string& node() const { return node_; }

 private:
  [[nodiscard]] std::string token() const { return writer_ + ":" + std::to_string(new_group_); }
  void append_leaves(session& db, seal::frontier& tree);
  void start_tree(session& db);
  void catch_up(session& db);
  void write_entries(session& db);
  void write_events(session& db);
  void write_records(session& db);
  void add_entry(const side_rows& wanted, const journal_entry& entry);
  void add_records(const side_rows& wanted, journal_entry& carrier);

  std::string node_;
  std::string writer_;
  std::int64_t group_ = 0;
  seal::tree_hasher hasher_;
  seal::sha256_stream record_hasher_;
  std::int64_t last_kept_us_ = 0;  // the history's time: never before the last one, unless the clock was set back far
  seal::frontier tree_;
  std::atomic<std::int64_t> last_event_{0};
  // Of the group under way:
  std::int64_t new_group_ = 0;
  seal::frontier new_tree_;
  std::int64_t new_last_event_ = 0;
  std::vector<journal_row> new_entries_;
  std::vector<std::string> new_leaves_;
  std::vector<history_row> new_records_;
  std::vector<committed_event> new_events_;  // those of other writers first: caught_up_ of them are stored already
  std::size_t caught_up_ = 0;
};

}  // namespace store
