#include "foundation/web/compress.h"

#include <zlib.h>

#include <limits>
#include <stdexcept>

namespace web {
namespace {
constexpr int gzip_window_bits = 15 + 16;  // zlib: 15 for the largest window, +16 for a gzip wrapper
constexpr int memory_level = 8;            // zlib's default
}  // namespace

struct gzip_writer::stream {
  z_stream z{};
};

gzip_writer::gzip_writer(int level) : stream_(std::make_unique<stream>()) {
  if (deflateInit2(&stream_->z, level, Z_DEFLATED, gzip_window_bits, memory_level, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot start");
  }
}

gzip_writer::~gzip_writer() { deflateEnd(&stream_->z); }

std::string gzip_writer::compress(std::string_view body) {
  z_stream& z = stream_->z;
  if (body.size() > std::numeric_limits<uInt>::max() / 2 || deflateReset(&z) != Z_OK) throw std::runtime_error("zlib cannot compress this");
  std::string out(deflateBound(&z, static_cast<uLong>(body.size())), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));  // zlib only reads it
  z.avail_in = static_cast<uInt>(body.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  if (deflate(&z, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("zlib failed");
  out.erase(z.total_out);
  return out;
}

}  // namespace web
