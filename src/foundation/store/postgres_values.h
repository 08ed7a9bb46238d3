#pragma once
#include <libpq-fe.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "foundation/store/store.h"

namespace store {

struct clear_result {
  void operator()(PGresult* one) const { PQclear(one); }
};
using postgres_result = std::unique_ptr<PGresult, clear_result>;

// Parameters as libpq wants them: texts, and the types we are sure of. NULL and text have type 0 (unknown): the server
// finds theirs from the statement, as it does for literals.
class postgres_parameters {
 public:
  explicit postgres_parameters(std::span<const value> values);
  [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
  [[nodiscard]] const char* const* texts() const { return pointers_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }  // of bytes; texts end with a zero
  [[nodiscard]] const int* formats() const { return formats_.data(); }  // 1: bytes as they are

 private:
  std::vector<std::string> made_;  // numbers as text
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

Oid type_of(const value& one);
// Whether type_of() gives it, 0 aside.
bool is_own_type(Oid type);

// The cells by their column's type: bool, integers, floating point, numeric (a whole one that fits becomes an integer);
// anything else as text.
rows rows_of(const PGresult* result);

}  // namespace store
