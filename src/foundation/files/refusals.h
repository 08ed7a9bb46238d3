#pragma once
#include <string>

#include "foundation/base/problem.h"

// How files are refused.
namespace files {

inline base::problem wrong_file_type(std::string detail, std::string remedy) {
  return {415, "wrong_file_type", "The file is not what it says, or of no kind that is kept.", std::move(detail), std::move(remedy)};
}

inline base::problem file_too_large(std::string detail, std::string remedy) {
  return {413, "file_too_large", "The file is too large.", std::move(detail), std::move(remedy)};
}

inline base::problem broken_file(std::string detail) {
  return {422, "broken_file", "The file is damaged or incomplete.", std::move(detail),
          "Open it on the device it comes from, save it anew and send that."};
}

// An archive that unpacks into far more than it is.
inline base::problem swollen_archive(std::string detail) {
  return {422, "swollen_archive", "The document unpacks into more than a document holds.", std::move(detail),
          "Save it anew with Word or Excel; a very large workbook in parts."};
}

}  // namespace files
