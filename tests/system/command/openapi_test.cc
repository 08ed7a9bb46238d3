// The description of the API that lies in the project is the one the program prints.
#include "command.h"
#include "support/shared_data.h"

namespace {

// The first line in which they differ, with its number; "" when they are the same.
std::string first_difference(std::string_view a, std::string_view b) {
  for (int number = 1; !a.empty() || !b.empty(); ++number) {
    const auto left = a.substr(0, a.find('\n')), right = b.substr(0, b.find('\n'));
    const bool ended = a.empty() != b.empty();
    if (left != right || ended) return "line " + std::to_string(number) + ":\n  " + std::string(left) + "\n  " + std::string(right);
    a.remove_prefix(std::min(a.size(), left.size() + 1));
    b.remove_prefix(std::min(b.size(), right.size() + 1));
  }
  return "";
}

}  // namespace

TEST_F(Command, OpenApiPrintsExactlyTheFileOfTheProject) {
  const auto printed = run({"openapi"});
  ASSERT_EQ(printed.code, 0) << printed.errors;
  const auto kept = test::read_file(test::project_file("api/openapi.json"));
  EXPECT_TRUE(printed.output == kept) << "api/openapi.json is not what the program does. Renew it:\n  ./run build && build/release/shouwang openapi "
                                         "--data var/portland > api/openapi.json\nThe program and the file differ in "
                                      << first_difference(printed.output, kept);
  EXPECT_EQ(printed.errors, "");
}
