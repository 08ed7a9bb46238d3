#include "foundation/base/config.h"

#include <yaml-cpp/yaml.h>

#include <stdexcept>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"

namespace base {
namespace {

problem bad_config(std::string_view where, std::string detail, std::string remedy) {
  return {400, "bad_config", "The configuration is wrong.", std::string(where) + ": " + std::move(detail), std::move(remedy)};
}

std::string place_of(const std::string& path, const YAML::Mark& mark) { return path + ":" + std::to_string(mark.line + 1); }

// The declared key that is written most alike.
template <class Entries>
std::string nearest_key(const Entries& entries, std::string_view key) {
  std::string best;
  std::size_t best_distance = key.size();
  for (const auto& [name, entry] : entries) {
    const std::size_t distance = edit_distance(name, key);
    if (best.empty() || distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

// What is wrong with the value, or "".
std::string fault_of(const setting& declared, std::string_view text) {
  if (declared.kind == setting_kind::boolean && text != "true" && text != "false") return "must be true or false";
  if (declared.kind == setting_kind::integer) {
    const auto number = parse_int(text);
    if (!number) return "must be a whole number";
    if (*number < declared.minimum || *number > declared.maximum) {
      return "must be from " + std::to_string(declared.minimum) + " to " + std::to_string(declared.maximum);
    }
  }
  return "";
}

// "host=… password=…" and "postgresql://user:password@host/…" are not for a screen or a support request.
std::string shown(const setting& declared, const std::string& value) {
  if (value.empty()) return "\"\"";
  const bool holds = declared.may_hold_password && (lower_ascii(value).find("password") != std::string::npos || value.find('@') != std::string::npos);
  return holds ? "(set; not shown, it holds a password)" : value;
}

}  // namespace

config::config(std::span<const setting> declared) {
  for (const auto& one : declared) entries_.emplace(one.key, entry{&one, std::string(one.standard), "standard"});
}

void config::set(std::string_view key, std::string_view text, std::string_view where) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) {
    throw bad_config(where, "there is no key " + std::string(key),
                     "Did you mean " + nearest_key(entries_, key) + "? `shouwang config explain` lists all.");
  }
  const std::string fault = fault_of(*found->second.declared, text);
  if (!fault.empty()) throw bad_config(where, std::string(key) + " " + fault, std::string(found->second.declared->sentence));
  found->second.value = text;
  found->second.origin = where;
}

void config::read_file(const std::string& path) {
  YAML::Node document;
  try {
    document = YAML::LoadFile(path);
  } catch (const YAML::BadFile&) {
    throw bad_config(path, "cannot be read", "Check the path and its permissions.");
  } catch (const YAML::ParserException& error) {
    throw bad_config(place_of(path, error.mark), error.msg, "Mend the YAML there.");
  }
  if (document.IsNull()) return;
  if (!document.IsMap()) throw bad_config(path, "must be a map of sections", "See `shouwang config explain`.");
  for (const auto& section : document) {
    const auto name = section.first.as<std::string>();
    if (section.second.IsScalar()) {
      set(name, section.second.Scalar(), place_of(path, section.first.Mark()));
      continue;
    }
    for (const auto& item : section.second) {
      const std::string where = place_of(path, item.first.Mark());
      if (!item.second.IsScalar())
        throw bad_config(where, name + "." + item.first.as<std::string>() + " must be one value", "See `shouwang config explain`.");
      set(name + "." + item.first.as<std::string>(), item.second.Scalar(), where);
    }
  }
}

const config::entry& config::at(std::string_view key, setting_kind kind) const {
  const auto found = entries_.find(key);
  if (found == entries_.end() || found->second.declared->kind != kind) throw std::logic_error("no such setting: " + std::string(key));
  return found->second;
}

const std::string& config::text(std::string_view key) const { return at(key, setting_kind::text).value; }
std::int64_t config::integer(std::string_view key) const { return parse_int(at(key, setting_kind::integer).value).value_or(0); }
bool config::boolean(std::string_view key) const { return at(key, setting_kind::boolean).value == "true"; }

std::string config::explain() const {
  std::string out;
  for (const auto& [key, entry] : entries_) {
    out += key + ": " + shown(*entry.declared, entry.value) + "   # " + std::string(entry.declared->sentence) + " (from " + entry.origin + ")\n";
  }
  return out;
}

}  // namespace base
