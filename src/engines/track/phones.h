#pragma once
#include <array>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engines/track/live_devices.h"
#include "engines/track/phone_message.h"
#include "foundation/base/clock.h"

namespace track {

// What the phones' doors have in common: who is it, may it, what came of it. Every refusal is counted, with the device where one
// is known, among the strangers otherwise. Safe to share between threads.
class phones {
 public:
  // All must outlive this and what it handed on.
  phones(const live_devices& devices, intake& into, const base::clock& time, device_pace pace)
      : devices_(devices), into_(into), time_(time), pace_(pace) {}

  // The device of this name with this key. Throws base::problem 401 not_this_device: unknown name, wrong key, or a protocol it
  // may not speak.
  device_ptr admit(std::string_view name, std::string_view key, protocol by);
  // The device with this key; the same refusal.
  device_ptr admit_by_key(std::string_view key, protocol by);
  // The device of this name, vouched for by somebody else (a broker's access list); nullptr, and counted, when there is none.
  device_ptr find_vouched(std::string_view name, protocol by);
  // Whether a message of this device may call itself by these names (OwnTracks' user and device; "" when it does not say). The
  // user must be the device's name; the other is free, unless it is another device's name. Throws 401 not_this_device.
  void check_names(const known_device& who, std::string_view user, std::string_view device);

  // Hands in what a device's message gave. `done` is called once, on any thread, when that is durable, or with what went wrong:
  // then the phone should send it again. At once when there is nothing to keep. Throws base::problem 429 too_fast when the device sends
  // faster than its pace; then nothing was taken.
  void take(const device_ptr& who, phone_message what, door from, std::function<void(std::exception_ptr)> done);

  // What was refused without a device to count it with, by reason.
  [[nodiscard]] std::vector<reason_count> strangers() const;
  [[nodiscard]] const live_devices& devices() const { return devices_; }

 private:
  [[noreturn]] void refuse(const device_ptr& whose, std::string_view why);
  void count_stranger(std::string_view why);

  const live_devices& devices_;
  intake& into_;
  const base::clock& time_;
  const device_pace pace_;
  mutable std::mutex mutex_;
  std::map<std::string, std::int64_t, std::less<>> strangers_;
};

}  // namespace track
