#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "foundation/base/position.h"
#include "foundation/base/time.h"
#include "foundation/record/field.h"

namespace record {

// How a member is held in memory. Supported: std::string, bool, std::int64_t, int, double, base::instant, base::position,
// an enum class (its underlying value is the index into the field's choices), json_text, a nested record (anything with
// record_of), std::optional and std::vector of these.
enum class storage { text, boolean, int64, int32, float64, instant, position, choice_index, json, record, optional, list };

// What the engines need of a type. Only the functions of its own storage are set.
struct member_type {
  storage holds;
  const member_type* element = nullptr;          // of an optional or a list
  const table& (*described)() = nullptr;         // record: its table
  std::int64_t (*index)(const void*) = nullptr;  // choice_index: read and set
  void (*set_index)(void*, std::int64_t) = nullptr;
  const void* (*inside)(const void*) = nullptr;             // optional: its value or nullptr
  void* (*fill)(void*) = nullptr;                           // optional: makes a fresh value
  std::size_t (*size)(const void*) = nullptr;               // list
  const void* (*item)(const void*, std::size_t) = nullptr;  // list
  void* (*append)(void*) = nullptr;                         // list: a fresh item at the end
  void (*reset)(void*) = nullptr;                           // any: back to its default
};

namespace detail {

template <class M>
struct optional_of : std::false_type {};
template <class M>
struct optional_of<std::optional<M>> : std::true_type {
  using inner = M;
};
template <class M>
struct list_of : std::false_type {};
template <class M>
struct list_of<std::vector<M>> : std::true_type {
  using inner = M;
};
template <class M>
concept described_record = requires {
  record_of(static_cast<const M*>(nullptr));
};

template <class M>
constexpr member_type make_member_type();

}  // namespace detail

template <class M>
inline constexpr member_type member_type_of = detail::make_member_type<M>();

namespace detail {

template <class M>
constexpr member_type plain(storage holds) {
  member_type t{.holds = holds};
  t.reset = [](void* m) { *static_cast<M*>(m) = M{}; };
  return t;
}

template <class M>
constexpr member_type make_choice() {
  member_type t = plain<M>(storage::choice_index);
  t.index = [](const void* m) { return static_cast<std::int64_t>(*static_cast<const M*>(m)); };
  t.set_index = [](void* m, std::int64_t index) { *static_cast<M*>(m) = static_cast<M>(index); };
  return t;
}

template <class M>
constexpr member_type make_optional() {
  using inner = typename optional_of<M>::inner;
  member_type t = plain<M>(storage::optional);
  t.element = &member_type_of<inner>;
  t.inside = [](const void* m) -> const void* {
    const auto& one = *static_cast<const M*>(m);
    return one ? std::addressof(*one) : nullptr;
  };
  t.fill = [](void* m) -> void* { return std::addressof(static_cast<M*>(m)->emplace()); };
  return t;
}

template <class M>
constexpr member_type make_list() {
  using inner = typename list_of<M>::inner;
  static_assert(!std::is_same_v<inner, bool>, "a list of bool has no addresses: use a list of choices");
  member_type t = plain<M>(storage::list);
  t.element = &member_type_of<inner>;
  t.size = [](const void* m) { return static_cast<const M*>(m)->size(); };
  t.item = [](const void* m, std::size_t i) -> const void* { return std::addressof((*static_cast<const M*>(m))[i]); };
  t.append = [](void* m) -> void* { return std::addressof(static_cast<M*>(m)->emplace_back()); };
  return t;
}

template <class M>
constexpr member_type make_record() {
  member_type t = plain<M>(storage::record);
  t.described = []() -> const table& { return record_of(static_cast<const M*>(nullptr)); };
  return t;
}

template <class M>
constexpr member_type make_member_type() {
  if constexpr (std::is_same_v<M, std::string>)
    return plain<M>(storage::text);
  else if constexpr (std::is_same_v<M, bool>)
    return plain<M>(storage::boolean);
  else if constexpr (std::is_same_v<M, std::int64_t>)
    return plain<M>(storage::int64);
  else if constexpr (std::is_same_v<M, std::int32_t>)
    return plain<M>(storage::int32);
  else if constexpr (std::is_same_v<M, double>)
    return plain<M>(storage::float64);
  else if constexpr (std::is_same_v<M, base::instant>)
    return plain<M>(storage::instant);
  else if constexpr (std::is_same_v<M, base::position>)
    return plain<M>(storage::position);
  else if constexpr (std::is_same_v<M, json_text>)
    return plain<M>(storage::json);
  else if constexpr (std::is_enum_v<M>)
    return make_choice<M>();
  else if constexpr (optional_of<M>::value)
    return make_optional<M>();
  else if constexpr (list_of<M>::value)
    return make_list<M>();
  else {
    static_assert(described_record<M>, "a member of this type needs record_of(const T*) declared before its field table");
    return make_record<M>();
  }
}

template <class T>
struct member_pointer;
template <class R, class M>
struct member_pointer<M R::*> {
  using owner = R;
  using member = M;
};

}  // namespace detail

// The field of a member, e.g. field_of<&closure::id>({.name = "id", …}). For a member inherited from a base name the
// record itself as second argument.
template <auto Member, class Record = typename detail::member_pointer<decltype(Member)>::owner>
constexpr field field_of(field_options options) {
  using member = typename detail::member_pointer<decltype(Member)>::member;
  return {.options = options, .type = &member_type_of<member>, .address = [](const void* one) -> const void* {
            return std::addressof(static_cast<const Record*>(one)->*Member);
          }};
}

// What an API reader would call the field: text with choices is a choice, with refers_to a reference; optional is
// looked through.
kind kind_of(const field& one);
// The type without the optional around it.
const member_type& bare_type(const member_type& type);
bool is_optional(const member_type& type);

}  // namespace record
