// The exported journal: good as it was written, and every tampering is found without a database.
#include <fstream>
#include <random>

#include "app/journal_files.h"
#include "command.h"
#include "foundation/base/problem.h"
#include "support/shared_data.h"

namespace {

void write(const std::string& path, const std::string& text) { std::ofstream(path, std::ios::binary | std::ios::trunc) << text; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::string text_of(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& one : lines) out += one + "\n";
  return out;
}

}  // namespace

class JournalFiles : public Command {
 protected:
  void SetUp() override {
    const auto said = run({"export", file("export")});
    ASSERT_EQ(said.code, 0) << said.errors;
    ASSERT_NE(said.output.find("entries written to"), std::string::npos) << said.output;
    text_ = test::read_file(lines_path_);
    heads_ = test::read_file(heads_path_);
    ASSERT_GT(lines_of(text_).size(), 30U);
  }
  // What the program says of these files.
  test::program_end verify(const std::string& lines, const std::string& heads) const {
    write(lines_path_, lines);
    write(heads_path_, heads);
    return test::run_shouwang({"verify", lines_path_, heads_path_});
  }
  void expect_refused(const std::string& lines, const std::string& heads, const std::string& what) const {
    const auto verdict = verify(lines, heads);
    EXPECT_NE(verdict.code, 0) << what << ": " << verdict.output;
    EXPECT_EQ(verdict.output.find(": good"), std::string::npos) << what << ": " << verdict.output;
    EXPECT_NE(verdict.output + verdict.errors, "") << what;
    EXPECT_EQ(verdict.errors.find("unexpected"), std::string::npos) << what << ": " << verdict.errors;
  }
  // The heads with a member's value changed by hand.
  [[nodiscard]] std::string heads_with(const std::string& member, const std::string& value) const {
    auto out = heads_;
    const auto at = out.find("\"" + member + "\":") + member.size() + 3;
    return out.replace(at, out.find_first_of(",}", at) - at, value);
  }

  const std::string lines_path_ = file("export/journal.jsonl");
  const std::string heads_path_ = file("export/heads.json");
  std::string text_, heads_;
};

TEST_F(JournalFiles, AsExportedAreGoodAndSayWhoseKeySignedThem) {
  const auto verdict = verify(text_, heads_);
  EXPECT_EQ(verdict.code, 0) << verdict.output;
  const auto count = std::to_string(lines_of(text_).size());
  EXPECT_NE(verdict.output.find(count + " entries, " + count + " under the signed head: good"), std::string::npos) << verdict.output;
  const auto key = heads_.substr(heads_.rfind("\"public_key\":\"") + 14, 64);
  EXPECT_NE(verdict.output.find("signed with the key " + key), std::string::npos) << verdict.output;
}

TEST_F(JournalFiles, OneChangedByteInAnyLineIsFound) {
  const auto lines = lines_of(text_);
  std::mt19937 random(11);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto changed = lines;
    changed[i][random() % changed[i].size()] ^= 1;
    write(lines_path_, text_of(changed));
    EXPECT_FALSE(app::verify_journal_files(lines_path_, heads_path_).faults.empty()) << "line " << i + 1 << ": " << changed[i];
  }
  // The program itself, with its exit code, at both ends and in the middle.
  for (const auto i : {std::size_t{0}, lines.size() / 2, lines.size() - 1}) {
    auto changed = lines;
    changed[i][changed[i].size() / 2] ^= 1;
    const auto verdict = verify(text_of(changed), heads_);
    EXPECT_EQ(verdict.code, 1) << verdict.output;
    EXPECT_NE(verdict.output.find("NOT GOOD"), std::string::npos) << verdict.output;
  }
}

TEST_F(JournalFiles, LinesTakenAwaySwappedRepeatedOrJoinedAreFound) {
  const auto lines = lines_of(text_);
  auto fewer = lines, shorter = lines, swapped = lines, repeated = lines;
  fewer.erase(fewer.begin() + 7);
  shorter.pop_back();
  std::swap(swapped[3], swapped[4]);
  repeated.insert(repeated.begin() + 5, repeated[5]);
  expect_refused(text_of(fewer), heads_, "a line less");
  expect_refused(text_of(shorter), heads_, "the last line missing");
  expect_refused(text_of(swapped), heads_, "two lines swapped");
  expect_refused(text_of(repeated), heads_, "a line twice");
  expect_refused("", heads_, "no lines");
  auto joined = text_;
  joined[joined.find('\n')] = ' ';
  expect_refused(joined, heads_, "two lines in one");
}

TEST_F(JournalFiles, ALineNobodySignedForIsNotCalledSigned) {
  auto lines = lines_of(text_);
  auto forged = lines.back();
  const auto count = lines.size();
  forged.replace(forged.find(std::to_string(count)), std::to_string(count).size(), std::to_string(count + 1));
  lines.push_back(forged);
  const auto verdict = verify(text_of(lines), heads_);
  EXPECT_NE(verdict.output.find("1 after it that nothing vouches for yet"), std::string::npos) << verdict.output;
}

TEST_F(JournalFiles, AWrongHeadIsRefused) {
  const auto hex = std::string(64, 'a');
  expect_refused(text_, heads_with("root", "\"" + hex + "\""), "another root");
  expect_refused(text_, heads_with("size", "3"), "another size");
  expect_refused(text_, heads_with("at_us", "1"), "another time");
  expect_refused(text_, heads_with("node", "\"n2\""), "another node");
  expect_refused(text_, heads_with("signature", "\"" + hex + hex + "\""), "another signature");
  expect_refused(text_, heads_with("signature", "\"\""), "no signature");
  expect_refused(text_, heads_with("public_key", "\"" + hex + "\""), "another key");
  expect_refused(text_, heads_with("public_key", "\"zz\""), "no hexadecimal");
  expect_refused(text_, "[]\n", "no head");
  expect_refused(text_, "{}\n", "no list");
  expect_refused(text_, "", "nothing");
  expect_refused(text_, heads_.substr(0, heads_.size() / 2), "half of it");
}

TEST_F(JournalFiles, TheHeadOfAnotherTownIsRefused) {
  const test::folder elsewhere;
  const auto other = test::copy_of_portland(elsewhere.file("data"));
  std::filesystem::remove(other + "/journal.key");
  const auto exported = test::run_shouwang({"export", elsewhere.file("export"), "--data", other});
  // The same journal, but a key this town does not have: its own heads no longer agree with each other.
  ASSERT_EQ(exported.code, 0) << exported.errors;
  expect_refused(text_, test::read_file(elsewhere.file("export/heads.json")), "another key");
}

TEST_F(JournalFiles, ThatCannotBeReadAreNamed) {
  for (const auto& [lines, heads] : {std::pair{file("nowhere"), heads_path_}, std::pair{lines_path_, file("nowhere")}}) {
    const auto verdict = test::run_shouwang({"verify", lines, heads});
    EXPECT_NE(verdict.code, 0);
    EXPECT_NE(verdict.errors.find(file("nowhere")), std::string::npos) << verdict.errors;
  }
}
