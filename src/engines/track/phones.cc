#include "engines/track/phones.h"

namespace track {
namespace {

// The same words whatever was wrong: a guesser learns nothing.
base::problem not_this_device() {
  return {401, "not_this_device", "This device is not known, or its key is wrong.", "", "Add it again under Devices, and enter its name and key."};
}

std::string too_fast_text(const device_pace& pace) {
  return "At most " + std::to_string(static_cast<int>(pace.fixes_s)) + " positions a second, " + std::to_string(static_cast<int>(pace.burst)) +
         " at once.";
}

}  // namespace

void phones::count_stranger(std::string_view why) {
  const std::lock_guard lock(mutex_);
  const auto found = strangers_.find(why);
  if (found != strangers_.end()) {
    ++found->second;
  } else {
    strangers_.emplace(why, 1);
  }
}

void phones::refuse(const device_ptr& whose, std::string_view why) {
  if (whose) {
    whose->activity->refuse(why);
  } else {
    count_stranger(why);
  }
  throw not_this_device();
}

device_ptr phones::admit(std::string_view name, std::string_view key, protocol by) {
  auto named = devices_.find_by_name(name);
  if (!named) refuse(nullptr, "unknown_device");
  if (seal::sha256(key) != named->key) refuse(named, "wrong_key");
  if (!speaks(named->what, by)) refuse(named, "wrong_protocol");
  return named;
}

device_ptr phones::admit_by_key(std::string_view key, protocol by) {
  auto found = devices_.find_by_key(key);
  if (!found) refuse(nullptr, key.empty() ? "no_key" : "unknown_key");
  if (!speaks(found->what, by)) refuse(found, "wrong_protocol");
  return found;
}

device_ptr phones::find_vouched(std::string_view name, protocol by) {
  auto named = devices_.find_by_name(name);
  if (!named) {
    count_stranger("unknown_device");
    return nullptr;
  }
  if (speaks(named->what, by)) return named;
  named->activity->refuse("wrong_protocol");
  return nullptr;
}

void phones::check_names(const known_device& who, std::string_view user, std::string_view device) {
  const bool good = (user.empty() || user == who.what.name) && (device.empty() || device == who.what.name || !devices_.find_by_name(device));
  if (good) return;
  who.activity->refuse("foreign_device");
  throw not_this_device();
}

void phones::take(const device_ptr& who, phone_message what, door from, std::function<void(std::exception_ptr)> done) {
  auto& activity = *who->activity;
  if (!activity.may_send(what.fixes.size() + what.unread.size(), time_.steady(), pace_)) {
    activity.refuse("too_fast", static_cast<std::int64_t>(what.fixes.size()));
    throw base::problem(429, "too_fast", "This device reports too fast.", too_fast_text(pace_), "Send it again later.");
  }
  activity.heard(time_.now());
  for (const auto why : what.unread) activity.refuse(why);
  if (what.fixes.empty()) {
    done(nullptr);
    return;
  }
  batch handed{.from = from};
  handed.fixes.reserve(what.fixes.size());
  for (const auto& one : what.fixes) handed.add(who->what.unit_id, one);
  into_.take(std::move(handed), [who, done = std::move(done)](const verdicts& came, std::exception_ptr failed) {
    if (!failed) who->activity->count(came);
    done(failed);
  });
}

std::vector<reason_count> phones::strangers() const {
  const std::lock_guard lock(mutex_);
  std::vector<reason_count> out;
  for (const auto& [code, count] : strangers_) out.push_back({.code = code, .count = count});
  return out;
}

}  // namespace track
