#include <algorithm>

#include "foundation/base/text.h"
#include "foundation/store/journal.h"

namespace store {
namespace {

constexpr int depth_limit = 32;

// A reader of RFC 8259 that keeps nothing: it only says whether the text is well-formed.
class json_reader {
 public:
  explicit json_reader(std::string_view text) : rest_(text) {}

  bool one_value() { return any_value(0) && rest_.empty(); }

 private:
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take_word(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  void spaces() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t')) rest_.remove_prefix(1);
  }
  bool digits() {
    const auto before = rest_.size();
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') rest_.remove_prefix(1);
    return rest_.size() < before;
  }

  bool text() {
    if (!take('"')) return false;
    for (;;) {
      const auto end = std::ranges::find_if(rest_, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
      if (end == rest_.end()) return false;
      const char c = *end;
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.begin()) + 1);
      if (c == '"') return true;
      if (c != '\\' || !escape()) return false;
    }
  }
  bool escape() {
    if (take('u')) {
      if (rest_.size() < 4 || !base::from_hex(rest_.substr(0, 4))) return false;
      rest_.remove_prefix(4);
      return true;
    }
    if (rest_.empty() || std::string_view("\"\\/bfnrt").find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!rest_.empty() && (rest_.front() == 'e' || rest_.front() == 'E')) {
      rest_.remove_prefix(1);
      if (!take('+')) take('-');
      return digits();
    }
    return true;
  }
  bool list(int depth) {
    spaces();
    if (take(']')) return true;
    do {
      if (!any_value(depth)) return false;
    } while (take(','));
    return take(']');
  }
  bool object(int depth) {
    spaces();
    if (take('}')) return true;
    do {
      spaces();
      if (!text()) return false;
      spaces();
      if (!take(':') || !any_value(depth)) return false;
    } while (take(','));
    return take('}');
  }
  bool any_value(int depth) {
    if (depth > depth_limit) return false;
    spaces();
    bool good = false;
    if (take('{')) {
      good = object(depth + 1);
    } else if (take('[')) {
      good = list(depth + 1);
    } else if (!rest_.empty() && rest_.front() == '"') {
      good = text();
    } else {
      good = take_word("true") || take_word("false") || take_word("null") || number();
    }
    spaces();
    return good;
  }

  std::string_view rest_;
};

}  // namespace

bool is_one_line_json(std::string_view text) { return base::is_utf8(text) && json_reader(text).one_value(); }

}  // namespace store
