#include "foundation/web/static_files.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/test_folder.h"
#include "unit/web/server_fixture.h"

namespace {

void write(const std::filesystem::path& path, const std::string& content) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

// A built console in small, and a secret beside its folder.
struct site {
  site() {
    root = folder.path() / "web";
    write(root / "index.html", "<!doctype html><title>page</title>");
    write(root / "assets/index-BX2f1a9c.js", "console.log(1)");
    write(root / "assets/index-BX2f1a9c.js.br", "as brotli");
    write(root / "assets/index-BX2f1a9c.js.gz", "as gzip");
    write(root / "assets/worker-Zz0-_9aB.mjs", std::string(5000, 'x'));
    write(root / "app.webmanifest", "{}");
    write(root / ".git/config", "hidden");
    write(folder.path() / "secret.txt", "secret");
    std::filesystem::create_symlink(folder.path() / "secret.txt", root / "link.txt");
    std::filesystem::create_symlink(root / "index.html", root / "inside.html");
    std::filesystem::create_directory_symlink(folder.path(), root / "up");
    count = files.add_folder(root);
    test::add(routes, web::method::get, "/{path*}", files.handle());
    test::add(routes, web::method::get, "/api/units",
              web::answer_with([](const web::request&) { return web::json_response(200, "{\"items\":[" + std::string(3000, '1') + "]}"); }));
    test::add(routes, web::method::get, "/api/tagged", web::answer_with([](const web::request&) {
                auto answer = web::json_response(200, std::string(3000, '1'));
                answer.headers.push_back({"ETag", "\"7\""});
                return answer;
              }));
    routes.reserve("/api");
  }
  test::folder folder;
  std::filesystem::path root;
  web::static_files files;
  std::size_t count = 0;
  web::router routes;
};

}  // namespace

TEST(StaticFiles, ServesAPageWithItsTypesAndAges) {
  site files;
  EXPECT_EQ(files.count, 7U);
  test::running_server server(std::move(files.routes));
  test::http_client client(server.port());
  const auto page = client.get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.field("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.field("Cache-Control"), "no-cache");
  EXPECT_EQ(client.get("/inside.html").body, page.body);
  const auto script = client.get("/assets/index-BX2f1a9c.js");
  EXPECT_EQ(script.field("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(script.field("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(client.get("/assets/worker-Zz0-_9aB.mjs").field("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(client.get("/app.webmanifest").field("Content-Type"), "application/manifest+json");
  EXPECT_EQ(client.get("/app.webmanifest").field("Cache-Control"), "no-cache");
  EXPECT_EQ(client.request("HEAD", "/").field("Content-Length"), std::to_string(page.body.size()));
}

TEST(StaticFiles, ChoosesTheSmallestFormTheClientTakes) {
  site files;
  test::running_server server(std::move(files.routes));
  test::http_client client(server.port());
  const auto brotli = client.get("/assets/index-BX2f1a9c.js", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(brotli.body, "as brotli");
  EXPECT_EQ(brotli.field("Content-Encoding"), "br");
  EXPECT_EQ(brotli.field("Vary"), "Accept-Encoding");
  const auto gzip = client.get("/assets/index-BX2f1a9c.js", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(gzip.body, "as gzip");
  EXPECT_NE(gzip.field("ETag"), brotli.field("ETag"));
  const auto packed = client.get("/assets/worker-Zz0-_9aB.mjs", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(test::gunzip(packed.body), std::string(5000, 'x'));
  const auto plain = client.get("/assets/index-BX2f1a9c.js");
  EXPECT_EQ(plain.body, "console.log(1)");
  EXPECT_EQ(plain.field("Content-Encoding"), "");
}

TEST(StaticFiles, AnswersNotModified) {
  site files;
  test::running_server server(std::move(files.routes));
  test::http_client client(server.port());
  const auto first = client.get("/");
  const auto again = client.get("/", {{"If-None-Match", "\"other\", W/" + first.field("ETag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(again.field("ETag"), first.field("ETag"));
  EXPECT_EQ(client.get("/", {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST(StaticFiles, LetsNothingOutOfItsFolder) {
  site files;
  test::running_server server(std::move(files.routes));
  for (const char* path : {"/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/assets/..%2f..%2fsecret.txt",
                           "/..\\secret.txt", "/%5c..%5csecret.txt", "/index.html%00.txt", "/link.txt", "/up/secret.txt", "/.git/config",
                           "/%2egit/config", "//secret.txt", "/..%252fsecret.txt", "/....//secret.txt", "/%c0%ae%c0%ae/secret.txt"}) {
    test::http_client client(server.port());
    const auto answer = client.get(path);
    EXPECT_TRUE(answer.status == 400 || answer.status == 404) << path << " " << answer.status;
    EXPECT_EQ(answer.body.find("\"secret\""), std::string::npos) << path;
    EXPECT_NE(answer.body, "secret") << path;
  }
}

TEST(StaticFiles, AnswersThePageForItsOwnAddressesOnly) {
  site files;
  test::running_server server(std::move(files.routes));
  test::http_client client(server.port());
  const test::http_fields browser{{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};
  EXPECT_EQ(client.get("/incidents/7", browser).field("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(client.get("/incidents/7").status, 404) << "not asked for a page";
  EXPECT_EQ(client.get("/missing.js", browser).status, 404);
  EXPECT_EQ(client.get("/api/missing", browser).status, 404);
  EXPECT_EQ(client.request("POST", "/incidents/7", browser).status, 405);
}

TEST(Compression, PacksLongJsonWhenAccepted) {
  site files;
  test::running_server server(std::move(files.routes));
  test::http_client client(server.port());
  const auto plain = client.get("/api/units");
  EXPECT_EQ(plain.field("Content-Encoding"), "");
  EXPECT_EQ(plain.field("Vary"), "Accept-Encoding");
  const auto packed = client.get("/api/units", {{"Accept-Encoding", "gzip, deflate, br"}});
  EXPECT_EQ(packed.field("Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), 200U);
  EXPECT_EQ(test::gunzip(packed.body), plain.body);
  EXPECT_EQ(client.get("/api/units", {{"Accept-Encoding", "gzip;q=0"}}).body, plain.body);
  EXPECT_EQ(client.get("/api/tagged", {{"Accept-Encoding", "gzip"}}).field("Content-Encoding"), "") << "a tag names these bytes";
}
