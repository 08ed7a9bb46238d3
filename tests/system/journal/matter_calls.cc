#include "plan_desk.h"
#include "support/file_samples.h"

namespace journal {
namespace {

constexpr const char* hazard_fields = R"({"hazard":"escape_blocked","finding":"通道上锁"})";

std::string matter_id(const json::object& view) { return text(view.at("matter").as_object(), "id"); }

}  // namespace

std::string plan_desk::open(const char* kind, const std::string& fields, const char* account) {
  const auto answer = send({.operation = "create_matter",
                            .account = account,
                            .body = R"({"kind":")" + std::string(kind) + R"(","area_id":")" + area_ + R"(","fields":)" + fields + "}"});
  EXPECT_EQ(answer.status, 201) << answer.body;
  const auto id = matter_id(object(answer.body));
  called_.insert("create_matter");
  expect_rows({.operation = "create_matter", .account = account}, rows_of(answer.field("X-Request-Id")),
              {{.action = "open_matter", .kind = "matter", .subject = id}});
  return id;
}

json::object plan_desk::on_matter(const char* operation, const std::string& id, const std::string& body, const char* account) {
  const bool adds = std::string_view(operation) == "add_matter_evidence";
  return journaled({.operation = operation, .account = account, .parts = {{"id", id}}, .body = body},
                   {.action = adds ? "add_evidence" : operation, .kind = "matter", .subject = id});
}

void plan_desk::catalogue_operations() {
  journaled({.operation = "reload_catalogue", .account = "sysadmin"}, {.action = "reload_catalogue", .kind = "catalogue", .subject = "kinds"});
  journaled({.operation = "reload_plans", .account = "sysadmin"}, {.action = "reload_plans", .kind = "catalogue", .subject = "plans"});
}

void plan_desk::hand_over_acts(const std::string& id) {
  on_matter("take_matter", id);
  on_matter("put_back_matter", id);
  on_matter("set_matter_leader", id, R"({"account_id":")" + account_id("commander") + "\"}");
  on_matter("ask_matter", id, R"({"text":"哪一层？"})");
  on_matter("answer_matter", id, R"({"text":"二层。"})", "grid");
  on_matter("note_matter", id, R"({"text":"已电话告知。"})");
  on_matter("join_matter", id, R"({"area_id":")" + other_area_ + "\"}");
  journaled({.operation = "unjoin_matter", .account = "supervisor", .parts = {{"id", id}, {"area_id", other_area_}}},
            {.action = "unjoin_matter", .kind = "matter", .subject = id});
  on_matter("return_matter", id, R"({"reason":"不属本级。"})");  // there is one desk: its level rules at once
  on_matter("rule_matter", id, R"({"level":"township","reason":"按权属。"})");
  on_matter("list_supervised_matter", id, R"({"reason":"限期整改。"})");
  on_matter("unlist_supervised_matter", id, R"({"reason":"已落实。"})");
}

// A document this account sent.
std::string plan_desk::file_of(const char* account) {
  const auto answer =
      test::http_client(server_.port())
          .request("POST", "/api/files", {{"Cookie", client_of(account).cookie()}, {"Content-Type", "application/pdf"}, {"X-File-Name", "paper.pdf"}},
                   test::pdf_document());
  EXPECT_TRUE(answer.status == 200 || answer.status == 201) << answer.body;
  return text(object(answer.body), "id");
}

void plan_desk::evidence_acts(const std::string& id) {
  const auto view = on_matter("add_matter_evidence", id, R"({"code":"opinion","file_id":")" + file_of("inspector") + "\"}", "inspector");
  const auto evidence = text(view.at("files").as_array().at(0).as_object(), "id");
  journaled({.operation = "remove_matter_evidence", .account = "inspector", .parts = {{"id", id}, {"evidence_id", evidence}}},
            {.action = "remove_evidence", .kind = "matter", .subject = id});
}

void plan_desk::clock_acts(const std::string& id) {
  on_matter("pause_matter_clock", id, R"({"clock":"rectify","reason":"material"})");
  on_matter("resume_matter_clock", id, R"({"clock":"rectify"})");
}

void plan_desk::acts_of_several(const std::string& id) {
  const auto other = open("fire_hazard", hazard_fields, "grid");
  const auto into = R"({"matter_id":")" + id + "\"}";
  for (const auto* operation : {"link_matter", "merge_matter"}) {  // a row of either side
    journaled({.operation = operation, .account = "supervisor", .parts = {{"id", other}}, .body = into},
              {.action = operation, .kind = "matter", .subject = other}, {{.action = operation, .kind = "matter", .subject = id}});
  }
  journaled(
      {.operation = "split_matter", .account = "supervisor", .parts = {{"id", id}}, .body = R"({"parts":[)" + std::string(hazard_fields) + "]}"},
      {.action = "split_matter", .kind = "matter", .subject = id}, {{.action = "open_matter", .kind = "matter"}});
  journaled({.operation = "export_matters", .account = "supervisor", .query = "?kind=fire_hazard"},
            {.action = "export_matters", .kind = "matters", .subject = "none"});
}

// One that is received, ended and opened again.
void plan_desk::step_acts() {
  const auto id = open("line_protection", R"({"line_kind":"railway","hazard_kind":"loose_objects","section":"K1"})", "grid");
  const auto now = object(client_of("inspector").get("/api/matters/" + id).body);
  journaled({.operation = "do_matter_step",
             .account = "inspector",
             .parts = {{"id", id}, {"step", "accept"}},
             .body = R"({"fields":{"severity":"minor","owner_unit":"railway"}})",
             .version = version_of(now.at("matter").as_object())},
            {.action = "do_matter_step", .kind = "matter", .subject = id});
  on_matter("receive_matter", id, R"({"code":"owner"})", "partner");
  const auto quarrel = open("dispute", R"({"dispute_type":"t02_neighbours","summary":"院墙"})", "grid");
  on_matter("add_matter_evidence", quarrel, R"({"code":"decline_notice","file_id":")" + file_of("office") + "\"}", "office");
  const auto view = object(client_of("office").get("/api/matters/" + quarrel).body);
  journaled({.operation = "do_matter_step",
             .account = "office",
             .parts = {{"id", quarrel}, {"step", "decline"}},
             .body = R"({"reason":"不属调解范围"})",
             .version = version_of(view.at("matter").as_object())},
            {.action = "do_matter_step", .kind = "matter", .subject = quarrel});
  on_matter("reopen_matter", quarrel, R"({"reason":"又起争执"})");
}

void plan_desk::sealed_acts() {
  const auto id = open("dispute", R"({"dispute_type":"t02_neighbours","summary":"排水"})", "mediator");
  journaled({.operation = "put_matter_parties",
             .account = "mediator",
             .parts = {{"id", id}},
             .body = R"({"parties":[{"role":"applicant","name":"张三丰本人","phone":"13700001111"}]})",
             .version = version_of(object(client_of("mediator").get("/api/matters/" + id).body).at("matter").as_object())},
            {.action = "seal_parties", .kind = "matter", .subject = id});
  secrets_.emplace_back("张三丰本人");
  secrets_.emplace_back("13700001111");
  journaled({.operation = "read_matter_parties", .account = "mediator", .parts = {{"id", id}}},
            {.action = "read_parties", .kind = "matter", .subject = id});
}

void plan_desk::matter_operations() {
  const auto areas = object(client_of("office").get("/api/areas").body);
  area_ = text(areas.at("items").as_array().at(0).as_object(), "id");
  const auto below = object(client_of("office").get("/api/areas?parent=" + area_).body);
  other_area_ = text(below.at("items").as_array().at(0).as_object(), "id");
  const auto id = open("fire_hazard", hazard_fields, "grid");
  hand_over_acts(id);
  acts_of_several(id);
  const auto now = object(client_of("inspector").get("/api/matters/" + id).body);
  journaled({.operation = "do_matter_step",
             .account = "inspector",
             .parts = {{"id", id}, {"step", "accept"}},
             .body = R"({"fields":{"severity":"minor"}})",
             .version = version_of(now.at("matter").as_object())},
            {.action = "do_matter_step", .kind = "matter", .subject = id});
  clock_acts(id);
  evidence_acts(id);
  step_acts();
  sealed_acts();
}

}  // namespace journal
