#include "system/scenarios/scenario_player.h"
#include "system/scenarios/scenario_text.h"

// What a scenario expects of the matter as it stands.
namespace scenario_test {

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

// What stands in the matter itself; false when it is none of these.
bool player::expect_matter(const std::string& kind, std::string& rest) {
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
  } else if (kind == "desk") {
    if (text_of(of, "desk_path") != town_->area_path(rest)) fail("it lies at " + text_of(of, "desk_path"));
  } else if (kind == "escalated") {
    if (text_of(of, "escalated_path") != town_->area_path(rest)) fail("the highest told is " + text_of(of, "escalated_path"));
  } else {
    return false;
  }
  return true;
}

// What belongs to it: signatures, receipts, matters it opened.
bool player::expect_around(const std::string& kind, std::string& rest) {
  const auto now = view();
  if (kind == "signatures") {
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
    return false;
  }
  return true;
}

void player::expect(const std::string& what) {
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
  if (!expect_matter(kind, rest) && !expect_around(kind, rest)) fail("no such expectation: " + kind);
}

}  // namespace scenario_test
