#include <algorithm>

#include "engines/matter/inbox_store.h"
#include "engines/matter/matter_api.h"
#include "engines/matter/matter_view.h"
#include "foundation/base/problem.h"
#include "foundation/record/json_text.h"

namespace matter {
namespace {

using operation::answer;
using operation::request;

constexpr std::int64_t most_counted = 1'000;  // "1,000 and more": nobody needs to know better

inbox_tab tab_of(std::string_view name) {
  const auto found = std::ranges::find(inbox_tabs, name.empty() ? std::string_view("area") : name);
  if (found == std::end(inbox_tabs)) {
    throw base::bad_input({{"/tab", "not_a_choice", "must be today, overdue, mine, led, area, sign, escalated or listed"}});
  }
  return static_cast<inbox_tab>(found - std::begin(inbox_tabs));
}

inbox_question question_of(const services& on, const request& what, inbox_tab tab) {
  const auto now = on.time.now();
  const auto today = calendar::day_of(now, on.utc_offset_min);
  const auto page = operation::page_of(what);
  return {.who = what.who,
          .tab = tab,
          .now = now,
          .today_ends = calendar::start_of(today + 1, on.utc_offset_min),
          .kind = std::string(what.parameter("kind")),
          .after = page.after,
          .limit = page.limit};
}

answer inbox(const services& on, const request& what, store::connection& db) {
  auto found = read_inbox(db, question_of(on, what, tab_of(what.parameter("tab"))));
  return {.body = operation::list_json(listed(on, db, found.items), found.next)};
}

answer counts(const services& on, const request& what, store::connection& db) {
  record::json_object out;
  for (std::size_t i = 0; i < std::size(inbox_tabs); ++i) {
    auto asked = question_of(on, what, static_cast<inbox_tab>(i));
    asked.after.clear();
    out.number(inbox_tabs[i], static_cast<double>(count_inbox(db, asked, most_counted)));
  }
  out.number("most", static_cast<double>(most_counted));
  out.text("as_of", base::to_rfc3339(on.time.now()));
  return {.body = out.done()};
}

}  // namespace

std::vector<std::string> listed(const services& on, store::connection& db, std::vector<matter_record>& all) {
  const auto areas = on.areas.now();
  std::vector<std::string> out;
  for (auto& one : all) {
    std::shared_ptr<const kind> of;
    try {
      of = on.catalogue.kind_at(db, one.kind, one.kind_version);
    } catch (const base::problem&) {  // shown by its codes: a list must not fail for one of its rows
    }
    add_names(one, of.get(), *areas);
    out.push_back(record::to_json(one));
  }
  return out;
}

std::vector<operation::definition> inbox_operations(const services& on) {
  const auto* output = &record_of(static_cast<const matter_record*>(nullptr));
  return {{.name = "list_matter_inbox",
           .method = "GET",
           .path = "/api/matter-inbox",
           .summary = "What waits for the caller, by due time.",
           .permission = may_read,
           .output = output,
           .output_shape = operation::shape::list,
           .parameters = {{"tab", "today, overdue, mine, led, area, sign, escalated or listed"}, {"kind", "of this kind only"}},
           .read = [&on](const request& what, store::connection& db) { return inbox(on, what, db); }},
          {.name = "count_matter_inbox",
           .method = "GET",
           .path = "/api/matter-inbox/counts",
           .summary = "How many wait under each tab, counted up to 1,000.",
           .permission = may_read,
           .output_shape = operation::shape::other,
           .parameters = {{"kind", "of this kind only"}},
           .read = [&on](const request& what, store::connection& db) { return counts(on, what, db); }}};
}

}  // namespace matter
