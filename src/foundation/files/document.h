#pragma once
#include <string>

#include "foundation/files/file.h"

// Documents are kept as they are, but for what lies behind their end. Pure; foreign bytes.
namespace files {

// Which of the two an archive is: by what its list of contents calls its main part. Throws wrong_file_type for any other
// archive and for macros, broken_file and swollen_archive. The whole archive is unpacked once, keeping nothing.
kind kind_of_archive(std::string_view bytes, const limits& within);

// The document up to its end; throws broken_file.
std::string clean_office(std::string bytes, const limits& within);
std::string clean_pdf(std::string bytes);

}  // namespace files
