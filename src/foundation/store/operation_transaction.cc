#include "foundation/store/operation_transaction.h"

#include <stdexcept>

namespace store {
namespace {

constexpr std::size_t json_limit_bytes = 1U << 20;

// What is written after the operation has ended must not be able to fail then: its group would fail with it.
void check_json(const std::string& text, std::string_view what) {
  if (text.size() > json_limit_bytes) throw bad_cell(413, std::string(what) + " of " + std::to_string(text.size()) + " bytes; the limit is 1 MiB.");
  if (!is_one_line_json(text)) throw std::logic_error(std::string(what) + " is not JSON on one line: " + text.substr(0, 200));
}

void check_texts(std::initializer_list<std::string> texts) {
  for (const auto& text : texts) check_cell(text);
}

}  // namespace

void operation_transaction::journal(journal_entry entry) {
  check_json(entry.detail, "a journal detail");
  check_texts({wanted_.who.account_id, wanted_.who.remote, wanted_.who.request_id, entry.action, entry.subject_kind, entry.subject_id});
  wanted_.entries.push_back(std::move(entry));
}

void operation_transaction::publish(event what) {
  check_json(what.payload, "an event's payload");
  check_texts({what.topic, what.subject_id, what.area_path, what.permission});
  wanted_.events.push_back(std::move(what));
}

void operation_transaction::keep(kept_record what) {
  check_json(what.record, "a record of the history");
  check_texts({what.topic, what.subject_id, what.area_path, what.permission});
  for (auto& earlier : wanted_.records) {
    if (earlier.subject_id != what.subject_id || earlier.topic != what.topic) continue;
    earlier = std::move(what);
    return;
  }
  wanted_.records.push_back(std::move(what));
}

}  // namespace store
