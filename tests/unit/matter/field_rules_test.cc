// What people fill in, by the fields of a kind.
#include "engines/matter/field_rules.h"

#include <gtest/gtest.h>

using matter::field;
using matter::field_type;

namespace {

// The code of what is wrong with this text in such a field; empty when nothing is.
std::string fault_of(const std::string& text, const field& one) {
  matter::kind of;
  of.fields = {one};
  const std::string allowed[] = {one.name};
  const auto faults = matter::field_faults(of, {{one.name, text}}, allowed);
  return faults.empty() ? "" : faults.front().code;
}

const field note{.name = "note", .label = {"说明", "Note"}, .type = field_type::long_text, .max_length = 500};

}  // namespace

TEST(FieldRules, ALongTextIsAsLongAsItsKindSays) {
  std::string longest;
  for (int i = 0; i < 500; ++i) longest += "字";
  EXPECT_EQ(fault_of(longest, note), "");
  EXPECT_EQ(fault_of(longest + "字", note), "too_long");
}

TEST(FieldRules, ATextIsReadAsItIsWritten) {
  EXPECT_EQ(fault_of("第一行\n第二行\t—— “引号”…", note), "");
  EXPECT_EQ(fault_of("a\x07", note), "bad_character");
  EXPECT_EQ(fault_of("a\xE2\x80\xAE"
                     "fdp.exe",
                     note),
            "bad_character");
  EXPECT_EQ(fault_of("\xE2\x81\xA6"
                     "a",
                     note),
            "bad_character");
  EXPECT_EQ(fault_of("\xFF", note), "bad_character");
}
