#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// Whether the bytes are well-formed UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF).
bool is_utf8(std::string_view bytes);

// The length in bytes of the longest well-formed UTF-8 text at the head of `bytes`.
std::size_t utf8_prefix(std::string_view bytes);

// The number of code points of a well-formed UTF-8 text.
std::size_t count_code_points(std::string_view text);

// Appends the text as a JSON string with its quotes; control characters escaped, bytes that are not UTF-8
// replaced by U+FFFD.
void append_json_string(std::string& out, std::string_view text);

std::string_view trim(std::string_view text);                                // without ASCII white space at both ends
std::vector<std::string_view> split(std::string_view text, char separator);  // n separators give n+1 parts
// The parts lie in the text: one that ends with this statement cannot be split.
template <class Text>
requires std::same_as<Text, std::string>
void split(Text&& text, char separator) = delete;
std::string lower_ascii(std::string_view text);

// The whole text as a number; nothing when it is not one, has anything behind it, or does not fit.
std::optional<std::int64_t> parse_int(std::string_view text);
std::optional<double> parse_double(std::string_view text);

// Reads one record of CSV (RFC 4180: quotes, doubled quotes, line breaks within quotes) at the head of `rest`
// and removes it; nothing at the end. An unclosed quote takes the rest of the text.
std::optional<std::vector<std::string>> take_csv_row(std::string_view& rest);

// The number of single-character edits (insert, delete, replace, by bytes) between two texts: suggestions.
std::size_t edit_distance(std::string_view a, std::string_view b);

std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);  // nothing when it is not pairs of hexadecimal digits

}  // namespace base
