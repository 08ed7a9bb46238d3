// Whatever the text, reading working days ends with a calendar that agrees with itself or with a bad_catalogue that says how to
// mend it. A text that begins with '#' becomes the holidays of one sound year, so that it gets past the head.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/calendar/working_days.h"

namespace {

void check(const calendar::working_days& known) {
  if (!known.first_published() || *known.first_published() > *known.last_published()) std::abort();
  const auto first = calendar::first_day_of(*known.first_published()) - 31;
  const auto last = first + 800;  // two years and more
  std::int64_t count = 0;
  for (auto d = first + 1; d <= last; d = d + 1) {
    count += known.is_working(d) ? 1 : 0;
    if (!base::is_utf8(known.name_of(d))) std::abort();
  }
  if (known.between(first, last) != count || known.between(last, first) != -count) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  if (text.starts_with('#')) text = "years:\n  - year: 2026\n    notices: [https://x]\n    days:\n      - " + text.substr(1);
  try {
    check(calendar::working_days_from_yaml(text, "fuzz"));
  } catch (const base::problem& refused) {
    if (refused.code != "bad_catalogue" || refused.detail.empty() || refused.remedy.empty()) std::abort();
  }
  return 0;
}
