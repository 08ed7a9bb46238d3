#include "foundation/files/content.h"

#include "foundation/base/text.h"
#include "foundation/files/document.h"
#include "foundation/files/look.h"
#include "foundation/files/name.h"
#include "foundation/files/photo.h"
#include "foundation/files/refusals.h"

namespace files {
namespace {

constexpr std::size_t longest_shown = 80;  // bytes of foreign words in a sentence

std::string shown(std::string_view text) { return std::string(text.substr(0, base::utf8_prefix(text.substr(0, longest_shown)))); }

std::string declared_type(std::string_view sent) {
  const auto type = base::lower_ascii(base::trim(sent.substr(0, sent.find(';'))));
  return type == "application/octet-stream" ? "" : type;
}

// What the sender says, and what it looks like instead.
std::string says_and_looks(const std::string& name, const std::string& type, std::string_view looks) {
  std::string out = "It is ";
  if (!name.empty()) out += "called \"" + shown(name) + "\"";
  if (!type.empty()) out += (name.empty() ? "sent as " : " and sent as ") + shown(type);
  if (name.empty() && type.empty()) out += "sent without name and type";
  return out + "; its content looks like " + std::string(looks) + ".";
}

void check_size(kind of, std::size_t bytes, const limits& within) {
  const auto most = is_photo(of) ? within.photo_bytes : within.document_bytes;
  if (bytes <= most) return;
  throw file_too_large((is_photo(of) ? "A photo may have " : "A document may have ") + std::to_string(most >> 20U) + " MB at most; it has " +
                           std::to_string(bytes >> 20U) + ".",
                       is_photo(of) ? "Save it smaller." : "Split it, or save it smaller.");
}

kind kind_of(std::string_view bytes, const std::string& name, const std::string& type, const limits& within) {
  const auto seen = look_at(bytes);
  if (!seen.known) throw wrong_file_type(says_and_looks(name, type, seen.says), std::string(seen.remedy));
  check_size(*seen.known, bytes.size(), within);
  const auto is = *seen.known == kind::docx ? kind_of_archive(bytes, within) : *seen.known;
  const auto ending = ending_in(name);
  if ((ending.empty() || fits_ending(is, ending)) && (type.empty() || fits_media_type(is, type))) return is;
  throw wrong_file_type(says_and_looks(name, type, said(is)), "If that is the file you mean, give it a name that ends with ." +
                                                                  std::string(ending_of(is)) + " and send it as " + std::string(media_type(is)) +
                                                                  ".");
}

photo clean_photo(kind of, std::string_view bytes, const limits& within) {
  if (of == kind::jpeg) return clean_jpeg(bytes, within);
  return of == kind::png ? clean_png(bytes, within) : clean_webp(bytes, within);
}

std::string clean_document(kind of, std::string bytes, const limits& within) {
  if (of == kind::text) return bytes;
  return of == kind::pdf ? clean_pdf(std::move(bytes)) : clean_office(std::move(bytes), within);
}

}  // namespace

cleaned clean(std::string bytes, const declared& as, const limits& within) {
  if (!base::is_utf8(as.name)) {
    throw base::problem(422, "bad_file_name", "The file's name cannot be read.", "It is not UTF-8.", "Send X-File-Name as UTF-8, percent-encoded.");
  }
  const auto name = safe_name(as.name);
  cleaned out{.type = kind_of(bytes, name, declared_type(as.media_type), within), .name = {}, .bytes = {}};
  out.name = name_for(out.type, name);
  if (!is_photo(out.type)) {
    out.bytes = clean_document(out.type, std::move(bytes), within);
    return out;
  }
  auto picture = clean_photo(out.type, bytes, within);
  out.bytes = std::move(picture.bytes);
  out.width = picture.width;
  out.height = picture.height;
  out.orientation = picture.orientation;
  return out;
}

}  // namespace files
