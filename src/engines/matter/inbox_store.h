#pragma once
#include <string>
#include <vector>

#include "engines/matter/matter_store.h"

// What waits for somebody, by the clock. One question per role the caller holds, each along an index.
namespace matter {

enum class inbox_tab : std::uint8_t { today, overdue, mine, led, area, sign, escalated, listed };
inline constexpr std::string_view inbox_tabs[] = {"today", "overdue", "mine", "led", "area", "sign", "escalated", "listed"};
inline std::string_view name_of(inbox_tab tab) { return inbox_tabs[static_cast<std::size_t>(tab)]; }

struct inbox_question {
  const operation::caller& who;
  inbox_tab tab = inbox_tab::area;
  base::instant now;
  base::instant today_ends;
  std::string kind = {};
  std::string after = {};  // cursor
  std::size_t limit = 50;
};

struct inbox_page {
  std::vector<matter_record> items;
  std::string next;
};
// By due time, those without one last.
inbox_page read_inbox(store::connection& db, const inbox_question& what);

// How many there are, counted up to `most`.
std::int64_t count_inbox(store::connection& db, const inbox_question& what, std::int64_t most);

}  // namespace matter
