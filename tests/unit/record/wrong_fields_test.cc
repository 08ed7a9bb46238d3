#include <gtest/gtest.h>

#include "unit/record/sample_record.h"

using sample::everything;

namespace {

// Reads the members given in place of, or besides, those of the smallest body; what is wrong as "pointer code".
base::problem refusal(const std::string& body, record::read_limits limits = {}) {
  try {
    record::from_json<everything>(body, limits);
  } catch (const base::problem& p) {
    return p;
  }
  return {0, "", ""};
}

// The smallest body with further members: {"name":…,"where":…,"at":…, MEMBERS}.
std::string with(const std::string& members) {
  std::string body = sample::smallest_body;
  body.insert(body.size() - 1, "," + members);
  return body;
}

std::string first_wrong(const std::string& members) {
  const auto p = refusal(with(members));
  if (p.status != 422 || p.fields.size() != 1) return "status " + std::to_string(p.status) + ", " + std::to_string(p.fields.size()) + " fields";
  return p.fields[0].pointer + " " + p.fields[0].code;
}

std::string first_detail(const std::string& members) {
  const auto p = refusal(with(members));
  return p.fields.empty() ? "" : p.fields[0].detail;
}

}  // namespace

TEST(WrongFields, EachKindHasItsPointerAndCode) {
  const std::pair<const char*, const char*> cases[] = {
      {R"("active":1)", "/active wrong_type"},
      {R"("active":"true")", "/active wrong_type"},
      {R"("active":null)", "/active wrong_type"},
      {R"("count":"7")", "/count wrong_type"},
      {R"("count":1.5)", "/count wrong_type"},
      {R"("count":-1)", "/count out_of_range"},
      {R"("count":1000001)", "/count out_of_range"},
      {R"("count":[])", "/count wrong_type"},
      {R"("maybe_count":9000000000000001)", "/maybe_count out_of_range"},
      {R"("maybe_count":9223372036854775808)", "/maybe_count out_of_range"},
      {R"("maybe_count":99999999999999999999999)", "/maybe_count out_of_range"},
      {R"("maybe_count":1e300)", "/maybe_count out_of_range"},
      {R"("small":2147483648)", "/small out_of_range"},
      {R"("small":-2147483649)", "/small out_of_range"},
      {R"("ratio":"0.5")", "/ratio wrong_type"},
      {R"("ratio":1e400)", "/ratio out_of_range"},
      {R"("ratio":-1.01)", "/ratio out_of_range"},
      {R"("ratio":null)", "/ratio wrong_type"},
      {R"("until":1700000000)", "/until wrong_type"},
      {R"("until":"2026-02-30T00:00:00Z")", "/until wrong_type"},
      {R"("until":"2026-11-22T08:30:00")", "/until wrong_type"},
      {R"("until":"")", "/until wrong_type"},
      {R"("now":"lost")", "/now not_a_choice"},
      {R"("now":1)", "/now wrong_type"},
      {R"("colour":"blue")", "/colour not_a_choice"},
      {R"("unit_id":7)", "/unit_id wrong_type"},
      {R"("tags":"a")", "/tags wrong_type"},
      {R"("tags":["a","b","c","d"])", "/tags too_long"},
      {R"("tags":["a",2])", "/tags/1 wrong_type"},
      {R"("tags":["a",null])", "/tags/1 wrong_type"},
      {R"("numbers":[1,2,"x"])", "/numbers/2 wrong_type"},
      {R"("states":["done","gone"])", "/states/1 not_a_choice"},
      {R"("line":[{"lon":1,"lat":2},{"lon":1}])", "/line/1/lat missing"},
      {R"("first":{})", "/first/text missing"},
      {R"("first":[])", "/first wrong_type"},
      {R"("first":{"text":""})", "/first/text too_short"},
      {R"("remark":{"text":"x","weights":[0.5,1.5]})", "/remark/weights/1 out_of_range"},
      {R"("notes":[{"text":"x"},{"text":"y","at":"soon"}])", "/notes/1/at wrong_type"},
      {R"("notes":[{"text":"x","extra":1}])", "/notes/0/extra unknown"},
      {R"("id":"1")", "/id read_only"},
      {R"("joined":"x")", "/joined read_only"},
      {R"("nonsense":1)", "/nonsense unknown"},
      {R"("a/b~c":1)", "/a~1b~0c unknown"},
      {R"("":1)", "/ unknown"},
      {R"("name":"again")", "/name duplicate"},
      {R"("unit_id":"a\u0000b")", "/unit_id bad_character"},
      {R"("unit_id":"a\u001bb")", "/unit_id bad_character"},
      {R"("unit_id":"a\u202eb")", "/unit_id bad_character"},
      {R"("unit_id":"a\u2067b")", "/unit_id bad_character"},
  };
  for (const auto& [members, expected] : cases) EXPECT_EQ(first_wrong(members), expected) << members;
}

TEST(WrongFields, GoodValuesAreTaken) {
  for (const char* members :
       {R"("count":0)", R"("count":1000000)", R"("count":5.0)", R"("count":1e3)", R"("small":-2147483648)", R"("ratio":-1)", R"("ratio":1e-400)",
        R"("maybe_count":9000000000000000)", R"("tags":[])", R"("tags":["a","b","c"])", R"("unit_id":null)", R"("unit_id":"line\nbreak\ttab")",
        R"("remark":null)", R"("next":null)", R"("target":null)", R"("detail":{"any":["thing",1.50]})", R"("until":"2026-11-22T23:59:60Z")"}) {
    EXPECT_EQ(refusal(with(members)).status, 0) << members << ": " << refusal(with(members)).what();
  }
}

TEST(WrongFields, LengthsCountCharactersNotBytes) {
  const auto body = [](const std::string& name) { return R"({"name":")" + name + R"(","where":{"lon":1,"lat":2},"at":"2026-11-22T08:30:00Z"})"; };
  EXPECT_EQ(refusal(body("一二三四五六七八九十")).status, 0);
  EXPECT_EQ(refusal(body("一二三四五六七八九𠮷")).status, 0);
  const auto p = refusal(body("一二三四五六七八九十一"));
  ASSERT_EQ(p.fields.size(), 1U);
  EXPECT_EQ(p.fields[0], (base::wrong_field{"/name", "too_long", "has 11 characters, at most 10 are taken"}));
}

TEST(WrongFields, AllAreListedAtOnce) {
  const auto p = refusal(R"({"where":{"lon":"x","lat":91},"now":"new","tags":[1,2],"remark":{"at":5},"nmae":"a"})");
  EXPECT_EQ(p.status, 422);
  EXPECT_EQ(p.code, "bad_input");
  std::vector<std::string> wrong;
  for (const auto& one : p.fields) wrong.push_back(one.pointer + " " + one.code);
  EXPECT_EQ(wrong, (std::vector<std::string>{"/where/lon wrong_type", "/now not_a_choice", "/tags/0 wrong_type", "/tags/1 wrong_type",
                                             "/remark/at wrong_type", "/remark/text missing", "/nmae unknown", "/name missing", "/at missing"}));
  EXPECT_FALSE(p.remedy.empty());
}

TEST(WrongFields, TheAnswerStaysSmallWhateverCameIn) {
  std::string members;
  for (int i = 0; i < 5000; ++i) members += (i == 0 ? "\"" : ",\"") + std::string(300, 'x') + std::to_string(i) + "\":1";
  const auto p = refusal("{" + members + "}", {.max_bytes = 10'000'000});
  EXPECT_EQ(p.status, 422);
  EXPECT_LE(p.fields.size(), 50U);
  EXPECT_LT(p.detail.size(), 20'000U);
}

TEST(WrongFields, NearNamesAndCodesAreSuggested) {
  EXPECT_EQ(first_detail(R"("colr":"red")"), R"(there is no such field; did you mean "colour"?)");
  EXPECT_EQ(first_detail(R"("Active":true)"), R"(there is no such field; did you mean "active"?)");
  EXPECT_EQ(first_detail(R"("zzzzzz":true)"), "there is no such field");
  EXPECT_EQ(first_detail(R"("ids":"x")"), "there is no such field");  // id is the server's: not suggested
  EXPECT_EQ(first_detail(R"("colour":"gren")"), R"(must be one of red, green; did you mean "green"?)");
  EXPECT_EQ(first_detail(R"("unit_id":7)"), "must be a text (a UUID), not a number");
}

TEST(WrongFields, ABodyMustBeAnObject) {
  for (const char* body : {"[]", "1", "\"x\"", "null", "true"}) {
    const auto p = refusal(body);
    ASSERT_EQ(p.status, 422) << body;
    EXPECT_EQ(p.fields[0].code, "wrong_type");
    EXPECT_EQ(p.fields[0].pointer, "");
  }
}

TEST(WrongFields, APatchRefusesTheSameThings) {
  everything one;
  const auto codes = [&](const std::string& body) {
    std::string out;
    try {
      record::patch_json(body, record_of(&one), &one);
    } catch (const base::problem& p) {
      for (const auto& wrong : p.fields) out += wrong.pointer + " " + wrong.code + ";";
    }
    return out;
  };
  EXPECT_EQ(codes("{}"), "");
  EXPECT_EQ(codes(R"({"id":"x","count":-1,"name":null,"first":{},"x":1})"),
            "/id read_only;/count out_of_range;/name wrong_type;/first/text missing;/x unknown;");
}

TEST(Position, MustBeAPlaceOnEarth) {
  const auto wrong = [](const std::string& where) {
    const auto p = refusal(R"({"name":"a","at":"2026-11-22T08:30:00Z","where":)" + where + "}");
    return p.fields.size() == 1 ? p.fields[0] : base::wrong_field{"", std::to_string(p.fields.size()), ""};
  };
  EXPECT_EQ(wrong(R"({"lon":181,"lat":10})").pointer, "/where/lon");
  EXPECT_EQ(wrong(R"({"lon":181,"lat":10})").code, "out_of_range");
  EXPECT_EQ(wrong(R"({"lon":10,"lat":-90.001})").pointer, "/where/lat");
  EXPECT_EQ(wrong(R"({"lon":31.23,"lat":121.47})").detail, "must be from -90 to 90; lon and lat look swapped");
  EXPECT_EQ(wrong(R"({"lon":200,"lat":121.47})").detail, "must be from -90 to 90");
  EXPECT_EQ(wrong(R"({"lon":0,"lat":0.0})").code, "out_of_range");
  EXPECT_EQ(wrong(R"({"lon":0,"lat":-0.0})").pointer, "/where");
  EXPECT_EQ(wrong(R"({"lon":1e999,"lat":1})").pointer, "/where/lon");
  EXPECT_EQ(wrong(R"({"lon":1,"lat":"2"})").pointer, "/where/lat");
  EXPECT_EQ(wrong(R"({"lon":1,"lat":2,"alt":3})").pointer, "/where/alt");
  EXPECT_EQ(wrong(R"({"lon":1,"lat":2,"lon":3})").code, "duplicate");
  EXPECT_EQ(wrong(R"({"lng":1,"lat":2})").detail, R"(a position has lon and lat only; did you mean "lon"?)");
  EXPECT_EQ(wrong(R"({"lon":1})").pointer, "/where/lat");
  EXPECT_EQ(wrong("[1,2]").code, "wrong_type");
  EXPECT_EQ(wrong("null").code, "wrong_type");
  for (const char* good : {R"({"lon":180,"lat":90})", R"({"lon":-180,"lat":-90})", R"({"lat":0,"lon":1})", R"({"lon":0,"lat":51.5})"}) {
    EXPECT_EQ(wrong(good).code, "0") << good;
  }
}
