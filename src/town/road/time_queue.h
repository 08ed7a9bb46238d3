#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <vector>

namespace road {

// A queue of states by time for searches whose times never go back by more than a slot: slots of 256 ms in a ring of 17
// minutes, entries linked within a slot, a heap for what lies beyond. Putting in and taking out cost the same few
// nanoseconds at any size. Within a slot entries come in no order: a state may be taken again with a better time, and only
// times below floor_ms() are certain.
class time_queue {
 public:
  struct entry {
    std::uint32_t ms = 0;
    std::uint32_t state = 0;
  };

  time_queue() { slots_.fill(none); }

  void clear() {
    if (!entries_.empty()) {
      slots_.fill(none);
      used_.fill(0);
    }
    entries_.clear();
    beyond_.clear();
    free_ = none;
    base_ = 0;
  }

  // `ms` is at least floor_ms().
  void push(std::uint32_t ms, std::uint32_t state) {
    const auto slot = ms >> slot_bits;
    if (slot - base_ < slot_count) {
      put(slot, {ms, state});
    } else {
      beyond_.push_back(static_cast<std::uint64_t>(ms) << 32 | state);
      std::push_heap(beyond_.begin(), beyond_.end(), std::greater<>());
    }
  }

  // Takes an entry of the first slot that has any; false when the queue is empty.
  bool take(entry& out) {
    auto& head = slots_[base_ & slot_mask];
    if (head == none && !advance()) return false;
    auto& first = slots_[base_ & slot_mask];
    auto& taken = entries_[first];
    out = taken.what;
    const auto next = taken.next;
    taken.next = free_;
    free_ = first;
    first = next;
    if (next == none) used_[(base_ & slot_mask) >> 6] &= ~(std::uint64_t{1} << (base_ & 63));
    return true;
  }

  // Nothing that is taken from now on has a time below this.
  [[nodiscard]] std::uint32_t floor_ms() const { return base_ << slot_bits; }

 private:
  static constexpr std::uint32_t slot_bits = 8;
  static constexpr std::uint32_t slot_count = 4096;
  static constexpr std::uint32_t slot_mask = slot_count - 1;
  static constexpr std::uint32_t none = 0xFFFF'FFFF;
  struct linked {
    entry what;
    std::uint32_t next = none;
  };

  void put(std::uint32_t slot, entry what) {
    auto at = free_;
    if (at == none) {
      at = static_cast<std::uint32_t>(entries_.size());
      entries_.emplace_back();
    } else {
      free_ = entries_[at].next;
    }
    auto& head = slots_[slot & slot_mask];
    entries_[at] = {what, head};
    head = at;
    used_[(slot & slot_mask) >> 6] |= std::uint64_t{1} << (slot & 63);
  }

  // Moves to the next slot with an entry, in the ring or beyond it; false when there is none.
  bool advance() {
    auto next = next_in_ring();
    if (!beyond_.empty()) next = std::min(next, static_cast<std::uint32_t>(beyond_.front() >> 32) >> slot_bits);
    if (next == none) return false;
    base_ = next;
    while (!beyond_.empty() && (static_cast<std::uint32_t>(beyond_.front() >> 32) >> slot_bits) - base_ < slot_count) {
      const auto top = beyond_.front();
      std::pop_heap(beyond_.begin(), beyond_.end(), std::greater<>());
      beyond_.pop_back();
      const auto ms = static_cast<std::uint32_t>(top >> 32);
      put(ms >> slot_bits, {ms, static_cast<std::uint32_t>(top)});
    }
    return true;
  }

  [[nodiscard]] std::uint32_t next_in_ring() const {
    const auto begin = base_ & slot_mask;
    for (std::uint32_t i = 0; i <= used_.size(); ++i) {
      const auto word = (begin / 64 + i) % used_.size();
      auto bits = used_[word];
      if (i == 0) bits &= ~std::uint64_t{0} << (begin & 63);
      if (i == used_.size()) bits &= (std::uint64_t{1} << (begin & 63)) - 1;  // the part before the beginning: a turn later
      if (bits == 0) continue;
      const auto slot = static_cast<std::uint32_t>(word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits)));
      return base_ + ((slot - begin) & slot_mask);
    }
    return none;
  }

  std::vector<linked> entries_;
  std::uint32_t free_ = none;
  std::array<std::uint32_t, slot_count> slots_{};
  std::array<std::uint64_t, slot_count / 64> used_{};
  std::vector<std::uint64_t> beyond_;  // time in the upper half, state in the lower
  std::uint32_t base_ = 0;             // the present slot, counted from time 0
};

}  // namespace road
