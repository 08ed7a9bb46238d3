#include "foundation/store/journal.h"

#include <algorithm>

#include "foundation/base/text.h"
#include "foundation/store/head.h"

namespace store {
namespace {

constexpr std::int64_t export_page = 1000;  // rows fetched at once

void member(std::string& out, std::string_view name, std::string_view text) {
  out += ",\"";
  out += name;
  out += "\":";
  base::append_json_string(out, text);
}

std::string line_head(const std::string& node, std::int64_t seq) {
  std::string out = "{\"seq\":" + std::to_string(seq);
  member(out, "node", node);
  out += ",\"at_us\":";
  return out;
}

}  // namespace

std::string journal_line(const journal_row& row) {
  std::string out = line_head(row.node, row.seq) + std::to_string(row.at_us);
  member(out, "account", row.account);
  member(out, "remote", row.remote);
  member(out, "request_id", row.request_id);
  member(out, "action", row.action);
  member(out, "subject_kind", row.subject_kind);
  member(out, "subject_id", row.subject_id);
  out += ",\"detail\":";
  out += row.detail;
  out += '}';
  return out;
}

void export_journal(connection& db, const std::string& node, std::pair<std::int64_t, std::int64_t> from_to,
                    const std::function<void(std::string_view line)>& take) {
  std::int64_t next = from_to.first;
  for (;;) {
    const auto found = db.query(
        "SELECT seq, at_us, account, remote, request_id, action, subject_kind, subject_id, detail FROM journal "
        "WHERE node = $1 AND seq >= $2 AND seq <= $3 ORDER BY seq LIMIT $4",
        {node, next, from_to.second, export_page});
    for (std::size_t i = 0; i < found.size(); ++i) {
      const journal_row row{.node = node,
                            .seq = found.integer(i, 0),
                            .at_us = found.integer(i, 1),
                            .account = found.text(i, 2),
                            .remote = found.text(i, 3),
                            .request_id = found.text(i, 4),
                            .action = found.text(i, 5),
                            .subject_kind = found.text(i, 6),
                            .subject_id = found.text(i, 7),
                            .detail = found.text(i, 8)};
      take(journal_line(row));
      next = row.seq + 1;
    }
    if (static_cast<std::int64_t>(found.size()) < export_page) return;
  }
}

journal_check::journal_check(std::vector<journal_head> heads) : heads_(std::move(heads)) {
  std::sort(heads_.begin(), heads_.end(), [](const journal_head& a, const journal_head& b) { return a.size < b.size; });
  if (heads_.empty()) faults_.emplace_back("there is no signed head to compare with");
  for (const auto& head : heads_) {
    if (head.node != heads_.front().node) faults_.push_back("heads of two nodes: " + heads_.front().node + " and " + head.node);
    if (head.public_key != heads_.front().public_key) faults_.push_back("the head of size " + std::to_string(head.size) + " has another key");
    if (!signature_fits(head)) faults_.push_back("the head of size " + std::to_string(head.size) + " is not signed by its key");
  }
  compare();
}

void journal_check::add(std::string_view line) {
  const auto expected = lines() + 1;
  if (!heads_.empty() && !line.starts_with(line_head(heads_.front().node, expected))) {
    faults_.push_back("line " + std::to_string(expected) + " is not entry " + std::to_string(expected) + " of node " + heads_.front().node);
  }
  tree_.append(hasher_.leaf(line), hasher_);
  compare();
}

void journal_check::compare() {
  while (next_ < heads_.size() && heads_[next_].size == lines()) {
    if (heads_[next_].root == seal::bytes_of(tree_.root())) {
      last_good_ = lines();
    } else {
      faults_.push_back("an entry from " + std::to_string(last_good_ + 1) + " to " + std::to_string(lines()) +
                        " was changed: the root differs from the signed head of size " + std::to_string(lines()));
    }
    ++next_;
  }
}

std::vector<std::string> journal_check::finish() {
  for (; next_ < heads_.size(); ++next_) {
    faults_.push_back("the signed head of size " + std::to_string(heads_[next_].size) + " has only " + std::to_string(lines()) + " lines under it");
  }
  return faults_;
}

std::int64_t journal_check::covered() const { return heads_.empty() ? 0 : heads_.back().size; }

std::vector<std::string> verify_journal(std::span<const std::string> lines, std::vector<journal_head> heads) {
  journal_check check(std::move(heads));
  for (const auto& line : lines) check.add(line);
  return check.finish();
}

}  // namespace store
