// The rows of files, on both engines: repeats, uses, forgetting.
#include "foundation/files/file_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "foundation/files/forget.h"
#include "foundation/seal/hash.h"
#include "refused.h"
#include "support/engines.h"

namespace {

using Files = test::on_both_engines;
ON_BOTH_ENGINES(Files);

const base::instant start = *base::instant_from_rfc3339("2026-11-22T08:00:00Z");

std::string hash_of(const std::string& bytes) { return seal::to_hex(seal::sha256(bytes)); }

files::file photo(const std::string& content, const std::string& account = "li") {
  return {.sha256 = hash_of(content), .type = files::kind::jpeg, .name = "现场.jpg", .bytes = 100, .width = 40, .height = 30, .uploaded_by = account};
}

files::kept_file keep(store::database& db, const files::file& one) {
  files::kept_file out;
  db.write_and_wait({.account_id = one.uploaded_by}, [&](store::transaction& work) { out = files::keep_file(work, one); });
  return out;
}

void change(store::database& db, const std::function<void(store::transaction&)>& what) { db.write_and_wait({.account_id = "li"}, what); }

std::optional<files::stored_file> found(store::database& db, const std::string& id) {
  std::optional<files::stored_file> out;
  db.read([&](store::connection& reader) { out = files::find_file(reader, id); });
  return out;
}

std::size_t forget(store::database& db, base::instant before) {
  std::size_t count = 0;
  change(db, [&](store::transaction& work) { count = files::forget_unused(work, before, 100); });
  return count;
}

}  // namespace

TEST_P(Files, AreKeptAsTheyAre) {
  base::manual_clock time(start);
  const auto db = open(time);
  const auto kept = keep(*db, photo("a"));
  EXPECT_TRUE(kept.fresh);
  const auto row = found(*db, kept.what.id);
  ASSERT_TRUE(row);
  EXPECT_EQ(record::to_json(row->what), record::to_json(kept.what));
  EXPECT_TRUE(holds(record::to_json(row->what), R"("type":"jpeg","name":"现场.jpg","bytes":100,"width":40,"height":30)"))
      << record::to_json(row->what);
  EXPECT_EQ(row->uses, 0);
  EXPECT_TRUE(row->is_unused_of("li"));
  EXPECT_FALSE(row->is_unused_of("wang"));
  files::file note{.sha256 = hash_of("n"), .type = files::kind::text, .name = "n.txt", .bytes = 1, .uploaded_by = "li"};
  const auto text = found(*db, keep(*db, note).what.id);
  EXPECT_FALSE(text->what.width);
  EXPECT_FALSE(text->what.thumbnail);
  EXPECT_FALSE(found(*db, "no such"));
}

TEST_P(Files, SentAgainWithinADayAreTheSame) {
  base::manual_clock time(start);
  const auto db = open(time);
  const auto first = keep(*db, photo("a"));
  time.advance(base::hours(23));
  const auto again = keep(*db, photo("a"));
  EXPECT_FALSE(again.fresh);
  EXPECT_EQ(again.what.id, first.what.id);
  EXPECT_EQ(forget(*db, start + base::hours(22)), 0U) << "its day began anew";
  EXPECT_TRUE(keep(*db, photo("a", "wang")).fresh) << "another account's is its own";
  EXPECT_TRUE(keep(*db, photo("b")).fresh);
  change(*db, [&](store::transaction& work) { files::add_use(work, first.what.id); });
  EXPECT_TRUE(keep(*db, photo("a")).fresh) << "the first one is evidence now";
}

TEST_P(Files, AreCountedInUse) {
  base::manual_clock time(start);
  const auto db = open(time);
  const auto id = keep(*db, photo("a")).what.id;
  change(*db, [&](store::transaction& work) {
    files::add_use(work, id);
    files::add_use(work, id);
  });
  EXPECT_EQ(found(*db, id)->uses, 2);
  change(*db, [&](store::transaction& work) { files::drop_use(work, id); });
  EXPECT_EQ(forget(*db, start + base::days(30)), 0U) << "it is in use";
  change(*db, [&](store::transaction& work) { files::drop_use(work, id); });
  EXPECT_EQ(found(*db, id)->uses, 0);
  EXPECT_FALSE(found(*db, id)->is_unused_of("li")) << "what was evidence once is not its sender's any more";
  EXPECT_THROW(change(*db, [&](store::transaction& work) { files::drop_use(work, id); }), std::logic_error);
  EXPECT_EQ(forget(*db, start + base::days(30)), 1U);
  EXPECT_TRUE(holds(became([&] { change(*db, [&](store::transaction& work) { files::add_use(work, id); }); }), "404 not_found"));
}

TEST_P(Files, AreForgottenWithTheirContentsWhenNobodyUsesThem) {
  const auto db = open();
  files::content_folder folder(scratch().file("files"));
  const auto put = [&](const std::string& bytes, const std::string& account) {
    const files::content_folder::hold hold(folder, hash_of(bytes));
    folder.put(hold, bytes, "small");
    return keep(*db, photo(bytes, account)).what.id;
  };
  const auto used = put("used", "li"), shared = put("shared", "li");
  put("shared", "wang");
  put("unused", "li");
  change(*db, [&](store::transaction& work) {
    files::add_use(work, used);
    files::add_use(work, shared);
  });
  const auto later = base::system_clock().now() + base::hours(1);
  const auto nothing = files::forget_files(*db, folder, {.rows = later - base::days(1), .contents = later - base::days(1)});
  EXPECT_EQ(nothing.rows + nothing.contents, 0) << "all of it is young";
  const auto done = files::forget_files(*db, folder, {.rows = later, .contents = later});
  EXPECT_EQ(done.rows, 2);
  EXPECT_EQ(done.contents, 1) << "the shared content has a row left";
  EXPECT_EQ(folder.verify(hash_of("used")), files::content_folder::state::whole);
  EXPECT_EQ(folder.verify(hash_of("shared")), files::content_folder::state::whole);
  EXPECT_EQ(folder.verify(hash_of("unused")), files::content_folder::state::missing);
  EXPECT_TRUE(found(*db, used));
}

TEST_P(Files, OfAnotherDatabaseAreNotRemoved) {
  const auto db = open();
  files::content_folder folder(scratch().file("files"));
  const auto put = [&](const std::string& bytes) {
    const files::content_folder::hold hold(folder, hash_of(bytes));
    folder.put(hold, bytes, "");
  };
  put("a");
  const auto later = base::system_clock().now() + base::hours(1);
  EXPECT_EQ(files::forget_files(*db, folder, {.rows = later, .contents = start}).contents, 0) << "from now on it is this database's";
  test::folder elsewhere;
  const auto other = store::open({.location = elsewhere.file("store.db"), .migrations_folder = test::project_file("database")}, clock());
  EXPECT_TRUE(holds(became([&] { files::forget_files(*other, folder, {.rows = later, .contents = later}); }), "500 other_database"));
  EXPECT_EQ(folder.verify(hash_of("a")), files::content_folder::state::whole);
}

// Whoever sends a content while it is being forgotten has it in the end: row and content, or neither.
TEST_P(Files, ThatAreSentAndForgottenAtTheSameMomentAreWhole) {
  const auto db = open();
  files::content_folder folder(scratch().file("files"));
  std::atomic<bool> ended{false};
  std::atomic<int> lost{0};
  std::thread sender([&] {
    for (int i = 0; i < 150; ++i) {
      const files::content_folder::hold hold(folder, hash_of("contested"));
      folder.put(hold, "contested", "");
      const auto id = keep(*db, photo("contested")).what.id;
      // While it is held its content is there, whoever sweeps.
      if (folder.verify(hash_of("contested")) != files::content_folder::state::whole) ++lost;
    }
    ended = true;
  });
  int sweeps = 0;
  while (!ended) {
    const auto later = base::system_clock().now() + base::hours(1);
    files::forget_files(*db, folder, {.rows = later, .contents = later});
    ++sweeps;
  }
  sender.join();
  EXPECT_EQ(lost, 0);
  EXPECT_GT(sweeps, 0);
  std::set<std::string> rows;
  db->read([&](store::connection& reader) { rows = files::known_contents(reader, hash_of("contested").substr(0, 2)); });
  if (!rows.empty()) {
    EXPECT_EQ(folder.verify(hash_of("contested")), files::content_folder::state::whole) << "a row without its content";
  }
}
