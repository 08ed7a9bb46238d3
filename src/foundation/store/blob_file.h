#pragma once
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace store {

// A foreign SQLite file, read only: map tiles. Its values may be binary, which this project's own tables never are.
// Safe to share between threads (one look-up at a time).
class blob_file {
 public:
  virtual ~blob_file() = default;
  // Nothing when the file cannot be opened or `probe` does not run on it.
  static std::unique_ptr<blob_file> open(const std::string& path, std::string_view probe);
  // The first column of the first row, as bytes; ?1, ?2 … are whole numbers.
  [[nodiscard]] virtual std::optional<std::string> find(std::string_view sql, std::initializer_list<int> numbers) const = 0;
};

}  // namespace store
