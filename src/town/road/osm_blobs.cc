#include "town/road/osm_blobs.h"

#include <zlib.h>

#include <protozero/pbf_message.hpp>
#include <protozero/pbf_reader.hpp>

namespace road {
namespace {

constexpr std::size_t max_header_bytes = 64 * 1024;
constexpr std::int64_t max_blob_bytes = 32 * 1024 * 1024;

using protozero::pbf_wire_type;
using protozero::tag_and_type;

std::string_view view(const protozero::data_view& v) { return {v.data(), v.size()}; }

}  // namespace

base::problem osm_blobs::broken(const std::string& what) const {
  return {422, "map_file_broken", "The map file cannot be read", name_ + ": in the block at byte " + std::to_string(offset_) + ": " + what,
          "Fetch the file again and compare its checksum; `osmium fileinfo -e FILE` shows whether another tool can read it."};
}

base::problem osm_blobs::unsupported(const std::string& what, const std::string& remedy) const {
  return {422, "map_file_unsupported", "The map file is of a kind that is not read here",
          name_ + ": in the block at byte " + std::to_string(offset_) + ": " + what, remedy};
}

bool osm_blobs::read(std::vector<char>& into, std::size_t count, const char* what) {
  if (into.size() < count) into.resize(count);
  in_.read(into.data(), static_cast<std::streamsize>(count));
  const auto got = static_cast<std::size_t>(in_.gcount());
  position_ += got;
  if (got == count) return true;
  if (got == 0 && what == nullptr) return false;
  throw broken(std::string("the file ends within ") + (what == nullptr ? "the length of a block" : what) + " (" + std::to_string(got) + " of " +
               std::to_string(count) + " bytes are there)");
}

bool osm_blobs::next() {
  offset_ = position_;
  unpacked_ = false;
  if (!read(header_, 4, nullptr)) return false;
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(header_[i]);
  if (size > max_header_bytes) {
    throw broken("a block header of " + std::to_string(size) + " bytes (at most 65536); this is no .osm.pbf file, or bytes are missing before it");
  }
  read(header_, size, "a block header");
  read_header(size);
  read(blob_, static_cast<std::size_t>(data_size_), "a block");
  return true;
}

void osm_blobs::read_header(std::size_t size) try {
  type_.clear();
  data_size_ = -1;
  protozero::pbf_reader message(header_.data(), size);
  while (message.next()) {
    switch (message.tag_and_type()) {
      case tag_and_type(1, pbf_wire_type::length_delimited): type_ = message.get_string(); break;
      case tag_and_type(3, pbf_wire_type::varint): data_size_ = message.get_int32(); break;
      default: message.skip();
    }
  }
  if (type_.empty() || data_size_ < 0 || data_size_ > max_blob_bytes) {
    throw broken("a block header without a kind or with an impossible length (" + std::to_string(data_size_) + ")");
  }
} catch (const protozero::exception& e) {
  throw broken(std::string("a malformed block header (") + e.what() + ")");
}

std::string_view osm_blobs::data() try {
  if (unpacked_) return data_;
  std::int64_t raw_size = -1;
  std::string_view raw;
  std::string_view packed;
  bool other = false;
  protozero::pbf_reader message(blob_.data(), static_cast<std::size_t>(data_size_));
  while (message.next()) {
    switch (message.tag_and_type()) {
      case tag_and_type(1, pbf_wire_type::length_delimited): raw = view(message.get_view()); break;
      case tag_and_type(2, pbf_wire_type::varint): raw_size = message.get_int32(); break;
      case tag_and_type(3, pbf_wire_type::length_delimited): packed = view(message.get_view()); break;
      case tag_and_type(4, pbf_wire_type::length_delimited):
      case tag_and_type(5, pbf_wire_type::length_delimited):
      case tag_and_type(6, pbf_wire_type::length_delimited):
      case tag_and_type(7, pbf_wire_type::length_delimited):
        other = true;
        message.skip();
        break;
      default: message.skip();
    }
  }
  if (other) throw unsupported("a compression other than zlib", "Write it anew with `osmium cat FILE -o NEW.osm.pbf`.");
  data_ = raw;
  if (packed.data() != nullptr) {
    unpack(packed, raw_size);
  } else if (raw.data() == nullptr) {
    throw broken("a block without content");
  }
  unpacked_ = true;
  return data_;
} catch (const protozero::exception& e) {
  throw broken(std::string("a malformed block (") + e.what() + ")");
}

// A packed block must state its unpacked size, and is never unpacked beyond it: a small file cannot fill the memory.
void osm_blobs::unpack(std::string_view packed, std::int64_t raw_size) {
  if (raw_size < 0 || raw_size > max_blob_bytes) throw broken("an impossible unpacked length (" + std::to_string(raw_size) + ")");
  if (raw_.size() < static_cast<std::size_t>(raw_size) + 1) raw_.resize(static_cast<std::size_t>(raw_size) + 1);
  uLongf out = static_cast<uLongf>(raw_size) + 1;  // one more, to see a block that unpacks to more than it states
  uLong in = packed.size();
  const int result = ::uncompress2(reinterpret_cast<Bytef*>(raw_.data()), &out, reinterpret_cast<const Bytef*>(packed.data()), &in);
  if (result == Z_BUF_ERROR || (result == Z_OK && out != static_cast<uLongf>(raw_size))) {
    throw broken("a block that does not unpack to the " + std::to_string(raw_size) + " bytes it states");
  }
  if (result != Z_OK) throw broken("a block that cannot be unpacked (zlib error " + std::to_string(result) + ")");
  data_ = {raw_.data(), static_cast<std::size_t>(raw_size)};
}

}  // namespace road
