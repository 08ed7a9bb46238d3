// The limit that shapes everything: no kind can ask for a person.
#include "engines/matter/kind_people.h"

#include <gtest/gtest.h>

#include "catalogue_sample.h"

using namespace sample;
using matter::field;
using matter::field_type;

namespace {

bool is_personal(const std::string& name, const std::string& zh, const std::string& en, field_type type = field_type::text) {
  return matter::person_in(field{.name = name, .label = {zh, en}, .type = type}).has_value();
}

}  // namespace

TEST(KindPeople, EveryWordOfTheListIsFoundInALabel) {
  for (const auto& word : matter::person_words()) {
    const bool is_chinese = static_cast<unsigned char>(word.word.front()) >= 0x80;
    const std::string text(word.word);
    EXPECT_TRUE(is_personal("x", is_chinese ? text : "某项", is_chinese ? "Something" : text)) << text;
  }
}

TEST(KindPeople, FieldsOnAPersonAreFound) {
  EXPECT_TRUE(is_personal("name_of_person", "名称", "Name"));
  EXPECT_TRUE(is_personal("id_card", "证件", "Paper"));
  EXPECT_TRUE(is_personal("x", "租客姓名", "Tenant"));
  EXPECT_TRUE(is_personal("x", "联系电话", "Reached at"));
  EXPECT_TRUE(is_personal("x", "车牌号码", "Number of the car"));
  EXPECT_TRUE(is_personal("car_plate", "车辆", "Car"));
  EXPECT_TRUE(is_personal("x", "重点人员", "Watched", field_type::yes_no));
  EXPECT_TRUE(is_personal("x", "户籍地", "Registered at", field_type::place));
  EXPECT_TRUE(is_personal("x", "居民", "Who lives there", field_type::choice));
  EXPECT_TRUE(is_personal("x", "年龄", "How old", field_type::whole));
  EXPECT_TRUE(is_personal("x", "某项", "Suspect", field_type::choice));
}

TEST(KindPeople, FieldsOnPlacesThingsAndDutiesAreNot) {
  EXPECT_FALSE(is_personal("venue_name", "场所名称", "Name of the venue"));
  EXPECT_FALSE(is_personal("address", "地址", "Address"));
  EXPECT_FALSE(is_personal("surface", "路面", "Road surface"));
  EXPECT_FALSE(is_personal("stage_height", "舞台高度", "Height of the stage", field_type::number));
  EXPECT_FALSE(is_personal("template", "模板", "Template"));
  EXPECT_FALSE(is_personal("sheet", "检查表（不含号牌）", "Check sheet (without plates)"));
}

TEST(KindPeople, WhatOnePersonIsIsNoFieldOfAnyType) {
  for (const auto* zh : {"当事人年龄", "学生性别", "是否吸毒", "信用分", "稳控等级"}) {
    EXPECT_TRUE(is_personal("x", zh, "Something", field_type::yes_no)) << zh;
    EXPECT_TRUE(matter::person_in(field{.name = "x", .label = {zh, "Something"}, .type = field_type::whole, .maximum = 150})) << zh;
  }
  // That papers were looked at is a duty.
  EXPECT_FALSE(is_personal("x", "是否查验身份证", "Papers were looked at", field_type::yes_no));
  EXPECT_FALSE(matter::person_in(field{.name = "x", .label = {"查验驾驶证数", "Licences looked at"}, .type = field_type::whole, .maximum = 5000}));
}

TEST(KindPeople, ADenialInTheNameItselfDeniesNothing) {
  for (const auto* zh : {"不公开姓名", "勿扰住户姓名", "不得进入人员姓名", "不发工资的老板姓名"})
    EXPECT_TRUE(is_personal("x", zh, "Something")) << zh;
  for (const auto* en : {"House no and full name", "Certificate no and passport number"}) EXPECT_TRUE(is_personal("x", "某项", en)) << en;
  field one{.name = "note", .label = {"说明", "Note"}};
  for (const auto* help : {"不得漏写身份证", "不要忘写姓名", "如不公开则写姓名"}) {
    one.help = {help, "Say it"};
    EXPECT_TRUE(matter::person_in(one)) << help;
  }
}

TEST(KindPeople, APlaceOrDeviceCalledAfterPeopleStands) {
  for (const auto* zh :
       {"值班室电话", "监督电话公示", "顾客疏散通道", "旅客候车厅", "访客停车位", "车牌识别系统", "人脸识别设备备案", "身份证阅读器型号", "户籍窗口",
        "住宿登记制度落实", "居民自治情况", "村民代表大会决议", "住户阳台堆物", "违停抓拍点位", "黑名单制度"}) {
    EXPECT_FALSE(is_personal("x", zh, "Something")) << zh;
  }
  for (const auto* en : {"Visitors' car park", "Guest lift", "Number plate camera", "Hotline phone number", "Passport control", "Suspect leak"}) {
    EXPECT_FALSE(is_personal("x", "某项", en)) << en;
  }
}

// What a town would write that wants the file all the same.
TEST(KindPeople, ADisguiseDoesNotHelp) {
  for (const std::string zh :
       {"身份證號碼",   "姓 名",    "姓-名",          "姓\xE2\x80\x8B名", "ＩＤ ｃａｒｄ", "購買人",           "受害人", "业主情况", "司机",
        "户主",         "员工名册", "学生的基本信息", "老人台账",         "联系電話",      "车牌号（含颜色）", "领取人", "目击者",   "安全员",
        "住宿人员",     "涉事学生", "有无前科",       "行驶证号",         "QQ号",          "家庭成员",         "低保户", "当事双方", "宗教人士",
        "未成年人信息", "同行人员", "施暴者"}) {
    EXPECT_TRUE(is_personal("x", zh, "Something")) << zh;
  }
  for (const std::string en : {"IDnumber",
                               "Id-Number",
                               "FULL  NAME",
                               "Buyer",
                               "Drivers' names",
                               "List of the drivers",
                               "Register of tenants",
                               "Owner",
                               "E-mail",
                               "No. of passport",
                               "License plates",
                               "Faces",
                               "Driver's licence number",
                               "Names of the dead",
                               "Owner of the car",
                               "Guest register",
                               "Foreign nationals",
                               "Call log",
                               "Criminal history",
                               "Head of household"}) {
    EXPECT_TRUE(is_personal("x", "某项", en)) << en;
  }
  for (const std::string name : {"xingming", "sfz", "chepai_hao", "chepaihao", "idnumber", "owner_name", "buyer", "mobile"}) {
    EXPECT_TRUE(is_personal(name, "某项", "Something")) << name;
  }
}

TEST(KindPeople, ThePlaceOrThingWithSuchAWordInItsNameStands) {
  for (const std::string zh : {"发生日期",
                               "存在逃生隐患",
                               "维护照明",
                               "在线人数",
                               "公司机构设置",
                               "保证人员安全措施",
                               "居民小区名称",
                               "电话线路",
                               "检查名单",
                               "信号牌",
                               "业主单位",
                               "停车主要问题",
                               "员工培训情况",
                               "群众意见",
                               "人员密集场所",
                               "用户口令",
                               "以前科室",
                               "检查表（不登记身份证）",
                               "机器人",
                               "访客系统运行情况",
                               "商户名称",
                               "员工通道",
                               "敬老院名称",
                               "残疾人通道",
                               "实名登记制度落实情况",
                               "简要情况（只写事，不写人）",
                               "发证机关",
                               "法人单位名称",
                               "工程名称",
                               "负责单位",
                               "人行横道",
                               "学生宿舍位置"}) {
    EXPECT_FALSE(is_personal("x", zh, "Something")) << zh;
  }
  for (const std::string en :
       {"Rock face", "Exit plates", "Passport office", "Mobile crane", "Staff training", "Face to face", "Suspect package", "Phone lines",
        "Notes (do not write full names or ID numbers)", "Message", "Page", "Visitor system", "Contact with power lines", "Children's playground",
        "Face of the slope", "Staff canteen", "Signature page", "Name of the road", "Owner unit"}) {
    EXPECT_FALSE(is_personal("x", "某项", en)) << en;
  }
  EXPECT_FALSE(is_personal("x", "使用年限", "Age"));
  EXPECT_FALSE(is_personal("x", "护照窗口", "Passport desk", field_type::yes_no));
  EXPECT_FALSE(is_personal("x", "名册齐全", "Staff register is there", field_type::yes_no));
}

TEST(KindPeople, HelpDoesNotAskForAPersonEither) {
  field one{.name = "note", .label = {"说明", "Note"}, .help = {"写明当事人姓名、身份证号", "Say who"}};
  EXPECT_TRUE(matter::person_in(one).has_value());
  one.help = {"只写事，不写姓名、身份证号", "The matter only, never names or ID numbers"};
  EXPECT_FALSE(matter::person_in(one).has_value());
}

TEST(KindPeople, ACountOfPeopleMayStandANumberThatNamesOneMayNot) {
  field count{.name = "residents", .label = {"居民户数", "Residents"}, .type = field_type::whole, .maximum = 100'000};
  EXPECT_FALSE(matter::person_in(count).has_value());
  count.maximum = 1e11;  // holds a telephone number
  EXPECT_TRUE(matter::person_in(count).has_value());
  EXPECT_FALSE(is_personal("x", "是否登记顾客", "Registers customers", field_type::yes_no));
}

TEST(KindPeople, DutyHoldersAreNamedByTheirUnit) {
  EXPECT_FALSE(is_personal("leader", "负责人", "Person in charge", field_type::unit));
  EXPECT_FALSE(is_personal("leader", "负责人", "Person in charge", field_type::force));
  EXPECT_TRUE(is_personal("leader", "负责人姓名", "Name of leader"));
  for (const auto* zh : {"校长", "所长", "网格长", "书记", "维修师傅", "工长", "项目经理", "谁修的", "由谁整改"})
    EXPECT_TRUE(is_personal("x", zh, "Something")) << zh;
  for (const auto* zh : {"校长室", "项目经理部位置", "路长制落实情况", "书记接待日安排", "厂长办公室位置"})
    EXPECT_FALSE(is_personal("x", zh, "Something")) << zh;
  EXPECT_TRUE(is_personal("x", "某项", "Who repaired it"));
  EXPECT_FALSE(is_personal("x", "由谁整改", "Who puts it right", field_type::choice));
  const auto word = matter::person_in(field{.name = "leader", .label = {"负责人姓名", "Leader"}, .type = field_type::text});
  EXPECT_EQ(word->sort, matter::person_sort::duty);
}

TEST(KindPeople, TheFaultSaysWhatToDoInstead) {
  const auto text = with(good_kind(), "{name: measures, zh: 整改措施", "{name: measures, zh: 负责人姓名");
  auto faults = faults_of(text);
  ASSERT_EQ(told(faults), "personal_field@" + std::to_string(line_of(text, "负责人姓名")));
  EXPECT_NE(faults[0].remedy.find("unit or force"), std::string::npos);
  EXPECT_NE(faults[0].what.find("负责人"), std::string::npos);
  faults = faults_of(with(good_kind(), "{name: measures, zh: 整改措施", "{name: measures, zh: 身份证号"));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_NE(faults[0].remedy.find("sealed under `parties`"), std::string::npos);
}

TEST(KindPeople, NeitherAKindNorItsEvidenceIsAboutAPerson) {
  auto text = with(good_kind(), "zh: 火灾隐患\n", "zh: 重点人员走访\n");
  EXPECT_EQ(told(faults_of(text)), "person_subject@1");
  text = with(good_kind(), "{code: paper, zh: 材料", "{code: paper, zh: 身份证复印件");
  EXPECT_EQ(told(faults_of(text)), "personal_evidence@" + std::to_string(line_of(text, "身份证复印件")));
  text = with(good_kind(), "{code: register, zh: 受理登记表, en: Register", "{code: register, zh: 受理登记表, en: Suspects");
  EXPECT_EQ(told(faults_of(text)), "personal_evidence@" + std::to_string(line_of(text, "Suspects")));
}

TEST(KindPeople, WhoLivesNextDoorOrSellsIsNoField) {
  for (const auto* zh : {"信访户", "邻居", "承租方", "夫妻双方", "卖家", "接访领导", "工作单位", "收入"})
    EXPECT_TRUE(is_personal("x", zh, "Something")) << zh;
  for (const auto* en : {"Home owner", "Spouse", "Left-behind child", "Native place", "Employer", "Whose house"})
    EXPECT_TRUE(is_personal("x", "某项", en)) << en;
  for (const auto* zh : {"营业收入", "承租方式", "买方市场情况", "夫妻店消防设施", "酒驾查处行动地点", "体温检测点设置"})
    EXPECT_FALSE(is_personal("x", zh, "Something")) << zh;
}

TEST(KindPeople, NoChoiceSortsPeople) {
  const auto sorts = [](const char* zh) { return matter::person_in(matter::named_as::option, "x", {zh, "Something"}).has_value(); };
  for (const auto* zh : {"重点青少年", "外来务工人员", "独居老人",   "残疾人", "境外人员",   "宗教人士",   "单亲家庭", "退役军人",
                         "维吾尔族",   "外国人",       "未成年人",   "贫困户", "骨干分子",   "农民工",     "少数民族", "女",
                         "老年人",     "信教",         "红色预警人", "闹事者", "有暴力倾向", "曾被拘留过", "外地户籍"}) {
    EXPECT_TRUE(sorts(zh)) << zh;
  }
  for (const auto* zh : {"值班人员", "未配备安全员", "无人员伤亡", "人员密集", "接送学生", "疏散人员", "个人", "法人", "商户", "入户", "消费者",
                         "志愿者", "犬只伤人", "保护对象", "残疾人通道缺失", "外国人学校", "学生", "个人与个人"}) {
    EXPECT_FALSE(sorts(zh)) << zh;
  }
  // Only the choices of a field: a step may be about those on duty.
  EXPECT_FALSE(matter::person_in(matter::named_as::choice, "x", {"通知有关责任者", "Tell them"}));
}

TEST(KindPeople, NoNameFilesPeopleUnderAKind) {
  auto text = with(good_kind(), "zh: 火灾隐患\n", "zh: 访客登记\n");
  EXPECT_EQ(told(faults_of(text)), "person_subject@1");
  text = with(good_kind(), "zh: 整改后照片", "zh: 死者照片");
  EXPECT_EQ(told(faults_of(text)), "personal_evidence@" + std::to_string(line_of(text, "死者照片")));
  const std::pair<std::string, std::string> names[] = {{"{code: minor, zh: 一般", "{code: minor, zh: 重点人员"},
                                                       {"{code: accept, zh: 受理", "{code: accept, zh: 人脸比对"},
                                                       {"{code: cleared, zh: 已消除", "{code: cleared, zh: 列入黑名单"},
                                                       {"{code: appraisal, zh: 等待鉴定", "{code: appraisal, zh: 嫌疑人在逃"},
                                                       {"code: reported\n    zh: 已上报", "code: reported\n    zh: 吸毒人员管控"}};
  for (const auto& [from, to] : names) {
    const auto faults = faults_of(with(good_kind(), from, to));
    ASSERT_EQ(faults.size(), 1U) << to;
    EXPECT_EQ(faults[0].code, "personal_name") << to;
  }
  EXPECT_EQ(told(faults_of(with(good_kind(), "{code: minor, zh: 一般", "{code: minor, zh: 身份证办理"))), "");
}
