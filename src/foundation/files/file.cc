#include "foundation/files/file.h"

#include <array>

namespace files {
namespace {

struct form {
  bool photo;
  std::string_view media_type;
  std::string_view ending;
  std::string_view said;
};

// In the order of `kind`.
constexpr std::array<form, std::size(kind_choices)> forms{{
    {true, "image/jpeg", "jpg", "a JPEG photo"},
    {true, "image/png", "png", "a PNG picture"},
    {true, "image/webp", "webp", "a WebP picture"},
    {false, "application/pdf", "pdf", "a PDF document"},
    {false, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "a Word document"},
    {false, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "an Excel workbook"},
    {false, "text/plain; charset=utf-8", "txt", "plain text"},
}};

const form& form_of(kind of) { return forms.at(static_cast<std::size_t>(of)); }

}  // namespace

bool is_photo(kind of) { return form_of(of).photo; }
std::string_view media_type(kind of) { return form_of(of).media_type; }
std::string_view ending_of(kind of) { return form_of(of).ending; }
std::string_view said(kind of) { return form_of(of).said; }

const record::table& record_of(const file*) {
  using f = file;
  static constexpr record::field fields[] = {
      record::field_of<&f::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 36}),
      record::field_of<&f::sha256>(
          {.name = "sha256", .summary = "of the bytes as they are kept, in hexadecimal digits", .read_only = true, .max_length = 64}),
      record::field_of<&f::type>({.name = "type", .summary = "what its content is", .read_only = true, .choices = kind_choices}),
      record::field_of<&f::name>({.name = "name", .summary = "its name, made harmless", .read_only = true}),
      record::field_of<&f::bytes>({.name = "bytes", .summary = "its size as it is kept", .read_only = true}),
      record::field_of<&f::width>({.name = "width", .summary = "pixels of a photo, turned upright", .read_only = true}),
      record::field_of<&f::height>({.name = "height", .summary = "pixels of a photo, turned upright", .read_only = true}),
      record::field_of<&f::stored_at>({.name = "stored_at", .summary = "when it was last sent", .read_only = true}),
      record::field_of<&f::uploaded_by>({.name = "uploaded_by", .summary = "account", .read_only = true, .max_length = 64}),
      record::field_of<&f::thumbnail>({.name = "thumbnail", .summary = "there is a small picture of it", .read_only = true, .column = false}),
  };
  static const record::table table{.name = "File", .summary = "A photo or document kept as evidence.", .fields = fields};
  return table;
}

}  // namespace files
