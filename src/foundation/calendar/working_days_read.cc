#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/calendar/working_days.h"

namespace calendar {
namespace {

constexpr std::size_t most_bytes = 1U << 20U;
constexpr std::size_t most_entries = 200;  // years; holidays of a year; days or ranges of a list
constexpr std::size_t most_faults = 20;    // more help nobody
constexpr std::size_t longest_name = 120;
constexpr int first_year = 1949;
constexpr int last_year = 2200;

base::problem bad(const std::string& detail, const std::string& remedy = "Correct the named lines and start again.") {
  return {500, "bad_catalogue", "The catalogue of working days cannot be used.", detail, remedy};
}

struct day_range {
  day from;
  day to;
};

// Reads one file; collects what is wrong, each with its line.
class reader {
 public:
  explicit reader(std::string file) : file_(std::move(file)) {}

  working_days read(const std::string& text) {
    std::vector<published_year> years;
    try {
      years = read_years(YAML::Load(text));
    } catch (const YAML::Exception& wrong) {
      throw bad(file_ + ":" + std::to_string(wrong.mark.line + 1) + ": this is not YAML: " + wrong.msg, "Correct the named line and start again.");
    }
    if (count_ > 0) throw bad(faults_);
    return working_days(std::move(years));
  }

 private:
  void fault(const YAML::Node& at, const std::string& what) {
    if (++count_ > most_faults) return;
    faults_ += (faults_.empty() ? "" : "; ") + file_ + ":" + std::to_string(line_of(at)) + ": " + what;
  }

  static int line_of(const YAML::Node& at) { return std::max(at.Mark().line, 0) + 1; }  // an empty file has no marks

  // Whether it is a map of these keys alone, each once.
  bool is_map_of(const YAML::Node& node, std::initializer_list<std::string_view> known, const std::string& what) {
    if (!node.IsMap()) {
      fault(node, what);
      return false;
    }
    std::vector<std::string> seen;
    for (const auto& pair : node) {
      const auto& key = pair.first.Scalar();
      if (std::find(known.begin(), known.end(), key) == known.end()) {
        const auto nearest =
            std::min(known, [&](std::string_view a, std::string_view b) { return base::edit_distance(a, key) < base::edit_distance(b, key); });
        fault(pair.first, "unknown key " + key.substr(0, longest_name) + "; did you mean " + std::string(nearest) + "?");
      } else if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
        fault(pair.first, "the key " + key + " is there twice");
      } else {
        seen.push_back(key);
      }
    }
    return true;
  }

  // The list of this name; empty when it is missing, which is a fault if it is needed.
  std::vector<YAML::Node> list(const YAML::Node& in, const std::string& name, bool needed) {
    const auto node = in[name];
    if (!node || node.IsNull()) {
      if (needed) fault(in, name + " is missing");
      return {};
    }
    if (!node.IsSequence() || node.size() == 0 || node.size() > most_entries) {
      fault(node, name + " must be a list of 1 to " + std::to_string(most_entries));
      return {};
    }
    return {node.begin(), node.end()};
  }

  std::vector<published_year> read_years(const YAML::Node& root) {
    std::vector<published_year> years;
    if (!is_map_of(root, {"years"}, "must be a map with years")) return years;
    std::map<int, int> lines;
    for (const auto& node : list(root, "years", true)) {
      auto one = read_year(node);
      if (!one) continue;
      const auto [other, fresh] = lines.emplace(one->year, line_of(node));
      if (!fresh) fault(node, "the year " + std::to_string(one->year) + " is there twice; the other is at line " + std::to_string(other->second));
      years.push_back(std::move(*one));
    }
    return years;
  }

  std::optional<published_year> read_year(const YAML::Node& node) {
    if (!is_map_of(node, {"year", "notices", "days"}, "a year is a map with year, notices and days")) return std::nullopt;
    const auto number = node["year"] && node["year"].IsScalar() ? base::parse_int(node["year"].Scalar()) : std::nullopt;
    if (!number || *number < first_year || *number > last_year) {
      fault(node["year"] ? node["year"] : node, "year must be a year from " + std::to_string(first_year) + " to " + std::to_string(last_year));
      return std::nullopt;
    }
    for (const auto& notice : list(node, "notices", true)) {
      const bool address = notice.IsScalar() && (notice.Scalar().starts_with("https://") || notice.Scalar().starts_with("http://"));
      if (!address) fault(notice, "a notice is the address of its text: https://…");
    }
    published_year out{.year = static_cast<int>(*number), .days = {}};
    std::map<day, int> lines;
    for (const auto& holiday : list(node, "days", true)) read_holiday(holiday, out, lines);
    return out;
  }

  void read_holiday(const YAML::Node& node, published_year& into, std::map<day, int>& lines) {
    if (!is_map_of(node, {"zh", "days_off", "days_worked"}, "a holiday is a map with zh, days_off and days_worked")) return;
    const auto name = node["zh"] && node["zh"].IsScalar() ? node["zh"].Scalar() : std::string();
    if (name.empty() || name.size() > longest_name) {
      fault(node["zh"] ? node["zh"] : node, "zh must be the holiday's name, up to " + std::to_string(longest_name) + " bytes");
    }
    for (const auto* key : {"days_off", "days_worked"}) {
      const bool is_working = std::string_view(key) == "days_worked";
      for (const auto& entry : list(node, key, !is_working)) {
        const auto range = read_range(entry, into.year);
        if (!range) continue;
        for (day d = range->from; d <= range->to; d = d + 1) {
          const auto [other, fresh] = lines.emplace(d, line_of(entry));
          if (!fresh) {
            fault(entry, to_text(d) + " is there twice, and a day is either off or worked; the other is at line " + std::to_string(other->second));
          }
          into.days.push_back({.on = d, .is_working = is_working, .name = name});
        }
      }
    }
  }

  // A day, or first..last.
  std::optional<day_range> read_range(const YAML::Node& entry, int year) {
    const std::string_view text = entry.IsScalar() ? std::string_view(entry.Scalar()) : std::string_view();
    const auto dots = text.find("..");
    const auto from = day_of_text(entry, text.substr(0, dots), year);
    const auto to = dots == std::string_view::npos ? from : day_of_text(entry, text.substr(dots + 2), year);
    if (!from || !to) return std::nullopt;
    if (*to < *from) {
      fault(entry, "the range " + std::string(text) + " ends before it begins");
      return std::nullopt;
    }
    return day_range{.from = *from, .to = *to};
  }

  std::optional<day> day_of_text(const YAML::Node& entry, std::string_view text, int year) {
    const auto found = day_from_text(text);
    if (!found) {
      fault(entry, "\"" + std::string(text.substr(0, longest_name)) + "\" is no day that exists; a day is YYYY-MM-DD, a range first..last");
    } else if (*found < first_day_of(year) - 31 || *found >= first_day_of(year + 1)) {  // 31: December
      fault(entry, std::string(text) + " lies outside " + std::to_string(year) + " and the December before, the days its notice can name");
      return std::nullopt;
    }
    return found;
  }

  std::string file_;
  std::string faults_;
  std::size_t count_ = 0;
};

}  // namespace

working_days working_days_from_yaml(const std::string& text, const std::string& file) {
  if (text.size() > most_bytes) throw bad(file + " is larger than a mebibyte.", "Put the right file there and start again.");
  if (const auto sound = base::utf8_prefix(text); sound < text.size()) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(sound), '\n');
    throw bad(file + ":" + std::to_string(line) + ": this is not UTF-8", "Save the file as UTF-8 and start again.");
  }
  return reader(file).read(text);
}

working_days read_working_days(const std::string& file) {
  std::error_code failed;
  std::ifstream in;  // opened once it is known to be a file: to open a pipe is to wait for its other end
  if (std::filesystem::is_regular_file(file, failed)) in.open(file, std::ios::binary);
  std::string text(most_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.is_open() || in.bad()) throw bad(file + " cannot be read.", "Put the file there or correct the catalogue folder in the configuration.");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return working_days_from_yaml(text, file);
}

}  // namespace calendar
