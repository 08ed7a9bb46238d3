#pragma once
#include <optional>
#include <string>

#include "jobs/plan/activation.h"

// What the operations take.
namespace plan {

struct activation_draft {
  std::string plan = {};
  level at = level::blue;
  std::string reason = {};
  std::optional<std::string> area_id = {};
  std::optional<std::string> place_id = {};
  std::optional<std::string> incident_id = {};
  std::optional<base::position> position = {};
};
const record::table& record_of(const activation_draft*);

struct role_draft {
  std::optional<std::string> unit_id = {};
  bool take_over = false;
};
const record::table& record_of(const role_draft*);

struct text_draft {
  std::string text = {};
};
const record::table& record_of(const text_draft*);

struct note_draft {
  std::string text = {};
};
const record::table& record_of(const note_draft*);

struct level_draft {
  level to = level::blue;
  std::string reason = {};
};
const record::table& record_of(const level_draft*);

struct end_draft {
  std::string report = {};
};
const record::table& record_of(const end_draft*);

struct resource_draft {
  std::string code = {};
  std::optional<std::string> place_id = {};
  std::optional<std::string> kit_item_id = {};
  std::string name = {};
  std::int64_t count = 1;
  std::optional<base::position> position = {};
  resource_state state = resource_state::asked;
  std::string note = {};
};
const record::table& record_of(const resource_draft*);

// What of a resource can change.
struct resource_change {
  std::int64_t count = 1;
  std::optional<base::position> position = {};
  resource_state state = resource_state::asked;
  std::string note = {};
};
const record::table& record_of(const resource_change*);

}  // namespace plan
