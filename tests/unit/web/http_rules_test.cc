#include "foundation/web/http_rules.h"

#include <gtest/gtest.h>

#include "foundation/web/http_parser.h"

namespace {

using web::decode_path;
using web::decode_query;
using web::judge_head;

const web::head_limits limits;

int status_of(const std::string& head) {
  const auto refused = judge_head(head, limits);
  return refused ? refused->status : 200;
}

std::string get_with(const std::string& fields) { return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n"; }

// Parses in pieces of `step` bytes as the server would; the state at the end.
struct parsed {
  web::request_parser::state state = web::request_parser::state::head;
  std::size_t used = 0;
  int status = 200;
  web::request what;
};

parsed parse(std::string_view bytes, std::size_t step, std::size_t body_limit = 1000) {
  web::request_parser parser(limits);
  parsed out;
  bool limited = false;
  for (std::size_t at = 0; at < bytes.size();) {
    std::string_view piece = bytes.substr(at, step);
    while (!piece.empty()) {
      const std::size_t used = parser.feed(piece);
      piece.remove_prefix(used);
      at += used;
      if (parser.now() == web::request_parser::state::body && !limited) {
        parser.limit_body(body_limit);
        limited = true;
      }
      if (parser.now() == web::request_parser::state::done || parser.now() == web::request_parser::state::refused) break;
    }
    if (parser.now() == web::request_parser::state::done || parser.now() == web::request_parser::state::refused) break;
  }
  out.state = parser.now();
  out.used = bytes.size();
  if (out.state == web::request_parser::state::refused) {
    out.status = parser.why().status;
  } else {
    out.what = parser.get();
  }
  return out;
}

}  // namespace

TEST(PercentDecoding, TakesWholeEscapesOnly) {
  EXPECT_EQ(web::percent_decode("a%20b%E5%AE%88+"), "a b守+");
  for (const char* bad : {"%", "%2", "%zz", "a%4", "%00", "%ff", "%C0%AF", "%ED%A0%80"}) EXPECT_FALSE(web::percent_decode(bad)) << bad;
  EXPECT_EQ(web::percent_decode(web::percent_encode("守 望/?&=#%")), "守 望/?&=#%");
}

TEST(Path, RefusesEveryWayOutOfItsFolder) {
  EXPECT_EQ(decode_path("/api/%E5%AE%88"), "/api/守");
  EXPECT_EQ(decode_path("/a..b/...c"), "/a..b/...c");
  for (const char* bad : {"",       "a",      "/..",    "/../x", "/a/../b", "/a/.",      "/./a",  "/%2e%2e/x", "/%2E./x", "/a%2fb",
                          "/a%2Fb", "/..%2f", "/a%5cb", "/a\\b", "/a%00",   "/a%0d%0aX", "/a%7f", "/%",        "/%C3",    "/\xC3"}) {
    EXPECT_FALSE(decode_path(bad)) << bad;
  }
}

TEST(Query, DecodesPairsAndBoundsThem) {
  const auto pairs = decode_query("q=%E5%8D%97+%E4%BA%AC&empty=&flag&&x=a%3Db", 8);
  ASSERT_TRUE(pairs);
  EXPECT_EQ(*pairs, (std::vector<web::name_value>{{"q", "南 京"}, {"empty", ""}, {"flag", ""}, {"x", "a=b"}}));
  EXPECT_FALSE(decode_query("a=1&b=2&c=3", 2));
  EXPECT_FALSE(decode_query("a=%ff", 8));
  EXPECT_FALSE(decode_query("%0=1", 8));
}

TEST(Head, RefusesWhatAnotherReaderMightReadOtherwise) {
  EXPECT_EQ(status_of(get_with("")), 200);
  EXPECT_EQ(status_of(get_with("Content-Length: 5\r\n")), 200);
  EXPECT_EQ(status_of(get_with("Transfer-Encoding: chunked\r\n")), 200);
  for (const char* bad : {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                          "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                          "Content-Length: 5\r\nContent-Length: 5\r\n",
                          "Content-Length: 5, 5\r\n",
                          "Content-Length: +5\r\n",
                          "Content-Length: -1\r\n",
                          "Content-Length: 0x5\r\n",
                          "Content-Length:\r\n",
                          "Content-Length: 9999999999999999999999\r\n",
                          "Content-Length : 5\r\n",
                          "X: a\r\n folded\r\n",
                          "X: a\r\n\tfolded\r\n",
                          "X: a\nY: b\r\n",
                          "X: a\rb\r\n",
                          "X\r\n",
                          ": x\r\n",
                          "X y: z\r\n",
                          "Host: b\r\n",
                          "X: \x01\r\n",
                          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                          "Authorization: a\r\nAuthorization: b\r\n"}) {
    EXPECT_EQ(status_of(get_with(bad)), 400) << bad;
  }
  EXPECT_EQ(status_of(get_with(std::string("X: a\0b\r\n", 8))), 400);
  for (const char* odd : {"Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: identity\r\n",
                          "Transfer-Encoding: chunked, chunked\r\n"}) {
    EXPECT_EQ(status_of(get_with(odd)), 501) << odd;
  }
}

TEST(Head, JudgesTheRequestLine) {
  const auto with_line = [](const std::string& line) { return status_of(line + "\r\nHost: a\r\n\r\n"); };
  EXPECT_EQ(with_line("GET / HTTP/1.1"), 200);
  EXPECT_EQ(with_line("OPTIONS * HTTP/1.1"), 200);
  EXPECT_EQ(with_line("BREW / HTTP/1.1"), 501);
  EXPECT_EQ(with_line("CONNECT a:1 HTTP/1.1"), 501);
  EXPECT_EQ(with_line("get / HTTP/1.1"), 501);
  EXPECT_EQ(with_line("PRI * HTTP/2.0"), 505);
  EXPECT_EQ(with_line("GET /" + std::string(8192, 'a') + " HTTP/1.1"), 414);
  for (const char* bad :
       {"GET", "GET /", "GET  HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "GET / / HTTP/1.1", "GET /\t HTTP/1.1", "GET /守 HTTP/1.1",
        "GET /#x HTTP/1.1", "G\"T / HTTP/1.1", "GET / http/1.1", "GET / HTTP/1.11", "GET / HTTP/11", "GET /a b HTTP/1.1"}) {
    EXPECT_EQ(with_line(bad), 400) << bad;
  }
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400) << "no Host";
  EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 200);
  EXPECT_EQ(status_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400);
}

TEST(Head, BoundsFieldsAndBytes) {
  std::string many;
  for (int i = 0; i < 100; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  EXPECT_EQ(status_of(get_with(many)), 431);
  EXPECT_EQ(status_of(get_with("X: " + std::string(17'000, 'y') + "\r\n")), 431);
}

TEST(Parser, ReadsTheSameWhateverThePieces) {
  const std::string bytes =
      "POST /api/x%20y?a=1&b=%E5%AE%88 HTTP/1.1\r\nHost: a\r\nCookie: one=1; session=\"abc\"; two=2\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;ext=1\r\nhello\r\n7\r\n, world\r\n0\r\nTrailer: ignored\r\n\r\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    const parsed got = parse(bytes, step);
    ASSERT_EQ(got.state, web::request_parser::state::done) << step;
    EXPECT_EQ(got.what.body, "hello, world");
    EXPECT_EQ(got.what.path, "/api/x y");
    EXPECT_EQ(got.what.query_value("b"), "守");
    EXPECT_EQ(got.what.header("HOST"), "a");
    EXPECT_EQ(got.what.cookie("session"), "abc");
    EXPECT_FALSE(got.what.cookie("sessio"));
    EXPECT_FALSE(got.what.header("Trailer"));
  }
}

TEST(Parser, LeavesWhatFollowsTheRequest) {
  const std::string first = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
  const std::string both = first + "GET /next HTTP/1.1\r\n";
  web::request_parser parser(limits);
  std::size_t used = parser.feed(both);
  ASSERT_EQ(parser.now(), web::request_parser::state::body);
  parser.limit_body(10);
  used += parser.feed(std::string_view(both).substr(used));
  EXPECT_EQ(parser.now(), web::request_parser::state::done);
  EXPECT_EQ(used, first.size());
  EXPECT_EQ(parser.get().body, "abc");
}

TEST(Parser, RefusesTooLongBodiesAndBrokenChunks) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\n";
  EXPECT_EQ(parse(head + "Content-Length: 1001\r\n\r\n", 1000).status, 413);
  for (const std::size_t step : {1U, 7U, 100'000U}) {
    EXPECT_EQ(parse(head + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n", step).status, 413);
    EXPECT_EQ(
        parse(head + "Transfer-Encoding: chunked\r\n\r\n200\r\n" + std::string(512, 'x') + "\r\n200\r\n" + std::string(512, 'x') + "\r\n0\r\n\r\n",
              step)
            .status,
        413);
    for (const char* bad : {"g\r\n", "-1\r\n", "0x3\r\nabc\r\n", "3\nabc\n0\n\n", "3\r\nabcd\r\n", "3\r\nab\r\n0\r\n\r\n", "3\r\nabc0\r\n\r\n",
                            "ffffffffffffffff1\r\n", "\r\n"}) {
      EXPECT_GE(parse(head + "Transfer-Encoding: chunked\r\n\r\n" + bad + "\r\n\r\nzzzzzz\r\n\r\n", step).status, 400) << bad << " step " << step;
    }
  }
  EXPECT_EQ(parse(head + "Transfer-Encoding: chunked\r\n\r\n3;" + std::string(9000, 'e'), 64).status, 400);
}

TEST(Parser, AnswersHopelessBytesAtOnce) {
  EXPECT_EQ(parse("GET / HTTP/1.1\nHost: a\n\n", 1).status, 400);
  EXPECT_EQ(parse("\x16\x03\x01\x02", 4).status, 400) << "a TLS greeting on a plain port";
  EXPECT_EQ(parse(std::string(20'000, 'a'), 1000).status, 414);
  EXPECT_EQ(parse("GET / HTTP/1.1\r\n" + std::string(20'000, 'a'), 1000).status, 431);
  EXPECT_EQ(parse("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 1).state, web::request_parser::state::done) << "one empty line is forgiven";
  EXPECT_EQ(parse("GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", 9).status, 417);
}

TEST(Accepts, LooksAtWeights) {
  EXPECT_TRUE(web::accepts_token("gzip, br", "br"));
  EXPECT_TRUE(web::accepts_token("GZIP;q=0.5", "gzip"));
  EXPECT_FALSE(web::accepts_token("gzip;q=0, br", "gzip"));
  EXPECT_FALSE(web::accepts_token("xgzip", "gzip"));
  EXPECT_FALSE(web::accepts_token("", "gzip"));
}
