#include <gtest/gtest.h>

#include "foundation/base/problem.h"
#include "foundation/web/cookie.h"
#include "foundation/web/cursor.h"
#include "foundation/web/precondition.h"
#include "foundation/web/reply.h"
#include "foundation/web/request_checks.h"
#include "foundation/web/response_writer.h"

namespace {

web::request with(const std::vector<web::name_value>& fields, web::method verb = web::method::post) {
  web::request what;
  what.verb = verb;
  what.target = "/api/x";
  for (const auto& [name, value] : fields) {
    web::head_block::field at;
    at.name_at = static_cast<std::uint16_t>(what.head.text.size());
    at.name_size = static_cast<std::uint16_t>(name.size());
    what.head.text += name;
    at.value_at = static_cast<std::uint16_t>(what.head.text.size());
    at.value_size = static_cast<std::uint16_t>(value.size());
    what.head.text += value;
    what.head.fields.push_back(at);
  }
  return what;
}

template <class F>
int status_thrown(F function) {
  try {
    function();
  } catch (const base::problem& p) {
    return p.status;
  }
  return 0;
}

}  // namespace

TEST(Precondition, ReadsTheVersionOfATag) {
  EXPECT_EQ(web::etag_of(7), "\"7\"");
  EXPECT_EQ(web::version_of_if_match(with({{"If-Match", "\"7\""}})), 7);
  EXPECT_EQ(web::version_of_if_match(with({{"If-Match", "W/\"7\""}})), 7) << "a proxy weakened it";
  EXPECT_FALSE(web::version_of_if_match(with({})));
  EXPECT_FALSE(web::version_of_if_match(with({{"If-Match", "*"}})));
  for (const char* bad : {"7", "\"\"", "\"x\"", "\"7\", \"8\"", "\"7", "\"99999999999999999999\""}) {
    EXPECT_EQ(status_thrown([&] { web::version_of_if_match(with({{"If-Match", bad}})); }), 400) << bad;
  }
}

TEST(Cookie, IsStrictAndHttpOnly) {
  EXPECT_EQ(web::set_cookie({.name = "session", .value = "abc", .max_age_s = 60}),
            "session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure");
  EXPECT_EQ(web::clear_cookie("session", false), "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  EXPECT_THROW(web::set_cookie({.name = "session", .value = "a; Domain=evil"}), std::invalid_argument);
  EXPECT_THROW(web::set_cookie({.name = "a=b", .value = "c"}), std::invalid_argument);
  EXPECT_THROW(web::set_cookie({.name = "a", .value = "c\r\nX: y"}), std::invalid_argument);
}

TEST(Origin, MustBeOurOwnForChanges) {
  const auto refused = [](const std::vector<web::name_value>& fields, bool secure = false, web::method verb = web::method::post) {
    auto what = with(fields, verb);
    what.secure = secure;
    return web::judge_origin(what, {"https://map.example.cn"}).has_value();
  };
  EXPECT_FALSE(refused({{"Host", "a:8080"}, {"Origin", "http://a:8080"}}));
  EXPECT_FALSE(refused({{"Host", "a"}, {"Origin", "https://a"}}, true));
  EXPECT_FALSE(refused({{"Host", "a"}, {"Origin", "https://map.example.cn"}}, true));
  EXPECT_FALSE(refused({{"Host", "a"}}));
  EXPECT_FALSE(refused({{"Host", "a"}, {"Sec-Fetch-Site", "same-origin"}}));
  EXPECT_FALSE(refused({{"Host", "a"}, {"Origin", "https://evil"}}, true, web::method::get));
  EXPECT_TRUE(refused({{"Host", "a"}, {"Origin", "http://a"}}, true)) << "plain page, TLS request";
  EXPECT_TRUE(refused({{"Host", "a"}, {"Origin", "http://a:81"}}));
  EXPECT_TRUE(refused({{"Host", "a"}, {"Origin", "http://a.evil"}}));
  EXPECT_TRUE(refused({{"Host", "a"}, {"Origin", "null"}}));
  EXPECT_TRUE(refused({{"Host", "a"}, {"Sec-Fetch-Site", "cross-site"}}));
  EXPECT_TRUE(refused({{"Host", "a"}, {"Sec-Fetch-Site", "same-site"}}));
}

TEST(Json, IsDemandedOfBodies) {
  const auto refused = [](const char* type) {
    auto what = with({{"Content-Type", type}});
    what.body = "{}";
    return web::judge_json(what).has_value();
  };
  EXPECT_FALSE(refused("application/json"));
  EXPECT_FALSE(refused("Application/JSON; charset=UTF-8"));
  EXPECT_TRUE(refused("text/plain"));
  EXPECT_TRUE(refused("application/json; charset=gbk"));
  EXPECT_TRUE(refused("application/x-www-form-urlencoded"));
  EXPECT_FALSE(web::judge_json(with({}))) << "no body";
}

TEST(Idempotency, KeysAreCheckedAndRequestsToldApart) {
  EXPECT_EQ(web::idempotency_key(with({{"Idempotency-Key", "\"8e03978e-40d5\""}})), "8e03978e-40d5");
  EXPECT_EQ(web::idempotency_key(with({{"Idempotency-Key", "abc"}})), "abc");
  EXPECT_FALSE(web::idempotency_key(with({})));
  for (const std::string& bad : {std::string(), std::string("\"\""), std::string("a b"), std::string(65, 'a'), std::string("守")}) {
    EXPECT_EQ(status_thrown([&] { web::idempotency_key(with({{"Idempotency-Key", bad}})); }), 400) << bad;
  }
  auto one = with({});
  auto two = with({});
  EXPECT_EQ(web::request_fingerprint(one), web::request_fingerprint(two));
  two.body = "{}";
  EXPECT_NE(web::request_fingerprint(one), web::request_fingerprint(two));
}

TEST(Cursor, IsTakenBackOnlyUnchanged) {
  const web::cursor_codec codec(std::string(32, 'k'));
  const std::string place("2026\0守|7", 10);
  const std::string cursor = codec.encode("incidents", place);
  EXPECT_EQ(cursor.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
  EXPECT_EQ(codec.decode("incidents", cursor), place);
  EXPECT_EQ(codec.decode("incidents", codec.encode("incidents", "")), "");
  EXPECT_EQ(status_thrown([&] { (void)codec.decode("units", cursor); }), 400) << "of another list";
  EXPECT_EQ(status_thrown([&] { (void)web::cursor_codec(std::string(32, 'l')).decode("incidents", cursor); }), 400);
  for (std::size_t i = 0; i < cursor.size(); ++i) {
    std::string changed = cursor;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(status_thrown([&] { (void)codec.decode("incidents", changed); }), 400) << i;
  }
  for (const std::string& bad : {std::string(), std::string("x"), std::string("%"), std::string(5000, 'A')}) {
    EXPECT_EQ(status_thrown([&] { (void)codec.decode("incidents", bad); }), 400);
  }
}

TEST(Language, IsChineseUnlessEnglishIsPreferred) {
  EXPECT_EQ(web::pick_language(""), "zh");
  EXPECT_EQ(web::pick_language("en-GB,en;q=0.9"), "en");
  EXPECT_EQ(web::pick_language("zh-CN,zh;q=0.9,en;q=0.8"), "zh");
  EXPECT_EQ(web::pick_language("en;q=0.5, zh;q=0.7"), "zh");
  EXPECT_EQ(web::pick_language("de-DE"), "zh");
  EXPECT_EQ(web::pick_language("de, en;q=0.3"), "en");
}

TEST(Problem, HoldsEveryMemberOnce) {
  base::problem taken = base::conflict("unit_taken", "The unit was sent elsewhere.", "P-07");
  taken.members = {{"taken_by", "李\"雷"}, {"status", "999"}};
  taken.fields = {{"/unit_id", "taken", "is taken"}};
  const auto answer = web::problem_response(taken, "/api/x", "id-1");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.body,
            R"({"type":"urn:shouwang:problem:unit_taken","title":"The unit was sent elsewhere.","status":409,"detail":"P-07","instance":"/api/x",)"
            R"("code":"unit_taken","remedy":"Look at the present state and decide again.","request_id":"id-1",)"
            R"("errors":[{"pointer":"/unit_id","code":"taken","detail":"is taken"}],"taken_by":"李\"雷"})");
}

TEST(Reply, AnswersOnceAndWithoutASocket) {
  std::vector<int> statuses;
  const auto make = [&] { return web::reply([&](const web::response& r) { statuses.push_back(r.status); }, "/p", "id"); };
  {
    const auto first = make();
    const auto copy = first;  // NOLINT: shares the one answer
    copy(web::empty_response(201));
    first(web::empty_response(202));
  }
  make().refuse(base::not_found("unit"));
  make().refuse(std::make_exception_ptr(std::runtime_error("x")));
  make();
  EXPECT_EQ(statuses, (std::vector<int>{201, 404, 500, 500}));
}

TEST(Writer, LeavesOutFieldsThatWouldBreakTheHead) {
  web::response answer = web::redirect_response("/a\r\nSet-Cookie: evil=1");
  std::string out;
  EXPECT_FALSE(web::append_head(out, answer, {}));
  EXPECT_EQ(out.find("evil"), std::string::npos);
  EXPECT_EQ(web::http_date({1'795'308'196'250'000}), "Sun, 22 Nov 2026 00:43:16 GMT");
}
