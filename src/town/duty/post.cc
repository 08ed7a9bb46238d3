#include "town/duty/post.h"

#include <algorithm>

#include "town/duty/day.h"

namespace duty {

const record::table& record_of(const strength*) {
  using s = strength;
  static constexpr record::field fields[] = {
      record::field_of<&s::days>(
          {.name = "days", .summary = "Monday 1 to Sunday 7, the day it begins", .required = false, .min_length = 1, .max_length = 7}),
      record::field_of<&s::from>({.name = "from", .summary = "local time, HH:MM", .min_length = 5, .max_length = 5}),
      record::field_of<&s::to>({.name = "to", .summary = "local time, HH:MM; at or before from: on the next day", .min_length = 5, .max_length = 5}),
      record::field_of<&s::minimum>({.name = "minimum", .summary = "members who must be there", .minimum = 1, .maximum = 1'000}),
  };
  static const record::table table{.name = "Strength", .summary = "How many must be at a post at which hours.", .fields = fields};
  return table;
}

const record::table& record_of(const post*) {
  using p = post;
  static constexpr record::field fields[] = {
      record::field_of<&p::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 64}),
      record::field_of<&p::code>({.name = "code", .summary = "its name in lists and imports; left out: its id", .required = false, .max_length = 64}),
      record::field_of<&p::kind>({.name = "kind", .summary = "what kind of duty point", .choices = post_kind_choices}),
      record::field_of<&p::setting>({.name = "setting", .summary = "urban or rural", .required = false, .choices = post_setting_choices}),
      record::field_of<&p::name>({.name = "name", .summary = "what it is called", .min_length = 1, .max_length = 100}),
      record::field_of<&p::position>({.name = "position", .summary = "where, WGS-84"}),
      record::field_of<&p::place_id>({.name = "place_id", .summary = "the place it stands at", .max_length = 64, .refers_to = "places"}),
      record::field_of<&p::area_id>({.name = "area_id", .summary = "the area it is in", .max_length = 64, .refers_to = "areas"}),
      record::field_of<&p::force_id>({.name = "force_id", .summary = "the force that staffs it", .max_length = 64, .refers_to = "forces"}),
      record::field_of<&p::strengths>({.name = "strengths", .summary = "how many at which hours", .required = false, .max_length = 50}),
      record::field_of<&p::kit_needed>({.name = "kit_needed", .summary = "kinds of kit it must hold", .required = false, .max_length = 50}),
      record::field_of<&p::connected>({.name = "connected", .summary = "its link to the network", .required = false, .choices = link_state_choices}),
      record::field_of<&p::connected_at>({.name = "connected_at", .summary = "when that was last known"}),
      record::field_of<&p::invented>({.name = "invented", .summary = "made up for a sample", .required = false}),
      record::field_of<&p::ended_on>({.name = "ended_on", .summary = "day it was given up", .max_length = 10}),
      record::field_of<&p::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
      record::field_of<&p::area_name>({.name = "area_name", .summary = "the area's name", .read_only = true, .column = false}),
      record::field_of<&p::force_name>({.name = "force_name", .summary = "the force's name", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "Post", .summary = "A duty point.", .fields = fields};
  return table;
}

namespace {

void load_further(post& one, const store::rows& rows, std::size_t row, std::size_t at) {
  one.area_name = rows.text(row, at);
  one.force_name = rows.text(row, at + 1);
}

bool are_days(std::string_view days) {
  return !days.empty() && std::all_of(days.begin(), days.end(), [](char c) { return c >= '1' && c <= '7'; }) &&
         std::is_sorted(days.begin(), days.end()) && std::adjacent_find(days.begin(), days.end()) == days.end();
}

std::vector<base::wrong_field> faults_of(const post& one) {
  std::vector<base::wrong_field> wrong;
  check_day(wrong, "/ended_on", one.ended_on);
  for (std::size_t i = 0; i < one.strengths.size(); ++i) {
    const auto at = "/strengths/" + std::to_string(i);
    if (!are_days(one.strengths[i].days)) wrong.push_back({at + "/days", "bad_days", "must be some of 1 to 7 in order, each once"});
    if (!minutes_of(one.strengths[i].from)) wrong.push_back({at + "/from", "bad_time", "must be a time of day: HH:MM"});
    if (!minutes_of(one.strengths[i].to)) wrong.push_back({at + "/to", "bad_time", "must be a time of day: HH:MM"});
  }
  return wrong;
}

constexpr filter filters[] = {
    {"kind", "of this kind", "x.kind = "},
    {"area_id", "in this area or below", "a.path LIKE '%/' || ", " || '/%'"},
    {"force_id", "staffed by this force", "x.force_id = "},
};

}  // namespace

const noun<post>& post_noun() {
  static const noun<post> what{.name = "post",
                               .plural = "posts",
                               .sql_table = "posts",
                               .further = ", COALESCE(a.name, ''), COALESCE(f.name, '')",
                               .from = " FROM posts x LEFT JOIN areas a ON a.id = x.area_id LEFT JOIN forces f ON f.id = x.force_id",
                               .area_path = "COALESCE(a.path, '/')",
                               .load_further = load_further,
                               .faults = faults_of,
                               .filters = filters,
                               .kept = true};
  return what;
}

std::vector<operation::definition> post_operations() {
  return operations_of(post_noun(), {.list = "list_posts",
                                     .get = "get_post",
                                     .create = "create_post",
                                     .update = "update_post",
                                     .remove = "remove_post",
                                     .path = "/api/posts",
                                     .path_of_one = "/api/posts/{id}",
                                     .summary = "Police rooms, contact points, checkpoints and watch posts."});
}

}  // namespace duty
