#include "support/gzip.h"

#include <zlib.h>

#include <memory>
#include <stdexcept>
#include <vector>

namespace test {

std::string read_gzip(const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::string out;
  std::vector<char> block(1U << 18U);
  for (;;) {
    const int got = gzread(file.get(), block.data(), static_cast<unsigned>(block.size()));
    if (got < 0) throw std::runtime_error("broken gzip file " + path);
    if (got == 0) return out;
    out.append(block.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace test
