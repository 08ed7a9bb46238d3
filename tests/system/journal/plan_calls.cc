#include <sqlite3.h>

#include "plan_desk.h"

namespace journal {
namespace {

struct sqlite_closer {
  void operator()(sqlite3* one) const { sqlite3_close(one); }
  void operator()(sqlite3_stmt* one) const { sqlite3_finalize(one); }
};

// The rows of one request in the journal of a drill's own store: "action kind subject account remote".
std::vector<std::string> rows_in_drill(const std::string& path, const std::string& request_id) {
  sqlite3* opened = nullptr;
  const int failed = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  const std::unique_ptr<sqlite3, sqlite_closer> db(opened);
  if (failed != SQLITE_OK) throw std::runtime_error("cannot open " + path);
  sqlite3_stmt* made = nullptr;
  const char* sql = "SELECT action || ' ' || subject_kind || ' ' || subject_id || ' ' || account || ' ' || remote FROM journal WHERE request_id = ?1";
  if (sqlite3_prepare_v2(db.get(), sql, -1, &made, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db.get()));
  const std::unique_ptr<sqlite3_stmt, sqlite_closer> question(made);
  sqlite3_bind_text(question.get(), 1, request_id.data(), static_cast<int>(request_id.size()), nullptr);
  std::vector<std::string> out;
  while (sqlite3_step(question.get()) == SQLITE_ROW) out.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(question.get(), 0)));
  return out;
}

std::string activation_id(const json::object& board) { return text(board.at("activation").as_object(), "id"); }

constexpr const char* no_text = R"({"text":""})";

}  // namespace

// Every act of an activation once: the roles' holders are the accounts of the plan's file.
void plan_desk::activation_acts(const act& done) {
  const auto by = [&](const char* account, const char* operation, const std::string& body, std::map<std::string, std::string> parts = {}) {
    return done({.operation = operation, .account = account, .parts = std::move(parts), .body = body});
  };
  by("commander", "confirm_plan_role", "{}", {{"role", "chief"}});
  by("commander", "start_plan_task", no_text, {{"task", "call_up"}});
  by("commander", "complete_plan_task", no_text, {{"task", "call_up"}});
  by("patrol", "complete_plan_task", R"({"text":"堤防完好"})", {{"task", "watch_dykes"}});
  by("commander", "confirm_plan_task", no_text, {{"task", "watch_dykes"}});
  by("dispatcher", "refuse_plan_task", R"({"text":"大喇叭停电"})", {{"task", "warn"}});
  by("commander", "add_activation_note", R"({"text":"水位上涨"})");
  const auto board = by("commander", "add_activation_resource", R"({"name":"编织袋","count":200})");
  std::string resource;
  for (const auto& one : board.at("resources").as_array()) {
    if (text(one.as_object(), "name") == "编织袋") resource = text(one.as_object(), "id");
  }
  by("commander", "change_activation_resource", R"({"count":150})", {{"resource", resource}});
}

void plan_desk::plan_operations() {
  const auto board = journaled({.operation = "activate_plan",
                                .account = "commander",
                                .body = R"({"plan":"flood","level":"blue","reason":"暴雨蓝色预警","area_id":")" + area_ + "\"}"},
                               {.action = "activate_plan", .kind = "activation", .subject = "activation"});
  const auto id = activation_id(board);
  activation_acts([&](sent what) {
    what.parts["id"] = id;
    return journaled(what, {.action = what.operation, .kind = "activation", .subject = id});
  });
  const auto on = [&](const char* operation, const char* body) {
    return sent{.operation = operation, .account = "commander", .parts = {{"id", id}}, .body = body};
  };
  // From yellow on the matter of its report is opened, and at the end that of its review: each has a row of its own.
  journaled(on("set_activation_level", R"({"level":"yellow","reason":"超警戒"})"),
            {.action = "set_activation_level", .kind = "activation", .subject = id}, {{.action = "open_matter", .kind = "matter"}});
  journaled(on("stand_down_activation", R"({"report":"水退"})"), {.action = "stand_down_activation", .kind = "activation", .subject = id},
            {{.action = "open_matter", .kind = "matter"}});
}

std::int64_t plan_desk::town_rows() {
  const auto page = object(client_of("auditor").get("/api/journal?limit=1").body);
  const auto& newest = page.at("items").as_array();
  return newest.empty() ? 0 : newest.at(0).as_object().at("seq").to_number<std::int64_t>();
}

// One row in the drill's store and none in the town's.
json::object plan_desk::in_drill(const std::string& drill, sent what, const expected& wanted) {
  what.parts["drill"] = drill;
  called_.insert(what.operation);
  const auto by = account_id(what.account);
  const auto before = town_rows();
  const auto answer = send(what);
  EXPECT_TRUE(answer.status >= 200 && answer.status < 300) << what.operation << ": " << answer.status << " " << answer.body;
  const auto given = object(answer.body);
  const auto subject = wanted.subject == "activation" ? activation_id(given) : wanted.subject;
  EXPECT_EQ(rows_in_drill(data_ + "/drills/" + drill + ".db", answer.field("X-Request-Id")),
            std::vector<std::string>{wanted.action + " " + wanted.kind + " " + subject + " " + by + " 127.0.0.1"})
      << what.operation;
  EXPECT_EQ(town_rows(), before) << what.operation << " is in the town's journal";
  return given;
}

void plan_desk::drill_operations() {
  const auto made = journaled({.operation = "start_drill", .account = "commander", .body = R"({"plan":"flood","area_id":")" + area_ + "\"}"},
                              {.action = "start_drill", .kind = "drill", .subject = "answer"});
  const auto drill = text(made, "id");
  const auto of_drill = [&](const char* operation, const char* body) {
    return sent{.operation = operation, .account = "commander", .parts = {{"drill", drill}}, .body = body};
  };
  journaled(of_drill("set_drill_speed", R"({"speed":60})"), {.action = "set_drill_speed", .kind = "drill", .subject = drill});
  const auto board = in_drill(drill,
                              {.operation = "drill_activate_plan",
                               .account = "commander",
                               .body = R"({"plan":"flood","level":"blue","reason":"演练","area_id":")" + area_ + "\"}"},
                              {.action = "activate_plan", .kind = "activation", .subject = "activation"});
  const auto id = activation_id(board);
  const auto act_in = [&](sent what) {
    const expected row{.action = what.operation, .kind = "activation", .subject = id};
    what.operation = "drill_" + what.operation;
    what.parts["id"] = id;
    return in_drill(drill, std::move(what), row);
  };
  activation_acts(act_in);
  act_in({.operation = "set_activation_level", .account = "commander", .body = R"({"level":"yellow","reason":"超警戒"})"});
  act_in({.operation = "stand_down_activation", .account = "commander", .body = R"({"report":"演练结束"})"});
  // What only reads is handed over too: it leaves nothing.
  for (const auto* path : {"", "/report", "/activations"}) {
    const auto before = town_rows();
    EXPECT_EQ(client_of("commander").get("/api/drills/" + drill + path).status, 200) << path;
    EXPECT_EQ(town_rows(), before) << path;
  }
  journaled(of_drill("end_drill", R"({"summary":"用时合格"})"), {.action = "end_drill", .kind = "drill", .subject = drill});
  journaled(of_drill("delete_drill", ""), {.action = "delete_drill", .kind = "drill", .subject = drill});
}

}  // namespace journal
