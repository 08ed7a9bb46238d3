// Whatever the name: what is made of it is harmless, and stays the same when it is made again. And whatever a scanner says, it
// is understood.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "foundation/base/text.h"
#include "foundation/files/clamd.h"
#include "foundation/files/look.h"
#include "foundation/files/name.h"

namespace {

void check(const std::string& name) {
  if (name.size() > files::longest_name || !base::is_utf8(name)) std::abort();
  if (name.find_first_of("/\\<>:\"|?*") != std::string::npos || name.starts_with('.') || name.ends_with('.') || name.ends_with(' ')) std::abort();
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F') std::abort();
  }
  if (name.find("\xE2\x80\xAE") != std::string::npos) std::abort();
  if (files::safe_name(name) != name) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto verdict = files::read_verdict(bytes);
  if (!base::is_utf8(verdict.detail) && base::is_utf8(bytes)) std::abort();
  files::look_at(bytes);
  const auto text = bytes.substr(0, base::utf8_prefix(bytes));
  const auto name = files::safe_name(text);
  check(name);
  for (const auto kind : {files::kind::jpeg, files::kind::docx, files::kind::text}) {
    const auto named = files::name_for(kind, name);
    check(named);
    if (files::ending_in(named).empty()) std::abort();
  }
  return 0;
}
