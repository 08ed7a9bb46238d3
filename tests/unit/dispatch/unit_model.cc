#include "unit_model.h"

namespace test {

std::optional<unit_model::state> unit_model::step(const state& before, const input& in, const std::optional<output>& out) {
  const bool mine = before.held && before.epoch == in.epoch;
  switch (in.what) {
    case kind::assign:
      if (out && out->what == result::taken) return before.held && before.call == out->taken_by ? std::optional(before) : std::nullopt;
      if (before.held || (out && out->epoch != before.epoch + 1)) return std::nullopt;
      return state{.held = true, .call = in.call, .epoch = before.epoch + 1, .accepted = false};
    case kind::accept:
      if (out && out->what == result::over) return mine ? std::nullopt : std::optional(before);
      if (!mine) return std::nullopt;
      return state{.held = true, .call = before.call, .epoch = before.epoch, .accepted = true};
    case kind::release:
      if (out && out->what == result::over) return mine ? std::nullopt : std::optional(before);
      // Releasing again what is released is a retry and changes nothing.
      if (!mine) return out && in.epoch <= before.epoch ? std::optional(before) : std::nullopt;
      return state{.held = false, .call = -1, .epoch = before.epoch, .accepted = false};
  }
  return std::nullopt;
}

}  // namespace test
