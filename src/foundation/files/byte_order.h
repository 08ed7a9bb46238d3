#pragma once
#include <cstdint>
#include <string>
#include <string_view>

// Numbers within foreign bytes. The caller has checked that they are there.
namespace files {

inline std::uint32_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

inline std::uint32_t big16(std::string_view bytes, std::size_t at) { return byte_at(bytes, at) << 8U | byte_at(bytes, at + 1); }
inline std::uint32_t big32(std::string_view bytes, std::size_t at) { return big16(bytes, at) << 16U | big16(bytes, at + 2); }
inline std::uint32_t little16(std::string_view bytes, std::size_t at) { return byte_at(bytes, at) | byte_at(bytes, at + 1) << 8U; }
inline std::uint32_t little24(std::string_view bytes, std::size_t at) { return little16(bytes, at) | byte_at(bytes, at + 2) << 16U; }
inline std::uint32_t little32(std::string_view bytes, std::size_t at) { return little16(bytes, at) | little16(bytes, at + 2) << 16U; }

inline void append_big16(std::string& out, std::uint32_t number) {
  out += static_cast<char>(number >> 8U & 0xFFU);
  out += static_cast<char>(number & 0xFFU);
}

inline void append_big32(std::string& out, std::uint32_t number) {
  append_big16(out, number >> 16U);
  append_big16(out, number);
}

inline void append_little32(std::string& out, std::uint32_t number) {
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 0xFFU);
}

}  // namespace files
