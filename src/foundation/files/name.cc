#include "foundation/files/name.h"

#include <algorithm>
#include <array>

#include "foundation/base/text.h"

namespace files {
namespace {

constexpr std::size_t longest_ending = 5;
constexpr std::string_view forbidden = "<>:\"|?*";  // by file systems of others

constexpr std::array<std::string_view, 4> devices{"con", "prn", "aux", "nul"};
constexpr std::array<std::string_view, 2> numbered_devices{"com", "lpt"};

// The code point at the head of well-formed UTF-8, and its bytes.
struct letter {
  char32_t code = 0;
  std::size_t size = 1;
};

letter first_letter(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  const auto lead = at(0);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {(lead & 0x1FU) << 6U | (at(1) & 0x3FU), 2};
  if (lead < 0xF0) return {(lead & 0x0FU) << 12U | (at(1) & 0x3FU) << 6U | (at(2) & 0x3FU), 3};
  return {(lead & 0x07U) << 18U | (at(1) & 0x3FU) << 12U | (at(2) & 0x3FU) << 6U | (at(3) & 0x3FU), 4};
}

// Control characters, and what turns, joins or hides text without being seen.
bool is_invisible(char32_t c) {
  const auto within = [c](char32_t low, char32_t high) { return c >= low && c <= high; };
  return c < 0x20 || within(0x7F, 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E || within(0x200B, 0x200F) || within(0x2028, 0x202E) ||
         within(0x2060, 0x206F) || within(0xFE00, 0xFE0F) || c == 0xFEFF || within(0xFFF0, 0xFFFB) || within(0xFFFE, 0xFFFF) ||
         within(0xE0000, 0xE0FFF);
}

std::string_view last_part(std::string_view sent) {
  const auto slash = sent.find_last_of("/\\");
  return slash == std::string_view::npos ? sent : sent.substr(slash + 1);
}

std::string_view without_dots_and_spaces(std::string_view text) {
  const auto from = text.find_first_not_of(". ");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(". ") - from + 1);
}

bool is_device(std::string_view name) {
  const auto stem = base::lower_ascii(base::trim(name.substr(0, name.find('.'))));
  if (std::find(devices.begin(), devices.end(), stem) != devices.end()) return true;
  return stem.size() == 4 && stem[3] >= '0' && stem[3] <= '9' &&
         std::find(numbered_devices.begin(), numbered_devices.end(), stem.substr(0, 3)) != numbered_devices.end();
}

// At most `room` bytes from the front, by whole code points.
std::string_view shortened(std::string_view text, std::size_t room) { return text.substr(0, base::utf8_prefix(text.substr(0, room))); }

// With the ending behind it no longer than a name may be.
std::string joined(std::string_view stem, std::string_view ending) {
  const std::string tail = ending.empty() ? "" : "." + std::string(ending);
  std::string out(without_dots_and_spaces(shortened(stem, longest_name - tail.size())));
  return out.empty() ? out : out + tail;
}

// The ending as it is written, without its dot.
std::string_view written_ending(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  const auto ending = name.substr(dot + 1);
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const bool usable = !ending.empty() && ending.size() <= longest_ending && std::any_of(ending.begin(), ending.end(), is_letter) &&
                      std::all_of(ending.begin(), ending.end(), [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
  return usable ? ending : std::string_view();
}

}  // namespace

std::string safe_name(std::string_view sent) {
  std::string out;
  for (auto rest = last_part(sent); !rest.empty();) {
    const auto one = first_letter(rest);
    if (!is_invisible(one.code)) out += one.size == 1 && forbidden.find(rest[0]) != std::string_view::npos ? "_" : rest.substr(0, one.size);
    rest.remove_prefix(one.size);
  }
  out = without_dots_and_spaces(out);
  if (is_device(out)) out.insert(0, "_");
  if (out.size() <= longest_name) return out;
  const auto ending = written_ending(out);
  const auto stem = std::string_view(out).substr(0, out.size() - (ending.empty() ? 0 : ending.size() + 1));
  return joined(stem, ending);
}

std::string ending_in(std::string_view name) { return base::lower_ascii(written_ending(name)); }

bool fits_ending(kind of, std::string_view ending) {
  if (ending == ending_of(of)) return true;
  if (of == kind::jpeg) return ending == "jpeg" || ending == "jpe" || ending == "jfif";
  return of == kind::text && (ending == "csv" || ending == "log");
}

bool fits_media_type(kind of, std::string_view sent) {
  const auto own = media_type(of);
  if (sent == own.substr(0, own.find(';'))) return true;
  if (of == kind::jpeg) return sent == "image/jpg" || sent == "image/pjpeg";
  // What browsers on Windows say of a .csv.
  return of == kind::text && (sent == "text/csv" || sent == "application/vnd.ms-excel");
}

std::string name_for(kind of, std::string_view safe) {
  if (safe.empty()) return (is_photo(of) ? "photo." : "document.") + std::string(ending_of(of));
  if (!ending_in(safe).empty()) return std::string(safe);
  return joined(safe, ending_of(of));
}

}  // namespace files
