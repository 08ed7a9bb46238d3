#pragma once
#include <string>

#include "foundation/record/record.h"

namespace dispatch {

// A text for people in both languages of the console.
struct words {
  std::string zh = {};
  std::string en = {};
  bool operator==(const words&) const = default;
};

const record::table& record_of(const words*);

}  // namespace dispatch
