#include "engines/track/live_devices.h"

#include <algorithm>

#include "foundation/base/log.h"

namespace track {

// A leaky bucket: what was spent drains at the pace, and may never stand above the burst.
bool device_activity::may_send(std::size_t fixes, base::duration steady, const device_pace& pace) {
  if (pace.fixes_s <= 0) return true;
  const std::lock_guard lock(mutex_);
  const auto wanted = static_cast<double>(std::max<std::size_t>(1, fixes));
  const double drained = std::max(0.0, (base::duration{steady.us - spent_at_.us}).seconds() * pace.fixes_s);
  spent_ = std::max(0.0, spent_ - drained);
  spent_at_ = steady;
  if (spent_ + wanted > pace.burst) return false;
  spent_ += wanted;
  return true;
}

void device_activity::heard(base::instant now) {
  const std::lock_guard lock(mutex_);
  heard_us_ = std::max(heard_us_, now.us);
}

void device_activity::count(const verdicts& of) {
  const std::lock_guard lock(mutex_);
  accepted_ += of.accepted;
  late_ += of.late;
  duplicate_ += of.duplicate;
  off_shift_ += of.off_shift;
  for (const auto& one : of.refused) ++refused_[one.code];
}

void device_activity::refuse(std::string_view why, std::int64_t count) {
  const std::lock_guard lock(mutex_);
  const auto found = refused_.find(why);
  if (found != refused_.end()) {
    found->second += count;
  } else {
    refused_.emplace(why, count);
  }
}

void device_activity::show(device& in) const {
  const std::lock_guard lock(mutex_);
  if (heard_us_ > 0) in.last_heard_at = base::instant{heard_us_};
  in.accepted = accepted_;
  in.late = late_;
  in.duplicate = duplicate_;
  in.off_shift = off_shift_;
  in.refused.clear();
  for (const auto& [code, count] : refused_) in.refused.push_back({.code = code, .count = count});
}

device_ptr live_devices::look_up(const by_text& in, std::string_view text) {
  const auto found = in.find(text);
  return found == in.end() ? nullptr : found->second;
}

device_ptr live_devices::find_by_key(std::string_view key) const {
  const auto digest = seal::sha256(key);
  const std::shared_lock lock(mutex_);
  const auto found = by_key_.find(digest);
  return found == by_key_.end() ? nullptr : found->second;
}

device_ptr live_devices::find_by_name(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  return look_up(by_name_, name);
}

device_ptr live_devices::find(std::string_view id) const {
  const std::shared_lock lock(mutex_);
  return look_up(by_id_, id);
}

std::size_t live_devices::size() const {
  const std::shared_lock lock(mutex_);
  return by_id_.size();
}

void live_devices::put(stored_device one) {
  const auto digest = seal::digest_from_hex(one.key_sha256);
  if (!digest) {
    base::log(base::log_level::error, "device_unusable", {{"id", std::string_view(one.what.id)}});
    return;
  }
  auto made = std::make_shared<known_device>();
  const std::lock_guard lock(mutex_);
  if (const auto before = look_up(by_id_, one.what.id)) {
    made->activity = before->activity;
    by_name_.erase(before->what.name);
    by_key_.erase(before->key);
  }
  made->what = std::move(one.what);
  made->key = *digest;
  by_id_[made->what.id] = made;
  by_name_[made->what.name] = made;
  by_key_[made->key] = made;
}

void live_devices::remove(std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return;
  const auto gone = found->second;
  // A name may already be another device's.
  if (look_up(by_name_, gone->what.name) == gone) by_name_.erase(gone->what.name);
  by_key_.erase(gone->key);
  by_id_.erase(found);
}

void live_devices::rebuild() {
  std::vector<stored_device> all;
  store_.read([&](store::connection& db) { all = load_devices(db); });
  for (auto& one : all) put(std::move(one));
}

void live_devices::hear(std::span<const store::committed_event> events) {
  std::vector<std::string> ids;
  for (const auto& one : events) {
    if (one.what.topic == "device") ids.push_back(one.what.subject_id);
  }
  if (ids.empty()) return;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<stored_device> present;
  store_.read([&](store::connection& db) {
    for (const auto& id : ids) {
      if (auto found = find_device(db, id)) present.push_back(std::move(*found));
    }
  });
  // What is gone first: its name may be another's now.
  for (const auto& id : ids) {
    if (std::none_of(present.begin(), present.end(), [&](const auto& one) { return one.what.id == id; })) remove(id);
  }
  for (auto& one : present) put(std::move(one));
}

}  // namespace track
