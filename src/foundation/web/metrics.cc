#include "foundation/web/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace web {
namespace {

bool is_name(std::string_view text, bool colon_allowed) {
  const auto letter = [&](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c == ':' && colon_allowed); };
  return !text.empty() && letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

// As OpenMetrics writes numbers; whole ones without a point.
void append_number(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value > 0 ? "+Inf" : "-Inf";
  } else {
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    out.append(text.data(), end);
  }
}

// Bounds are canonical with a point: "1.0", "0.005", "+Inf".
std::string bound_text(double bound) {
  std::string out;
  append_number(out, bound);
  if (out.find_first_of(".eIN") == std::string::npos) out += ".0";
  return out;
}

void append_sample(std::string& out, std::string_view name, std::string_view suffix, const std::vector<name_value>& labels, double value,
                   std::string_view bound = {}) {
  out += name;
  out += suffix;
  if (!labels.empty() || !bound.empty()) {
    out += '{';
    bool first = true;
    const auto append_label = [&](std::string_view label, std::string_view text) {
      if (!first) out += ',';
      first = false;
      out += label;
      out += "=\"";
      append_escaped(out, text);
      out += '"';
    };
    for (const auto& label : labels) append_label(label.name, label.value);
    if (!bound.empty()) append_label("le", bound);
    out += '}';
  }
  out += ' ';
  append_number(out, value);
  out += '\n';
}

void append_histogram(std::string& out, const std::string& name, const std::vector<name_value>& labels, const histogram& spread) {
  const auto reading = spread.read();
  for (std::size_t i = 0; i < spread.bounds().size(); ++i) {
    append_sample(out, name, "_bucket", labels, static_cast<double>(reading.cumulative[i]), bound_text(spread.bounds()[i]));
  }
  append_sample(out, name, "_bucket", labels, static_cast<double>(reading.cumulative.back()), "+Inf");
  append_sample(out, name, "_sum", labels, reading.sum);
  append_sample(out, name, "_count", labels, static_cast<double>(reading.cumulative.back()));
}

std::string_view unit_of(std::string_view name) {
  for (const std::string_view unit : {"seconds", "bytes", "ratio"}) {
    if (name.size() > unit.size() + 1 && name.ends_with(unit) && name[name.size() - unit.size() - 1] == '_') return unit;
  }
  return {};
}

}  // namespace

histogram::histogram(std::vector<double> bounds) : bounds_(std::move(bounds)), buckets_(bounds_.size() + 1) {
  if (bounds_.empty() || !std::is_sorted(bounds_.begin(), bounds_.end())) throw std::invalid_argument("a histogram's bounds must rise");
}

void histogram::observe(double value) {
  const auto at = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  buckets_[static_cast<std::size_t>(at)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

histogram::reading histogram::read() const {
  reading out;
  std::uint64_t total = 0;
  for (const auto& bucket : buckets_) {
    total += bucket.load(std::memory_order_relaxed);
    out.cumulative.push_back(total);
  }
  out.sum = sum_.load(std::memory_order_relaxed);
  return out;
}

std::vector<double> seconds_bounds() { return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}; }

metrics::family& metrics::family_of(std::string_view name, std::string_view help, std::string_view type) {
  if (!is_name(name, true) || name.ends_with("_total")) throw std::invalid_argument("not a metric's name: " + std::string(name));
  const auto known = std::find_if(families_.begin(), families_.end(), [&](const family& f) { return f.name == name; });
  if (known != families_.end()) {
    if (known->type != type || known->read) throw std::invalid_argument("another metric has this name: " + std::string(name));
    return *known;
  }
  families_.push_back({.name = std::string(name), .help = std::string(help), .type = std::string(type), .children = {}, .read = {}});
  return families_.back();
}

metrics::child& metrics::add_child(family& to, std::vector<name_value> labels) {
  for (const auto& label : labels) {
    if (!is_name(label.name, false) || label.name == "le") throw std::invalid_argument("not a label's name: " + label.name);
  }
  if (std::any_of(to.children.begin(), to.children.end(), [&](const child& c) { return c.labels == labels; })) {
    throw std::invalid_argument("this metric is there already: " + to.name);
  }
  to.children.push_back({.labels = std::move(labels)});
  return to.children.back();
}

counter& metrics::add_counter(std::string_view name, std::string_view help, std::vector<name_value> labels) {
  const std::scoped_lock lock(mutex_);
  child& fresh = add_child(family_of(name, help, "counter"), std::move(labels));
  fresh.count = &counters_.emplace_back();
  return counters_.back();
}

gauge& metrics::add_gauge(std::string_view name, std::string_view help, std::vector<name_value> labels) {
  const std::scoped_lock lock(mutex_);
  child& fresh = add_child(family_of(name, help, "gauge"), std::move(labels));
  fresh.level = &gauges_.emplace_back();
  return gauges_.back();
}

histogram& metrics::add_histogram(std::string_view name, std::string_view help, std::vector<double> bounds, std::vector<name_value> labels) {
  const std::scoped_lock lock(mutex_);
  child& fresh = add_child(family_of(name, help, "histogram"), std::move(labels));
  fresh.spread = &histograms_.emplace_back(std::move(bounds));
  return histograms_.back();
}

void metrics::add_reader(std::string_view name, std::string_view help, kind what, std::function<std::vector<sample>()> read) {
  const std::scoped_lock lock(mutex_);
  family& fresh = family_of(name, help, what == kind::counter ? "counter" : "gauge");
  if (!fresh.children.empty()) throw std::invalid_argument("another metric has this name: " + fresh.name);
  fresh.read = std::move(read);
}

void metrics::append_family(std::string& out, const family& one) {
  out += "# TYPE " + one.name + " " + one.type + "\n";
  if (const auto unit = unit_of(one.name); !unit.empty()) out += "# UNIT " + one.name + " " + std::string(unit) + "\n";
  out += "# HELP " + one.name + " ";
  append_escaped(out, one.help);
  out += '\n';
  const std::string_view suffix = one.type == "counter" ? "_total" : "";
  if (one.read) {
    for (const auto& value : one.read()) append_sample(out, one.name, suffix, value.labels, value.value);
  }
  for (const auto& value : one.children) {
    if (value.count != nullptr) append_sample(out, one.name, suffix, value.labels, static_cast<double>(value.count->value()));
    if (value.level != nullptr) append_sample(out, one.name, suffix, value.labels, value.level->value());
    if (value.spread != nullptr) append_histogram(out, one.name, value.labels, *value.spread);
  }
}

std::string metrics::text() const {
  const std::scoped_lock lock(mutex_);
  std::string out;
  for (const auto& one : families_) append_family(out, one);
  out += "# EOF\n";
  return out;
}

response metrics::answer() const {
  return {.status = 200, .content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8", .body = text()};
}

}  // namespace web
