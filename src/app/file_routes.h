#pragma once
#include "app/file_desk.h"
#include "app/http_binding.h"
#include "foundation/web/router.h"

namespace app {

inline constexpr std::string_view may_send_files = "matter.write";

// POST /api/files: one photo or document as the body, its name in X-File-Name (UTF-8, percent-encoded), its Content-Length
// said; needs matter.write. 201 with the File, 200 when the account sent the same within the last day and it is unused.
// GET /api/files/{id} and /api/files/{id}/thumbnail: for whoever sent it until its first use, then for whom `may_read` lets.
void bind_files(web::router& router, file_desk& desk, authenticate who, may_read_file may_read);

}  // namespace app
