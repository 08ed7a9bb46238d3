#include <algorithm>
#include <cmath>

#include "foundation/base/text.h"
#include "foundation/record/json_text.h"
#include "foundation/record/json_tree.h"
#include "town/duty/day.h"
#include "town/duty/list_columns.h"

namespace duty {
namespace {

using record::json_object;

constexpr double largest_exact = 9e15;  // whole numbers a double keeps

cell_reading value(std::string json) { return {.json = std::move(json), .code = {}, .why = {}}; }
cell_reading wrong(std::string code, std::string why) { return {.json = {}, .code = std::move(code), .why = std::move(why)}; }

// A code or a phone typed into a spreadsheet is kept as a number: 13800000000, not 1.38E+10.
std::string text_of(const sheet::cell& one) {
  const auto number = one.number ? base::parse_double(one.text) : std::nullopt;
  if (number && std::abs(*number) < largest_exact && *number == std::floor(*number)) return std::to_string(static_cast<std::int64_t>(*number));
  return std::string(base::trim(one.text));
}

const record::field* field_called(const record::table& of, std::string_view name) {
  const auto found = std::find_if(of.fields.begin(), of.fields.end(), [&](const record::field& one) { return one.options.name == name; });
  return found == of.fields.end() ? nullptr : &*found;
}

cell_reading read_choice(const std::string& text, const list_column& column, const record::table& of) {
  const auto* field = field_called(of, column.field);
  std::string all;
  for (const auto& one : field->options.choices) {
    if (base::lower_ascii(text) == one.code || text == one.zh || base::lower_ascii(text) == base::lower_ascii(one.en)) {
      return value(json_object::quoted(one.code));
    }
    all += (all.empty() ? "" : ", ") + std::string(one.zh) + "/" + std::string(one.code);
  }
  return wrong("not_a_choice", "must be one of: " + all);
}

cell_reading read_yes_no(const std::string& text) {
  const auto low = base::lower_ascii(text);
  for (const auto* yes : {"是", "yes", "true", "1", "y", "√"}) {
    if (low == yes) return value("true");
  }
  for (const auto* no : {"否", "no", "false", "0", "n", "×"}) {
    if (low == no) return value("false");
  }
  return wrong("not_a_choice", "must be 是 or 否 (yes or no)");
}

// "2026/3/1", "2026.3.1", "2026年3月1日" and the like as YYYY-MM-DD, whatever follows a space kept; "" when it is no day.
std::string with_plain_day(std::string text) {
  for (const std::string_view mark : {"年", "月"}) {
    if (const auto at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), "-");
  }
  if (const auto at = text.find("日"); at != std::string::npos) text.erase(at, std::string_view("日").size());
  const auto end = std::min(text.find_first_of(" T"), text.size());
  std::string day = text.substr(0, end);
  std::replace_if(
      day.begin(), day.end(), [](char c) { return c == '/' || c == '.'; }, '-');
  const auto parts = base::split(std::string_view(day), '-');
  if (parts.size() != 3) return {};
  std::string plain(parts[0]);
  for (std::size_t i = 1; i < 3; ++i) plain += (parts[i].size() == 1 ? "-0" : "-") + std::string(parts[i]);
  return is_day(plain) ? plain + text.substr(end) : std::string();
}

cell_reading read_day(const sheet::cell& one, const std::string& text) {
  const auto day = with_plain_day(one.number ? sheet::day_of_serial(one.text).value_or("") : text).substr(0, 10);
  if (!day.empty()) return value(json_object::quoted(day));
  return wrong("bad_day", "must be a day: YYYY-MM-DD");
}

cell_reading read_time(const sheet::cell& one, const std::string& text, int offset_min) {
  if (const auto exact = base::instant_from_rfc3339(text)) return value(json_object::quoted(base::to_rfc3339(*exact)));
  auto local = with_plain_day(one.number ? sheet::day_of_serial(one.text).value_or("") : text);
  if (local.size() == 10) local += " 00:00";
  if (local.size() == 15) local.insert(11, "0");  // 8:00
  const auto minutes = local.size() == 16 ? minutes_of(std::string_view(local).substr(11)) : std::nullopt;
  const auto day = minutes ? start_of_day(std::string_view(local).substr(0, 10), offset_min) : std::nullopt;
  if (day) return value(json_object::quoted(base::to_rfc3339(*day + base::minutes(*minutes))));
  return wrong("bad_time", "must be a local time: YYYY-MM-DD HH:MM");
}

cell_reading read_reference(const std::string& text, const list_column& column, const references& known) {
  if (const auto id = known.find(column.refers_to, text)) return value(json_object::quoted(*id));
  return wrong("unknown_reference", "there is none of this code among the " + std::string(column.refers_to));
}

// Calls what(part) for each part between the semicolons (Latin or Chinese), trimmed, until it gives a fault.
template <class F>
cell_reading each_part(std::string text, const F& what) {
  for (auto at = text.find("；"); at != std::string::npos; at = text.find("；")) text.replace(at, std::string_view("；").size(), ";");
  record::json_array all;
  for (const auto part : base::split(text, ';')) {
    const std::string one(base::trim(part));
    if (one.empty()) continue;
    auto read = what(one);
    if (!read.code.empty()) return read;
    all.raw(read.json);
  }
  return value(all.done());
}

cell_reading read_strength(const std::string& text) {
  const auto bad = wrong("bad_strength", "must be like 12345 08:00-20:00 3: days (Monday 1), hours, members");
  std::vector<std::string> parts;
  for (const auto part : base::split(text, ' ')) {
    if (!part.empty()) parts.emplace_back(part);
  }
  if (parts.size() == 2) parts.insert(parts.begin(), "1234567");
  if (parts.size() != 3 || parts[1].size() != 11 || parts[1][5] != '-') return bad;
  const auto minimum = base::parse_int(parts[2]);
  if (!minimum || !minutes_of(parts[1].substr(0, 5)) || !minutes_of(parts[1].substr(6))) return bad;
  json_object out;
  out.text("days", parts[0]);
  out.text("from", parts[1].substr(0, 5));
  out.text("to", parts[1].substr(6));
  out.raw("minimum", std::to_string(*minimum));
  return value(out.done());
}

cell_reading read_training(const std::string& text) {
  const auto parts = base::split(std::string_view(text), '|');
  const auto part = [&](std::size_t i) { return i < parts.size() ? std::string(base::trim(parts[i])) : std::string(); };
  if (parts.size() < 2 || parts.size() > 4 || !is_day(part(1)) || (!part(2).empty() && !is_day(part(2)))) {
    return wrong("bad_training", "must be like first aid|2026-03-01|2027-03-01|school: subject, day, due day, trainer");
  }
  json_object out;
  out.text("subject", part(0));
  out.text("trained_on", part(1));
  if (!part(2).empty()) out.text("due_on", part(2));
  out.text("trainer", part(3));
  return value(out.done());
}

cell_reading read_number(const std::string& text, bool whole) {
  if (whole) {
    if (const auto number = base::parse_int(text)) return value(std::to_string(*number));
    return wrong("wrong_type", "must be a whole number");
  }
  if (base::parse_double(text)) return value(text);
  return wrong("wrong_type", "must be a number of degrees");
}

// --- the other way round ---

using tree = record::json_tree;
using node = record::json_node;

std::string plain_text(const tree& in, const node& one) {
  switch (one.holds) {
    case node::type::null: return {};
    case node::type::boolean: return one.boolean ? "true" : "false";
    default: return std::string(in.text(one));
  }
}

std::string member_text(const tree& in, const node& object, std::string_view name) {
  std::string found;
  in.each(object, [&](const node& one) {
    if (in.key(one) == name) found = plain_text(in, one);
  });
  return found;
}

std::string local_time(const std::string& text, int offset_min) {
  const auto at = base::instant_from_rfc3339(text);
  if (!at) return {};
  const auto local = base::to_rfc3339(*at + base::minutes(offset_min));
  return local.substr(0, 10) + " " + local.substr(11, 5);
}

std::string item_text(const tree& in, const node& one, const list_column& column, const references& known) {
  switch (column.kind) {
    case column_kind::references: return known.code_of(column.refers_to, plain_text(in, one));
    case column_kind::strengths:
      return member_text(in, one, "days") + " " + member_text(in, one, "from") + "-" + member_text(in, one, "to") + " " +
             member_text(in, one, "minimum");
    case column_kind::trainings:
      return member_text(in, one, "subject") + "|" + member_text(in, one, "trained_on") + "|" + member_text(in, one, "due_on") + "|" +
             member_text(in, one, "trainer");
    default: return plain_text(in, one);
  }
}

std::string choice_word(const std::string& code, const list_column& column, const record::table& of, std::string_view language) {
  for (const auto& one : field_called(of, column.field)->options.choices) {
    if (one.code == code) return std::string(language == "en" ? one.en : one.zh);
  }
  return code;
}

}  // namespace

cell_reading read_cell(const sheet::cell& one, const list_column& column, const record::table& of, const references& known, int offset_min) {
  const auto text = text_of(one);
  if (text.empty()) return {};
  // A dash empties what may be empty.
  if (text == "-" || text == "—") return value(column.kind == column_kind::text || column.kind == column_kind::phone ? "\"\"" : "null");
  switch (column.kind) {
    case column_kind::shown: return {};
    case column_kind::text:
    case column_kind::phone: return value(json_object::quoted(text));
    case column_kind::whole: return read_number(text, true);
    case column_kind::longitude:
    case column_kind::latitude: return read_number(text, false);
    case column_kind::yes_no: return read_yes_no(text);
    case column_kind::choice: return read_choice(text, column, of);
    case column_kind::day: return read_day(one, text);
    case column_kind::time: return read_time(one, text, offset_min);
    case column_kind::reference: return read_reference(text, column, known);
    case column_kind::references: return each_part(text, [&](const std::string& part) { return read_reference(part, column, known); });
    case column_kind::words: return each_part(text, [](const std::string& part) { return value(json_object::quoted(part)); });
    case column_kind::strengths: return each_part(text, read_strength);
    case column_kind::trainings: return each_part(text, read_training);
  }
  return {};
}

std::string cell_text(std::string_view json, const list_column& column, const record::table& of, const references& known, int offset_min,
                      std::string_view language) {
  const auto in = record::parse_json(json, 1U << 20U, 8);
  const auto& root = in.root();
  if (root.holds == node::type::null) return {};
  if (root.holds == node::type::list) {
    std::string all;
    in.each(root, [&](const node& one) { all += (all.empty() ? "" : "; ") + item_text(in, one, column, known); });
    return all;
  }
  if (column.kind == column_kind::longitude) return member_text(in, root, "lon");
  if (column.kind == column_kind::latitude) return member_text(in, root, "lat");
  const auto text = plain_text(in, root);
  if (column.kind == column_kind::choice) return choice_word(text, column, of, language);
  if (column.kind == column_kind::yes_no) return language == "en" ? (text == "true" ? "yes" : "no") : (text == "true" ? "是" : "否");
  if (column.kind == column_kind::reference) return known.code_of(column.refers_to, text);
  if (column.kind == column_kind::time) return local_time(text, offset_min);
  return text;
}

}  // namespace duty
