#include "jobs/dispatch/incident_110.h"

namespace dispatch {
namespace {

// Lengths are those of the ministry's data set where it is known to state one; the others are bounds of our own.
template <auto Member>
constexpr record::field item(std::string_view name, std::size_t length, std::string_view summary) {
  return record::field_of<Member>({.name = name, .summary = summary, .required = false, .max_length = length});
}

}  // namespace

const record::table& record_of(const jjdb*) {
  static constexpr record::field fields[] = {
      item<&jjdb::XZQHDM>("XZQHDM", 12, "area code"),
      item<&jjdb::JJDWDM>("JJDWDM", 12, "unit that took the call"),
      item<&jjdb::JJDBH>("JJDBH", 30, "number of the call"),
      item<&jjdb::GLZJJDBH>("GLZJJDBH", 30, "number of the call it belongs to"),
      item<&jjdb::JJLX>("JJLX", 200, "kind of intake"),
      item<&jjdb::JQLYFS>("JQLYFS", 4, "source of the call"),
      item<&jjdb::LHLX>("LHLX", 200, "kind of call"),
      item<&jjdb::JJLYH>("JJLYH", 200, "number of the recording"),
      item<&jjdb::JJYBH>("JJYBH", 200, "number of the call taker (a duty holder)"),
      item<&jjdb::JJYXM>("JJYXM", 200, "name of the call taker"),
      item<&jjdb::BJSJ>("BJSJ", 30, "call came in"),
      item<&jjdb::JJSJ>("JJSJ", 30, "answered"),
      item<&jjdb::JJWCSJ>("JJWCSJ", 30, "hung up"),
      item<&jjdb::BJDH>("BJDH", 40, "phone"),
      item<&jjdb::BJDHYHM>("BJDHYHM", 200, "subscriber"),
      item<&jjdb::BJDHYHDZ>("BJDHYHDZ", 500, "subscriber's address"),
      item<&jjdb::BJRMC>("BJRMC", 100, "name"),
      item<&jjdb::BJRXBDM>("BJRXBDM", 10, "sex"),
      item<&jjdb::LXDH>("LXDH", 40, "phone to call back"),
      item<&jjdb::BJDZ>("BJDZ", 500, "caller's address"),
      item<&jjdb::JQDZ>("JQDZ", 500, "address of the incident"),
      item<&jjdb::BJNR>("BJNR", 4000, "what was said"),
      item<&jjdb::GXDWDM>("GXDWDM", 12, "responsible unit"),
      item<&jjdb::JQLBDM>("JQLBDM", 8, "class"),
      item<&jjdb::JQLXDM>("JQLXDM", 8, "type"),
      item<&jjdb::JQXLDM>("JQXLDM", 8, "detail"),
      item<&jjdb::JQZLDM>("JQZLDM", 8, "sub-detail"),
      item<&jjdb::CSJQLBDM>("CSJQLBDM", 8, "as JQLBDM, before it was reclassified"),
      item<&jjdb::CSJQLXDM>("CSJQLXDM", 8, "as JQLXDM, before it was reclassified"),
      item<&jjdb::CSJQXLDM>("CSJQXLDM", 8, "as JQXLDM, before it was reclassified"),
      item<&jjdb::CSJQZLDM>("CSJQZLDM", 8, "as JQZLDM, before it was reclassified"),
      item<&jjdb::TZDBH>("TZDBH", 200, "kept as it came"),
      item<&jjdb::YWCWQ>("YWCWQ", 200, "weapon"),
      item<&jjdb::YWWXWZ>("YWWXWZ", 200, "dangerous substance"),
      item<&jjdb::YWBZXL>("YWBZXL", 200, "explosive"),
      item<&jjdb::BKRYQKSM>("BKRYQKSM", 1000, "people trapped"),
      item<&jjdb::SSRYQKSM>("SSRYQKSM", 1000, "people hurt"),
      item<&jjdb::SWRYQKSM>("SWRYQKSM", 1000, "people dead"),
      item<&jjdb::SFSWYBJ>("SFSWYBJ", 200, "foreign-language call"),
      item<&jjdb::BJRXZB>("BJRXZB", 200, "longitude"),
      item<&jjdb::BJRYZB>("BJRYZB", 200, "latitude"),
      item<&jjdb::FXDWJD>("FXDWJD", 200, "longitude by positioning"),
      item<&jjdb::FXDWWD>("FXDWWD", 200, "latitude by positioning"),
      item<&jjdb::BCJJNR>("BCJJNR", 4000, "added later"),
      item<&jjdb::JQDJDM>("JQDJDM", 200, "urgency"),
      item<&jjdb::JQCLZTDM>("JQCLZTDM", 200, "state"),
      item<&jjdb::YJJYDJDM>("YJJYDJDM", 200, "kept as it came"),
      item<&jjdb::SFSWHCL>("SFSWHCL", 200, "kept as it came"),
      item<&jjdb::GXSJ>("GXSJ", 30, "last change"),
      item<&jjdb::JQBQ>("JQBQ", 200, "tags"),
      item<&jjdb::SFBM>("SFBM", 200, "secret"),
      item<&jjdb::GLLX>("GLLX", 1, "how it belongs to GLZJJDBH: 1 repeated, 2 urged, 3 officer's feedback, 4 nuisance"),
  };
  static const record::table table{.name = "JJDB", .summary = "A call in the 110 data set.", .fields = fields};
  return table;
}

const record::table& record_of(const pjdb*) {
  static constexpr record::field fields[] = {
      item<&pjdb::PJDBH>("PJDBH", 40, "number of the dispatch"),
      item<&pjdb::JJDBH>("JJDBH", 30, "of the call"),
      item<&pjdb::PJDWDM>("PJDWDM", 36, "unit sent"),
      item<&pjdb::PJDWMC>("PJDWMC", 200, "its name"),
      item<&pjdb::PJYBH>("PJYBH", 200, "dispatcher's account"),
      item<&pjdb::PJSJ>("PJSJ", 30, "sent"),
  };
  static const record::table table{.name = "PJDB", .summary = "A unit sent, in the 110 data set.", .fields = fields};
  return table;
}

const record::table& record_of(const fkdb*) {
  static constexpr record::field fields[] = {
      item<&fkdb::FKDBH>("FKDBH", 40, "number of the feedback"),
      item<&fkdb::JJDBH>("JJDBH", 30, "of the call"),
      item<&fkdb::PJDBH>("PJDBH", 40, "of the dispatch"),
      item<&fkdb::FKDWDM>("FKDWDM", 36, "reporting unit"),
      item<&fkdb::FKYBH>("FKYBH", 200, "reporting officer's number"),
      item<&fkdb::FKYXM>("FKYXM", 200, "and name"),
      item<&fkdb::FKSJ>("FKSJ", 30, "when reported"),
      item<&fkdb::CJSJ01>("CJSJ01", 30, "moved off"),
      item<&fkdb::DDXCSJ>("DDXCSJ", 30, "on scene"),
      item<&fkdb::XCCLWBSJ>("XCCLWBSJ", 30, "done there"),
      item<&fkdb::JQFSSJ>("JQFSSJ", 30, "it happened"),
      item<&fkdb::FKDWXZB>("FKDWXZB", 200, "unit's longitude"),
      item<&fkdb::FKDWYZB>("FKDWYZB", 200, "unit's latitude"),
      item<&fkdb::CJCZQK>("CJCZQK", 4000, "what was done"),
      item<&fkdb::CDCC>("CDCC", 200, "vehicles sent"),
      item<&fkdb::CDRC>("CDRC", 200, "people sent"),
      item<&fkdb::CDCT>("CDCT", 200, "boats sent"),
      item<&fkdb::JZRS>("JZRS", 200, "people rescued"),
      item<&fkdb::SSRS>("SSRS", 200, "people hurt"),
      item<&fkdb::SWRS>("SWRS", 200, "people dead"),
      item<&fkdb::JQCLJGDM>("JQCLJGDM", 200, "result, code"),
      item<&fkdb::JQCLJGSM>("JQCLJGSM", 4000, "result, text"),
      item<&fkdb::TQQKDM>("TQQKDM", 200, "weather"),
      item<&fkdb::YJDWDM>("YJDWDM", 12, "handed over to"),
      item<&fkdb::GCFKBS>("GCFKBS", 200, "1: feedback during the work"),
  };
  static const record::table table{.name = "FKDB", .summary = "What a unit reported back, in the 110 data set.", .fields = fields};
  return table;
}

const record::table& record_of(const incident_110*) {
  static constexpr record::field fields[] = {
      record::field_of<&incident_110::JJDB>({.name = "JJDB", .summary = "the call", .read_only = true}),
      record::field_of<&incident_110::PJDB>({.name = "PJDB", .summary = "the units sent", .read_only = true}),
      record::field_of<&incident_110::FKDB>({.name = "FKDB", .summary = "what they reported back", .read_only = true}),
  };
  static const record::table table{.name = "Incident110", .summary = "An incident as the 110 data set has it.", .fields = fields};
  return table;
}

std::span<const record::choice> source_choices_110() {
  static constexpr record::choice choices[] = {
      {"0100", "电话报警", "By phone"},
      {"0101", "110", "Phone 110"},
      {"0102", "122", "Phone 122"},
      {"0103", "5G视频", "5G video call"},
      {"0199", "其他电话", "Other phone"},
      {"0200", "当面报警", "In person"},
      {"0201", "到所报警", "At a station"},
      {"0202", "扭送", "Suspect brought in"},
      {"0299", "其他当面", "Otherwise in person"},
      {"0400", "物联网", "By a device"},
      {"0401", "报警终端", "Alarm terminal"},
      {"0402", "技防报警", "Technical alarm"},
      {"0403", "校园报警", "School alarm"},
      {"0404", "公交报警", "Bus alarm"},
      {"0500", "短信", "Text message"},
      {"0600", "互联网", "By network"},
      {"0601", "网络视频", "Network video"},
      {"0602", "网络语音", "Network voice"},
      {"0603", "自助报警", "Self-service"},
      {"0604", "其他网络", "Other network"},
      {"0800", "外地110", "Another area's 110"},
      {"0801", "省内转来", "From within the province"},
      {"0802", "省外转来", "From another province"},
      {"0900", "其他部门", "Another service"},
      {"0901", "12345", "12345"},
      {"0902", "119", "119"},
      {"0903", "120", "120"},
      {"0904", "心理援助", "Crisis line"},
      {"0999", "其他部门转来", "Another service, other"},
      {"9900", "其他", "Other"},
  };
  return choices;
}

std::span<const record::choice> relation_choices_110() {
  static constexpr record::choice choices[] = {
      {"1", "重复报警", "Reported again"}, {"2", "催办", "Asked after"}, {"3", "民警反馈", "Officer's feedback"}, {"4", "骚扰", "Nuisance"}};
  return choices;
}

}  // namespace dispatch
