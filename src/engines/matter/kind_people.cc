#include "engines/matter/kind_people.h"

#include <algorithm>
#include <string>

#include "foundation/base/text.h"

namespace matter {
namespace {

constexpr auto identifies = person_sort::identifies;
constexpr auto group = person_sort::group;
constexpr auto duty = person_sort::duty;

constexpr person_word all_words[] = {
    // duty holders come first, so that their remedy is the one that is told
    {"负责人", duty},
    {"责任人", duty},
    {"经办人", duty},
    {"承办人", duty},
    {"值班员", duty},
    {"值班人", duty},
    {"带班领导", duty},
    {"包案领导", duty},
    {"分管领导", duty},
    {"检查人", duty},
    {"民警姓名", duty},
    {"person in charge", duty},
    {"responsible person", duty},
    {"leader name", duty},
    {"name of leader", duty},
    {"officer name", duty},
    {"name of officer", duty},
    {"inspector name", duty},
    {"manager name", duty},
    // what identifies a person
    {"姓名", identifies},
    {"人名", identifies},
    {"身份证", identifies},
    {"证件号", identifies},
    {"护照", identifies},
    {"手机号", identifies},
    {"电话号", identifies},
    {"微信", identifies},
    {"住址", identifies},
    {"家庭地址", identifies},
    {"户籍", identifies},
    {"户口", identifies},
    {"车牌", identifies},
    {"号牌", identifies},
    {"人脸", identifies},
    {"指纹", identifies},
    {"虹膜", identifies},
    {"体貌", identifies},
    {"出生日期", identifies},
    {"出生年月", identifies},
    {"宗教信仰", identifies},
    {"政治面貌", identifies},
    {"前科", identifies},
    {"full name", identifies},
    {"person name", identifies},
    {"name of person", identifies},
    {"applicant name", identifies},
    {"surname", identifies},
    {"id card", identifies},
    {"identity card", identifies},
    {"id number", identifies},
    {"passport", identifies},
    {"phone number", identifies},
    {"wechat", identifies},
    {"home address", identifies},
    {"household register", identifies},
    {"hukou", identifies},
    {"plate", identifies},
    {"plates", identifies},
    {"plate number", identifies},
    {"face", identifies},
    {"faces", identifies},
    {"fingerprint", identifies},
    {"date of birth", identifies},
    {"birthday", identifies},
    {"criminal record", identifies},
    {"性别", identifies, true},
    {"年龄", identifies, true},
    {"民族", identifies, true},
    {"宗教", identifies, true},
    {"sex", identifies, true},
    {"gender", identifies, true},
    {"age", identifies, true},
    {"ethnicity", identifies, true},
    {"religion", identifies, true},
    // files on people
    {"重点人员", identifies},
    {"重点人口", identifies},
    {"重点人群", identifies},
    {"高危人员", identifies},
    {"嫌疑人", identifies},
    {"吸毒人员", identifies},
    {"刑满释放", identifies},
    {"社区矫正", identifies},
    {"上访人", identifies},
    {"信访人", identifies},
    {"举报人", identifies},
    {"线人", identifies},
    {"在逃", identifies},
    {"suspect", identifies},
    {"suspects", identifies},
    {"key person", identifies},
    {"key persons", identifies},
    {"key people", identifies},
    {"petitioner", identifies},
    {"petitioners", identifies},
    {"informant", identifies},
    {"informants", identifies},
    {"watch list", identifies},
    {"blacklist", identifies},
    // people that are counted, never listed
    {"居民", group},
    {"村民", group},
    {"租户", group},
    {"租客", group},
    {"住客", group},
    {"旅客", group},
    {"顾客", group},
    {"访客", group},
    {"流动人口", group},
    {"当事人", group},
    {"报警人", group},
    {"报告人", group},
    {"联系人", group},
    {"联系方式", group},
    {"电话", group},
    {"手机", group},
    {"名单", group},
    {"resident", group},
    {"residents", group},
    {"tenant", group},
    {"tenants", group},
    {"guest", group},
    {"guests", group},
    {"customer", group},
    {"customers", group},
    {"visitor", group},
    {"visitors", group},
    {"migrant", group},
    {"migrants", group},
    {"caller", group},
    {"person", group},
    {"contact", group},
    {"phone", group},
    {"telephone", group},
    {"mobile", group},
};

// A figure below this holds no telephone number and no number of a paper.
constexpr double too_small_to_identify = 1e7;

bool is_chinese(std::string_view word) { return static_cast<unsigned char>(word.front()) >= 0x80; }

// "Name_of person" as " name of person ": whole words can be looked for.
std::string spaced(std::string_view text) {
  std::string out = " ";
  for (const char c : base::lower_ascii(text)) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_word || out.back() != ' ') out += is_word ? c : ' ';
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

// Whether the text has the word, except behind a word that says it is left out: 不含号牌, "without plates".
bool has_unless_denied(std::string_view text, std::string_view word) {
  constexpr std::string_view denials[] = {"不含", "不记", "不写", "不看", "不填", " without", " no"};
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto before = text.substr(0, at);
    if (std::ranges::none_of(denials, [&](std::string_view denial) { return before.ends_with(denial); })) return true;
  }
  return false;
}

// The texts a word is looked for in.
struct haystack {
  std::string code, zh, en;
  haystack(std::string_view code_text, const words& name) : code(spaced(code_text)), zh(name.zh), en(spaced(name.en)) {}

  [[nodiscard]] bool has(const person_word& word) const {
    if (is_chinese(word.word)) return word.whole ? base::trim(zh) == word.word : has_unless_denied(zh, word.word);
    const auto padded = " " + std::string(word.word) + " ";
    return word.whole ? code == padded || en == padded : has_unless_denied(code, padded) || has_unless_denied(en, padded);
  }
};

bool is_text(field_type type) { return type == field_type::text || type == field_type::long_text; }

// What such a field holds of people besides identifying ones: nothing, when it is a yes or no, a small figure or a place.
bool holds_no_person(const field& one) {
  const bool is_figure = one.type == field_type::whole || one.type == field_type::number || one.type == field_type::money;
  return one.type == field_type::yes_no || one.type == field_type::place || one.type == field_type::area ||
         (is_figure && one.maximum < too_small_to_identify);
}

}  // namespace

std::span<const person_word> person_words() { return all_words; }

std::optional<person_word> person_in(const field& one) {
  if (one.type == field_type::unit || one.type == field_type::force) return std::nullopt;  // these name who is on duty
  const haystack texts(one.name, one.label);
  for (const auto& word : all_words) {
    if (word.sort == person_sort::duty && !is_text(one.type)) continue;
    if (word.sort == person_sort::group && holds_no_person(one)) continue;
    if (texts.has(word)) return word;
  }
  return std::nullopt;
}

std::optional<person_word> person_in(std::string_view code, const words& name) {
  const haystack texts(code, name);
  const auto found =
      std::ranges::find_if(all_words, [&](const person_word& word) { return word.sort == person_sort::identifies && texts.has(word); });
  return found == std::end(all_words) ? std::nullopt : std::optional(*found);
}

bool names_people(std::string_view subject) {
  constexpr std::string_view more[] = {"people",     "persons",    "citizen", "citizens", "household", "human", "party", "parties",
                                       "individual", "population", "driver",  "student",  "worker",    "staff", "member"};
  if (subject.find("人") != std::string_view::npos || subject.find("民") != std::string_view::npos) return true;
  const auto padded = spaced(subject);
  const auto is_in = [&](std::string_view word) { return padded.find(" " + std::string(word) + " ") != std::string::npos; };
  if (std::ranges::any_of(more, is_in)) return true;
  return std::ranges::any_of(all_words, [&](const person_word& word) { return !is_chinese(word.word) && is_in(word.word); });
}

}  // namespace matter
