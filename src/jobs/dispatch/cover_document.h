#pragma once
#include <string>
#include <string_view>

#include "jobs/dispatch/cover.h"

namespace dispatch {

// The model as canonical JSON: the same model, the same bytes. Rows of `reach` are hexadecimal, the first cell lowest.
std::string cover_document(const cover_model& model);
// The reverse; throws std::exception when the text is no such document.
cover_model read_cover_document(std::string_view text);

}  // namespace dispatch
