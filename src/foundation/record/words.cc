#include "foundation/record/words.h"

namespace record {

const table& record_of(const words*) {
  static constexpr field fields[] = {
      field_of<&words::zh>({.name = "zh", .summary = "in Chinese", .max_length = 4000}),
      field_of<&words::en>({.name = "en", .summary = "in English", .max_length = 4000}),
  };
  static const table table{.name = "Words", .summary = "A text in both languages of the console.", .fields = fields};
  return table;
}

}  // namespace record
