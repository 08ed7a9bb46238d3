#include "engines/matter/matter_export.h"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>

#include "engines/matter/field_rules.h"
#include "engines/matter/matter_view.h"
#include "foundation/sheet/sheet.h"

namespace matter {
namespace {

// Local time of the town: "2026-03-02 09:00".
std::string local(const std::optional<base::instant>& at, int utc_offset_min) {
  if (!at) return {};
  auto text = base::to_rfc3339({at->us / 1'000'000 * 1'000'000 + std::int64_t{utc_offset_min} * 60'000'000});
  text[10] = ' ';
  return text.substr(0, 16);
}

struct heading {
  std::string_view zh, en;
};
constexpr std::array<heading, 12> headings{{{"编号", "Number"},
                                            {"事项", "Kind"},
                                            {"标题", "Title"},
                                            {"阶段", "Stage"},
                                            {"辖区", "Area"},
                                            {"办理单位", "Desk"},
                                            {"地点", "Place"},
                                            {"上报时间", "Reported"},
                                            {"到期时间", "Due"},
                                            {"办结时间", "Ended"},
                                            {"结果", "Result"},
                                            {"重办次数", "Reopened"}}};

class table {
 public:
  table(const services& on, bool english, const kind* of) : on_(on), english_(english), of_(of) {
    out_.name = english ? "Matters" : "事项";
    auto& row = out_.rows.emplace_back();
    for (const auto& one : headings) row.push_back({.text = std::string(english ? one.en : one.zh)});
    if (of == nullptr) return;
    for (const auto& field : of->fields) row.push_back({.text = english ? field.label.en : field.label.zh});
  }

  void add(const matter_record& one) {
    const auto say = [&](const words& text) { return english_ ? text.en : text.zh; };
    auto result = one.result;
    if (of_ != nullptr) {
      const auto found = std::ranges::find(of_->results, one.result, &choice_item::code);
      if (found != of_->results.end()) result = say(found->name);
    }
    auto& row = out_.rows.emplace_back();
    for (auto text :
         {one.number, say(one.kind_name), one.title, say(one.stage_name), one.area_name, one.desk_name, one.place_name.value_or(""),
          local(one.reported_at, on_.utc_offset_min), local(one.due_at, on_.utc_offset_min), local(one.ended_at, on_.utc_offset_min), result}) {
      row.push_back({.text = std::move(text)});
    }
    row.push_back({.text = std::to_string(one.round - 1), .number = true});
    if (of_ != nullptr) add_fields(row, one);
  }

  sheet::sheet done() { return std::move(out_); }

 private:
  void add_fields(std::vector<sheet::cell>& row, const matter_record& one) {
    const auto parsed = boost::json::parse(one.fields.text);
    for (const auto& field : of_->fields) {
      const auto* content = parsed.as_object().if_contains(field.name);
      if (content == nullptr) {
        row.emplace_back();
        continue;
      }
      const auto said = say_value(field, *content);
      row.push_back({.text = english_ ? said.en : said.zh, .number = content->is_number()});
    }
  }

  const services& on_;
  bool english_;
  const kind* of_;
  sheet::sheet out_;
};

sheet::sheet question_sheet(const services& on, const operation::request& asked, std::size_t rows, bool english) {
  sheet::sheet out{.name = english ? "Question" : "查询条件"};
  const auto add = [&](std::string_view zh, std::string_view en, std::string text) {
    out.rows.push_back({{.text = std::string(english ? en : zh)}, {.text = std::move(text)}});
  };
  add("项目", "What", english ? "Value" : "内容");
  add("导出人", "Exported by", asked.who.display_name.empty() ? asked.who.account_name : asked.who.display_name);
  add("导出时间", "Exported at", local(on.time.now(), on.utc_offset_min));
  add("条数", "Rows", std::to_string(rows));
  for (const auto& [name, content] : asked.query) add(name, name, content);
  return out;
}

}  // namespace

operation::answer export_matters(const services& on, const operation::request& asked, store::connection& db, std::vector<matter_record>& all) {
  const bool english = asked.who.language == "en";
  const auto present = on.catalogue.now();
  const auto of = present->all.kinds.find(asked.parameter("kind"));
  listed(on, db, all);  // fills in the names
  table rows(on, english, of == present->all.kinds.end() ? nullptr : &of->second);
  for (const auto& one : all) rows.add(one);
  operation::answer out;
  out.body = sheet::write_xlsx({rows.done(), question_sheet(on, asked, all.size(), english)});
  out.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  out.headers = {{"Content-Disposition", "attachment; filename=\"matters.xlsx\""}};
  return out;
}

}  // namespace matter
