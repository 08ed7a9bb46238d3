#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/seal/merkle.h"
#include "foundation/store/head.h"
#include "foundation/store/store.h"

namespace store {

// An entry of the journal as it lies in its row.
struct journal_row {
  std::string node;
  std::int64_t seq = 0;  // 1, 2, … per node
  std::int64_t at_us = 0;
  std::string account;
  std::string remote;
  std::string request_id;
  std::string action;
  std::string subject_kind;
  std::string subject_id;
  std::string detail;  // JSON
};

// The canonical line of an entry: JSON without spaces, members in this order, without a line end; exactly these bytes
// are the data of its RFC 6962 leaf.
//   {"seq":1,"node":"n1","at_us":…,"account":"…","remote":"…","request_id":"…","action":"…","subject_kind":"…",
//    "subject_id":"…","detail":{…}}
// Texts are escaped as base::append_json_string does; `detail` stands as it was written.
std::string journal_line(const journal_row& row);

// Whether the text is one well-formed JSON value on one line: what a detail or a payload must be.
bool is_one_line_json(std::string_view text);

// Gives the canonical lines of a node's entries with from ≤ seq ≤ to, in order.
void export_journal(connection& db, const std::string& node, std::pair<std::int64_t, std::int64_t> from_to,
                    const std::function<void(std::string_view line)>& take);
// Checks an export without a database: the lines of one node from the first on, against its signed heads.
class journal_check {
 public:
  // heads: of one node, in any order.
  explicit journal_check(std::vector<journal_head> heads);
  void add(std::string_view line);
  // The faults found, in words; empty when every head fits and is signed. Lines after the last head are not covered.
  std::vector<std::string> finish();
  [[nodiscard]] std::int64_t lines() const { return static_cast<std::int64_t>(tree_.size()); }
  [[nodiscard]] std::int64_t covered() const;  // lines under the largest head

 private:
  void compare();
  std::vector<journal_head> heads_;
  std::size_t next_ = 0;        // the next head to compare
  std::int64_t last_good_ = 0;  // size of the last head that fitted
  seal::tree_hasher hasher_;
  seal::frontier tree_;
  std::vector<std::string> faults_;
};

// The same for lines in memory.
std::vector<std::string> verify_journal(std::span<const std::string> lines, std::vector<journal_head> heads);

}  // namespace store
