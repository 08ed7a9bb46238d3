#include "foundation/web/router.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <stdexcept>

namespace web {
namespace {

constexpr std::size_t method_count = 7;

struct endpoints {
  std::array<const route*, method_count> by_method{};
  std::array<std::vector<std::string>, method_count> names{};  // of the {name}s on the way, in order
  [[nodiscard]] bool any() const {
    return std::any_of(by_method.begin(), by_method.end(), [](const route* r) { return r != nullptr; });
  }
};

// Of "/a/b": a.
std::string_view first_segment(std::string_view path) {
  const auto slash = path.find('/', 1);
  return path.substr(1, slash == std::string_view::npos ? slash : slash - 1);
}

// "{name}" → name, "{name*}" → name*; nothing when the segment is text.
std::optional<std::string> placeholder(std::string_view segment) {
  if (segment.size() < 3 || segment.front() != '{' || segment.back() != '}') return std::nullopt;
  return std::string(segment.substr(1, segment.size() - 2));
}

std::string allowed_methods(const endpoints& at) {
  std::string out;
  for (std::size_t i = 0; i < method_count; ++i) {
    const auto verb = static_cast<method>(i);
    const bool head_of_get = verb == method::head && at.by_method[static_cast<std::size_t>(method::get)] != nullptr;
    if (at.by_method.at(i) != nullptr || head_of_get || verb == method::options) out += (out.empty() ? "" : ", ") + std::string(method_text(verb));
  }
  return out;
}

}  // namespace

struct router::node {
  std::map<std::string, std::unique_ptr<node>, std::less<>> exact;
  std::unique_ptr<node> any_segment;
  endpoints here;
  endpoints rest;         // of a pattern that ends in {name*}
  bool reserved = false;  // {name*} of the nodes above do not apply

  struct walk {
    std::vector<std::string_view> matched;  // what the placeholders took, in order
    const endpoints* found = nullptr;
  };
  // Exact before placeholder before rest; steps back when a branch ends nowhere. Depth is bounded by the patterns.
  bool find(std::string_view path, walk& w) const;
};

bool router::node::find(std::string_view path, walk& w) const {
  if (path.empty()) {
    if (here.any()) w.found = &here;
  } else {
    const auto slash = path.find('/', 1);
    const auto segment = path.substr(1, slash == std::string_view::npos ? slash : slash - 1);
    const auto behind = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
    if (const auto at = exact.find(segment); at != exact.end()) {
      if (at->second->find(behind, w)) return true;
      if (at->second->reserved) return true;  // found nothing, and nothing above may answer
    }
    if (any_segment != nullptr && !segment.empty()) {
      w.matched.push_back(segment);
      if (any_segment->find(behind, w)) return true;
      w.matched.pop_back();
    }
  }
  if (w.found == nullptr && rest.any()) {
    w.matched.push_back(path.empty() ? path : path.substr(1));
    w.found = &rest;
  }
  return w.found != nullptr;
}

router::router() : root_(std::make_unique<node>()) {}
router::~router() = default;
router::router(router&&) noexcept = default;
router& router::operator=(router&&) noexcept = default;

void router::add(route what) {
  if (what.pattern.empty() || what.pattern.front() != '/') throw std::invalid_argument("a pattern begins with '/': " + what.pattern);
  what.index = routes_.size();
  routes_.push_back(std::move(what));
  const route& added = routes_.back();
  node* at = root_.get();
  endpoints* end = nullptr;
  std::vector<std::string> names;
  std::string_view path = added.pattern;
  while (!path.empty()) {
    if (end != nullptr) throw std::invalid_argument("{name*} must be the last segment: " + added.pattern);
    const auto segment = first_segment(path);
    path.remove_prefix(segment.size() + 1);
    const auto name = placeholder(segment);
    if (!name) {
      auto& child = at->exact[std::string(segment)];
      if (child == nullptr) child = std::make_unique<node>();
      at = child.get();
    } else if (name->back() == '*') {
      names.push_back(name->substr(0, name->size() - 1));
      end = &at->rest;
    } else {
      names.push_back(*name);
      if (at->any_segment == nullptr) at->any_segment = std::make_unique<node>();
      at = at->any_segment.get();
    }
  }
  if (end == nullptr) end = &at->here;
  const auto verb = static_cast<std::size_t>(added.verb);
  if (end->by_method.at(verb) != nullptr) throw std::invalid_argument("two routes for " + std::string(method_text(added.verb)) + " " + added.pattern);
  end->by_method.at(verb) = &added;
  end->names.at(verb) = std::move(names);
}

void router::reserve(std::string_view prefix) {
  node* at = root_.get();
  while (!prefix.empty()) {
    const auto segment = first_segment(prefix);
    prefix.remove_prefix(segment.size() + 1);
    auto& child = at->exact[std::string(segment)];
    if (child == nullptr) child = std::make_unique<node>();
    at = child.get();
  }
  at->reserved = true;
}

route_match router::find(method verb, std::string_view path) const {
  route_match match;
  node::walk walked;
  if (!path.empty() && path.front() == '/') root_->find(path, walked);
  if (walked.found == nullptr) {
    match.status = path == "*" && verb == method::options ? 200 : 404;
    if (match.status == 200) match.allow = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    return match;
  }
  auto at = static_cast<std::size_t>(verb);
  if (walked.found->by_method.at(at) == nullptr && verb == method::head) at = static_cast<std::size_t>(method::get);
  match.found = walked.found->by_method.at(at);
  if (match.found == nullptr) {
    match.allow = allowed_methods(*walked.found);
    match.status = verb == method::options ? 200 : 405;
    return match;
  }
  const auto& names = walked.found->names.at(at);
  for (std::size_t i = 0; i < names.size(); ++i) match.parameters.push_back({names[i], std::string(walked.matched.at(i))});
  return match;
}

base::problem problem_of(const route_match& match) {
  if (match.status == 405) {
    return {405, "method_not_allowed", "This address does not take this method.", "It takes: " + match.allow + ".", "Use one of these methods."};
  }
  return {404, "no_such_address", "There is nothing at this address.", "", "Check the address."};
}

}  // namespace web
