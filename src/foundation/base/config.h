#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace base {

enum class setting_kind { text, integer, boolean };

// One key of the configuration, declared once with its meaning.
struct setting {
  std::string_view key;  // dotted: "server.port"
  setting_kind kind;
  std::string_view standard;  // the value when the file does not say
  std::string_view sentence;  // what it does, with its unit
  std::int64_t minimum = 0;   // integers
  std::int64_t maximum = 9'000'000'000'000'000;
  bool may_hold_password = false;  // a connection string: shown only when it holds none
};

// The values in force. Every declared key has one.
class config {
 public:
  explicit config(std::span<const setting> declared);
  // Reads a YAML file over the standard values. Throws base::problem bad_config naming file, line and remedy: not YAML,
  // unknown key (with the nearest declared one), a value of the wrong kind or out of range.
  void read_file(const std::string& path);
  // Sets one value from text, as on the command line (--set server.port=8081); same errors.
  void set(std::string_view key, std::string_view text, std::string_view where = "the command line");

  [[nodiscard]] const std::string& text(std::string_view key) const;
  [[nodiscard]] std::int64_t integer(std::string_view key) const;
  [[nodiscard]] bool boolean(std::string_view key) const;
  // Every key with its value, where that came from and its sentence: for `shouwang config explain`. Shows no password.
  [[nodiscard]] std::string explain() const;

 private:
  struct entry {
    const setting* declared;
    std::string value;
    std::string origin;
  };
  [[nodiscard]] const entry& at(std::string_view key, setting_kind kind) const;
  std::map<std::string, entry, std::less<>> entries_;
};

}  // namespace base
