#pragma once
#include "foundation/base/id.h"
#include "foundation/store/node_log.h"
#include "foundation/store/session.h"

namespace store {

// One operation within its savepoint; gathers what it wants written to journal and outbox.
class operation_transaction final : public transaction {
 public:
  struct parts {
    session& db;
    base::id_source& ids;
    const actor& who;
    base::instant now;
  };
  explicit operation_transaction(const parts& given)
      : db_(given.db), ids_(given.ids), wanted_{.who = given.who, .at = given.now, .entries = {}, .events = {}, .records = {}} {}

  connection& db() override { return db_; }
  [[nodiscard]] base::instant now() const override { return wanted_.at; }
  std::string new_id() override { return ids_.next(); }
  // Throw std::logic_error when detail or payload are not JSON on one line, base::problem 413 when they are too large.
  void journal(journal_entry entry) override;
  void publish(event what) override;
  void keep(kept_record what) override;

  [[nodiscard]] const side_rows& wanted() const { return wanted_; }

 private:
  session& db_;
  base::id_source& ids_;
  side_rows wanted_;
};

}  // namespace store
