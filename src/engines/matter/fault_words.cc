#include "engines/matter/fault_words.h"

#include <algorithm>
#include <span>

namespace matter {
namespace {

struct fault_words {
  std::string_view code, zh;
};

// Of the file's form.
constexpr fault_words of_form[] = {
    {"broken_yaml", "YAML 写法有误：看这一行和上一行，括号、引号要成对，冒号后空一格，缩进只用空格"},
    {"not_utf8", "文件不是 UTF-8 编码：另存为 UTF-8"},
    {"yaml_reference", "不能用锚点、别名和标签：把内容写全，或加引号"},
    {"too_deep", "层次太深：按说明的形式写"},
    {"empty_file", "文件是空的：写上内容，或删去文件"},
    {"no_folder", "没有这个文件夹：写出 kinds/ 所在的文件夹"},
    {"no_file", "读不到这个文件或文件夹：放回原处并允许读取"},
    {"not_read", "这个文件不会被读取：事项种类的文件名以 .yaml 结尾"},
    {"too_large", "文件太大：请精简"},
    {"too_many", "条数超过上限：请精简"},
    {"too_long", "文字太长：请精简"},
    {"duplicate_key", "同一个键写了两次：留一个"},
    {"duplicate_code", "代码或名称重复：改成不同的"},
    {"duplicate_number", "编号字母与其他种类或预案相同：换别的字母"},
    {"unknown_key", "没有这个键：改正拼写，或删去；若是前面文字的一部分，整段文字加引号"},
    {"open_quote", "引号在这一行里没有结束：补上引号；长文字写在“键: |”下面各行"},
    {"open_bracket", "这里的括号一直没有结束：在该结束的地方补上"},
    {"full_width", "这里用了全角标点：改用英文键盘的冒号、逗号，后面空一格"},
    {"bad_requirement", "需求编号写法不对：一个大写字母加数字，例如 D4"},
    {"missing_key", "缺少必填的键：补上"},
    {"misplaced_key", "这个键不该写在这里：删去或移到该在的地方"},
    {"wrong_type", "写法不对：按提示的形式填写"},
    {"out_of_range", "超出允许范围：改到范围以内"},
    {"bad_code", "代码不合规定：小写字母开头，只用小写字母、数字和下划线"},
    {"bad_number", "编号字母不合规定：用两到六个大写字母"},
    {"bad_limit", "时限写法不对：例如 5 working_days"},
    {"bad_start", "起算写法不对：report、event、known、stage、step 或 field"},
    {"bad_check", "核对条件写法不对：只用 at_least、at_most、not_before、not_after"},
    {"bad_days", "日期写法不对，或先后颠倒"},
    {"missing_translation", "缺少中文或英文名称：两种语言都要写"},
    {"untranslated", "没有翻译：zh 写中文，en 写英文"},
    {"other_name", "文件名与代码不一致：改成相同"},
    {"unknown_list", "没有这个选项表：写 lists.yaml 里的名称"},
    {"unknown_output", "没有这个用途：写 outputs.yaml 里的代码"},
    {"unknown_indicator", "没有这个统计指标：写 outputs.yaml 里 indicators 的代码，或在那里补上"},
    {"unknown_role", "没有这个角色：写已有的角色"},
    {"unknown_level", "没有这个层级：province、city、county、township、village、grid"},
};

// Of the rules over kinds.
constexpr fault_words of_rules[] = {
    {"unknown_field", "没有这个字段：改正名称，或在 fields 里补上"},
    {"unknown_stage", "没有这个阶段：改正名称，或在 stages 里补上"},
    {"unknown_step", "没有这个步骤：改正名称，或补上"},
    {"unknown_result", "没有这个结果：改正名称，或在 results 里补上"},
    {"unknown_rule", "没有这条法定时限：写 clocks.yaml 里的 id，或直接写 limit"},
    {"unknown_kind", "没有这个事项种类：改正名称"},
    {"unknown_choice", "没有这个选项：改正名称"},
    {"unknown_incident_type", "没有这个警情类别：写 incident_types.yaml 里的代码"},
    {"no_result", "办结步骤没有写结果：补上 result"},
    {"misplaced_result", "不办结的步骤不能写结果：删去，或改到办结的阶段"},
    {"unused_result", "没有步骤用到这个结果：让步骤用它，或删去"},
    {"no_file_set", "步骤要求案卷齐全，但没有列出案卷：补上 file_set"},
    {"unused_file_set", "列了案卷，但没有步骤要求齐全：在归档步骤写 file_set: true"},
    {"unreachable_stage", "走不到这个阶段：让某个步骤通向它，或删去"},
    {"no_end", "从这个阶段走不到办结：补一个通向办结的步骤"},
    {"ending_with_steps", "办结的阶段还有步骤：删去这些步骤"},
    {"receipt_after_end", "办结步骤还要签收：把签收放到前面的步骤"},
    {"no_clock", "这个阶段可能没有时限在走，事项会一直搁着：补一个不带条件的时限"},
    {"clock_never_runs", "这个时限从不计时：改正起算或终止"},
    {"endless_bounce", "可以无休止地来回：写 times 或 bounces，或让一个时限贯穿始终"},
    {"no_owner", "时限没有责任角色：补上 owner"},
    {"no_limit", "时限没有写多久：写 limit 或 rule"},
    {"two_limits", "limit 和 rule 只能写一个"},
    {"idle_owner", "时限的责任角色在这种事项里没有步骤：写有步骤的角色，或给它加步骤"},
    {"again_too_late", "是否同一件在上报时就要判定：same 只写上报时填的字段（asks、takes）或 place"},
    {"carries_too_little", "打开的那种事项上报时要填这个字段：在 carries 里写上，本种类也要有同名字段"},
    {"near_what", "near_m 说的是多少米内算同一处，而 same 里没有 place：补上 place，或删去 near_m"},
    {"warn_too_long", "提醒比时限还长：改短"},
    {"not_a_day", "这个字段不是日期：换成日期字段"},
    {"before_nothing", "before 要从一个日子往回数：起算写 event 或日期字段"},
    {"untrue_use", "used_in 写的这个用途并不存在：在标题、分级、时限或条件里用上，或从 used_in 删去"},
    {"unused_field", "这个字段没有用处：在 used_in 写明用途，或不要收集"},
    {"never_asked", "没有人填这个字段：写进 asks、takes、needs 或 may，或删去"},
    {"thresholds_fall", "各级界限没有从低到高：重新排列"},
    {"grades_mismatch", "等级数与界限数不一致：一级一个界限"},
    {"not_a_number", "这个字段不是数：换成数字或金额字段"},
    {"mixed_types", "比较的两样不是同类：数比数，日期比日期"},
    {"no_role", "没有人能办这个步骤：在 who 写上角色"},
    {"too_many_signers", "签字人数不对：一到五人，each: true 时与角色数相同"},
    {"no_readers", "没有人能看当事人：写上办理的角色"},
    {"personal_field", "这是关于人的字段：本系统不建个人档案，当事人只放在 parties 里，人数可以统计"},
    {"personal_evidence", "这是关于人的材料：本系统不建个人档案"},
    {"personal_name", "这个名称把人归类：本系统不建个人档案，也不标记人"},
    {"person_subject", "事项不能以人为对象：改为场所、职责或物品"},
    {"no_such_day", "不是每个周期都有这一天：改成都有的日子"},
    {"cyclic_kinds", "事项种类互相开启、绕成圈：让其中一个直接办结"},
    {"never_opened", "没有人能开启这种事项：写 opened_by、recurs，或由别的种类开启"},
    {"no_citation", "法定时限没有出处：写明法律名称和条款"},
    {"clock_overlap", "两行法定时限的有效期重叠：改正 from 和 to"},
    {"clock_gap", "两行法定时限之间有空档：改正 from 和 to"},
};

// Of plans.
constexpr fault_words of_plans[] = {
    {"personal", "这里写到了人：预案只写地点、任务和物资"},
    {"unknown_name", "incident_types.yaml 里没有这个代码：改正拼写"},
    {"unknown_task", "没有这个任务：改正名称"},
    {"unknown_resource", "没有这个资源：改正名称"},
    {"unknown_fact", "没有这个内容：改正名称"},
    {"role_not_there", "这一级没有这个岗位：补上级别，或换岗位"},
    {"task_not_there", "这一级没有前面那个任务：补上级别，或换任务"},
    {"no_task", "没有任务：至少写一个"},
    {"no_authority", "没有人能启动这一级：写 activate"},
    {"nobody_holds", "这个岗位没有人担任：写 held_by 或 units"},
    {"idle_role", "这个岗位没有任务：给它任务，或删去"},
    {"level_order", "响应级别没有从重到轻排列：重新排列"},
    {"endless_way", "任务互相等待、绕成圈：去掉其中一个 after"},
    {"confirms_itself", "自己确认自己：换另一个岗位确认"},
    {"missing_field", "开启这种事项缺少字段：写进 fields 或 fills"},
};

std::string_view words_in(std::span<const fault_words> list, std::string_view code) {
  const auto found = std::ranges::find(list, code, &fault_words::code);
  return found == list.end() ? std::string_view() : found->zh;
}

}  // namespace

std::string_view in_chinese(std::string_view fault_code) {
  for (const auto list : {std::span<const fault_words>(of_form), std::span<const fault_words>(of_rules), std::span<const fault_words>(of_plans)}) {
    if (const auto words = words_in(list, fault_code); !words.empty()) return words;
  }
  return fault_code.starts_with("unknown_") ? "这里不能写这个词：写提示里列出的一个" : "";
}

std::string said(const fault& one) {
  auto out = one.what + (one.what.ends_with('?') ? " " : ". ") + one.remedy;
  if (const auto words = in_chinese(one.code); !words.empty()) out += " （" + std::string(words) + "）";
  return out;
}

}  // namespace matter
