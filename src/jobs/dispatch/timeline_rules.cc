#include "foundation/record/field.h"
#include "jobs/dispatch/timeline.h"

namespace dispatch {
namespace {

const std::string& unit_of(const assignment& one) { return one.unit_name.empty() ? one.unit_id : one.unit_name; }

// "a, b" in both languages.
void append(words& list, std::string_view zh, std::string_view en) {
  list.zh += (list.zh.empty() ? "" : "、") + std::string(zh);
  list.en += (list.en.empty() ? "" : ", ") + std::string(en);
}

words why_released(const std::string& reason) {
  if (reason == "transferred") return {"改派", "another unit takes over"};
  if (reason == "merged") return {"警情合并", "incident merged"};
  if (reason == "cancelled") return {"警情撤销", "incident cancelled"};
  if (reason == "closed") return {"警情结案", "incident closed"};
  return {};
}

}  // namespace

words say_taken(const incident& one) {
  words text{.zh = "接警：" + one.type_name.zh, .en = "Call taken: " + one.type_name.en};
  if (!one.address.empty()) {
    text.zh += "，" + one.address;
    text.en += ", " + one.address;
  }
  if (one.outside) {
    text.zh += "（辖区外）";
    text.en += " (outside the area)";
  }
  return text;
}

words say_assigned(const assignment& one) {
  words text{.zh = "派出 " + unit_of(one), .en = "Sent " + unit_of(one)};
  if (!one.reason.empty()) {
    text.zh += "：" + one.reason;
    text.en += ": " + one.reason;
  }
  return text;
}

words say_step(const assignment& one, assignment_status step) {
  const auto& names = assignment_status_choices[static_cast<std::size_t>(step)];
  return {.zh = unit_of(one) + " " + std::string(names.zh), .en = unit_of(one) + ": " + std::string(names.en)};
}

words say_released(const assignment& one) {
  words text = say_step(one, assignment_status::released);
  const auto why = why_released(one.release_reason);
  if (!why.zh.empty()) {
    text.zh += "（" + why.zh + "）";
    text.en += " (" + why.en + ")";
  }
  return text;
}

words say_transferred(const assignment& from, const assignment& to) {
  words text{.zh = "由 " + unit_of(from) + " 改派 " + unit_of(to), .en = unit_of(to) + " takes over from " + unit_of(from)};
  if (!to.reason.empty()) {
    text.zh += "：" + to.reason;
    text.en += ": " + to.reason;
  }
  return text;
}

words say_changed(const incident& before, const incident& after) {
  words what;
  if (before.type != after.type) {
    append(what, "类别 " + before.type_name.zh + " → " + after.type_name.zh, "type " + before.type_name.en + " → " + after.type_name.en);
  }
  if (before.priority != after.priority) {
    const auto change = std::to_string(before.priority) + " → " + std::to_string(after.priority);
    append(what, "等级 " + change, "priority " + change);
  }
  if (before.location != after.location) append(what, "位置", "location");
  if (before.address != after.address) append(what, "地址 " + after.address, "address " + after.address);
  if (before.description != after.description) append(what, "内容", "description");
  return {.zh = "更改：" + what.zh, .en = "Changed: " + what.en};
}

words say_cancelled(const std::string& reason) { return {.zh = "撤销：" + reason, .en = "Cancelled: " + reason}; }
words say_closed(const std::string& result) { return {.zh = "结案：" + result, .en = "Closed: " + result}; }
words say_reopened(const std::string& reason) { return {.zh = "重新打开：" + reason, .en = "Reopened: " + reason}; }
words say_merged_into(const std::string& number) { return {.zh = "并入 " + number, .en = "Merged into " + number}; }
words say_merged_from(const std::string& number) { return {.zh = number + " 并入本警情", .en = "Took in " + number}; }

}  // namespace dispatch
