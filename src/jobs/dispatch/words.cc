#include "jobs/dispatch/words.h"

namespace dispatch {

const record::table& record_of(const words*) {
  static constexpr record::field fields[] = {
      record::field_of<&words::zh>({.name = "zh", .summary = "in Chinese", .max_length = 4000}),
      record::field_of<&words::en>({.name = "en", .summary = "in English", .max_length = 4000}),
  };
  static const record::table table{.name = "Words", .summary = "A text in both languages of the console.", .fields = fields};
  return table;
}

}  // namespace dispatch
