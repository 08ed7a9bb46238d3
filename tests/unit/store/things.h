#pragma once
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "foundation/store/store.h"

// A small table the store's tests write to.
namespace things {

inline const store::actor somebody{.account_id = "a1", .remote = "10.0.0.1", .request_id = "r1"};

inline void make_table(store::database& db) {
  db.write_and_wait(somebody, [](store::transaction& t) {
    t.db().execute(
        "CREATE TABLE IF NOT EXISTS thing (id text NOT NULL PRIMARY KEY, n bigint, x double precision, yes boolean, note text, "
        "CHECK (n < 1000000))");
  });
}

// One row, one journal entry and one event, all of the same name.
inline void add(store::transaction& t, const std::string& id, std::int64_t n = 0) {
  t.db().execute("INSERT INTO thing (id, n) VALUES ($1, $2)", {id, n});
  t.journal({.action = "add_thing", .subject_kind = "thing", .subject_id = id, .detail = "{\"n\":" + std::to_string(n) + "}"});
  t.publish({.topic = "thing", .subject_id = id, .area_path = "/a/", .permission = "thing.read", .payload = "{\"id\":\"" + id + "\"}"});
}

inline void add_and_wait(store::database& db, const std::string& id, std::int64_t n = 0) {
  db.write_and_wait(somebody, [&](store::transaction& t) { add(t, id, n); });
}

// Holds the writer in a group of its own until released, so that what is asked for meanwhile queues up behind it.
class held_writer {
 public:
  explicit held_writer(store::database& db) {
    auto opened = gate_.get_future().share();
    const auto wait = [opened, told = false, this](store::transaction&) mutable {
      if (!std::exchange(told, true)) holding_.set_value();
      opened.wait();
    };
    db.write(somebody, wait, nullptr);
    holding_.get_future().wait();
  }
  void release() { gate_.set_value(); }

 private:
  std::promise<void> gate_, holding_;
};

inline std::vector<std::string> texts(store::database& db, const std::string& sql, std::initializer_list<store::value> parameters = {}) {
  std::vector<std::string> found;
  db.read([&](store::connection& c) {
    const auto rows = c.query(sql, parameters);
    for (std::size_t i = 0; i < rows.size(); ++i) found.push_back(rows.text(i, 0));
  });
  return found;
}

inline std::int64_t number(store::database& db, const std::string& sql, std::initializer_list<store::value> parameters = {}) {
  std::int64_t found = 0;
  db.read([&](store::connection& c) { found = c.query(sql, parameters).integer(0, 0); });
  return found;
}

inline std::vector<std::string> ids(store::database& db) { return texts(db, "SELECT id FROM thing ORDER BY id"); }

}  // namespace things
