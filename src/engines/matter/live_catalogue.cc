#include "engines/matter/live_catalogue.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engines/matter/catalogue_read.h"
#include "engines/matter/fault_words.h"
#include "engines/matter/kind_read.h"
#include "engines/matter/kind_roles.h"
#include "foundation/base/problem.h"
#include "foundation/seal/hash.h"

namespace matter {
namespace {

const store::actor reader{.account_id = "", .remote = "local", .request_id = "catalogue"};

constexpr std::size_t most_told = 20;  // more help nobody

std::string digest_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return seal::to_hex(seal::sha256(std::string(std::istreambuf_iterator<char>(in), {})));
}

}  // namespace

void refuse_catalogue(const std::vector<fault>& faults) {
  std::string detail;
  for (std::size_t i = 0; i < faults.size() && i < most_told; ++i) {
    const auto& one = faults[i];
    detail += (i == 0 ? "" : "; ") + one.file + ":" + std::to_string(one.line) + ": " + said(one);
  }
  if (faults.size() > most_told) detail += "; and " + std::to_string(faults.size() - most_told) + " more";
  throw base::problem(422, "bad_catalogue", "The catalogue cannot be used.", detail,
                      "Correct the named lines; `shouwang catalogue check` shows all.");
}

std::span<const choice_item> catalogue_roles() {
  static const std::vector<choice_item> roles = kind_roles();
  return roles;
}

loaded_catalogue load_catalogue(const std::string& folder) {
  loaded_catalogue fresh;
  std::vector<fault> faults;
  fresh.all = read_catalogue(folder, catalogue_roles(), faults);
  if (!faults.empty()) refuse_catalogue(faults);
  try {
    fresh.days = calendar::read_working_days((std::filesystem::path(folder) / "working_days.yaml").string());
  } catch (const base::problem& wrong) {  // told as the faults of every other file
    throw base::problem(422, "bad_catalogue", "The catalogue cannot be used.", wrong.detail, "Correct the named lines.");
  }
  std::string texts;
  for (const auto& [code, one] : fresh.all.kinds) texts += code + one.version;
  for (const char* name : {"clocks.yaml", "lists.yaml", "outputs.yaml", "working_days.yaml"}) texts += digest_of(folder + "/" + name);
  fresh.digest = seal::to_hex(seal::sha256(texts));
  return fresh;
}

live_catalogue::live_catalogue(std::string folder, store::database& db, const base::clock& time) : folder_(std::move(folder)), db_(db), time_(time) {
  now_ = read();
  remember(now_->all);
}

std::shared_ptr<const loaded_catalogue> live_catalogue::now() const {
  const std::scoped_lock lock(mutex_);
  return now_;
}

std::string live_catalogue::last_fault() const {
  const std::scoped_lock lock(mutex_);
  return fault_;
}

std::shared_ptr<const loaded_catalogue> live_catalogue::read() const {
  auto fresh = std::make_shared<loaded_catalogue>(load_catalogue(folder_));
  fresh->loaded_at = time_.now();
  return fresh;
}

void live_catalogue::ask_others(const catalogue& fresh) const {
  for (const auto& reader : others_) {
    try {
      reader(folder_, fresh);
    } catch (const base::problem& wrong) {  // told as the faults of every other file
      throw base::problem(422, "bad_catalogue", "The catalogue cannot be used.", wrong.detail,
                          wrong.remedy.empty() ? "Correct the named lines." : wrong.remedy);
    }
  }
}

// A matter may begin with what is in force from now on: its text is kept before anybody can use it.
void live_catalogue::remember(const catalogue& all) {
  db_.write_and_wait(reader, [&](store::transaction& work) {
    for (const auto& [code, one] : all.kinds) {
      work.db().execute("INSERT INTO matter_kinds (kind, version, content, loaded_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                        {code, one.version, one.text, work.now().us});
    }
  });
}

bool live_catalogue::reload(const std::optional<store::actor>& by) {
  std::shared_ptr<const loaded_catalogue> fresh;
  try {
    fresh = read();
    ask_others(fresh->all);
  } catch (const base::problem& wrong) {
    const std::scoped_lock lock(mutex_);
    fault_ = wrong.detail;
    throw;
  }
  remember(fresh->all);
  const auto before = now();
  const bool changed = fresh->digest != before->digest;
  if (by) {
    const std::string detail = changed ? R"({"changed":true})" : R"({"changed":false})";
    db_.write_and_wait(*by, [&](store::transaction& work) {
      work.journal({.action = "reload_catalogue", .subject_kind = "catalogue", .subject_id = "kinds", .detail = detail});
    });
  }
  const std::scoped_lock lock(mutex_);
  now_ = std::move(fresh);
  fault_.clear();
  return changed;
}

bool live_catalogue::is_edition(store::connection& db, const std::string& code, const std::string& version) {
  return !db.query("SELECT kind FROM matter_kinds WHERE kind = $1 AND version = $2", {code, version}).empty();
}

std::shared_ptr<const kind> live_catalogue::kind_at(store::connection& db, const std::string& code, const std::string& version) {
  const auto present = now();
  const auto found = present->all.kinds.find(code);
  if (found != present->all.kinds.end() && found->second.version == version) return {present, &found->second};
  const auto key = code + "/" + version;
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = older_.find(key); known != older_.end()) return known->second;
  }
  const auto stored = db.query("SELECT content FROM matter_kinds WHERE kind = $1 AND version = $2", {code, version});
  std::vector<fault> faults;
  auto read = stored.empty() ? kind() : read_kind(stored.text(0, 0), code + ".yaml", present->all, faults);
  // It was whole when it was kept. What it names may be gone since (a list, a legal clock): then it goes on without, and its
  // matters can still be read, brought to their end, or moved.
  if (read.stages.empty()) {
    throw base::problem(500, "kind_unreadable", "The edition this matter began with cannot be read any more.", key,
                        "Bring the database back from a copy: the edition's text is damaged.");
  }
  const auto kept = std::make_shared<const kind>(std::move(read));
  const std::scoped_lock lock(mutex_);
  return older_.emplace(key, kept).first->second;
}

}  // namespace matter
