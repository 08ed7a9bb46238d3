#include "foundation/web/event_hub.h"

#include <algorithm>
#include <map>

#include "foundation/base/text.h"

namespace web {
namespace {

constexpr std::size_t max_latest_keys = 100'000;
constexpr std::size_t latest_items_per_event = 500;

void append_data(std::string& out, std::string_view data) {
  do {
    const auto end = data.find('\n');
    out += "data: ";
    for (const char c : data.substr(0, end)) {
      if (c != '\r') out += c;  // a CR would end the line for the reader
    }
    out += '\n';
    data.remove_prefix(end == std::string_view::npos ? data.size() : end + 1);
  } while (!data.empty());
}

shared_event items_event(std::string_view name, std::string_view scope, const std::vector<const std::string*>& items) {
  auto made = std::make_shared<wire_event>();
  made->what.name = name;
  made->what.scope = scope;
  made->what.data = "{\"items\":[";
  for (const std::string* item : items) {
    if (item != items.front()) made->what.data += ',';
    made->what.data += *item;
  }
  made->what.data += "]}";
  made->wire = event_wire(made->what);
  return made;
}

}  // namespace

std::string event_wire(const event& what) {
  std::string out;
  out.reserve(what.data.size() + what.name.size() + 48);
  if (what.seq != 0) out += "id: " + std::to_string(what.seq) + "\n";
  out += "event: ";
  out += what.name.substr(0, what.name.find_first_of("\r\n"));
  out += '\n';
  append_data(out, what.data);
  out += '\n';
  return out;
}

event_hub::event_hub(hub_options options) : options_(std::move(options)), begins_after_(options_.start_seq), last_seq_(options_.start_seq) {}

void event_hub::publish(std::vector<event> what) {
  std::vector<shared_event> ready;
  ready.reserve(what.size());
  for (auto& one : what) {
    auto made = std::make_shared<wire_event>();
    made->wire = event_wire(one);
    made->what = std::move(one);
    ready.push_back(std::move(made));
  }
  std::shared_ptr<const wakes> to_wake;
  {
    const std::scoped_lock lock(mutex_);
    for (auto& one : ready) {
      if (one->what.seq <= last_seq_) continue;
      last_seq_ = one->what.seq;
      ring_size_ += one->wire.size();
      ring_.push_back(std::move(one));
      ++counts_.published;
    }
    while (ring_.size() > options_.ring_events || (ring_size_ > options_.ring_bytes && ring_.size() > 1)) {
      begins_after_ = ring_.front()->what.seq;
      ring_size_ -= ring_.front()->wire.size();
      ring_.pop_front();
    }
    to_wake = wakes_;
  }
  for (const auto& [id, wake] : *to_wake) wake();
}

void event_hub::publish_latest(std::string_view name, std::string_view key, std::string data, std::string_view scope) {
  std::string place(name);
  place += '\0';
  place += key;
  const std::scoped_lock lock(mutex_);
  if (latest_.size() >= max_latest_keys && !latest_.contains(place)) return;
  auto& value = latest_[std::move(place)];
  value.name = name;
  value.scope = scope;
  value.data = std::move(data);
  value.version = ++latest_version_;
}

std::uint64_t event_hub::last_seq() const {
  const std::scoped_lock lock(mutex_);
  return last_seq_;
}

hub_counts event_hub::counts() const {
  const std::scoped_lock lock(mutex_);
  return counts_;
}

event_hub::news event_hub::read_after(std::uint64_t seq, std::size_t most) const {
  const std::scoped_lock lock(mutex_);
  news out;
  out.upto = seq;
  out.covered = seq >= begins_after_ && seq <= last_seq_;
  if (!out.covered || seq == last_seq_) return out;
  auto at = std::upper_bound(ring_.begin(), ring_.end(), seq, [](std::uint64_t wanted, const shared_event& e) { return wanted < e->what.seq; });
  for (; at != ring_.end() && out.events.size() < most; ++at) out.events.push_back(*at);
  out.more = at != ring_.end();
  if (!out.events.empty()) out.upto = out.events.back()->what.seq;
  return out;
}

std::uint64_t event_hub::ring_begins_after() const {
  const std::scoped_lock lock(mutex_);
  return begins_after_;
}

event_hub::latest_news event_hub::latest_after(std::uint64_t version) const {
  const std::scoped_lock lock(mutex_);
  latest_news out{.version = latest_version_, .events = {}};
  if (version == latest_version_) return out;
  std::map<std::pair<std::string_view, std::string_view>, std::vector<const std::string*>> groups;
  for (const auto& [key, value] : latest_) {
    if (value.version <= version) continue;
    auto& items = groups[{value.name, value.scope}];
    items.push_back(&value.data);
    if (items.size() < latest_items_per_event) continue;
    out.events.push_back(items_event(value.name, value.scope, items));
    items.clear();
  }
  for (const auto& [of, items] : groups) {
    if (!items.empty()) out.events.push_back(items_event(of.first, of.second, items));
  }
  return out;
}

std::uint64_t event_hub::latest_version() const {
  const std::scoped_lock lock(mutex_);
  return latest_version_;
}

void event_hub::count_reset(bool for_slowness) {
  const std::scoped_lock lock(mutex_);
  ++counts_.resets;
  if (for_slowness) ++counts_.dropped;
}

std::uint64_t event_hub::add_wake(std::function<void()> wake) {
  const std::scoped_lock lock(mutex_);
  auto more = std::make_shared<wakes>(*wakes_);
  more->emplace_back(next_wake_, std::move(wake));
  wakes_ = std::move(more);
  return next_wake_++;
}

void event_hub::remove_wake(std::uint64_t id) {
  const std::scoped_lock lock(mutex_);
  auto fewer = std::make_shared<wakes>(*wakes_);
  std::erase_if(*fewer, [&](const auto& one) { return one.first == id; });
  wakes_ = std::move(fewer);
}

response event_stream(const request& what, listener who) {
  auto from = what.header("last-event-id");
  if (!from || from->empty()) from = what.query_value("after");
  if (from && !from->empty()) {
    const auto seq = base::parse_int(*from);
    if (!seq || *seq < 0) {
      throw base::problem(400, "bad_event_id", "The resume point is not a number.", "", "Send the id of the last event heard, or none.");
    }
    who.after = static_cast<std::uint64_t>(*seq);
  }
  response answer;
  answer.content_type = "text/event-stream";
  answer.headers = {{"X-Accel-Buffering", "no"}};  // a proxy must not hold events back
  answer.events = std::make_shared<listener>(std::move(who));
  return answer;
}

}  // namespace web
