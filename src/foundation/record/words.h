#pragma once
#include <string>

#include "foundation/record/record.h"

namespace record {

// A text for people in both languages of the console.
struct words {
  std::string zh = {};
  std::string en = {};
  bool operator==(const words&) const = default;
};

const table& record_of(const words*);

}  // namespace record
