#pragma once
#include "support/file_samples.h"

// A colour profile (ICC) as a camera writes it: numbers, and its maker beside them.
namespace test {

inline const std::string profile_curve = "curv" + std::string(4, '\0') + number_bytes(2, 4, true) + std::string("\x12\x34\x56\x78", 4);

inline std::string packed(const std::string& bytes) {
  std::string out(compressBound(static_cast<uLong>(bytes.size())), '\0');
  auto length = static_cast<uLongf>(out.size());
  compress(reinterpret_cast<Bytef*>(out.data()), &length, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uLong>(bytes.size()));
  out.resize(length);
  return out;
}

inline std::string colour_profile() {
  const auto colour = [](std::uint32_t x) {
    return "XYZ " + std::string(4, '\0') + number_bytes(x, 4, true) + number_bytes(x + 1, 4, true) + number_bytes(x + 2, 4, true);
  };
  const auto words = [](std::string_view what) { return "text" + std::string(4, '\0') + std::string(what) + std::string(3, '\0'); };
  const std::pair<std::string, std::string> parts[] = {{"desc", words(maker)},
                                                       {"cprt", words(serial_number)},
                                                       {"wtpt", colour(1'000)},
                                                       {"rXYZ", colour(2'000)},
                                                       {"gXYZ", colour(3'000)},
                                                       {"bXYZ", colour(4'000) + std::string(maker)},  // a longer part than its kind
                                                       {"rTRC", profile_curve},
                                                       {"gTRC", profile_curve},
                                                       {"bTRC", profile_curve},
                                                       {"chad", "sf32" + std::string(40, '\x01')},
                                                       {"priv", words(number_bytes(47'110'815, 4, true))}};
  std::string head = std::string(4, '\0') + "lcms" + std::string("\x04\x30\0\0", 4) + "mntrRGB XYZ " + std::string(12, '\x07') + "acsp";
  head += std::string(maker.substr(0, 4)) + std::string(4, '\0') + std::string(serial_number.substr(0, 12)) + std::string(8, '\0');
  head += std::string(4, '\0') + std::string(12, '\x05') + std::string(serial_number);
  head.resize(128, '\x09');
  std::string entries = number_bytes(static_cast<std::uint32_t>(std::size(parts)), 4, true), content;
  const auto begin = 128 + 4 + 12 * std::size(parts);
  for (const auto& [name, bytes] : parts) {
    entries += name + number_bytes(static_cast<std::uint32_t>(begin + content.size()), 4, true) +
               number_bytes(static_cast<std::uint32_t>(bytes.size()), 4, true);
    content += bytes;
  }
  return head + entries + content + std::string(serial_number);
}

}  // namespace test
