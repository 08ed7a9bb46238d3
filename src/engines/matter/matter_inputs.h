#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engines/matter/party.h"
#include "foundation/base/position.h"
#include "foundation/record/record.h"

// What operations take.
namespace matter {

struct matter_draft {
  std::string kind = {};
  record::json_text fields = {.text = "{}"};
  std::optional<std::string> area_id = {};
  std::optional<std::string> place_id = {};
  std::optional<base::position> position = {};
  std::optional<base::instant> event_at = {};
  std::optional<base::instant> known_at = {};
  std::optional<std::string> incident_id = {};
  std::optional<std::vector<party>> parties = {};
  std::optional<std::int64_t> seconds = {};  // the form was open
};
const record::table& record_of(const matter_draft*);

struct step_draft {
  record::json_text fields = {.text = "{}"};
  std::string reason = {};
  std::optional<std::int64_t> seconds = {};  // the form was open
};
const record::table& record_of(const step_draft*);

struct text_draft {
  std::string text = {};
};
const record::table& record_of(const text_draft*);

struct reason_draft {
  std::string reason = {};
};
const record::table& record_of(const reason_draft*);

struct desk_draft {  // hand it to the desk of this level
  std::string level = {};
  std::string reason = {};
};
const record::table& record_of(const desk_draft*);

struct area_draft {
  std::string area_id = {};
};
const record::table& record_of(const area_draft*);

struct account_draft {
  std::string account_id = {};
};
const record::table& record_of(const account_draft*);

struct listing_draft {
  std::string reason = {};
  std::optional<std::string> until = {};
};
const record::table& record_of(const listing_draft*);

struct pause_draft {
  std::string clock = {};
  std::optional<std::string> reason = {};
};
const record::table& record_of(const pause_draft*);

struct code_draft {
  std::string code = {};
};
const record::table& record_of(const code_draft*);

struct edition_draft {
  std::optional<std::string> code = {};
  std::optional<std::string> reason = {};
};
const record::table& record_of(const edition_draft*);

struct other_draft {
  std::string matter_id = {};
};
const record::table& record_of(const other_draft*);

struct split_draft {
  std::vector<record::json_text> parts = {};  // the fields of each
};
const record::table& record_of(const split_draft*);

struct evidence_draft {
  std::string code = {};
  std::string file_id = {};
};
const record::table& record_of(const evidence_draft*);

}  // namespace matter
