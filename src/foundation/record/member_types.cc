#include "foundation/record/member_types.h"

namespace record {

const member_type& bare_type(const member_type& type) { return type.holds == storage::optional ? bare_type(*type.element) : type; }

bool is_optional(const member_type& type) { return type.holds == storage::optional; }

kind kind_of(const field& one) {
  switch (bare_type(*one.type).holds) {
    case storage::text: break;
    case storage::boolean: return kind::boolean;
    case storage::int64:
    case storage::int32: return kind::integer;
    case storage::float64: return kind::number;
    case storage::instant: return kind::time;
    case storage::position: return kind::position;
    case storage::choice_index: return kind::choice;
    case storage::json: return kind::json;
    case storage::record: return kind::object;
    case storage::list: return kind::list;
    case storage::optional: break;
  }
  if (!one.options.choices.empty()) return kind::choice;
  return one.options.refers_to.empty() ? kind::text : kind::reference;
}

}  // namespace record
