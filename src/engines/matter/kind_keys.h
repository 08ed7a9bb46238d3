#pragma once
#include <span>
#include <string_view>

// The words of a kind's file: which map may hold which keys. The reader, the suggestions and the comparison with
// catalogue/kind.schema.json all use this one table.
namespace matter {

// checked: demanded too, but by a rule with a fault code of its own (a translation, a clock's owner).
enum class need : unsigned char { optional, demanded, checked };

struct key_rule {
  std::string_view key;
  need how = need::optional;
};

struct key_table {
  std::string_view of;      // the map's name in the schema's $defs; "kind" is the file itself
  std::string_view called;  // for people: "a step"
  std::span<const key_rule> keys;
};

std::span<const key_table> kind_keys();
// std::logic_error when there is none of this name.
const key_table& keys_of(std::string_view of);

// The words a key chooses between, in the order of their enum.
struct choice_words {
  std::string_view of;  // the schema's $defs
  std::span<const std::string_view> words;
};
std::span<const choice_words> kind_choices();
std::span<const std::string_view> words_of(std::string_view of);

}  // namespace matter
