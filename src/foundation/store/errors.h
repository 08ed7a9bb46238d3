#pragma once
#include <string>

#include "foundation/base/problem.h"

// What can go wrong below an operation. All are base::problem 503, so that whatever escapes is an honest answer.
namespace store {

// The database cannot be written at present (disk full, I/O error, read-only): the whole group is taken back.
class unwritable_error : public base::problem {
 public:
  explicit unwritable_error(const std::string& detail)
      : problem(503, "store_unwritable", "The change could not be saved.", detail,
                "Nothing was changed. Free space on the disk of the database or look at its log, then send it again.") {}
};

// The connection is gone. A commit that was under way has an unknown outcome until it is looked up.
class lost_error : public base::problem {
 public:
  explicit lost_error(const std::string& detail)
      : problem(503, "store_unavailable", "The database cannot be reached.", detail,
                "Send it again in a few seconds; check that the database server runs.") {}
};

// Another node or process held what this one needed; running the same work again is right.
class collision_error : public base::problem {
 public:
  explicit collision_error(const std::string& detail)
      : problem(503, "store_busy", "Others were changing the same records.", detail, "Nothing was changed. Send it again.") {}
};

// A value no column can hold: too large, not UTF-8, a NUL within text, not a finite number.
inline base::problem bad_cell(int status, const std::string& detail) {
  return {status, "bad_value", "A value cannot be stored.", detail, "Correct or shorten it and send it again."};
}

}  // namespace store
