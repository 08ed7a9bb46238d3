#include "foundation/calendar/limit.h"

#include <array>

#include "foundation/base/text.h"

namespace calendar {
namespace {

struct unit_words {
  std::string_view one;  // in a catalogue; the plural has an s
  std::string_view zh;   // behind the number
  std::string_view en;   // of one
  std::int64_t largest;
};

// In the order of `unit`.
constexpr std::array<unit_words, 6> words = {{
    {"minute", "分钟", "minute", 525'600},
    {"hour", "小时", "hour", 87'600},
    {"day", "日", "day", 36'500},
    {"working_day", "个工作日", "working day", 25'000},
    {"month", "个月", "month", 1'200},
    {"year", "年", "year", 100},
}};

const unit_words& words_of(unit in) { return words.at(static_cast<std::size_t>(in)); }

std::string counted(std::int64_t amount, std::string_view one) { return std::to_string(amount) + ' ' + std::string(one) + (amount == 1 ? "" : "s"); }

}  // namespace

std::int64_t largest_amount(unit in) { return words_of(in).largest; }

std::optional<limit> limit_from_text(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto amount = base::parse_int(text.substr(0, space));
  auto name = text.substr(space + 1);
  if (name.ends_with('s')) name.remove_suffix(1);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].one != name) continue;
    if (!amount || *amount < 0 || *amount > words[i].largest) return std::nullopt;
    return limit{.amount = *amount, .in = static_cast<unit>(i)};
  }
  return std::nullopt;
}

std::int64_t about_minutes(const limit& l) {
  switch (l.in) {
    case unit::minutes: return l.amount;
    case unit::hours: return l.amount * 60;
    case unit::days:
    case unit::working_days: return l.amount * 60 * 24;
    case unit::months: return l.amount * 60 * 24 * 30;
    case unit::years: return l.amount * 60 * 24 * 365;
  }
  return 0;
}

std::string to_text(const limit& l) { return counted(l.amount, words_of(l.in).one); }

std::string in_chinese(const limit& l) { return std::to_string(l.amount) + ' ' + std::string(words_of(l.in).zh); }

std::string in_english(const limit& l) { return counted(l.amount, words_of(l.in).en); }

}  // namespace calendar
