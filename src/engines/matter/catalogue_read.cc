#include "engines/matter/catalogue_read.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <tuple>

#include "engines/matter/kind_lint.h"
#include "engines/matter/kind_lint_tools.h"
#include "engines/matter/kind_part.h"
#include "engines/matter/kind_people.h"
#include "engines/matter/kind_read.h"

namespace matter {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_kinds = 200;
constexpr std::size_t most_rows = 1'000;

constexpr key_rule clocks_file_rules[] = {{"version", need::demanded}, {"clocks", need::demanded}};
constexpr key_rule row_rules[] = {
    {"id", need::demanded}, {"limit", need::demanded}, {"from"}, {"to"}, {"citation", need::checked}, {"rolls"}, {"verify"}};
constexpr key_rule lists_file_rules[] = {{"version", need::demanded}, {"lists", need::demanded}};
constexpr key_rule outputs_file_rules[] = {{"version", need::demanded}, {"outputs", need::demanded}, {"indicators"}};
constexpr key_table clocks_file{"clocks_file", "clocks.yaml", clocks_file_rules};
constexpr key_table row_keys{"row", "a row", row_rules};
constexpr key_table lists_file{"lists_file", "lists.yaml", lists_file_rules};
constexpr key_table outputs_file{"outputs_file", "outputs.yaml", outputs_file_rules};

// The file's text; nothing, with its fault, when it cannot be read or is too long to be looked at.
std::optional<std::string> text_of(const std::string& path, std::vector<fault>& faults) {
  std::error_code failed;
  std::ifstream in;  // opened once it is known to be a file: to open a pipe is to wait for its other end
  if (fs::is_regular_file(path, failed)) in.open(path, std::ios::binary);
  std::string text(largest_text + 1, '\0');
  if (in.is_open()) {
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (!in.bad()) return text;
  }
  fault_list(path, faults).add(1, "no_file", "the file cannot be read", "Put it there, readable for the server.");
  return std::nullopt;
}

// A file of the catalogue that is one map, while it is read.
struct open_file {
  fault_list wrong;
  std::optional<text_node> root;
  std::map<std::string, int, std::less<>> lines = {};
};

std::optional<open_file> open(const std::string& path, std::vector<fault>& faults) {
  const auto text = text_of(path, faults);
  if (!text) return std::nullopt;
  open_file file{.wrong = fault_list(path, faults), .root = std::nullopt};
  file.root = read_text(*text, file.wrong);
  if (!file.root) return std::nullopt;
  return file;
}

clock_row read_row(const part& from) {
  clock_row row;
  row.line = from.line();
  row.id = from.code("id");
  row.limit = from.limit("limit").value_or(calendar::limit{});
  row.limit.rolls = from.flag("rolls");
  row.from_day = from.text("from", 10);
  row.to_day = from.text("to", 10);
  row.citation = from.text("citation", 300);
  row.verify = from.maybe_flag("verify").value_or(false);
  return row;
}

void read_clock_file(const std::string& path, catalogue& town, std::vector<fault>& faults) {
  auto file = open(path, faults);
  if (!file) return;
  reading in{.wrong = file->wrong, .known = town, .lines = file->lines};
  const part whole(*file->root, clocks_file, in, "");
  for (const auto& node : whole.list("clocks", most_rows)) {
    auto row = read_row(part(node, row_keys, in, ""));
    if (row.id.empty()) continue;  // said already
    auto& rows = town.clocks[row.id];
    rows.push_back(std::move(row));
  }
  for (auto& [id, rows] : town.clocks) {
    std::ranges::stable_sort(rows, {}, &clock_row::from_day);
    for (auto& found : lint_clock_rows(rows)) file->wrong.add(found.line, found.code, found.what, found.remedy);
  }
}

void read_list_file(const std::string& path, catalogue& town, std::vector<fault>& faults) {
  auto file = open(path, faults);
  if (!file) return;
  reading in{.wrong = file->wrong, .known = town, .lines = file->lines};
  const part whole(*file->root, lists_file, in, "");
  const auto* lists = whole.find("lists");
  if (lists == nullptr) return;
  std::vector<key_rule> names;  // the lists' names are the map's keys, whatever they are
  for (const auto& name : lists->keys) names.push_back({name});
  const key_table any{"lists", "lists", names};
  const part all(*lists, any, in, "lists");
  for (const auto& name : lists->keys) {
    if (!is_code(name)) all.fault(name, "bad_code", "a list is called " + name, "Write small letters, digits and _, a letter first.");
    auto items = read_choices(all, name);
    for (const auto& one : items) {
      const auto word = person_in(named_as::option, one.code, one.name);
      if (!word) continue;
      file->wrong.add(one.line, "personal_name", "the choice " + one.code + " files people under a kind (" + std::string(word->word) + ")",
                      std::string(keeps_no_file));
    }
    town.lists.emplace(name, std::move(items));
  }
}

void read_output_file(const std::string& path, catalogue& town, std::vector<fault>& faults) {
  auto file = open(path, faults);
  if (!file) return;
  reading in{.wrong = file->wrong, .known = town, .lines = file->lines};
  const part whole(*file->root, outputs_file, in, "");
  town.outputs = read_choices(whole, "outputs");
  if (whole.has("indicators")) town.indicators = read_choices(whole, "indicators");
  for (const auto* all : {&town.outputs, &town.indicators}) {
    for (const auto& one : *all) {
      const auto word = person_in(named_as::choice, one.code, one.name);
      if (!word) continue;
      file->wrong.add(one.line, "personal_name", "the name " + one.code + " is one of files on people (" + std::string(word->word) + ")",
                      std::string(keeps_no_file));
    }
  }
}

std::vector<fs::path> kind_files(const std::string& folder, std::vector<fault>& faults) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with('.')) continue;  // an editor's own, or hidden on purpose
    if (entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    } else if (!name.ends_with(".md")) {
      fault_list(folder + "/" + name, faults).add(1, "not_read", "this is not read: a kind is a file NAME.yaml", "Rename it, or put it elsewhere.");
    }
  }
  if (failed) fault_list(folder, faults).add(1, "no_file", "the folder cannot be read", "Put the kinds of matters there, one file each.");
  if (!failed && files.empty())
    fault_list(folder, faults).add(1, "no_file", "there is no kind in the folder", "Put the kinds of matters there, one file each.");
  std::ranges::sort(files);
  if (files.size() > most_kinds) {
    fault_list(folder, faults).add(1, "too_many", "there are more than " + std::to_string(most_kinds) + " kinds", "Merge kinds that are alike.");
    files.resize(most_kinds);
  }
  return files;
}

// Faults that leave the data whole: the rules over it can still be asked.
bool leaves_whole(const fault& one) {
  constexpr std::string_view harmless[] = {"missing_translation", "untranslated",   "unknown_output",
                                           "unknown_indicator",   "person_subject", "too_long"};
  return holds(harmless, one.code);
}

// The codes of the kinds that were read without a fault of form.
std::vector<std::string> read_kinds(const std::string& folder, catalogue& town, std::vector<fault>& faults) {
  std::vector<std::string> whole;
  for (const auto& path : kind_files(folder, faults)) {
    const auto file = folder + "/" + path.filename().string();
    const auto text = text_of(file, faults);
    if (!text) continue;
    const auto before = static_cast<std::ptrdiff_t>(faults.size());
    auto one = read_kind(*text, file, town, faults);
    const auto code = path.stem().string();
    if (is_code(one.code) && one.code != code) {
      fault_list(file, faults)
          .add(line_at(one, "kind"), "other_name", "the file is called " + code + " and the kind " + one.code, "Give both the same name.");
    }
    if (std::all_of(faults.begin() + before, faults.end(), leaves_whole)) whole.push_back(code);
    town.kinds.emplace(code, std::move(one));
  }
  return whole;
}

// The codes of incident_types.yaml; nothing when there is no such file. Its form is for its own reader.
std::optional<std::vector<std::string>> incident_types(const std::string& path) {
  std::vector<fault> not_ours;
  std::error_code failed;
  const auto file = fs::exists(path, failed) ? open(path, not_ours) : std::nullopt;
  const auto* types = file ? file->root->find("types") : nullptr;
  if (types == nullptr) return std::nullopt;
  std::vector<std::string> codes;
  for (const auto& type : types->items) {
    if (const auto* code = type.find("code")) codes.push_back(code->text);
  }
  return codes;
}

void check_incident_types(const kind& one, const std::vector<std::string>& known, lint_faults& out) {
  for (const auto& type : one.incident_types) {
    if (holds(known, type)) continue;
    out.push_back(fault_at(line_at(one, "from_incident"), "unknown_incident_type", "there is no type of incident " + type + nearest(type, known),
                           "Name a code of incident_types.yaml."));
  }
}

}  // namespace

catalogue read_catalogue(const std::string& folder, std::span<const choice_item> roles, std::vector<fault>& faults) {
  const auto before = static_cast<std::ptrdiff_t>(faults.size());
  catalogue town;
  town.roles.assign(roles.begin(), roles.end());
  std::vector<std::string_view> follow;  // what a fault of a file that kinds name from would have each of them say
  const auto read_shared = [&](const auto& read, const std::string& file, std::initializer_list<std::string_view> codes) {
    const auto count = faults.size();
    read(folder + file, town, faults);
    if (faults.size() > count) follow.insert(follow.end(), codes);
  };
  read_shared(read_list_file, "/lists.yaml", {"unknown_list", "unknown_choice"});
  read_shared(read_output_file, "/outputs.yaml", {"unknown_output", "unknown_indicator", "unused_field"});
  read_shared(read_clock_file, "/clocks.yaml", {"unknown_rule", "warn_too_long"});
  const auto of_kinds = static_cast<std::ptrdiff_t>(faults.size());
  const auto types = incident_types(folder + "/incident_types.yaml");
  for (const auto& code : read_kinds(folder + "/kinds", town, faults)) {
    const auto& one = town.kinds.at(code);
    auto found = lint_kind({.one = one, .town = town});
    if (types) check_incident_types(one, *types, found);
    fault_list wrong(folder + "/kinds/" + code + ".yaml", faults);
    for (auto& each : found) wrong.add(each.line, std::move(each.code), std::move(each.what), std::move(each.remedy));
  }
  faults.erase(std::remove_if(faults.begin() + of_kinds, faults.end(), [&](const fault& one) { return holds(follow, one.code); }), faults.end());
  std::stable_sort(faults.begin() + before, faults.end(),
                   [](const fault& a, const fault& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
  return town;
}

std::size_t count_unverified(const catalogue& town) {
  std::size_t count = 0;
  for (const auto& [id, rows] : town.clocks) count += static_cast<std::size_t>(std::ranges::count_if(rows, &clock_row::verify));
  return count;
}

}  // namespace matter
