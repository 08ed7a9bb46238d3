// Whatever the bytes: an archive whose parts lie within it and not over each other, or a base::problem. A directory made of
// random bytes is never one, so each input also becomes the packed bytes and the sizes of a sound archive.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "foundation/base/problem.h"
#include "foundation/files/archive.h"
#include "foundation/files/byte_order.h"
#include "foundation/files/document.h"

namespace {

std::string little(std::size_t number, unsigned bytes) {
  std::string out;
  for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xFFU);
  return out;
}

// Four bytes of the size it says, then deflated bytes.
std::string archive_with(std::string_view bytes) {
  const auto said = bytes.substr(0, 4);
  const auto packed = bytes.substr(4);
  const std::string name = "[Content_Types].xml";
  const auto facts = little(20, 2) + little(0, 2) + little(8, 2) + little(0, 4) + little(0, 4) + little(packed.size(), 4) + std::string(said) +
                     little(name.size(), 2) + little(0, 2);
  const auto local = "PK\x03\x04" + facts + name + std::string(packed);
  const auto entry = "PK\x01\x02" + little(20, 2) + facts + little(0, 14) + name;
  return local + entry + "PK\x05\x06" + little(0, 4) + little(1, 2) + little(1, 2) + little(entry.size(), 4) + little(local.size(), 4) + little(0, 2);
}

void check(std::string_view bytes) {
  files::limits within;
  within.archive_unpacked = 4U << 20U;
  within.archive_parts = 50;
  const auto read = files::read_archive(bytes, within);
  if (read.parts.size() > within.archive_parts || !files::ends_as_archive(bytes)) std::abort();
  std::uint64_t total = 0, packed = 0;
  for (const auto& one : read.parts) {
    total += one.unpacked;
    packed += one.packed.size();
    if (one.packed.data() < bytes.data() || one.packed.data() + one.packed.size() > bytes.data() + bytes.size()) std::abort();
  }
  if (total > within.archive_unpacked || packed > bytes.size()) std::abort();
  for (const auto& one : read.parts) {
    if (files::check_part(one, 100).size() > 100) std::abort();
  }
  files::kind_of_archive(bytes, within);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto tried = [](std::string_view what) {
    try {
      check(what);
    } catch (const base::problem&) {
    }
  };
  tried(bytes);
  if (bytes.size() > 4) tried(archive_with(bytes));
  return 0;
}
