#include "foundation/store/session.h"

#include <cmath>
#include <stdexcept>

#include "foundation/base/log.h"
#include "foundation/base/text.h"
#include "foundation/store/postgres_session.h"
#include "foundation/store/sqlite_session.h"

namespace store {

void check_cell(const value& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    if (text->size() > cell_limit_bytes) {
      throw bad_cell(413, "A text of " + std::to_string(text->size()) + " bytes; the limit is " + std::to_string(cell_limit_bytes) + ".");
    }
    if (text->find('\0') != std::string::npos) throw bad_cell(422, "A text holds the character U+0000.");
    if (!base::is_utf8(*text)) throw bad_cell(422, "A text is not UTF-8.");
  } else if (const auto* bytes = std::get_if<record::blob>(&cell)) {
    if (bytes->bytes.size() > cell_limit_bytes) {
      throw bad_cell(413, std::to_string(bytes->bytes.size()) + " bytes; the limit is " + std::to_string(cell_limit_bytes) + ".");
    }
  } else if (const auto* number = std::get_if<double>(&cell)) {
    if (!std::isfinite(*number)) throw bad_cell(422, "A number is infinite or not a number.");
  }
}

void session::check_usable(std::string_view sql, std::span<const value> parameters) const {
  if (failure_) throw std::logic_error("an earlier statement of this operation failed; it may run no more: " + std::string(sql));
  for (const auto& cell : parameters) check_cell(cell);
}

rows session::query(std::string_view sql, std::span<const value> parameters) {
  check_usable(sql, parameters);
  try {
    return do_query(sql, parameters);
  } catch (...) {
    failure_ = std::current_exception();
    throw;
  }
}

std::int64_t session::execute(std::string_view sql, std::span<const value> parameters) {
  check_usable(sql, parameters);
  try {
    return do_execute(sql, parameters);
  } catch (...) {
    failure_ = std::current_exception();
    throw;
  }
}

void session::execute_later(std::string_view sql, std::span<const value> parameters) {
  check_usable(sql, parameters);
  try {
    do_execute_later(sql, parameters);
  } catch (...) {
    failure_ = std::current_exception();
    throw;
  }
}

void session::begin_write() {
  failure_ = nullptr;
  do_control(control::begin_write);
}

void session::begin_read() {
  failure_ = nullptr;
  do_control(control::begin_read);
}

void session::savepoint() { do_control(control::savepoint); }

void session::release_savepoint() { do_control(control::release); }

void session::roll_back_savepoint() {
  failure_ = nullptr;
  do_control(control::roll_back_savepoint);
}

void session::commit() { do_commit(); }

void session::roll_back() noexcept {
  failure_ = nullptr;
  try {
    do_roll_back();
  } catch (const std::exception& e) {
    // A connection that cannot even roll back is lost; its transaction ends with it.
    base::log(base::log_level::warning, "store_rollback_failed", {{"detail", e.what()}});
  }
}

std::unique_ptr<session> open_session(const options& how, session_use use) {
  if (how.kind == engine::sqlite) return std::make_unique<sqlite_session>(how.location, use);
  return std::make_unique<postgres_session>(how.location, how.node, use);
}

}  // namespace store
