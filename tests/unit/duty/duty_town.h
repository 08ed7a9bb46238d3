#pragma once
#include <gtest/gtest.h>

#include "foundation/base/clock.h"
#include "foundation/record/json_tree.h"
#include "support/engines.h"
#include "support/operation_call.h"
#include "town/area/area_import.h"
#include "town/area/area_store.h"
#include "town/area/live_areas.h"
#include "town/duty/establishment.h"
#include "town/duty/force.h"
#include "town/duty/kit_item.h"
#include "town/duty/live_shifts.h"
#include "town/duty/member.h"
#include "town/duty/post.h"
#include "town/duty/roster.h"
#include "town/duty/shift_api.h"
#include "town/duty/shift_change.h"
#include "town/duty/unit_api.h"

namespace test {

constexpr base::instant duty_noon{1'800'000'000'000'000};  // 2027-01-15T08:00:00Z, a Friday; 16:00 in China

// A county with one township of two villages, and everything duty does, on an empty database.
class duty_town : public on_both_engines {
 protected:
  duty_town()
      : master_(seal::master_key::random()),
        desk_(caller_with(
            {"unit.read", "unit.write", "unit.position.write", "duty.read", "duty.write", "member.contact.read", "kit.sign", "shift.own"})) {
    desk_.display_name = "Desk";
  }

  void SetUp() override {
    on_both_engines::SetUp();
    if (IsSkipped()) return;
    db_ = open(clock_);
    areas_ = std::make_unique<area::live_areas>(*db_);
    live_ = std::make_unique<duty::live_units>(*db_, nullptr);
    db_->on_commit([this](auto events) { live_->hear(events); });
    db_->write_and_wait({}, [](store::transaction& t) {
      area::area_list list;
      const auto add = [&](const char* code, area::level level, const char* name, const char* parent) {
        list.areas.push_back({.code = code, .kind = level, .name = name, .name_en = "", .parent_code = parent, .boundary = {}});
      };
      add("C", area::level::county, "County", "");
      add("T", area::level::township, "Township", "C");
      add("V1", area::level::village, "Village 1", "T");
      add("V2", area::level::village, "Village 2", "T");
      area::store_list(t, list);
    });
    establishment_ = std::make_unique<duty::establishment_services>(duty::establishment_services{
        .areas = *areas_, .time = clock_, .rules = duty::read_establishment(project_file("catalogue/establishment.yaml"))});
    const duty::shift_services shifts{.live = *live_, .time = clock_, .utc_offset_min = 480};
    add(duty::unit_operations({.live = *live_, .time = clock_}));
    add(duty::force_operations());
    add(duty::member_operations(master_));
    add(duty::post_operations());
    add(duty::kit_item_operations());
    add(duty::shift_operations(shifts));
    add(duty::shift_change_operations(*live_));
    add(duty::roster_operations(shifts));
    add(duty::establishment_operations(*establishment_));
  }

  void add(std::vector<operation::definition> more) {
    for (auto& one : more) operations_.push_back(std::move(one));
  }

  operation::answer call_as(const operation::caller& who, std::string_view name, call_input input = {}) {
    return test::call(*db_, operations_, who, name, std::move(input));
  }
  operation::answer call(std::string_view name, call_input input = {}) { return call_as(desk_, name, std::move(input)); }

  // Makes one and gives its id.
  std::string make(std::string_view name, const std::string& body) {
    const auto given = call(name, {.body = body});
    return given.location.substr(given.location.rfind('/') + 1);
  }
  std::string make_force(const std::string& kind, const std::string& area, const std::string& more = "") {
    return make("create_force", R"({"kind":")" + kind + R"(","name":")" + kind + R"(","area_id":")" + area_id(area) + "\"" + more + "}");
  }
  std::string make_member(const std::string& force_id, const std::string& name, const std::string& more = "") {
    return make("create_member", R"({"force_id":")" + force_id + R"(","name":")" + name + R"(","joined_on":"2020-01-01")" + more + "}");
  }

  // "taken", or the code and the first wrong field of the refusal.
  std::string code_of(const operation::caller& who, std::string_view name, call_input input) {
    try {
      call_as(who, name, std::move(input));
      return "taken";
    } catch (const base::problem& problem) {
      return problem.code + (problem.fields.empty() ? "" : " " + problem.fields[0].pointer + " " + problem.fields[0].code);
    }
  }
  std::string code_of(std::string_view name, call_input input) { return code_of(desk_, name, std::move(input)); }

  std::string area_id(std::string_view code) const { return areas_->now()->find_by_code(code)->id; }
  std::string area_path(std::string_view code) const { return areas_->now()->find_by_code(code)->path; }

  // Somebody with an account who holds these permissions in an area.
  operation::caller account(const std::string& name, const std::vector<std::string>& permissions, const std::string& path = "/") {
    db_->write_and_wait({}, [&](store::transaction& t) {
      t.db().execute(
          "INSERT INTO accounts (id, name, display_name, language, disabled, password_hash, password_changed_at, must_change_password, created_at,"
          " access_version, version) VALUES ($1, $1, $1, 'zh', FALSE, '', 0, FALSE, 0, 1, 1) ON CONFLICT DO NOTHING",
          {name});
    });
    operation::caller who;
    who.account_id = name;
    who.display_name = name;
    for (const auto& one : permissions) who.grants.push_back({one, path});
    return who;
  }

  base::manual_clock clock_{duty_noon};
  seal::master_key master_;
  operation::caller desk_;
  std::unique_ptr<store::database> db_;
  std::unique_ptr<area::live_areas> areas_;
  std::unique_ptr<duty::live_units> live_;
  std::unique_ptr<duty::establishment_services> establishment_;
  std::vector<operation::definition> operations_;
};

// The value of a text or number member behind `"name":` at its first place; what is simple enough for a test.
inline std::string value_of(const std::string& json, const std::string& name) {
  const auto at = json.find("\"" + name + "\":");
  if (at == std::string::npos) return "<none>";
  auto from = at + name.size() + 3;
  if (json[from] == '"') return json.substr(from + 1, json.find('"', from + 1) - from - 1);
  return json.substr(from, json.find_first_of(",}]", from) - from);
}

inline std::size_t count_of(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++count;
  return count;
}

}  // namespace test
