#pragma once
#include <array>
#include <string>
#include <string_view>

namespace seal {

// 32 secret bytes, wiped from memory when the object dies. Copying is spelt out by the owner, never by accident.
class secret32 {
 public:
  secret32() = default;
  explicit secret32(const std::array<unsigned char, 32>& bytes) : bytes_(bytes) {}
  ~secret32();
  secret32(secret32&& other) noexcept;
  secret32& operator=(secret32&& other) noexcept;
  secret32(const secret32&) = delete;
  secret32& operator=(const secret32&) = delete;
  static secret32 random();
  [[nodiscard]] const unsigned char* data() const { return bytes_.data(); }
  [[nodiscard]] unsigned char* data() { return bytes_.data(); }

 private:
  std::array<unsigned char, 32> bytes_{};
};

// Wipes the text's bytes and empties it.
void wipe(std::string& text);

// Makes a new file of mode 0600 with the secret as one line of hexadecimal digits and flushes it to disk. A file that is
// already there is never touched. Throws base::problem (500 secret_file) with the remedy.
void save_secret(const std::string& path, const secret32& secret);

// Reads what save_secret wrote. Throws base::problem (500 secret_file) when the file is missing, readable by others, or not
// 64 hexadecimal digits.
secret32 load_secret(const std::string& path);

}  // namespace seal
