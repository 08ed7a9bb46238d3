#include "foundation/files/look.h"

#include <algorithm>
#include <array>

#include "foundation/base/text.h"

namespace files {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view what_is_kept = "Send a photo (JPEG, PNG, WebP) or a document (PDF, Word .docx, Excel .xlsx, text in UTF-8).";
constexpr std::string_view as_jpeg = "Save it as JPEG; phones can be told to take photos as JPEG (\"most compatible\").";
constexpr std::string_view as_pdf = "Save it as PDF, or with Word or Excel as .docx or .xlsx.";
constexpr std::string_view unpacked = "Send the files within it one by one.";

struct signature {
  std::size_t at;
  std::string_view bytes;
  look what;
};

constexpr std::array<signature, 34> signatures{{
    {0, "\xFF\xD8\xFF"sv, {kind::jpeg, "a JPEG photo", ""}},
    {0, "\x89PNG\r\n\x1A\n"sv, {kind::png, "a PNG picture", ""}},
    {8, "WEBP"sv, {kind::webp, "a WebP picture", ""}},  // behind "RIFF", see below
    {0, "%PDF-"sv, {kind::pdf, "a PDF document", ""}},
    {0, "PK\x03\x04"sv, {kind::docx, "an archive", ""}},
    {0, "PK\x05\x06"sv, {{}, "an empty archive", unpacked}},
    {0, "GIF8"sv, {{}, "a GIF picture", as_jpeg}},
    {0, "BM"sv, {{}, "a BMP picture", as_jpeg}},
    {0, "II*\0"sv, {{}, "a TIFF or raw picture", as_jpeg}},
    {0, "MM\0*"sv, {{}, "a TIFF or raw picture", as_jpeg}},
    {4, "ftypheic"sv, {{}, "a HEIC photo", as_jpeg}},
    {4, "ftypheix"sv, {{}, "a HEIC photo", as_jpeg}},
    {4, "ftypmif1"sv, {{}, "a HEIC photo", as_jpeg}},
    {4, "ftypavif"sv, {{}, "an AVIF picture", as_jpeg}},
    {4, "ftyp"sv, {{}, "a film or sound recording", what_is_kept}},
    {0, "\x1A\x45\xDF\xA3"sv, {{}, "a film or sound recording", what_is_kept}},
    {0, "ID3"sv, {{}, "a sound recording", what_is_kept}},
    {0, "OggS"sv, {{}, "a sound recording", what_is_kept}},
    {0, "#!AMR"sv, {{}, "a sound recording", what_is_kept}},
    {8, "WAVE"sv, {{}, "a sound recording", what_is_kept}},
    {0, "MZ"sv, {{}, "a program for Windows", what_is_kept}},
    {0,
     "\x7F"
     "ELF"sv,
     {{}, "a program", what_is_kept}},
    {0, "\xCA\xFE\xBA\xBE"sv, {{}, "a program", what_is_kept}},
    {0, "\xCF\xFA\xED\xFE"sv, {{}, "a program", what_is_kept}},
    {0, "#!"sv, {{}, "a script", what_is_kept}},
    {0, "\xD0\xCF\x11\xE0"sv, {{}, "an old Office document or one with a password", as_pdf}},
    {0, "{\\rtf"sv, {{}, "an RTF document", as_pdf}},
    {0, "Rar!"sv, {{}, "a RAR archive", unpacked}},
    {0, "7z\xBC\xAF"sv, {{}, "a 7z archive", unpacked}},
    {0, "\x1F\x8B"sv, {{}, "a gzip archive", unpacked}},
    {0,
     "\xFD"
     "7zXZ"sv,
     {{}, "an xz archive", unpacked}},
    {0, "BZh"sv, {{}, "a bzip2 archive", unpacked}},
    {0, "\xFF\xFE"sv, {{}, "text in UTF-16", "Save it as text in UTF-8."}},
    {0, "\xFE\xFF"sv, {{}, "text in UTF-16", "Save it as text in UTF-8."}},
}};

bool carries(std::string_view bytes, const signature& one) {
  if (bytes.size() < one.at + one.bytes.size() || bytes.substr(one.at, one.bytes.size()) != one.bytes) return false;
  return one.at != 8 || bytes.starts_with("RIFF");
}

// Two letters that a plain text may begin with as well.
bool is_weak(const signature& one) { return one.bytes == "BM"sv || one.bytes == "MZ"sv || one.bytes == "ID3"sv || one.bytes == "BZh"sv; }

// What a browser would take for a page when it begins so.
std::optional<look> markup(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const auto start = std::find_if(bytes.begin(), bytes.end(), [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n' && c != '\f'; });
  const auto head = base::lower_ascii(bytes.substr(static_cast<std::size_t>(start - bytes.begin()), 2'048));
  if (!head.starts_with('<')) return std::nullopt;
  const auto holds = [&](std::string_view what) { return head.find(what) != std::string::npos; };
  if (holds("<svg")) return look{{}, "an SVG drawing", "Save it as PNG or PDF."};
  constexpr std::array<std::string_view, 12> page{"<!doctype html", "<html",  "<head",  "<body",  "<script", "<iframe",
                                                  "<!--",           "<table", "<style", "<title", "<img",    "<div"};
  if (std::any_of(page.begin(), page.end(), holds)) return look{{}, "an HTML page", "Print it as PDF."};
  if (head.starts_with("<?xml") || head.starts_with("<!doctype")) return look{{}, "an XML document", as_pdf};
  return std::nullopt;
}

bool is_text_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7F) || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

}  // namespace

bool is_plain_text(std::string_view bytes) { return std::all_of(bytes.begin(), bytes.end(), is_text_byte) && base::is_utf8(bytes); }

look look_at(std::string_view bytes) {
  if (bytes.empty()) return {{}, "an empty file", "Look whether it is complete on the device it comes from."};
  const auto found = std::find_if(signatures.begin(), signatures.end(), [&](const signature& one) { return carries(bytes, one); });
  if (found != signatures.end() && !(is_weak(*found) && is_plain_text(bytes))) return found->what;
  if (const auto page = markup(bytes)) return *page;
  if (is_plain_text(bytes)) return {kind::text, "plain text", ""};
  if (std::all_of(bytes.begin(), bytes.end(), is_text_byte)) return {{}, "text that is not UTF-8", "Save it as text in UTF-8."};
  return {{}, "nothing that is known here", what_is_kept};
}

}  // namespace files
