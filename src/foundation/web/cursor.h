#pragma once
#include <string>
#include <string_view>

namespace web {

// Makes the opaque cursors of paged lists: url-safe texts that only this server can make, so that a query may trust
// the place they name. Safe to share between threads.
class cursor_codec {
 public:
  // secret: 32 bytes or more; the same on every node and over restarts, or cursors end with the process.
  explicit cursor_codec(std::string secret);
  // list: what is paged ("incidents open"); a cursor of one list is not one of another.
  [[nodiscard]] std::string encode(std::string_view list, std::string_view place) const;
  // The place; throws base::problem 400 bad_cursor when the text was not made by encode for this list.
  [[nodiscard]] std::string decode(std::string_view list, std::string_view cursor) const;

 private:
  [[nodiscard]] std::string seal_of(std::string_view list, std::string_view place) const;
  std::string secret_;
};

}  // namespace web
