#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "foundation/base/clock.h"
#include "town/duty/live_units.h"
#include "town/duty/noun.h"

namespace duty {

constexpr base::duration walk_up_life = base::minutes(10);

// Input of POST /api/walk-ups: a code for one volunteer.
struct walk_up_draft {
  std::string force_id;
  std::optional<std::string> shift_id = {};  // left out: the force's running shift, or one that begins now
  std::string base_url;                      // what the phone is to open: https://host[:port]
};
const record::table& record_of(const walk_up_draft*);

// The answer, shown once: the code is nowhere else.
struct walk_up_code {
  std::string id;
  std::string url;
  std::string svg;
  std::string shift_id;
  base::instant expires_at;
};
const record::table& record_of(const walk_up_code*);

// A code and who came in by it.
struct walk_up {
  std::string id;
  std::string force_id;
  std::string shift_id;
  base::instant created_at;
  std::string created_by;
  base::instant expires_at;
  std::optional<base::instant> used_at = {};
  std::optional<std::string> member_id = {};
  bool new_member = false;
  std::optional<base::instant> undone_at = {};
  std::string member_name;
  std::string force_name;
  std::string area_path = "/";
};
const record::table& record_of(const walk_up*);

// Input of POST /api/walk-ups/redeem: all that a volunteer says of himself.
struct walk_up_entry {
  std::string code;
  std::string name;
};
const record::table& record_of(const walk_up_entry*);
struct walk_up_welcome {
  std::string force_name;
  std::string place;
  bool known = false;  // on the force's list before
};
const record::table& record_of(const walk_up_welcome*);

// Why a code admits nobody now, or nothing.
std::optional<base::problem> refuse_code(const walk_up* found, base::instant now);
// Whether a phone may be sent there: scheme, host and port alone.
bool is_origin(std::string_view url);

// How often an address may try a code: 30 times in a minute. Safe to share between threads.
class attempt_meter {
 public:
  explicit attempt_meter(const base::clock& time) : time_(time) {}
  // Counts one; false when there were too many.
  bool admit(const std::string& remote);

 private:
  struct count {
    std::int64_t since_us = 0;
    int tries = 0;
  };
  const base::clock& time_;
  std::mutex mutex_;
  std::map<std::string, count> counts_;
};

struct walk_up_services {
  const live_units& live;
  std::int64_t utc_offset_min = 480;
  std::shared_ptr<attempt_meter> meter;
};
// POST and GET /api/walk-ups, POST /api/walk-ups/{id}/undo (duty.write, duty.read), POST /api/walk-ups/redeem and the page
// GET /api/walk-up-page, GET /api/walk-up-page.js (public: the code is the right).
std::vector<operation::definition> walk_up_operations(walk_up_services use, const base::clock& time);

}  // namespace duty
