#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>

#include "app/feed.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/record/json_tree.h"
#include "foundation/web/http_rules.h"

namespace app {
namespace {

using record::json_node;
using record::json_tree;

constexpr std::size_t largest_answer = std::size_t{16} << 20U;

std::string text_member(const json_tree& tree, const json_node& object, std::string_view name) {
  std::string out;
  tree.each(object, [&](const json_node& one) {
    if (tree.key(one) == name && one.holds == json_node::type::text) out = std::string(tree.text(one));
  });
  return out;
}

// The server's operations, with the token.
class desk {
 public:
  explicit desk(const feed_options& how)
      : http_(parse_feed_address(how.server.empty() ? how.to : how.server)),
        fields_{{"Authorization", "Bearer " + how.token}, {"Content-Type", "application/json"}} {}

  json_tree ask(std::string_view method, const std::string& target, const std::string& body = {}) {
    const auto answer = http_.request(method, target, fields_, body);
    if (answer.status >= 300) {
      throw base::problem(answer.status, "refused", std::string(method) + " " + target + " was refused.", answer.body,
                          "The token's account must be allowed to do it.");
    }
    return record::parse_json(answer.body.empty() ? "{}" : answer.body, largest_answer, 16);
  }

  // Every item of a list, page by page.
  void each(const std::string& path, const std::function<void(const json_tree&, const json_node&)>& what) {
    for (std::string after;;) {
      const auto page = ask("GET", path + "?limit=500" + (after.empty() ? "" : "&after=" + web::percent_encode(after)));
      page.each(page.root(), [&](const json_node& member) {
        if (page.key(member) == "items") page.each(member, [&](const json_node& item) { what(page, item); });
      });
      after = text_member(page, page.root(), "next");
      if (after.empty()) return;
    }
  }

 private:
  feed_http http_;
  feed_http::fields fields_;
};

std::map<std::string, std::string> read_keys(const std::string& path) {
  std::map<std::string, std::string> out;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const auto colon = line.find(':');
    if (colon != std::string::npos) out[line.substr(0, colon)] = std::string(base::trim(std::string_view(line).substr(colon + 1)));
  }
  return out;
}

void write_keys(const std::string& path, const std::map<std::string, std::string>& keys) {
  const auto fresh = path + ".new";
  std::ofstream file(fresh);
  ::chmod(fresh.c_str(), S_IRUSR | S_IWUSR);
  for (const auto& [name, key] : keys) file << name << ":" << key << "\n";
  file.close();
  if (!file) throw base::problem(500, "bad_file", "The keys could not be written.", path, "Name a file in a folder that can be written.");
  std::filesystem::rename(fresh, path);
}

// A device's name of what a file calls its mover.
std::string device_name(const std::string& prefix, const std::string& mover) {
  std::string out = base::lower_ascii(prefix + "-" + mover).substr(0, 40);
  for (auto& c : out) {
    const bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    if (!good) c = '-';
  }
  return out;
}

bool needs_devices(const feed_options& how) { return how.protocol == "owntracks" || how.protocol == "osmand" || how.protocol == "mqtt"; }

base::problem missing(const std::string& what) {
  return {400, "bad_call", "Something to feed to is missing.", what, "Say --create and --token with a token of a commander or leader."};
}

// The units of the feed by name, those that are missing made.
void find_units(const feed_options& how, desk& server, const std::vector<std::string>& movers, std::vector<feed_target>& targets) {
  std::map<std::string, std::string> ids;
  server.each("/api/units",
              [&](const json_tree& tree, const json_node& item) { ids[text_member(tree, item, "name")] = text_member(tree, item, "id"); });
  for (std::size_t i = 0; i < movers.size(); ++i) {
    const auto name = device_name(how.prefix, movers[i]);
    auto& id = ids[name];
    if (id.empty()) {
      if (!how.create) throw missing("There is no unit " + name + ".");
      const auto made = server.ask("POST", "/api/units", R"({"name":")" + name + R"(","kind":"car","force":"feed","on_shift":true,"invented":true})");
      id = text_member(made, made.root(), "id");
    }
    targets[i].unit_id = id;
  }
}

// A device whose key nobody wrote down is of no use: it is made anew.
void find_devices(const feed_options& how, desk& server, std::vector<feed_target>& targets) {
  auto keys = read_keys(how.keys_file);
  std::map<std::string, std::string> ids;
  server.each("/api/devices",
              [&](const json_tree& tree, const json_node& item) { ids[text_member(tree, item, "name")] = text_member(tree, item, "id"); });
  bool changed = false;
  for (auto& one : targets) {
    if (!ids.contains(one.device) || keys[one.device].empty()) {
      if (!how.create) throw missing("There is no device " + one.device + ", or its key is not known.");
      if (ids.contains(one.device)) server.ask("DELETE", "/api/devices/" + ids[one.device]);
      const auto made = server.ask("POST", "/api/devices", R"({"name":")" + one.device + R"(","unit_id":")" + one.unit_id + R"("})");
      keys[one.device] = text_member(made, made.root(), "key");
      changed = true;
    }
    one.key = keys[one.device];
  }
  if (changed && !how.keys_file.empty()) write_keys(how.keys_file, keys);
}

}  // namespace

std::vector<feed_target> prepare_targets(const feed_options& how, const std::vector<std::string>& movers) {
  std::vector<feed_target> targets(movers.size());
  for (std::size_t i = 0; i < movers.size(); ++i) targets[i].device = device_name(how.prefix, movers[i]);
  if (how.token.empty()) {
    if (!needs_devices(how) || how.create) throw missing("A token is needed.");
    const auto keys = read_keys(how.keys_file);
    for (auto& one : targets) {
      const auto found = keys.find(one.device);
      if (found == keys.end()) throw missing("The key of " + one.device + " is not in " + how.keys_file + ".");
      one.key = found->second;
    }
    return targets;
  }
  desk server(how);
  find_units(how, server, movers, targets);
  if (needs_devices(how)) find_devices(how, server, targets);
  return targets;
}

std::map<std::string, std::int64_t> device_counts(const feed_options& how, const std::vector<feed_target>& targets) {
  std::map<std::string, std::int64_t> out;
  if (how.token.empty() || !needs_devices(how)) return out;
  std::map<std::string, bool> ours;
  for (const auto& one : targets) ours[one.device] = true;
  desk server(how);
  server.each("/api/devices", [&](const json_tree& tree, const json_node& item) {
    if (!ours.contains(text_member(tree, item, "name"))) return;
    tree.each(item, [&](const json_node& member) {
      if (member.holds == json_node::type::integer) out[std::string(tree.key(member))] += member.integer;
      if (tree.key(member) != "refused") return;
      tree.each(member, [&](const json_node& reason) {
        std::int64_t count = 0;
        tree.each(reason, [&](const json_node& part) { count += part.holds == json_node::type::integer ? part.integer : 0; });
        out["refused: " + text_member(tree, reason, "code")] += count;
      });
    });
  });
  return out;
}

}  // namespace app
