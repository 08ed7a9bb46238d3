// A kind's text becomes its data, and everything wrong with its form is named at its line.
#include "engines/matter/kind_read.h"

#include <gtest/gtest.h>

#include <set>

#include "catalogue_sample.h"
#include "engines/matter/kind_keys.h"

using namespace sample;

namespace {

matter::kind good() {
  std::vector<matter::fault> faults;
  auto one = matter::read_kind(good_kind(), "fire_hazard.yaml", known(), faults);
  EXPECT_EQ(told(faults), "");
  return one;
}

// The kind with one place changed has exactly this fault, at the line where `at` stands.
void expect_fault(const std::string& from, const std::string& to, const std::string& code, const std::string& at) {
  const auto text = with(good_kind(), from, to);
  EXPECT_EQ(told(faults_of(text)), code + "@" + std::to_string(line_of(text, at))) << from << " -> " << to;
}
void expect_fault(const std::string& from, const std::string& to, const std::string& code) { expect_fault(from, to, code, to); }

const matter::step& step_of(const matter::kind& one, const std::string& stage, const std::string& code) {
  for (const auto& step : one.find_stage(stage)->steps) {
    if (step.code == code) return step;
  }
  throw std::logic_error(code);
}

}  // namespace

TEST(KindRead, AGoodKindHasNoFault) { EXPECT_EQ(told(faults_of(good_kind())), ""); }

TEST(KindRead, TheGoodKindUsesEveryKeyThereIs) {
  const auto text = good_kind();
  for (const auto& table : matter::kind_keys()) {
    for (const auto& rule : table.keys) {
      if (rule.key == "at_least" || rule.key == "not_after") continue;  // their opposites stand there
      EXPECT_NE(text.find(std::string(rule.key) + ":"), std::string::npos) << table.of << "." << rule.key;
    }
  }
}

TEST(KindRead, TheHeadIsAsWritten) {
  const auto one = good();
  EXPECT_EQ(one.code, "fire_hazard");
  EXPECT_EQ(one.edition, 3);
  EXPECT_EQ(one.requirement, (std::vector<std::string>{"D4", "C11"}));
  EXPECT_EQ(one.name, (matter::words{"火灾隐患", "Fire hazard"}));
  EXPECT_EQ(one.sentence.en, "One hazard put right in time");
  EXPECT_EQ(one.prefix, "HZ");
  EXPECT_EQ(one.about, matter::subject::place);
  EXPECT_EQ(one.opened_by, (std::vector<std::string>{"grid_worker", "inspector"}));
  EXPECT_EQ(one.asks, (std::vector<std::string>{"hazard", "seen_on"}));
  EXPECT_EQ(one.takes, std::vector<std::string>{"headcount"});
  EXPECT_EQ(one.title, std::vector<std::string>{"hazard"});
  ASSERT_EQ(one.checks.size(), 1U);
  EXPECT_EQ(std::get<double>(one.checks[0].other), 1);
  EXPECT_EQ(one.desk.level, area::level::township);
  EXPECT_EQ(one.desk.refer, (std::vector<area::level>{area::level::village, area::level::county}));
  EXPECT_EQ(one.desk.bounces, 3);
  EXPECT_EQ(one.desk.ruling_role, "supervisor");
  EXPECT_EQ(to_text(one.desk.ruling_limit), "2 working_days");
  EXPECT_EQ(one.desk.ask_more, 2);
  EXPECT_EQ(to_text(one.desk.ask_more_limit), "4 days");
  EXPECT_EQ(one.again->same, (std::vector<std::string>{"place", "hazard"}));
  EXPECT_EQ(to_text(one.again->within), "90 days");
  EXPECT_EQ(one.again->near_m, 30);
  EXPECT_EQ(one.counts_in, std::vector<std::string>{"fire_hazards_cleared"});
  EXPECT_EQ(one.incident_types, std::vector<std::string>{"building_fire"});
}

TEST(KindRead, FieldsAndBandsAreAsWritten) {
  const auto one = good();
  ASSERT_EQ(one.fields.size(), 9U);
  const auto& hazard = *one.find_field("hazard");
  EXPECT_EQ(hazard.type, matter::field_type::choice);
  ASSERT_EQ(hazard.choices.size(), 2U);
  EXPECT_EQ(hazard.choices[1].name.zh, "电线");
  EXPECT_EQ(one.find_field("severity")->help.en, "By the national standard");
  EXPECT_EQ(one.find_field("severity")->used_in, (std::vector<std::string>{"board", "month_report"}));
  EXPECT_EQ(one.find_field("headcount")->maximum, 100000);
  EXPECT_EQ(one.find_field("headcount")->minimum, 0);
  EXPECT_EQ(one.find_field("measures")->max_length, 500U);
  EXPECT_EQ(one.find_field("leader")->type, matter::field_type::unit);
  EXPECT_EQ(one.find_field("hazard")->line, line_of(good_kind(), "{name: hazard"));
  EXPECT_EQ(one.find_field("nothing"), nullptr);
  ASSERT_EQ(one.bands.size(), 1U);
  EXPECT_EQ(one.bands[0].any_of[1].field, "capacity");
  EXPECT_EQ(one.bands[0].any_of[1].from, (std::vector<double>{0, 100}));
  EXPECT_EQ(one.bands[0].grades[1].code, "large");
}

TEST(KindRead, ClocksAreAsWritten) {
  const auto one = good();
  ASSERT_EQ(one.clocks.size(), 5U);
  const auto& accept = *one.find_clock("accept");
  EXPECT_EQ(accept.starts, matter::clock_start::report);
  EXPECT_EQ(to_text(*accept.limit), "3 working_days");
  EXPECT_EQ(accept.until_stages, std::vector<std::string>{"rectifying"});
  EXPECT_EQ(accept.until_steps, std::vector<std::string>{"unfounded"});
  EXPECT_EQ(accept.owner, "inspector");
  EXPECT_EQ(to_text(*accept.warn), "1 working_day");
  ASSERT_EQ(accept.escalate.size(), 2U);
  EXPECT_EQ(to_text(accept.escalate[1].after), "5 days");
  EXPECT_EQ(accept.escalate[1].role, "supervisor");
  EXPECT_EQ(accept.escalate[1].up, 2);
  ASSERT_EQ(accept.pauses.size(), 1U);
  EXPECT_EQ(accept.pauses[0].most_days, 20);
  EXPECT_EQ(accept.pauses[0].times, 2);
  ASSERT_EQ(accept.when.size(), 1U);
  EXPECT_EQ(accept.when[0].of, "grade");
  EXPECT_EQ(one.find_clock("decide")->starts, matter::clock_start::step);
  EXPECT_EQ(one.find_clock("decide")->starts_at, "accept");
  EXPECT_EQ(one.find_clock("decide")->rule, "fire_decision");
  EXPECT_FALSE(one.find_clock("decide")->limit.has_value());
  EXPECT_TRUE(one.find_clock("remind")->before);
  EXPECT_EQ(one.find_clock("remind")->starts, matter::clock_start::field);
  EXPECT_EQ(one.find_clock("check")->starts, matter::clock_start::stage);
  EXPECT_EQ(one.find_clock("check")->line, line_of(good_kind(), "code: check\n"));
}

TEST(KindRead, StepsAreAsWritten) {
  const auto one = good();
  const auto& confirm = step_of(one, "checking", "confirm");
  EXPECT_EQ(confirm.who, (std::vector<std::string>{"inspector", "supervisor"}));
  EXPECT_EQ(confirm.level, area::level::county);
  EXPECT_EQ(confirm.signers, 2);
  EXPECT_TRUE(confirm.each);
  EXPECT_TRUE(confirm.file_set);
  EXPECT_EQ(confirm.not_by, std::vector<std::string>{"rectified"});
  ASSERT_EQ(confirm.when.size(), 3U);
  EXPECT_EQ(confirm.when[1].is, std::vector<std::string>{"yes"});
  ASSERT_EQ(confirm.checks.size(), 2U);
  EXPECT_EQ(confirm.checks[0].kind, matter::check_kind::at_most);
  EXPECT_EQ(std::get<std::string>(confirm.checks[0].other), "capacity");
  EXPECT_EQ(confirm.checks[1].kind, matter::check_kind::not_before);
  EXPECT_EQ(confirm.checks[1].says.zh, "不得早于发现日期");
  EXPECT_EQ(confirm.to, "closed");
  EXPECT_EQ(confirm.result, "cleared");
  const auto& rectified = step_of(one, "rectifying", "rectified");
  EXPECT_EQ(rectified.needs, std::vector<std::string>{"measures"});
  ASSERT_EQ(rectified.receipts.size(), 1U);
  EXPECT_EQ(rectified.receipts[0].level, area::level::county);
  EXPECT_EQ(to_text(rectified.receipts[0].limit), "1 hour");
  EXPECT_EQ(rectified.signers, 1);
  ASSERT_EQ(rectified.evidence.size(), 2U);
  EXPECT_EQ(rectified.evidence[0].kind, matter::evidence_kind::photo);
  EXPECT_EQ(rectified.evidence[0].at_least, 2);
  EXPECT_TRUE(rectified.evidence[0].or_next);
  EXPECT_EQ(rectified.evidence[1].kind, matter::evidence_kind::any);
  EXPECT_EQ(step_of(one, "rectifying", "pass_on").opens, "rectification_notice");
  EXPECT_EQ(step_of(one, "rectifying", "pass_on").carries, (std::vector<std::string>{"hazard", "seen_on"}));
  EXPECT_EQ(step_of(one, "checking", "not_gone").times, 2);
  const auto& listed = step_of(one, "checking", "put_on_list");
  EXPECT_EQ(listed.lists, std::optional(true));
  EXPECT_TRUE(listed.notice);
  EXPECT_EQ(listed.refers_to, area::level::county);
  EXPECT_TRUE(step_of(one, "reported", "unfounded").reason);
  EXPECT_TRUE(one.find_stage("closed")->ends);
}

TEST(KindRead, TheRestIsAsWritten) {
  const auto one = good();
  EXPECT_EQ(one.parties->roles[0].code, "applicant");
  EXPECT_EQ(one.parties->readers, std::vector<std::string>{"mediator"});
  EXPECT_EQ(to_text(one.parties->keep), "2 years");
  EXPECT_EQ(one.file_set[0].kind, matter::evidence_kind::document);
  EXPECT_EQ(one.recurs->every, matter::period::month);
  EXPECT_EQ(one.recurs->on_day, 25);
  EXPECT_EQ(one.recurs->each, area::level::township);
  EXPECT_EQ(one.listing->role, "supervisor");
  EXPECT_EQ(one.listing->level, area::level::county);
  EXPECT_EQ(one.results[2].name.en, "Passed on");
  EXPECT_EQ(one.text, good_kind());
  EXPECT_EQ(one.lines.at("stages.checking.steps.confirm.checks"), line_of(good_kind(), "        checks:"));
}

TEST(KindRead, TheVersionIsTheTextsHash) {
  std::vector<matter::fault> faults;
  const auto empty = matter::read_kind("", "x.yaml", known(), faults);
  EXPECT_EQ(empty.version, "e3b0c44298fc");  // of SHA-256 of nothing, FIPS 180-4
  EXPECT_EQ(told(faults), "empty_file@1");
  EXPECT_NE(good().version, empty.version);
}

TEST(KindRead, SignersOfEachRoleAreCountedFromTheRoles) {
  std::vector<matter::fault> faults;
  const auto one = matter::read_kind(with(good_kind(), "        signers: 2\n", ""), "x.yaml", known(), faults);
  EXPECT_EQ(step_of(one, "checking", "confirm").signers, 2);
}

TEST(KindReadFaults, TextThatIsNoYaml) {
  EXPECT_EQ(told(faults_of("kind: fire_hazard\nzh: [1, 2\n")), "open_bracket@2");
  EXPECT_EQ(told(faults_of("a: b\n---\nc: d\n")), "broken_yaml@2");
  EXPECT_EQ(told(faults_of("{[a]: b}")), "broken_yaml@1");
  EXPECT_EQ(told(faults_of("- one\n- two\n")), "wrong_type@1");
  EXPECT_EQ(told(faults_of("just words")), "wrong_type@1");
  EXPECT_EQ(told(faults_of("zh: \xff\xfe")), "not_utf8@1");
}

TEST(KindReadFaults, NothingIsReadThatGrowsBeyondItsText) {
  EXPECT_EQ(told(faults_of("a: &x [1]\nb: *x\n")), "yaml_reference@1");
  EXPECT_EQ(told(faults_of("a: 1\nb: *x\n")), "broken_yaml@2");
  EXPECT_EQ(told(faults_of("a: !!str 1\n")), "yaml_reference@1");
  EXPECT_EQ(told(faults_of(std::string(300, '[') + std::string(300, ']'))), "too_deep@1");
  EXPECT_EQ(told(faults_of(std::string(300 * 1024, 'x'))), "too_large@1");
  std::string many = "a:\n";
  for (int i = 0; i < 2'100; ++i) many += "- 1\n";
  EXPECT_EQ(told(faults_of(many)), "too_large@2002");
  std::string wide = "a:\n";
  for (int i = 0; i < 1'000; ++i) wide += "- [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]\n";
  EXPECT_EQ(faults_of(wide).front().code, "too_large");
}

TEST(KindReadFaults, AHundredFaultsAreEnough) {
  std::string many;
  for (int i = 0; i < 500; ++i) many += "key" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(faults_of(many).size(), 100U);
}

TEST(KindReadFaults, KeysThatAreUnknownMissingOrTwice) {
  expect_fault("    owner: office", "    ownner: office", "unknown_key");
  const auto found = faults_of(with(good_kind(), "        signers: 2", "        singers: 2"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].what, "unknown key singers; did you mean signers?");
  EXPECT_NE(found[0].remedy.find("not_by"), std::string::npos);
  expect_fault("number: HZ\n", "", "missing_key", "kind: fire_hazard");
  expect_fault("type: unit, ", "", "missing_key", "{name: leader");
  expect_fault("title: [hazard]", "title: [hazard]\ntitle: [severity]", "duplicate_key", "title: [severity]");
  expect_fault("number: HZ", "number:", "missing_key", "number:");
}

TEST(KindReadFaults, SeveralAreToldAtOnce) {
  const auto text = with_all(good_kind(), {{"edition: 3", "edition: three"}, {"number: HZ", "number: hz"}, {"subject: place", "subject: plaice"}});
  EXPECT_EQ(told(faults_of(text)), "wrong_type@2, bad_number@7, unknown_subject@8");
}

TEST(KindReadFaults, ValuesOfTheWrongType) {
  expect_fault("title: [hazard]", "title: hazard", "wrong_type");
  expect_fault("        each: true", "        each: yes", "wrong_type");
  expect_fault("        file_set: true", "        file_set: \"true\"", "wrong_type");
  expect_fault("maximum: 5000", "maximum: many", "wrong_type", "{name: capacity");
  expect_fault("maximum: 5000", "maximum: .inf", "wrong_type", "{name: capacity");
  expect_fault("times: 2, to: rectifying", "times: [2], to: rectifying", "wrong_type");
  expect_fault("sentence: {zh: 一处隐患，限期消除, en: One hazard put right in time}", "sentence: one hazard", "wrong_type");
  expect_fault("listing: {role: supervisor, level: county}", "listing: true", "wrong_type");
  expect_fault("from: [0, 100]", "from: [0, much]", "wrong_type");
}

TEST(KindReadFaults, TranslationsThatAreMissingOrCopied) {
  expect_fault("{code: paper, zh: 材料, en: Paper}", "{code: paper, zh: 材料}", "missing_translation");
  expect_fault("{code: paper, zh: 材料, en: Paper}", "{code: paper, zh: \"\", en: Paper}", "missing_translation");
  expect_fault("zh: 材料, en: Paper", "zh: Paper, en: Paper", "untranslated");
  expect_fault("zh: 材料, en: Paper", "zh: 材料, en: 材料", "untranslated");
  EXPECT_EQ(told(faults_of(with(good_kind(), "zh: 材料, en: Paper", "zh: \"119\", en: \"119\""))), "");
  expect_fault("zh: 材料, en: Paper", "zh: 材料, en: P" + std::string(100, 'a'), "too_long");
}

TEST(KindReadFaults, NumbersOutOfRange) {
  expect_fault("  bounces: 3", "  bounces: 6", "out_of_range");
  expect_fault("  bounces: 3", "  bounces: -1", "out_of_range");
  expect_fault("        signers: 2", "        signers: 0", "out_of_range");
  expect_fault("        signers: 2", "        signers: 6", "out_of_range");
  expect_fault("edition: 3", "edition: 0", "out_of_range");
  expect_fault("max_length: 500", "max_length: 50000", "out_of_range");
  expect_fault("minimum: 0, maximum: 100000", "minimum: 9, maximum: 8", "out_of_range");
  expect_fault("at_least: 2", "at_least: 51", "out_of_range");
}

TEST(KindReadFaults, NamesThatNobodyKnows) {
  expect_fault("opened_by: [grid_worker, inspector]", "opened_by: [grid_worker, inspectr]", "unknown_role");
  expect_fault("escalate: [{after: 0 hours, role: supervisor, up: 1}", "escalate: [{after: 0 hours, role: boss, up: 1}", "unknown_role");
  expect_fault("role: office, level: county, limit: 1 hour", "role: mayor, level: county, limit: 1 hour", "unknown_role");
  expect_fault("  readers: [mediator]", "  readers: [everyone]", "unknown_role");
  expect_fault("type: yes_no, used_in: [board]", "type: yes_no, used_in: [bord]", "unknown_output");
  expect_fault("{list: fire_hazards}", "{list: fire_hazard}", "unknown_list");
  expect_fault("  refer: [village, county]", "  refer: [village, country]", "unknown_level");
  expect_fault("        level: county", "        level: district", "unknown_level");
}

TEST(KindReadFaults, CodesThatAreNoCodesOrStandTwice) {
  expect_fault("{code: paper,", "{code: Paper-1,", "bad_code");
  expect_fault("counts_in: [fire_hazards_cleared]", "counts_in: [fire hazards]", "bad_code");
  expect_fault("counts_in: [fire_hazards_cleared]", "counts_in: [fire_hazard_cleared]", "unknown_indicator");
  expect_fault("requirement: [D4, C11]", "requirement: [fire]", "bad_requirement");
  expect_fault("{name: urgent,", "{name: leader,", "duplicate_code", "{name: leader, zh: 牵头");
  expect_fault("{code: put_on_list,", "{code: not_gone,", "duplicate_code", "{code: not_gone, zh: 挂牌");
  expect_fault("takes: [headcount]", "takes: [headcount, headcount]", "duplicate_code");
  expect_fault("  - code: grade", "  - code: severity", "duplicate_code");
}

TEST(KindReadFaults, TimesAndStartsThatAreNone) {
  expect_fault("    limit: 6 months", "    limit: half a year", "bad_limit");
  expect_fault("    limit: 6 months", "    limit: -6 months", "bad_limit");
  expect_fault("most: 20 days", "most: 20 working_days", "bad_limit");
  expect_fault("    starts: {step: accept}", "    starts: {step: accept, stage: checking}", "bad_start");
  expect_fault("    starts: {step: accept}", "    starts: {}", "bad_start");
  expect_fault("    starts: {step: accept}", "    starts: acceptance", "unknown_moment");
}

TEST(KindReadFaults, KeysThatSayNothingWhereTheyStand) {
  expect_fault("type: yes_no,", "type: yes_no, maximum: 3,", "misplaced_key");
  expect_fault("type: unit,", "type: unit, max_length: 3,", "misplaced_key");
  expect_fault("{code: register, zh: 受理登记表, en: Register, kind: document}", "{code: register, zh: 受理登记表, en: Register, or_next: true}",
               "misplaced_key");
  expect_fault("at_most: capacity,", "at_most: capacity, at_least: 1,", "bad_check");
  expect_fault("at_most: capacity, ", "", "bad_check", "{field: headcount, says: {zh: 不得");
  expect_fault("choices: {list: fire_hazards}, ", "", "missing_key", "{name: hazard");
  expect_fault("choices: {list: fire_hazards}", "choices: []", "missing_key");
  expect_fault("{of: grade, is: [large]}", "{of: grade, is: []}", "missing_key");
}

TEST(KindReadFaults, AMatterAboutAPerson) {
  for (const auto* who : {"person", "resident", "suspect", "key_person", "人", "重点人员", "居民", "petitioner", "household"}) {
    expect_fault("subject: place", std::string("subject: ") + who, "person_subject");
  }
  EXPECT_NE(faults_of(with(good_kind(), "subject: place", "subject: person"))[0].remedy.find("no file on a person"), std::string::npos);
  for (const auto& word : matter::words_of("subject")) {
    EXPECT_EQ(told(faults_of(with(good_kind(), "subject: place", "subject: " + std::string(word)))), "") << word;
  }
}

TEST(KindReadFaults, PartiesWithoutAnEndOrReaders) {
  expect_fault("  keep: 2 years\n", "", "missing_key", "  roles: [{code: applicant");
  expect_fault("  readers: [mediator]\n", "", "missing_key", "  roles: [{code: applicant");
  expect_fault("  readers: [mediator]", "  readers: []", "no_readers");
  expect_fault("  roles: [{code: applicant, zh: 申请人, en: Applicant}]", "  roles: []", "missing_key");
}

TEST(KindReadFaults, TimesThatAreNoneOrBeyondALife) {
  expect_fault("limit: 1 hour}]", "limit: 0 hours}]", "out_of_range");
  expect_fault("limit: 1 hour}]", "limit: 11 years}]", "out_of_range");
}

TEST(KindReadFaults, NamesOfBlanksOrInTheOtherLanguage) {
  expect_fault("en: Photo after", "en: '  '", "missing_translation");
  expect_fault("en: Photo after", "en: 照片", "untranslated");
  expect_fault("zh: 整改后照片", "zh: Photo", "untranslated");
}

TEST(KindReadFaults, HandingOnWithoutALimit) { expect_fault("  bounces: 3\n", "", "endless_bounce", "  refer: [village, county]"); }

TEST(KindReadFaults, TooManyOfAnything) {
  std::string fields = "fields:\n";
  for (int i = 0; i < 201; ++i) fields += "  - {name: f" + std::to_string(i) + ", zh: 字段, en: Field, type: text, used_in: [board]}\n";
  const auto text = with(good_kind(), "fields:\n", fields);
  const auto faults = faults_of(text);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].code, "too_many");
  EXPECT_EQ(faults[0].line, line_of(text, "fields:\n"));
}
