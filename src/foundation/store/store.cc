#include "foundation/store/store.h"

#include <atomic>
#include <memory>
#include <stdexcept>
#include <utility>

#include "foundation/store/sql_database.h"

namespace store {
namespace {

template <class T>
const T& cell_as(const rows& from, std::pair<std::size_t, std::size_t> place, const T& if_null) {
  const auto& cell = from[place.first][place.second];
  if (record::is_null(cell)) return if_null;
  if (const auto* found = std::get_if<T>(&cell)) return *found;
  throw std::logic_error("column " + std::to_string(place.second) + " holds another type than asked for");
}

// One thread waits until another has said how it went. Shared by both: the one that says so may still be inside
// notify_one() when the other has already gone on. (A mutex with a condition variable wakes the waiter twice.)
struct answer_slot {
  std::atomic<int> there{0};
  std::exception_ptr error;
};

}  // namespace

std::int64_t rows::integer(std::size_t row, std::size_t column) const {
  static constexpr std::int64_t zero = 0;
  return cell_as<std::int64_t>(*this, {row, column}, zero);
}

double rows::number(std::size_t row, std::size_t column) const {
  if (const auto* whole = std::get_if<std::int64_t>(&(*this)[row][column])) return static_cast<double>(*whole);
  static constexpr double zero = 0;
  return cell_as<double>(*this, {row, column}, zero);
}

const std::string& rows::text(std::size_t row, std::size_t column) const {
  static const std::string nothing;
  return cell_as<std::string>(*this, {row, column}, nothing);
}

const std::string& rows::bytes(std::size_t row, std::size_t column) const {
  static const record::blob nothing;
  return cell_as<record::blob>(*this, {row, column}, nothing).bytes;
}

bool rows::boolean(std::size_t row, std::size_t column) const {
  if (const auto* whole = std::get_if<std::int64_t>(&(*this)[row][column])) return *whole != 0;
  static constexpr bool no = false;
  return cell_as<bool>(*this, {row, column}, no);
}

void database::write_and_wait(actor who, const work& what) {
  if (on_writer_thread()) throw std::logic_error("the writer's thread would wait for itself");
  const auto slot = std::make_shared<answer_slot>();
  write(std::move(who), what, [slot](std::exception_ptr error) {
    slot->error = std::move(error);
    slot->there.store(1);  // fully ordered: notify_one() then looks whether anybody waits, and must not look before this is seen
    slot->there.notify_one();
  });
  slot->there.wait(0, std::memory_order_acquire);
  if (auto error = std::move(slot->error)) std::rethrow_exception(std::move(error));  // the slot may outlive this call
}

std::unique_ptr<database> open(const options& how, const base::clock& time) { return std::make_unique<sql_database>(how, time); }

}  // namespace store
