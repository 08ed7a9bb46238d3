#include "foundation/sheet/sheet.h"

#include <gtest/gtest.h>
#include <zip.h>

#include <fstream>
#include <iterator>

#include "foundation/base/problem.h"
#include "support/test_folder.h"

namespace {

using sheet::cell;

// An archive of these parts.
std::string packed(const std::vector<std::pair<std::string, std::string>>& parts) {
  test::folder folder;
  int failed = 0;
  zip_t* archive = zip_open(folder.file("x.zip").c_str(), ZIP_CREATE, &failed);
  for (const auto& [name, text] : parts) zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), 0);
  zip_close(archive);
  std::ifstream in(folder.file("x.zip"), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A workbook of one sheet with this content, and texts.
std::string workbook(const std::string& data, const std::string& shared = "") {
  return packed({{"xl/_rels/workbook.xml.rels", R"(<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>)"},
                 {"xl/workbook.xml", R"(<workbook xmlns:r="x"><sheets><sheet name="人员" sheetId="1" r:id="r1"/></sheets></workbook>)"},
                 {"xl/sharedStrings.xml", "<sst>" + shared + "</sst>"},
                 {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + data + "</sheetData></worksheet>"}});
}

std::string code_of(const std::string& bytes, const sheet::limits& within = {}) {
  try {
    sheet::read_any(bytes, "file", within);
    return "read";
  } catch (const base::problem& problem) {
    return problem.code + ": " + problem.detail;
  }
}

TEST(CellNames, AreLettersAsSpreadsheetsCount) {
  const std::vector<std::pair<std::size_t, std::string>> table = {{0, "A"},   {25, "Z"},   {26, "AA"},   {51, "AZ"},
                                                                  {52, "BA"}, {701, "ZZ"}, {702, "AAA"}, {16'383, "XFD"}};
  for (const auto& [column, letters] : table) {
    EXPECT_EQ(sheet::column_letter(column), letters);
    EXPECT_EQ(sheet::column_of(letters + "12"), column);
  }
  EXPECT_EQ(sheet::column_of("12"), std::nullopt);
  EXPECT_EQ(sheet::column_of("AAAA1"), std::nullopt);
}

TEST(SerialDays, AreCalendarDays) {
  EXPECT_EQ(sheet::day_of_serial("61"), "1900-03-01");
  EXPECT_EQ(sheet::day_of_serial("45658"), "2025-01-01");
  EXPECT_EQ(sheet::day_of_serial("46348.333333333336"), "2026-11-22 08:00");
  EXPECT_EQ(sheet::day_of_serial("60"), std::nullopt) << "a day that never was";
  EXPECT_EQ(sheet::day_of_serial("1e9"), std::nullopt);
  EXPECT_EQ(sheet::day_of_serial("nan"), std::nullopt);
  EXPECT_EQ(sheet::day_of_serial("x"), std::nullopt);
}

TEST(Workbooks, ComeBackAsTheyWereWritten) {
  const std::vector<sheet::sheet> both = {
      {.name = "队伍", .rows = {{{"编号"}, {"名称"}}, {{"T-1"}, {"巡防队 <&> \"一\""}}, {{""}, {"", false}, {"42", true}}, {{" =1+1"}, {"=1+1"}}}},
      {.name = "Second", .rows = {{{"x"}}}}};
  const auto back = sheet::read_xlsx(sheet::write_xlsx(both));
  ASSERT_EQ(back.size(), 2U);
  EXPECT_EQ(back[0].name, "队伍");
  EXPECT_EQ(back[0].rows[1][1].text, "巡防队 <&> \"一\"");
  EXPECT_EQ(back[0].rows[2][2], (cell{"42", true}));
  EXPECT_EQ(back[0].rows[3][1].text, "=1+1") << "a text, never a formula";
  EXPECT_EQ(back[1].rows, both[1].rows);
}

TEST(Workbooks, TakeTextsHoweverTheyAreKept) {
  const auto bytes = workbook(
      R"(<row r="2"><c r="B2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c><c t="str"><f>A1</f><v>sum</v></c></row>)"
      R"(<row><c t="b"><v>1</v></c><c><v>3.5</v></c><c r="C3" s="1"/></row><row r="1048576"/>)",
      R"(<si><t>no</t></si><si><r><t>王</t></r><r><t xml:space="preserve"> 五</t></r><rPh><t>wang</t></rPh></si>)");
  const auto rows = sheet::read_xlsx(bytes)[0].rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_TRUE(rows[0].empty());
  EXPECT_EQ(rows[1][1].text, "王 五");
  EXPECT_EQ(rows[1][3].text, "inline");
  EXPECT_EQ(rows[1][4].text, "sum");
  EXPECT_EQ(rows[2][0].text, "true");
  EXPECT_EQ(rows[2][1], (cell{"3.5", true}));
}

TEST(Workbooks, ThatAreBrokenAreRefusedInWords) {
  EXPECT_EQ(code_of("PK\x03\x04 not really").substr(0, 34), "bad_sheet: Its archive is broken: ");
  EXPECT_EQ(code_of(packed({{"a.txt", "x"}})), "bad_sheet: It has no part xl/_rels/workbook.xml.rels.");
  EXPECT_EQ(code_of(workbook("<row r=\"1\"><c>")).substr(0, 30), "bad_sheet: Its XML is broken: ");
  EXPECT_EQ(code_of(workbook(R"(<row r="1"><c r="A1" t="s"><v>7</v></c></row>)")), "bad_sheet: Cell A1 of sheet 人员 refers to no text.");
  EXPECT_EQ(code_of(workbook(R"(<row r="2"/><row r="1"/>)")), "bad_sheet: Its rows are out of order in sheet 人员.");
  EXPECT_EQ(code_of(workbook(R"(<c r="A1"><v>7</v></c>)")), "bad_sheet: It has a cell outside a row in sheet 人员.");
  EXPECT_EQ(code_of(packed({{"xl/_rels/workbook.xml.rels", R"(<R><Relationship Id="r1" Target="../../etc/passwd"/></R>)"},
                            {"xl/workbook.xml", R"(<w xmlns:r="x"><sheet name="s" r:id="r1"/></w>)"}})),
            "bad_sheet: Its sheet s leads nowhere.");
}

TEST(Workbooks, ThatUnpackIntoTooMuchAreRefusedWhileTheyUnpack) {
  const std::string bomb = workbook("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>" + std::string(20U << 20U, ' '));
  EXPECT_LT(bomb.size(), 100U << 10U) << "a small file";
  EXPECT_EQ(code_of(bomb), "read") << "20 MiB are no bomb yet";
  EXPECT_EQ(code_of(bomb, {.bytes_unpacked = 8U << 20U}), "sheet_too_large: It unpacks into more than is read at once.");
  const std::string laughs = R"(<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><Relationships>&b;</Relationships>)";
  EXPECT_EQ(code_of(packed({{"xl/_rels/workbook.xml.rels", laughs}})), "bad_sheet: Its XML has a document type.");
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  EXPECT_EQ(code_of(packed({{"xl/_rels/workbook.xml.rels", deep}})), "bad_sheet: Its XML is too deep.");
}

TEST(Workbooks, KeepToTheirLimits) {
  const sheet::limits small{.bytes = 1U << 20U, .bytes_unpacked = 1U << 20U, .sheets = 1, .rows = 3, .columns = 2, .cells = 4, .cell_bytes = 10};
  EXPECT_EQ(code_of(workbook(R"(<row r="3"><c r="B3"><v>1</v></c></row>)"), small), "read");
  EXPECT_EQ(code_of(workbook(R"(<row r="4"><c r="A4"><v>1</v></c></row>)"), small), "sheet_too_large: It has more than 3 rows.");
  EXPECT_EQ(code_of(workbook(R"(<row r="1"><c r="C1"><v>1</v></c></row>)"), small), "sheet_too_large: It has more than 2 columns.");
  EXPECT_EQ(code_of(workbook(R"(<row r="1"><c r="A1"><v>12345678901</v></c></row>)"), small),
            "sheet_too_large: It has a cell of more than 10 bytes.");
  EXPECT_EQ(code_of(sheet::write_xlsx({{.name = "a", .rows = {}}, {.name = "b", .rows = {}}}), small), "sheet_too_large: It has more than 1 sheets.");
  EXPECT_EQ(code_of("a\nb\nc\nd\n", small), "sheet_too_large: It has more than 3 rows.");
  EXPECT_EQ(code_of("a,b,c\n", small), "sheet_too_large: Row 1 has more than 2 columns.");
  EXPECT_EQ(code_of("a,b\na,b\na,b\n", small), "sheet_too_large: It has more than 4 cells.");
  EXPECT_EQ(code_of("12345678901\n", small), "sheet_too_large: Row 1 has a cell of 11 bytes.");
}

TEST(CsvFiles, ComeBackAsTheyWereWrittenAndNeverRunInASpreadsheet) {
  const sheet::sheet one{.name = "x",
                         .rows = {{{"编号"}, {"a,b"}, {"say \"hi\""}}, {{"=cmd()"}, {"'quoted"}, {"-5", true}}, {{"two\nlines"}, {""}, {"@x"}}}};
  const auto text = sheet::write_csv(one);
  EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF编号,\"a,b\",\"say \"\"hi\"\"\"\r\n'=cmd(),''quoted,-5\r\n")) << text;
  const auto back = sheet::read_csv(text, "x")[0].rows;
  ASSERT_EQ(back.size(), 3U);
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c) EXPECT_EQ(back[r][c].text, one.rows[r][c].text);
  }
}

TEST(CsvFiles, ThatAreNoTextAreRefusedInWords) {
  EXPECT_EQ(code_of("a,b\n\xC4\xE3,x\n"), "bad_sheet: It is not UTF-8 from line 2 on.") << "GBK, as Excel in China saves it";
  EXPECT_EQ(code_of(std::string("a\0b", 3)), "bad_sheet: It holds a zero byte: it is no text.");
  EXPECT_EQ(code_of(""), "read");
}

}  // namespace
