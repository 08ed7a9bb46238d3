#include "system/scenarios/scenario_player.h"

#include <sstream>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace scenario_test {
namespace {

constexpr std::int64_t offset_us = std::int64_t{480} * 60 * 1'000'000;

[[noreturn]] void fail(const std::string& why) { throw std::runtime_error(why); }

std::string first_word(std::string& rest) {
  const auto space = rest.find(' ');
  auto word = rest.substr(0, space);
  rest = space == std::string::npos ? "" : std::string(base::trim(rest.substr(space + 1)));
  return word;
}

base::instant local_time(const std::string& text) {
  const auto at = base::instant_from_rfc3339(text.substr(0, 10) + "T" + text.substr(11, 5) + ":00+08:00");
  if (!at) fail("no time: " + text);
  return *at;
}

std::string in_local_time(const std::string& rfc3339) {
  const auto at = base::instant_from_rfc3339(rfc3339);
  if (!at) return rfc3339;
  auto text = base::to_rfc3339({at->us + offset_us});
  text[10] = ' ';
  return text.substr(0, 16);
}

base::duration span_of(std::string rest) {
  base::duration sum{0};
  while (!rest.empty()) {
    const auto number = base::parse_int(first_word(rest));
    const auto unit = first_word(rest);
    if (!number) fail("no number");
    if (unit.starts_with("minute"))
      sum.us += base::minutes(*number).us;
    else if (unit.starts_with("hour"))
      sum.us += base::hours(*number).us;
    else if (unit.starts_with("day"))
      sum.us += base::days(*number).us;
    else
      fail("no unit: " + unit);
  }
  return sum;
}

std::string text_of(const json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::string unquoted(const std::string& text) {
  if (text.size() < 2 || text.front() != '"') return text;
  return std::string(json::parse(text).as_string());
}

}  // namespace

std::string player::play(const std::string& text) {
  std::istringstream lines(text);
  std::string one;
  for (int number = 1; std::getline(lines, one); ++number) {
    const std::string trimmed(base::trim(one));
    if (trimmed.empty() || trimmed.front() == '#') continue;
    try {
      line(trimmed);
    } catch (const std::exception& why) {
      return "line " + std::to_string(number) + ": " + trimmed + "\n  " + why.what();
    }
  }
  if (!refused_.empty()) return "the last act was refused: " + refused_;
  if (!matter_.empty()) ended_ = !view().at("matter").at("ended_at").is_null();
  return {};
}

void player::line(const std::string& text) {
  auto rest = text;
  const auto head = first_word(rest);
  if (head == "at") return begin(rest);
  if (!town_) fail("a scenario begins with `at`");
  if (head == "people:") return people(rest);
  if (head == "expect") return expect(rest);
  if (!refused_.empty()) fail("the act before was refused and nobody said so: " + refused_ + " " + refused_detail_);
  if (head == "tick") return town_->tick(span_of(rest));
  if (head == "restart") {
    ++restarts_;
    return town_->restart();
  }
  const auto verb = first_word(rest);
  act(head, verb, rest);
}

void player::begin(const std::string& time) { town_ = std::make_unique<town>(how_, local_time(time), folder_); }

void player::people(const std::string& list) {
  for (const auto part : base::split(list, ',')) {
    const std::string one(base::trim(part));
    const auto equals = one.find('='), at = one.find('@');
    if (equals == std::string::npos || at == std::string::npos) fail("write name=role@level");
    town_->add_person(one.substr(0, equals), one.substr(equals + 1, at - equals - 1), one.substr(at + 1));
  }
}

void player::act(const std::string& name, const std::string& verb, const std::string& rest) {
  ++acts_;
  const auto rows = [this] {
    std::int64_t count = 0;
    town_->db().read([&](store::connection& db) { count = db.query("SELECT count(*) FROM journal").integer(0, 0); });
    return count;
  };
  const auto before = rows();
  try {
    run(name, verb, rest);
    if (rows() <= before) fail("nothing of it is in the journal");
  } catch (const base::problem& no) {
    refused_ = no.code;
    refused_detail_ = no.detail;
    for (const auto& one : no.fields) refused_detail_ += " " + one.pointer + " " + one.code;
    if (verb != "tries") fail("refused: " + refused_ + " " + refused_detail_);
    return;
  }
  if (verb == "tries") fail("was not refused");
}

void player::run(const std::string& name, const std::string& verb, const std::string& rest) {
  if (verb == "opens") return open(name, rest);
  if (verb == "does" || verb == "tries" || verb == "signs") return step(name, rest);
  other(name, verb, rest);
}

void player::open(const std::string& name, const std::string& rest) {
  auto text = rest;
  const auto kind = first_word(text);
  auto fields = text.empty() ? json::object() : json::parse(text).as_object();
  json::object body{{"kind", kind}, {"area_id", "village"}};
  for (const char* own : {"known_at", "event_at", "parties"}) {
    if (const auto* found = fields.if_contains(own)) {
      body[own] = *found;
      fields.erase(own);
    }
  }
  body["fields"] = fields;
  const auto made = town_->call(name, "create_matter", {}, json::serialize(body));
  matter_ = text_of(made.at("matter").as_object(), "id");
}

void player::step(const std::string& name, const std::string& rest) {
  auto text = rest;
  const auto code = first_word(text);
  auto fields = text.empty() ? json::object() : json::parse(text).as_object();
  json::object body;
  if (const auto* reason = fields.if_contains("reason")) {
    body["reason"] = *reason;
    fields.erase("reason");
  }
  body["fields"] = fields;
  const auto version = view().at("matter").at("version").to_number<std::int64_t>();
  town_->call(name, "do_matter_step", {{"id", matter_}, {"step", code}}, json::serialize(body), version);
}

void player::other(const std::string& name, const std::string& verb, const std::string& rest) {
  auto text = rest;
  const auto send = [&](std::string_view operation, const json::object& body) {
    town_->call(name, operation, {{"id", matter_}}, body.empty() ? "" : json::serialize(body));
  };
  const auto level_and_reason = [&] {
    const auto level = first_word(text);
    return json::object{{"level", level}, {"reason", text.empty() ? "按权限" : unquoted(text)}};
  };
  if (verb == "adds") {
    const auto kind = first_word(text), code = first_word(text);
    return send("add_matter_evidence", {{"code", code}, {"file_id", "file-" + kind + "-" + std::to_string(++files_)}});
  }
  if (verb == "asks") return send("ask_matter", {{"text", unquoted(text)}});
  if (verb == "answers") return send("answer_matter", {{"text", unquoted(text)}});
  if (verb == "notes") return send("note_matter", {{"text", unquoted(text)}});
  if (verb == "refers") return send("refer_matter", level_and_reason());
  if (verb == "rules") return send("rule_matter", level_and_reason());
  if (verb == "returns") return send("return_matter", {{"reason", unquoted(text)}});
  if (verb == "reopens") return send("reopen_matter", {{"reason", unquoted(text)}});
  if (verb == "lists") return send("list_supervised_matter", {{"reason", text.empty() ? "重大隐患" : unquoted(text)}});
  if (verb == "unlists") return send("unlist_supervised_matter", {{"reason", text.empty() ? "已整改" : unquoted(text)}});
  if (verb == "leads") return send("set_matter_leader", {{"account_id", town_->account_of(text)}});
  if (verb == "takes") return send("take_matter", {});
  if (verb == "receives") return send("receive_matter", {{"code", text}});
  if (verb == "pauses") {
    const auto code = first_word(text);
    return send("pause_matter_clock", {{"clock", code}, {"reason", text}});
  }
  if (verb == "resumes") return send("resume_matter_clock", {{"clock", first_word(text)}});
  fail("no such act: " + verb);
}

json::object player::view() {
  if (matter_.empty()) fail("nothing was opened yet");
  return town_->matter(matter_);
}

json::object player::clock(const std::string& code) {
  const auto now = view();
  json::object found;
  for (const auto& one : now.at("clocks").as_array()) {
    if (one.at("code").as_string() == code) found = one.as_object();
  }
  if (found.empty()) fail("there is no clock " + code);
  return found;
}

void player::expect_clock(const std::string& state, const std::string& code) {
  const auto found = clock(code);
  const auto is = text_of(found, "state");
  const bool overdue = found.at("overdue").as_bool();
  const std::string seen = is == "running" && overdue ? "overdue" : is;
  if (seen != state) fail("the clock is " + seen + ", due " + in_local_time(text_of(found, "due_at")));
}

void player::expect(const std::string& what) {
  ++expectations_;
  auto rest = what;
  const auto kind = first_word(rest);
  if (kind == "refused") {
    ++refusals_;
    const auto was = refused_;
    refused_.clear();
    if (was != rest) fail("it was " + (was.empty() ? "not refused" : was + " " + refused_detail_));
    return;
  }
  if (!refused_.empty()) fail("the act before was refused: " + refused_ + " " + refused_detail_);
  if (kind == "running" || kind == "overdue" || kind == "met" || kind == "missed" || kind == "paused" || kind == "dropped") {
    return expect_clock(kind, rest);
  }
  const auto now = view();
  const auto& of = now.at("matter").as_object();
  if (kind == "stage") {
    const auto stage = first_word(rest);
    if (text_of(of, "stage") != stage) fail("it is in " + text_of(of, "stage"));
    if (!rest.empty() && first_word(rest) == "result" && text_of(of, "result") != rest) fail("its result is " + text_of(of, "result"));
  } else if (kind == "clock") {
    const auto code = first_word(rest);
    first_word(rest);  // due
    const auto due = in_local_time(text_of(clock(code), "due_at"));
    if (due != rest) fail("it is due " + due);
  } else if (kind == "escalated") {
    if (text_of(of, "escalated_path") != town_->area_path(rest)) fail("the highest told is " + text_of(of, "escalated_path"));
  } else if (kind == "signatures") {
    const auto count = first_word(rest);
    std::string seen = "none";
    for (const auto& one : now.at("steps").as_array()) {
      if (!one.at("signatures").as_array().empty()) {
        seen = std::to_string(one.at("signatures").as_array().size()) + " of " + std::to_string(one.at("signers").to_number<std::int64_t>());
      }
    }
    if (seen != count + " " + rest) fail("there are " + seen);
  } else if (kind == "receipt") {
    const auto code = first_word(rest);
    std::string seen = "not asked for";
    for (const auto& one : now.at("receipts").as_array()) {
      if (one.at("code").as_string() == code) seen = one.at("received_at").is_null() ? "waiting" : "received";
    }
    if (seen != rest) fail("it is " + seen);
  } else if (kind == "opened") {
    bool found = false;
    for (const auto& one : now.at("links").as_array()) {
      const auto other = town_->matter(std::string(one.at("matter_id").as_string()));
      found = found || other.at("matter").at("kind").as_string() == rest;
    }
    if (!found) fail("none was");
  } else {
    fail("no such expectation: " + kind);
  }
}

}  // namespace scenario_test
