#include "town/duty/member.h"

#include <algorithm>

#include "town/duty/day.h"

namespace duty {

const record::table& record_of(const training*) {
  using t = training;
  static constexpr record::field fields[] = {
      record::field_of<&t::subject>({.name = "subject", .summary = "what was taught", .min_length = 1, .max_length = 100}),
      record::field_of<&t::trained_on>({.name = "trained_on", .summary = "day", .min_length = 10, .max_length = 10}),
      record::field_of<&t::due_on>({.name = "due_on", .summary = "day by which it is due again", .max_length = 10}),
      record::field_of<&t::trainer>({.name = "trainer", .summary = "who trained", .required = false, .max_length = 100}),
  };
  static const record::table table{.name = "Training", .summary = "A training a member had.", .fields = fields};
  return table;
}

const record::table& record_of(const member*) {
  using m = member;
  static constexpr record::field fields[] = {
      record::field_of<&m::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 64}),
      record::field_of<&m::code>({.name = "code", .summary = "service number; left out: the id", .required = false, .max_length = 64}),
      record::field_of<&m::name>({.name = "name", .summary = "the duty holder's name", .min_length = 1, .max_length = 60}),
      record::field_of<&m::role>({.name = "role", .summary = "in the force", .required = false, .choices = member_role_choices}),
      record::field_of<&m::force_id>({.name = "force_id", .summary = "the force", .min_length = 1, .max_length = 64, .refers_to = "forces"}),
      record::field_of<&m::full_time>({.name = "full_time", .summary = "false: part-time; true when left out", .required = false}),
      record::field_of<&m::area_id>({.name = "area_id", .summary = "served, when narrower than the force's", .max_length = 64, .refers_to = "areas"}),
      record::field_of<&m::post_id>({.name = "post_id", .summary = "the duty point", .max_length = 64, .refers_to = "posts"}),
      record::field_of<&m::account_id>({.name = "account_id", .summary = "signs in as", .max_length = 64, .refers_to = "accounts"}),
      record::field_of<&m::work_section>({.name = "work_section", .summary = "of a volunteer: the road section", .required = false}),
      record::field_of<&m::vehicle>({.name = "vehicle", .summary = "of a volunteer: kind of vehicle, no plate", .required = false, .max_length = 40}),
      record::field_of<&m::joined_on>({.name = "joined_on", .summary = "day", .min_length = 10, .max_length = 10}),
      record::field_of<&m::left_on>({.name = "left_on", .summary = "day", .max_length = 10}),
      record::field_of<&m::trainings>({.name = "trainings", .summary = "what was taught when", .required = false, .max_length = 50}),
      record::field_of<&m::walk_up>({.name = "walk_up", .summary = "came in by a walk-up code", .read_only = true}),
      record::field_of<&m::version>({.name = "version", .summary = "rises with each change", .read_only = true}),
      record::field_of<&m::force_name>({.name = "force_name", .summary = "the force's name", .read_only = true, .column = false}),
      record::field_of<&m::has_contact>({.name = "has_contact", .summary = "a phone is kept, sealed", .read_only = true, .column = false}),
      record::field_of<&m::on_shift>({.name = "on_shift", .summary = "on duty now", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "Member", .summary = "A duty holder who serves in a force.", .fields = fields};
  return table;
}

const record::table& record_of(const member_contact*) {
  static constexpr record::field fields[] = {
      record::field_of<&member_contact::phone>({.name = "phone", .summary = "duty phone; empty: none", .max_length = 40})};
  static const record::table table{.name = "MemberContact", .summary = "How a duty holder is reached.", .fields = fields};
  return table;
}

namespace {

constexpr std::string_view columns =
    ", f.name, CASE WHEN x.phone_sealed = '' THEN 0 ELSE 1 END, CASE WHEN "
    "EXISTS (SELECT 1 FROM shift_members sm WHERE sm.member_id = x.id AND sm.began_at IS NOT NULL AND sm.ended_at IS NULL)"
    " THEN 1 ELSE 0 END";

void load_further(member& one, const store::rows& rows, std::size_t row, std::size_t at) {
  one.force_name = rows.text(row, at);
  one.has_contact = rows.integer(row, at + 1) != 0;
  one.on_shift = rows.integer(row, at + 2) != 0;
}

std::vector<base::wrong_field> faults_of(const member& one) {
  std::vector<base::wrong_field> wrong;
  check_day(wrong, "/joined_on", one.joined_on);
  check_day(wrong, "/left_on", one.left_on);
  if (one.left_on && *one.left_on < one.joined_on) wrong.push_back({"/left_on", "out_of_range", "is before joined_on"});
  for (std::size_t i = 0; i < one.trainings.size(); ++i) {
    const auto at = "/trainings/" + std::to_string(i);
    check_day(wrong, at + "/trained_on", one.trainings[i].trained_on);
    check_day(wrong, at + "/due_on", one.trainings[i].due_on);
  }
  return wrong;
}

constexpr filter filters[] = {
    {"force_id", "of this force", "x.force_id = "},
    {"area_id", "serving in this area or below", "COALESCE(a.path, fa.path, '/') LIKE '%/' || ", " || '/%'"},
    {"post_id", "of this post", "x.post_id = "},
    {"account_id", "who signs in as this account", "x.account_id = "},
};

constexpr std::string_view may_read_contact = "member.contact.read";

operation::answer read_contact(const operation::request& asked, store::transaction& t, const seal::master_key& master) {
  const auto one = get_one(t.db(), member_noun(), asked.who, may_read_contact, asked.part("id"));
  t.journal({.action = "read_member_contact", .subject_kind = "member", .subject_id = one.id});
  return {.body = record::to_json(member_contact{.phone = open_phone(t.db(), master, one.id)}), .secret = true};
}

operation::answer set_contact(const operation::request& asked, store::transaction& t, const seal::master_key& master) {
  const auto one = get_one(t.db(), member_noun(), asked.who, may_write_duty, asked.part("id"));
  const auto given = record::from_json<member_contact>(asked.body);
  put_phone(t.db(), master, one.id, given.phone);
  t.db().execute("UPDATE members SET version = version + 1 WHERE id = $1", {one.id});
  t.journal({.action = "set_member_contact", .subject_kind = "member", .subject_id = one.id});
  publish_noun(t, member_noun(), *find_by(t.db(), member_noun(), "x.id", one.id));
  return {.status = 204};
}

}  // namespace

const noun<member>& member_noun() {
  static const noun<member> what{
      .name = "member",
      .plural = "members",
      .sql_table = "members",
      .further = columns,
      .from = " FROM members x JOIN forces f ON f.id = x.force_id LEFT JOIN areas fa ON fa.id = f.area_id LEFT JOIN areas a ON a.id = x.area_id",
      .area_path = "COALESCE(a.path, fa.path, '/')",
      .load_further = load_further,
      .faults = faults_of,
      .filters = filters};
  return what;
}

std::vector<operation::definition> member_operations(const seal::master_key& master) {
  using operation::request;
  auto all = operations_of(member_noun(), {.list = "list_members",
                                           .get = "get_member",
                                           .create = "create_member",
                                           .update = "update_member",
                                           .remove = "remove_member",
                                           .path = "/api/members",
                                           .path_of_one = "/api/members/{id}",
                                           .summary = "Duty holders; without their phones."});
  all.push_back({.name = "get_member_contact",
                 .method = "GET",
                 .path = "/api/members/{id}/contact",
                 .summary = "How a duty holder is reached; each reading is journaled.",
                 .permission = may_read_contact,
                 .output = &table_of<member_contact>(),
                 .write = [&master](const request& asked, store::transaction& t, void*) { return read_contact(asked, t, master); }});
  all.push_back({.name = "set_member_contact",
                 .method = "PUT",
                 .path = "/api/members/{id}/contact",
                 .summary = "Keeps a duty holder's phone, sealed; empty forgets it.",
                 .permission = may_write_duty,
                 .input = &table_of<member_contact>(),
                 .output_shape = operation::shape::none,
                 .write = [&master](const request& asked, store::transaction& t, void*) { return set_contact(asked, t, master); }});
  return all;
}

std::optional<member> find_member_of(store::connection& db, std::string_view account_id) {
  auto found =
      load_all(member_noun(), db.query(query_of(member_noun()) + " WHERE x.account_id = $1 AND x.left_on IS NULL", {std::string(account_id)}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void put_phone(store::connection& db, const seal::master_key& master, const std::string& member_id, const std::string& phone) {
  std::string sealed;
  if (!phone.empty()) {
    const auto key = seal::matter_key::random();
    sealed = key.wrap(master, member_id) + " " + key.seal(phone, member_id + "/phone");
  }
  db.execute("UPDATE members SET phone_sealed = $1 WHERE id = $2", {sealed, member_id});
}

std::string open_phone(store::connection& db, const seal::master_key& master, const std::string& member_id) {
  const auto rows = db.query("SELECT phone_sealed FROM members WHERE id = $1", {member_id});
  const auto sealed = rows.empty() ? std::string() : rows.text(0, 0);
  if (sealed.empty()) return {};
  const auto space = sealed.find(' ');
  std::optional<std::string> phone;
  if (const auto key = seal::matter_key::unwrap(master, sealed.substr(0, space), member_id); key && space != std::string::npos) {
    phone = key->open(sealed.substr(space + 1), member_id + "/phone");
  }
  if (!phone) {
    throw base::problem(500, "contact_unreadable", "The contact cannot be opened.", "It was sealed with another master key, or is damaged.",
                        "Put back the master key of this database, or enter the phone anew.");
  }
  return *phone;
}

std::size_t forget_phones(store::transaction& t, const std::string& left_before) {
  const auto rows = t.db().query("SELECT id FROM members WHERE phone_sealed <> '' AND left_on < $1 ORDER BY id LIMIT 200", {left_before});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& id = rows.text(i, 0);
    t.db().execute("UPDATE members SET phone_sealed = '', version = version + 1 WHERE id = $1", {id});
    t.journal({.action = "forget_member_contact", .subject_kind = "member", .subject_id = id});
    publish_noun(t, member_noun(), *find_by(t.db(), member_noun(), "x.id", id));
  }
  return rows.size();
}

}  // namespace duty
