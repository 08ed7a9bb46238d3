#include "jobs/plan/plan_catalogue.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <tuple>

#include "engines/matter/catalogue_text.h"
#include "engines/matter/kind_lint_tools.h"
#include "foundation/base/problem.h"
#include "jobs/plan/plan_read.h"

namespace plan {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_plans = 100;
const store::actor reader{.account_id = "", .remote = "local", .request_id = "plans"};

std::optional<std::string> text_of(const std::string& path) {
  std::error_code failed;
  if (!fs::is_regular_file(path, failed)) return std::nullopt;  // to open a pipe is to wait for its other end
  std::ifstream in(path, std::ios::binary);
  std::string text(matter::largest_text + 1, '\0');
  if (!in) return std::nullopt;
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return in.bad() ? std::nullopt : std::optional(std::move(text));
}

// The codes of one list of incident_types.yaml; its form is for its own reader.
std::vector<std::string> codes_in(const std::string& path, std::string_view key) {
  const auto text = text_of(path);
  if (!text) return {};
  std::vector<matter::fault> not_ours;
  matter::fault_list wrong(path, not_ours);
  const auto root = matter::read_text(*text, wrong);
  const auto* list = root ? root->find(key) : nullptr;
  std::vector<std::string> out;
  if (list == nullptr) return out;
  for (const auto& one : list->items) {
    if (const auto* code = one.find("code")) out.push_back(code->text);
  }
  return out;
}

std::vector<std::string> plan_files(const std::string& folder) {
  std::vector<std::string> out;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    if (entry.path().extension() == ".yaml" && out.size() < most_plans) out.push_back(entry.path().filename().string());
  }
  std::ranges::sort(out);
  return out;
}

void read_one(const std::string& file, const std::string& stem, const known_names& known, plan_types& into, std::vector<matter::fault>& faults) {
  matter::fault_list wrong(file, faults);
  const auto text = text_of(file);
  if (!text) return wrong.add(1, "no_file", "the file cannot be read", "Put it there, readable for the server.");
  const auto before = faults.size();
  auto one = read_plan(*text, file, known.town, faults);
  if (!one.code.empty() && one.code != stem) {
    wrong.add(1, "other_name", "the file is called " + stem + " and the plan " + one.code, "Give both the same name.");
  }
  if (faults.size() == before) {
    for (auto& found : lint_plan(one, known)) wrong.add(found.line, found.code, found.what, found.remedy);
  }
  into.emplace(stem, std::move(one));
}

}  // namespace

plan_types read_plans(const std::string& folder, const matter::catalogue& town, std::vector<matter::fault>& faults) {
  const auto begin = static_cast<std::ptrdiff_t>(faults.size());
  known_names known{.town = town,
                    .incident_types = codes_in(folder + "/incident_types.yaml", "types"),
                    .capabilities = codes_in(folder + "/incident_types.yaml", "capabilities")};
  for (const auto& told : faults) {
    const fs::path file(told.file);
    if (file.parent_path().filename() == "kinds") known.faulty_kinds.push_back(file.stem().string());
  }
  plan_types out;
  for (const auto& name : plan_files(folder + "/plans")) {
    read_one(folder + "/plans/" + name, fs::path(name).stem().string(), known, out, faults);
  }
  for (const auto& [code, kind] : town.kinds) {
    if (kind.prefix != activation_prefix && kind.prefix != drill_prefix) continue;
    auto told = matter::fault_at(matter::line_at(kind, "number"), "duplicate_number",
                                 "the numbers of activated plans begin with " + kind.prefix + " too", "Choose other letters.");
    told.file = folder + "/kinds/" + code + ".yaml";
    faults.push_back(std::move(told));
  }
  std::stable_sort(faults.begin() + begin, faults.end(),
                   [](const matter::fault& a, const matter::fault& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
  return out;
}

live_plans::live_plans(std::string folder, const matter::live_catalogue& town, store::database& db)
    : folder_(std::move(folder)), town_(town), db_(db) {
  take(read());
}

std::shared_ptr<const plan_types> live_plans::now() const {
  const std::scoped_lock lock(mutex_);
  return now_;
}

void live_plans::reload(const store::actor& by) {
  auto fresh = read();
  db_.write_and_wait(by,
                     [](store::transaction& work) { work.journal({.action = "reload_plans", .subject_kind = "catalogue", .subject_id = "plans"}); });
  take(std::move(fresh));
}

std::shared_ptr<const plan_types> live_plans::read() const {
  std::vector<matter::fault> faults;
  auto fresh = std::make_shared<const plan_types>(read_plans(folder_, town_.now()->all, faults));
  if (faults.empty()) return fresh;
  matter::refuse_catalogue(faults);
}

// An activation may begin with what is in force from now on: its text is kept before anybody can use it.
void live_plans::take(std::shared_ptr<const plan_types> fresh) {
  db_.write_and_wait(reader, [&](store::transaction& work) {
    for (const auto& [code, one] : *fresh) remember_plan(work, one);
  });
  const std::scoped_lock lock(mutex_);
  now_ = std::move(fresh);
}

std::shared_ptr<const plan_type> live_plans::plan_at(store::connection& db, const std::string& code, const std::string& version) {
  const auto present = now();
  const auto found = present->find(code);
  if (found != present->end() && found->second.version == version) return {present, &found->second};
  const auto key = code + "/" + version;
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = older_.find(key); known != older_.end()) return known->second;
  }
  const auto stored = db.query("SELECT content FROM plan_editions WHERE plan = $1 AND version = $2", {code, version});
  std::vector<matter::fault> faults;
  auto read = stored.empty() ? plan_type() : read_plan(stored.text(0, 0), code + ".yaml", town_.now()->all, faults);
  if (stored.empty() || !faults.empty()) {
    throw base::problem(500, "plan_unreadable", "The edition this activation began with cannot be read any more.", key,
                        "Bring back the roles it names.");
  }
  const auto kept = std::make_shared<const plan_type>(std::move(read));
  const std::scoped_lock lock(mutex_);
  return older_.emplace(key, kept).first->second;
}

void remember_plan(store::transaction& work, const plan_type& one) {
  work.db().execute("INSERT INTO plan_editions (plan, version, content, loaded_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                    {one.code, one.version, one.text, work.now().us});
}

}  // namespace plan
