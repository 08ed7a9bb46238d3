#pragma once
#include <optional>
#include <string>
#include <vector>

#include "foundation/record/record.h"

// A record with one member of every kind, for the tests of record.
namespace sample {

enum class state { fresh, sent, done };

struct note {
  std::string text;
  std::optional<base::instant> at;
  std::vector<double> weights;
  bool operator==(const note&) const = default;
};

struct everything {
  std::string id;
  std::string name;
  bool active = false;
  std::int64_t count = 0;
  int small = 0;
  double ratio = 0;
  base::instant at{};
  base::position where{};
  state now = state::fresh;
  std::string colour = "red";
  std::optional<std::string> unit_id;
  std::optional<bool> maybe;
  std::optional<std::int64_t> maybe_count;
  std::optional<int> maybe_small;
  std::optional<double> maybe_ratio;
  std::optional<base::instant> until;
  std::optional<base::position> target;
  std::optional<state> next;
  std::optional<note> remark;
  std::vector<std::string> tags;
  std::vector<std::int64_t> numbers;
  std::vector<state> states;
  std::vector<base::position> line;
  std::vector<note> notes;
  note first;
  record::json_text detail;
  std::int64_t version = 1;
  std::string joined;
  bool operator==(const everything&) const = default;
};

const record::table& record_of(const note*);
const record::table& record_of(const everything*);

// The smallest body that is taken.
inline constexpr const char* smallest_body = R"({"name":"守望","where":{"lon":121.47,"lat":31.23},"at":"2026-11-22T08:30:00+08:00"})";

}  // namespace sample
