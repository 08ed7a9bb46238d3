#include "system/scenarios/scenario_player.h"

#include <sstream>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "system/scenarios/scenario_text.h"

namespace scenario_test {

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
  close_chapter();
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
  if (head == "until") return until(rest);
  if (head == "limit") {
    const auto code = first_word(rest);
    return limit(code, rest);
  }
  if (head == "call") return void(called_[rest] = matter_);
  if (head == "turn") {
    first_word(rest);  // to
    return turn_to(rest);
  }
  if (head == "restart") {
    ++restarts_;
    return town_->restart();
  }
  const auto verb = first_word(rest);
  act(head, verb, rest);
}

void player::begin(const std::string& time) {
  close_chapter();
  town_ = std::make_unique<town>(fresh_(), local_time(time), folder_);
}

void player::close_chapter() {
  if (!town_) return;
  ended_ = ended_ && !matter_.empty() && !view().at("matter").at("ended_at").is_null();
  town_->db().read([&](store::connection& db) {
    const auto rows = db.query("SELECT DISTINCT m.kind, l.kind, l.code FROM matter_lines l JOIN matters m ON m.id = l.matter_id", {});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto& of = walked_[rows.text(i, 0)];
      of.acts.insert(rows.text(i, 1));
      if (rows.text(i, 1) == "step") of.steps.insert(rows.text(i, 2));
    }
  });
  town_.reset();
  matter_.clear();
  called_.clear();
}

void player::turn_to(const std::string& name) { matter_ = matter_called(name); }

std::string player::matter_called(const std::string& name) const {
  const auto found = called_.find(name);
  if (found == called_.end()) fail("no matter is called " + name);
  return found->second;
}

void player::until(const std::string& time) {
  const auto by = local_time(time) - town_->clock.now();
  if (by.us <= 0) fail("this moment is over");
  town_->tick(by);
}

// Half-open: a microsecond before its limit it runs, at its limit it is late.
void player::limit(const std::string& code, const std::string& due) {
  const auto seen = in_local_time(text_of(clock(code), "due_at"));
  if (seen != due) fail("it is due " + seen);
  const auto last_moment = local_time(due) - base::microseconds(1);
  const auto by = last_moment - town_->clock.now();
  if (by.us <= 0) fail("this moment is over");
  town_->tick(by);
  expect_clock("running", code);
  town_->tick(base::microseconds(1));
  expect_clock("overdue", code);
  walked_[text_of(view().at("matter").as_object(), "kind")].clocks.insert(code);
}

void player::people(const std::string& list) {
  for (const auto part : base::split(list, ',')) {
    const std::string one(base::trim(part));
    const auto equals = one.find('='), at = one.find('@');
    if (equals == std::string::npos || at == std::string::npos) fail("write name=role@level");
    town_->add_person(one.substr(0, equals), one.substr(equals + 1, at - equals - 1), one.substr(at + 1));
  }
}

void player::act(const std::string& name, const std::string& verb, const std::string& rest) {
  const auto rows = [this] {
    std::int64_t count = 0;
    town_->db().read([&](store::connection& db) { count = db.query("SELECT count(*) FROM journal").integer(0, 0); });
    return count;
  };
  const auto before = rows();
  try {
    run(name, verb, rest);
    if (rows() <= before) fail("nothing of it is in the journal");
    probe_steps();
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
  for (const char* own : {"known_at", "event_at", "parties", "place_id"}) {
    if (const auto* found = fields.if_contains(own)) {
      body[own] = *found;
      fields.erase(own);
    }
  }
  body["fields"] = fields;
  const auto present = town_->catalogue().now();
  const auto found = present->all.kinds.find(kind);
  if (found != present->all.kinds.end()) probe_opening(found->second, json::serialize(body));
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

void player::send(const std::string& name, std::string_view operation, const json::object& body) {
  town_->call(name, operation, {{"id", matter_}}, body.empty() ? "" : json::serialize(body));
}

bool player::between_matters(const std::string& name, const std::string& verb, const std::string& rest) {
  if (verb == "merges") {
    send(name, "merge_matter", {{"matter_id", matter_called(rest)}});
  } else if (verb == "links") {
    send(name, "link_matter", {{"matter_id", matter_called(rest)}});
  } else if (verb == "splits") {
    send(name, "split_matter", {{"parts", json::array{json::parse(rest)}}});
  } else if (verb == "joins") {
    send(name, "join_matter", {{"area_id", town_->area_id(rest)}});
  } else {
    return false;
  }
  return true;
}

void player::other(const std::string& name, const std::string& verb, const std::string& rest) {
  auto text = rest;
  const auto level_and_reason = [&] {
    const auto level = first_word(text);
    return json::object{{"level", level}, {"reason", text.empty() ? "按权限" : unquoted(text)}};
  };
  if (between_matters(name, verb, rest)) return;
  if (verb == "adds") {
    const auto kind = first_word(text), code = first_word(text);
    return send(name, "add_matter_evidence", {{"code", code}, {"file_id", "file-" + kind + "-" + std::to_string(++files_)}});
  }
  if (verb == "asks") return send(name, "ask_matter", {{"text", unquoted(text)}});
  if (verb == "answers") return send(name, "answer_matter", {{"text", unquoted(text)}});
  if (verb == "notes") return send(name, "note_matter", {{"text", unquoted(text)}});
  if (verb == "refers") return send(name, "refer_matter", level_and_reason());
  if (verb == "rules") return send(name, "rule_matter", level_and_reason());
  if (verb == "returns") return send(name, "return_matter", {{"reason", unquoted(text)}});
  if (verb == "reopens") return send(name, "reopen_matter", {{"reason", unquoted(text)}});
  if (verb == "lists") return send(name, "list_supervised_matter", {{"reason", text.empty() ? "重大隐患" : unquoted(text)}});
  if (verb == "unlists") return send(name, "unlist_supervised_matter", {{"reason", text.empty() ? "已整改" : unquoted(text)}});
  if (verb == "leads") return send(name, "set_matter_leader", {{"account_id", town_->account_of(text)}});
  if (verb == "takes") return send(name, "take_matter", {});
  if (verb == "puts_back") return send(name, "put_back_matter", {});
  if (verb == "receives") return send(name, "receive_matter", {{"code", text}});
  if (verb == "pauses") {
    const auto code = first_word(text);
    return send(name, "pause_matter_clock", {{"clock", code}, {"reason", text}});
  }
  if (verb == "resumes") return send(name, "resume_matter_clock", {{"clock", first_word(text)}});
  fail("no such act: " + verb);
}

}  // namespace scenario_test
