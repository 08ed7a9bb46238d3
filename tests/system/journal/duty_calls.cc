#include "duty_desk.h"

namespace journal {
namespace {

// As JSON writes a text of no special signs.
std::string in_quotes(const std::string& one) { return "\"" + one + "\""; }

}  // namespace

sent duty_desk::by_commander(const char* operation, const std::string& id, const std::string& body) {
  return {.operation = operation, .account = "commander", .parts = {{"id", id}}, .body = body};
}

std::string duty_desk::keep(const kept& one) {
  const auto row = [&](const char* verb, const std::string& subject) {
    return expected{.action = verb + one.what, .kind = one.kind, .subject = subject};
  };
  const auto made = journaled({.operation = "create_" + one.what, .account = "commander", .body = one.body}, row("create_", "answer"));
  auto id = text(made, "id");
  journaled({.operation = "update_" + one.what, .account = "commander", .parts = {{"id", id}}, .body = one.change, .version = version_of(made)},
            row("update_", id));
  const auto spare = text(journaled({.operation = "create_" + one.what, .account = "commander", .body = one.spare}, row("create_", "answer")), "id");
  // The row says the thing's kind: kit, not kit_item.
  journaled(by_commander(("remove_" + one.what).c_str(), spare), {.action = "remove_" + one.kind, .kind = one.kind, .subject = spare});
  return id;
}

void duty_desk::force_operations() {
  force_ = keep({.what = "force",
                 .kind = "force",
                 .body = R"({"code":"RIVER","kind":"volunteer","name":"河边志愿队"})",
                 .spare = R"({"kind":"township_team","name":"Nobody's team"})",
                 .change = R"({"name_en":"River volunteers"})"});
  keep({.what = "post",
        .kind = "post",
        .body = R"({"kind":"checkpoint","name":"北桥卡口","force_id":)" + in_quotes(force_) + "}",
        .spare = R"({"kind":"watch_post","name":"Old mill"})",
        .change = R"({"connected":"yes"})"});
  kit_ = keep({.what = "kit_item",
               .kind = "kit",
               .body = R"({"code":"R-1","kind":"radio","force_id":)" + in_quotes(force_) + "}",
               .spare = R"({"kind":"baton"})",
               .change = R"({"note":"new battery"})"});
  const auto area = text(object(client_of("commander").get("/api/areas").body).at("items").as_array().at(0).as_object(), "id");
  journaled(by_commander("set_area_population", area, R"({"population":1200,"as_of":"2026-01-01","source":"census"})"),
            {.action = "set_area_population", .kind = "area", .subject = area});
}

void duty_desk::member_operations() {
  const auto named = [&](const std::string& name, const std::string& more = {}) {
    return R"({"name":")" + name + R"(","joined_on":"2026-01-05","force_id":)" + in_quotes(force_) + more + "}";
  };
  officer_member_ = keep({.what = "member",
                          .kind = "member",
                          .body = named("周队员", R"(,"account_id":)" + in_quotes(account_id("officer"))),
                          .spare = named("吴来错"),
                          .change = R"({"vehicle":"bicycle"})"});
  other_member_ = text(journaled({.operation = "create_member", .account = "commander", .body = named("郑队员")},
                                 {.action = "create_member", .kind = "member", .subject = "answer"}),
                       "id");
}

void duty_desk::contact_operations() {
  secrets_.emplace_back("13700001111");
  journaled(by_commander("set_member_contact", officer_member_, R"({"phone":"13700001111"})"),
            {.action = "set_member_contact", .kind = "member", .subject = officer_member_});
  const auto contact =
      journaled(by_commander("get_member_contact", officer_member_), {.action = "read_member_contact", .kind = "member", .subject = officer_member_});
  EXPECT_EQ(text(contact, "phone"), "13700001111") << "it is there to be read";
}

std::string duty_desk::planned_shift(const std::string& members) {
  const auto now = base::system_clock().now();
  const auto body = R"({"starts_at":)" + in_quotes(base::to_rfc3339(now)) + R"(,"ends_at":)" + in_quotes(base::to_rfc3339(now + base::minutes(480))) +
                    R"(,"force_id":)" + in_quotes(force_) + R"(,"member_ids":)" + members + "}";
  return text(journaled({.operation = "create_shift", .account = "commander", .body = body},
                        {.action = "create_shift", .kind = "shift", .subject = "answer"}),
              "id");
}

void duty_desk::shift_operations() {
  const auto id = planned_shift("[" + in_quotes(other_member_) + "]");
  const auto now = object(client_of("commander").get("/api/shifts/" + id).body);
  auto change = by_commander("update_shift", id, R"({"place":"north gate"})");
  change.version = version_of(now);
  journaled(change, {.action = "update_shift", .kind = "shift", .subject = id});
  journaled(by_commander("begin_shift", id), {.action = "begin_shift", .kind = "shift", .subject = id});
  journaled(by_commander("end_shift", id), {.action = "end_shift", .kind = "shift", .subject = id});
  const auto unwanted = planned_shift("[]");
  journaled(by_commander("remove_shift", unwanted), {.action = "remove_shift", .kind = "shift", .subject = unwanted});
}

// The first member to come begins the shift and the last to go ends it: the row says that, once. In between it says who
// came and went.
void duty_desk::attendance_operations() {
  const auto attend = [&](const std::string& id, const char* body, const char* action) {
    journaled({.operation = "attend_shift", .account = "officer", .parts = {{"id", id}}, .body = body},
              {.action = action, .kind = "shift", .subject = id});
  };
  const auto alone = planned_shift("[" + in_quotes(officer_member_) + "]");
  attend(alone, R"({"on":true})", "begin_shift");
  attend(alone, R"({"on":false})", "end_shift");
  const auto together = planned_shift("[" + in_quotes(officer_member_) + "," + in_quotes(other_member_) + "]");
  journaled(by_commander("begin_shift", together), {.action = "begin_shift", .kind = "shift", .subject = together});
  attend(together, R"({"on":false})", "attend_shift");
  attend(together, R"({"on":true})", "attend_shift");
  journaled(by_commander("end_shift", together), {.action = "end_shift", .kind = "shift", .subject = together});
}

void duty_desk::handover_operations() {
  const auto last = planned_shift("[" + in_quotes(officer_member_) + "]");
  const auto next = planned_shift("[" + in_quotes(other_member_) + "]");
  journaled(by_commander("begin_shift", last), {.action = "begin_shift", .kind = "shift", .subject = last});
  const auto sign = [&](const std::string& more) {
    const auto body = R"({"signed_as":"outgoing","force_id":)" + in_quotes(force_) + R"(,"items":[{"item_id":)" + in_quotes(kit_) +
                      R"(,"to_member_id":)" + in_quotes(other_member_) + "}]" + more + "}";
    return text(journaled({.operation = "sign_shift_change", .account = "officer", .body = body},
                          {.action = "sign_shift_change", .kind = "shift_change", .subject = "answer"}),
                "id");
  };
  const auto withdrawn = sign("");
  journaled({.operation = "withdraw_shift_change", .account = "officer", .parts = {{"id", withdrawn}}},
            {.action = "withdraw_shift_change", .kind = "shift_change", .subject = withdrawn});
  const auto signed_once = sign(R"(,"ends_shift_id":)" + in_quotes(last) + R"(,"begins_shift_id":)" + in_quotes(next));
  journaled(by_commander("confirm_shift_change", signed_once, R"({"items":[]})"),
            {.action = "confirm_shift_change", .kind = "shift_change", .subject = signed_once},
            {{.action = "begin_shift", .kind = "shift", .subject = next}, {.action = "end_shift", .kind = "shift", .subject = last}});
  journaled(by_commander("end_shift", next), {.action = "end_shift", .kind = "shift", .subject = next});
}

// No shift of the force is running: the code begins one. The volunteer stands on the force's list, by name.
void duty_desk::walk_up_operations() {
  const auto code = journaled({.operation = "create_walk_up",
                               .account = "commander",
                               .body = R"({"base_url":"https://watch.example:8443","force_id":)" + in_quotes(force_) + "}"},
                              {.action = "create_walk_up", .kind = "force", .subject = force_}, {{.action = "begin_shift", .kind = "shift"}});
  const auto url = text(code, "url");
  const auto secret = url.substr(url.find('#') + 1);
  secrets_.push_back(secret);
  journaled({.operation = "redeem_walk_up", .body = R"({"name":"郑队员","code":)" + in_quotes(secret) + "}"},
            {.action = "redeem_walk_up", .kind = "member", .subject = other_member_});
  journaled(by_commander("undo_walk_up", text(code, "id")), {.action = "undo_walk_up", .kind = "member", .subject = other_member_});
}

void duty_desk::list_operations() {
  secrets_.emplace_back("13700002222");
  const auto report = journaled({.operation = "import_list",
                                 .account = "commander",
                                 .parts = {{"what", "members"}},
                                 .body = R"({"name":"m.csv","text":"code,name,force,joined_on,phone\nM-8,冯队员,RIVER,2026-01-01,13700002222\n)"
                                         R"(M-9,陈队员,RIVER,2026-01-01,\n"})"},
                                {.action = "import_list", .kind = "list", .subject = "members"},
                                {{.action = "import_member", .kind = "member"}, {.action = "import_member", .kind = "member"}});
  EXPECT_EQ(report.at("created").as_int64(), 2);
  const sent all{.operation = "export_list", .account = "commander", .parts = {{"file", "members.csv"}}, .query = "?contacts=true"};
  journaled(all, {.action = "export_list", .kind = "list", .subject = "members"});
  EXPECT_NE(send(all).body.find("13700002222"), std::string::npos) << "it is there to be read";
}

void duty_desk::duty_operations() {
  force_operations();
  member_operations();
  contact_operations();
  shift_operations();
  attendance_operations();
  handover_operations();
  walk_up_operations();
  list_operations();
}

void duty_desk::watch_operations() {
  const auto ring = journaled({.operation = "create_ring",
                               .account = "commander",
                               .body = R"({"kind":"corridor","name":"River road","line":[{"lon":-122.68,"lat":45.51},{"lon":-122.67,"lat":45.52}]})"},
                              {.action = "create_ring", .kind = "ring", .subject = "answer"});
  const auto id = text(ring, "id");
  auto change = by_commander("update_ring", id, R"({"width_m":120})");
  change.version = version_of(ring);
  journaled(change, {.action = "update_ring", .kind = "ring", .subject = id});
  journaled(by_commander("delete_ring", id), {.action = "delete_ring", .kind = "ring", .subject = id});
  const auto device = journaled({.operation = "create_device", .account = "commander", .body = R"({"name":"phone-7","unit_id":"car-830"})"},
                                {.action = "create_device", .kind = "device", .subject = "answer"});
  secrets_.push_back(text(device, "key"));
  journaled(by_commander("delete_device", text(device, "id")), {.action = "delete_device", .kind = "device", .subject = text(device, "id")});
}

}  // namespace journal
