#include "town/duty/walk_up.h"

#include <algorithm>

namespace duty {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
constexpr int most_tries = 30;
constexpr std::size_t most_addresses = 10'000;

}  // namespace

const record::table& record_of(const walk_up_draft*) {
  using d = walk_up_draft;
  static constexpr record::field fields[] = {
      record::field_of<&d::force_id>({.name = "force_id", .summary = "the volunteers", .min_length = 1, .max_length = 64, .refers_to = "forces"}),
      record::field_of<&d::shift_id>({.name = "shift_id", .summary = "the shift; left out: the running one, or a new one", .max_length = 80}),
      record::field_of<&d::base_url>(
          {.name = "base_url", .summary = "the address phones reach this server at: https://host[:port]", .min_length = 8}),
  };
  static const record::table table{.name = "WalkUpDraft", .summary = "A code for one volunteer.", .fields = fields};
  return table;
}

const record::table& record_of(const walk_up_code*) {
  using c = walk_up_code;
  static constexpr record::field fields[] = {
      record::field_of<&c::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 64}),
      record::field_of<&c::url>({.name = "url", .summary = "what the code says; shown once", .read_only = true, .max_length = 400}),
      record::field_of<&c::svg>({.name = "svg", .summary = "the QR code as SVG", .read_only = true, .max_length = 100'000}),
      record::field_of<&c::shift_id>({.name = "shift_id", .summary = "the shift it leads to", .read_only = true, .max_length = 80}),
      record::field_of<&c::expires_at>({.name = "expires_at", .summary = "ten minutes after", .read_only = true}),
  };
  static const record::table table{.name = "WalkUpCode", .summary = "A one-time code to be held up to a phone.", .fields = fields};
  return table;
}

const record::table& record_of(const walk_up*) {
  using w = walk_up;
  static constexpr record::field fields[] = {
      record::field_of<&w::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 64}),
      record::field_of<&w::force_id>({.name = "force_id", .summary = "the volunteers", .read_only = true, .max_length = 64}),
      record::field_of<&w::shift_id>({.name = "shift_id", .summary = "the shift", .read_only = true, .max_length = 80}),
      record::field_of<&w::created_at>({.name = "created_at", .summary = "when it was shown", .read_only = true}),
      record::field_of<&w::created_by>({.name = "created_by", .summary = "account id of the leader", .read_only = true, .max_length = 64}),
      record::field_of<&w::expires_at>({.name = "expires_at", .summary = "until when it admits", .read_only = true}),
      record::field_of<&w::used_at>({.name = "used_at", .summary = "when somebody came in", .read_only = true}),
      record::field_of<&w::member_id>({.name = "member_id", .summary = "who", .read_only = true, .max_length = 64}),
      record::field_of<&w::new_member>({.name = "new_member", .summary = "not on the force's list before", .read_only = true}),
      record::field_of<&w::undone_at>({.name = "undone_at", .summary = "when the leader undid it", .read_only = true}),
      record::field_of<&w::member_name>({.name = "member_name", .summary = "the name given", .read_only = true, .column = false}),
      record::field_of<&w::force_name>({.name = "force_name", .summary = "of the force", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "WalkUp", .summary = "A check-in of a volunteer who walked up.", .fields = fields};
  return table;
}

const record::table& record_of(const walk_up_entry*) {
  using e = walk_up_entry;
  static constexpr record::field fields[] = {
      record::field_of<&e::code>({.name = "code", .summary = "from the QR code", .min_length = 1, .max_length = 64}),
      record::field_of<&e::name>({.name = "name", .summary = "the volunteer's name", .min_length = 1, .max_length = 60}),
  };
  static const record::table table{.name = "WalkUpEntry", .summary = "A volunteer checks in.", .fields = fields};
  return table;
}

const record::table& record_of(const walk_up_welcome*) {
  using w = walk_up_welcome;
  static constexpr record::field fields[] = {
      record::field_of<&w::force_name>({.name = "force_name", .summary = "the force joined", .read_only = true}),
      record::field_of<&w::place>({.name = "place", .summary = "where the shift is served", .read_only = true}),
      record::field_of<&w::known>({.name = "known", .summary = "on the force's list before", .read_only = true}),
  };
  static const record::table table{.name = "WalkUpWelcome", .summary = "Checked in.", .fields = fields};
  return table;
}

std::optional<base::problem> refuse_code(const walk_up* found, base::instant now) {
  // Unknown, used and expired are one answer: a guesser learns nothing.
  if (found != nullptr && !found->used_at && now < found->expires_at) return std::nullopt;
  return base::problem(410, "code_gone", "This code admits nobody.", "It was used, or is older than ten minutes.", "Ask the leader for a new one.");
}

bool is_origin(std::string_view url) {
  const std::string_view scheme = url.starts_with("https://") ? "https://" : "http://";
  if (!url.starts_with(scheme) || url.size() <= scheme.size()) return false;
  return std::all_of(url.begin() + static_cast<std::ptrdiff_t>(scheme.size()), url.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  });
}

bool attempt_meter::admit(const std::string& remote) {
  const auto now = time_.steady().us;
  const std::lock_guard lock(mutex_);
  if (counts_.size() >= most_addresses) std::erase_if(counts_, [&](const auto& entry) { return now - entry.second.since_us >= minute_us; });
  if (counts_.size() >= most_addresses && !counts_.contains(remote)) return false;
  auto& one = counts_[remote];
  if (one.tries == 0 || now - one.since_us >= minute_us) one = {.since_us = now, .tries = 0};
  return ++one.tries <= most_tries;
}

}  // namespace duty
