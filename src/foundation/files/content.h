#pragma once
#include <string>
#include <string_view>

#include "foundation/files/file.h"

namespace files {

// What the sender says of a file.
struct declared {
  std::string_view media_type = {};  // the Content-Type; "" and application/octet-stream say nothing
  std::string_view name = {};        // UTF-8; anything
};

// A file that is what it says, without what does not belong to it.
struct cleaned {
  kind type = kind::text;
  std::string name;  // safe, with an ending of its kind
  std::string bytes;
  std::int64_t width = 0;  // of a photo, not turned; 0: a document
  std::int64_t height = 0;
  int orientation = 1;  // EXIF
};

// Tells by the content what the file is, holds that against what is said of it, and cleans it: a photo loses everything
// but the picture, its colours' meaning and its orientation; a document what lies behind its end. Nothing is decoded.
// Throws base::problem wrong_file_type (415), file_too_large (413), broken_file or swollen_archive (422), bad_file_name
// (422, a name that is not UTF-8). Pure; foreign bytes. What comes out goes in again and stays the same.
cleaned clean(std::string bytes, const declared& as, const limits& within = {});

}  // namespace files
