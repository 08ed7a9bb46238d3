// The plans of the catalogue: what is read, and how each fault is named by its line.
#include <gtest/gtest.h>

#include <algorithm>

#include "engines/matter/catalogue_read.h"
#include "engines/matter/fault_words.h"
#include "engines/matter/kind_roles.h"
#include "jobs/plan/plan_catalogue.h"
#include "jobs/plan/plan_read.h"
#include "plan_town.h"
#include "support/shared_data.h"

namespace {

const matter::catalogue& town() {
  static const auto read = [] {
    std::vector<matter::fault> faults;
    return matter::read_catalogue(test::project_file("catalogue"), matter::kind_roles(), faults);
  }();
  return read;
}

// "line code" of each fault of this text.
std::string faults_of(const std::string& text) {
  std::vector<matter::fault> faults;
  const auto one = plan::read_plan(text, "small.yaml", town(), faults);
  if (faults.empty()) faults = plan::lint_plan(one, {.town = town(), .incident_types = {"flood"}, .capabilities = {"patrol", "fire"}});
  std::string out;
  for (const auto& each : faults) {
    out += (out.empty() ? "" : ", ") + std::to_string(each.line) + " " + each.code +
           (matter::in_chinese(each.code).empty() ? " without Chinese words" : "");
  }
  return out;
}

// The small plan with one text put in another's place.
std::string with(const std::string& what, const std::string& instead) {
  std::string out(plan_test::small_plan);
  const auto at = out.find(what);
  if (at == std::string::npos) throw std::runtime_error("the small plan has no " + what);
  return out.replace(at, what.size(), instead);
}

}  // namespace

TEST(PlanCatalogue, TheProjectsPlansAreGoodAndSaySomethingAtEveryLevel) {
  std::vector<matter::fault> faults;
  const auto plans = plan::read_plans(test::project_file("catalogue"), town(), faults);
  for (const auto& one : faults) ADD_FAILURE() << one.file << ":" << one.line << ": " << one.what;
  EXPECT_GE(plans.size(), 7U);
  for (const auto& [code, one] : plans) {
    EXPECT_EQ(one.levels.size(), 4U) << code;
    EXPECT_TRUE(one.review.has_value()) << code;
    for (const auto& rule : one.levels) {
      const auto count =
          std::ranges::count_if(one.tasks, [&](const auto& task) { return std::ranges::find(task.levels, rule.is) != task.levels.end(); });
      EXPECT_GE(count, 3) << code << " " << plan::name_of(rule.is);
    }
  }
}

TEST(PlanCatalogue, NoKindsNumbersBeginAsThoseOfActivations) {
  for (const auto prefix : {plan::activation_prefix, plan::drill_prefix}) {
    auto other = town();
    other.kinds.begin()->second.prefix = prefix;
    std::vector<matter::fault> faults;
    plan::read_plans(test::project_file("catalogue"), other, faults);
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].code, "duplicate_number");
  }
}

TEST(PlanCatalogue, TheSmallPlanIsReadAsItIsWritten) {
  EXPECT_EQ(faults_of(plan_test::small_plan), "");
  std::vector<matter::fault> faults;
  const auto one = plan::read_plan(plan_test::small_plan, "small.yaml", town(), faults);
  EXPECT_EQ(one.find_task("count_heads")->within, base::hours(1));
  EXPECT_EQ(one.find_task("count_heads")->after, "close_road");
  EXPECT_TRUE(one.find_task("count_heads")->note);
  EXPECT_EQ(one.find_role("cordon")->confirm_within, base::minutes(5));
  EXPECT_EQ(one.find_role("chief")->confirm_within, base::minutes(10));
  EXPECT_EQ(one.find_role("supplies")->levels, std::vector<plan::level>{plan::level::red});
  EXPECT_EQ(one.find_level(plan::level::red)->activated_by.front().at, area::level::county);
  EXPECT_EQ(one.version.size(), 12U);
}

TEST(PlanCatalogue, EachFaultIsNamedWithItsLine) {
  struct row {
    const char* what;
    const char* instead;
    const char* faults;
  };
  for (const auto& one : {row{"edition: 1", "edition: x", "2 wrong_type"},
                          row{"edition: 1\n", "edition: 1\ncolour: red\n", "3 unknown_key"},
                          row{"en: Small plan", "en: 小预案", "5 untranslated"},
                          row{"{code: yellow,", "{code: pink,", "9 unknown_level"},
                          row{"role: commander, level: county", "role: king, level: county", "8 unknown_role"},
                          row{"role: commander, level: county", "role: commander, level: moon", "8 unknown_level"},
                          row{"activate: [{role: commander, level: county}]", "activate: []", "8 no_authority"},
                          row{"held_by: [commander]", "held_by: []", "11 nobody_holds"},
                          row{"units: [patrol]", "units: [flying]", "12 unknown_name"},
                          row{"confirm: 5 minutes", "confirm: 5 moments", "12 bad_limit"},
                          row{"code: close_road", "code: Close", "15 bad_code, 15 x"},
                          row{"within: 30 minutes", "within: 0 minutes", "15 bad_limit"},
                          row{"within: 30 minutes", "within: 31 days", "15 bad_limit"},
                          row{"role: cordon, within", "role: nobody, within", "15 unknown_role"},
                          row{"role: cordon, within", "role: supplies, within", "15 role_not_there"},
                          row{"after: close_road", "after: nothing", "16 unknown_task"},
                          row{"after: close_road", "after: pumps", "16 task_not_there"},
                          row{"after: close_road", "after: count_heads", "16 endless_way"},
                          row{"confirmed_by: chief", "confirmed_by: cordon", "16 confirms_itself"},
                          row{"role: supplies, levels", "role: chief, levels", "13 idle_role"},
                          row{"en: Report, role", "en: The full name of whoever is missing, role", "17 personal"},
                          row{"zh: 上报", "zh: 登记姓名", "17 personal"},
                          row{"kind: place, of", "kind: person, of", "20 unknown_resource"},
                          row{"kind: major_incident", "kind: nothing", "21 unknown_kind"},
                          row{"incident_class: accident", "incident_class: other", "21 unknown_choice"},
                          row{"fills: {summary: reason}", "fills: {summary: weather}", "21 unknown_fact"},
                          row{", fills: {summary: reason}", "", "21 missing_field"},
                          row{"plan_kind: other", "plan_sort: other", "22 unknown_field, 22 missing_field"}}) {
    const auto found = faults_of(with(one.what, one.instead));
    if (std::string_view(one.faults).ends_with(" x")) {  // the first of several
      EXPECT_TRUE(found.starts_with(std::string_view(one.faults).substr(0, 11))) << one.instead << ": " << found;
    } else {
      EXPECT_EQ(found, one.faults) << one.instead;
    }
  }
}

TEST(PlanCatalogue, LevelsStandFromTheGravestToTheLeast) {
  EXPECT_EQ(faults_of(with("  - {code: yellow,", "  - {code: red,")), "9 duplicate_code, 9 level_order");
}

TEST(PlanCatalogue, TimesAreMinutesHoursAndDaysWithinBounds) {
  EXPECT_EQ(plan::duration_from_text("1 minute"), base::minutes(1));
  EXPECT_EQ(plan::duration_from_text("90 minutes"), base::minutes(90));
  EXPECT_EQ(plan::duration_from_text("2 hours"), base::hours(2));
  EXPECT_EQ(plan::duration_from_text("30 days"), base::days(30));
  for (const auto* text :
       {"", "5", "minutes", "0 minutes", "-1 hours", "31 days", "721 hours", "1.5 hours", "5  minutes", "5 weeks", "99999999999999999999 days"}) {
    EXPECT_EQ(plan::duration_from_text(text), std::nullopt) << text;
  }
}
