#pragma once
#include <string>
#include <vector>

#include "foundation/store/reader_pool.h"
#include "foundation/store/writer.h"

namespace store {

// The database of either engine: a writer and a pool of readers.
class sql_database final : public database {
 public:
  sql_database(const options& how, const base::clock& time);

  void write(actor who, work what, when_done done) override;
  void read(const std::function<void(connection&)>& what) override { readers_.read(what); }
  void on_commit(std::function<void(std::span<const committed_event>)> listener) override { writer_.add_listener(std::move(listener)); }
  std::vector<committed_event> events_after(std::int64_t seq, std::size_t limit) override;
  [[nodiscard]] std::int64_t last_seq() const override { return writer_.log().last_event(); }
  std::int64_t oldest_seq() override;
  bool wipe_deleted(std::span<const std::string_view> tables) override;
  journal_head sign_head() override;
  [[nodiscard]] health state() const override { return writer_.state(); }
  [[nodiscard]] engine kind() const override { return how_.kind; }
  [[nodiscard]] const std::string& node() const override { return how_.node; }

 protected:
  [[nodiscard]] bool on_writer_thread() const override { return writer_.is_this_thread(); }

 private:
  const options how_;
  reader_pool readers_;
  writer writer_;
};

}  // namespace store
