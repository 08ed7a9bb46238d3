#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/dispatch/cover.h"
#include "jobs/dispatch/recommendation.h"
#include "jobs/dispatch/words.h"
#include "town/duty/unit_snapshot.h"
#include "town/road/live_closures.h"

namespace dispatch {

struct needed_capability {
  std::string code;
  words name;
  bool operator==(const needed_capability&) const = default;
};

// What a recommendation needs to know of an incident.
struct incident_facts {
  std::string id;
  base::position location;
  std::string area_path = "/";  // "/root/…/deepest/": units of these areas are responsible
  std::string type;
  std::int64_t priority = 3;
  std::uint32_t units = 1;
  std::vector<needed_capability> needs = {};  // at most 64
};

// Where demand lies, ready for use, with the text it is stored as.
struct cover_data {
  explicit cover_data(cover_model what);
  cover_model model;
  cover_locator locator;
  std::string document;  // canonical JSON
  std::string sha256;    // of it
};

// Everything a recommendation rests on: the same inputs give the same recommendation, byte for byte.
struct recommendation_inputs {
  incident_facts incident;
  base::instant at;
  rule_parameters rules = {};
  std::shared_ptr<const duty::unit_snapshot> units;
  std::shared_ptr<const road::closure_set> closures;
  std::shared_ptr<const road::graph> roads;
  std::shared_ptr<const cover_data> cover = {};  // nothing: cover is not known
};

// A part of the inputs that many recommendations share, stored once under its digest.
struct input_part {
  std::string sha256;
  std::string_view kind;  // fleet, units, closures, cover
  std::string text;
};

// The inputs as stored: a small document that names its parts by their digests, so its own digest covers everything.
struct written_inputs {
  std::string document;
  std::string sha256;
  std::vector<std::shared_ptr<const input_part>> parts;
};

// Writes inputs, keeping the parts of the last ones: what did not change is neither written nor hashed again. Safe to
// share between threads.
class input_writer {
 public:
  written_inputs write(const recommendation_inputs& inputs);

 private:
  struct kept {
    std::uint64_t serial = 0;
    std::shared_ptr<const input_part> part;
  };
  std::mutex mutex_;
  kept fleet_, closures_;
  std::vector<kept> chunks_;
  std::shared_ptr<const input_part> cover_;
};

// Finds a part by its digest.
using part_reader = std::function<std::string(const std::string& sha256)>;

// The inputs from their document. `roads` is the graph of this program: throws base::problem 409 graph_changed when the
// document rests on another one, 500 inputs_broken when a part does not fit its digest or cannot be read.
recommendation_inputs read_inputs(std::string_view document, const part_reader& parts, std::shared_ptr<const road::graph> roads);

// "responsible_first_within_120_s"
std::string rule_name(const rule_parameters& rules);

}  // namespace dispatch
