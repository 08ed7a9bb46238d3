#include "foundation/web/router.h"

#include <gtest/gtest.h>

namespace {

web::router sample() {
  web::router routes;
  const auto nothing = web::answer_with([](const web::request&) { return web::empty_response(); });
  for (const auto& [verb, pattern] : std::vector<std::pair<web::method, std::string>>{{web::method::get, "/"},
                                                                                      {web::method::get, "/api/units"},
                                                                                      {web::method::get, "/api/units/{id}"},
                                                                                      {web::method::post, "/api/units/{id}/shift"},
                                                                                      {web::method::get, "/api/units/mine/{what}"},
                                                                                      {web::method::get, "/tiles/{z}/{x}/{y}"},
                                                                                      {web::method::get, "/{path*}"}}) {
    routes.add({.verb = verb, .pattern = pattern, .handle = nothing});
  }
  routes.reserve("/api");
  return routes;
}

std::string found(const web::router& routes, std::string_view path, web::method verb = web::method::get) {
  const auto match = routes.find(verb, path);
  std::string text = match.found == nullptr ? std::to_string(match.status) : match.found->pattern;
  for (const auto& [name, value] : match.parameters) text += " " + name + "=" + value;
  return text;
}

}  // namespace

TEST(Router, PrefersExactThenNameThenRest) {
  const auto routes = sample();
  EXPECT_EQ(found(routes, "/"), "/");
  EXPECT_EQ(found(routes, "/api/units"), "/api/units");
  EXPECT_EQ(found(routes, "/api/units/mine"), "/api/units/{id} id=mine") << "a branch that ends nowhere is left again";
  EXPECT_EQ(found(routes, "/api/units/mine/x"), "/api/units/mine/{what} what=x");
  EXPECT_EQ(found(routes, "/api/units/mine/shift", web::method::post), "405");
  EXPECT_EQ(found(routes, "/tiles/1/2/3"), "/tiles/{z}/{x}/{y} z=1 x=2 y=3");
  EXPECT_EQ(found(routes, "/tiles/1/2"), "/{path*} path=tiles/1/2");
  EXPECT_EQ(found(routes, "/assets/a/b.js"), "/{path*} path=assets/a/b.js");
}

TEST(Router, KeepsReservedAddressesApart) {
  const auto routes = sample();
  EXPECT_EQ(found(routes, "/api"), "404");
  EXPECT_EQ(found(routes, "/api/nothing"), "404");
  EXPECT_EQ(found(routes, "/api/units/"), "404");
  EXPECT_EQ(found(routes, "/api//units"), "404");
  EXPECT_EQ(found(routes, "/apix"), "/{path*} path=apix");
}

TEST(Router, TellsTheMethodsOfAnAddress) {
  const auto routes = sample();
  const auto refused = routes.find(web::method::get, "/api/units/7/shift");
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.allow, "POST, OPTIONS");
  const auto asked = routes.find(web::method::options, "/api/units");
  EXPECT_EQ(asked.status, 200);
  EXPECT_EQ(asked.allow, "GET, HEAD, OPTIONS");
  EXPECT_EQ(found(routes, "/api/units", web::method::head), "/api/units");
  EXPECT_EQ(routes.find(web::method::options, "*").status, 200);
  EXPECT_EQ(routes.find(web::method::get, "*").status, 404);
}

TEST(Router, RefusesPatternsThatAreNone) {
  auto routes = sample();
  const auto add = [&](const std::string& pattern) { routes.add({.verb = web::method::get, .pattern = pattern, .handle = {}}); };
  EXPECT_THROW(add("api"), std::invalid_argument);
  EXPECT_THROW(add(""), std::invalid_argument);
  EXPECT_THROW(add("/x/{rest*}/y"), std::invalid_argument);
  EXPECT_THROW(add("/api/units/{other}"), std::invalid_argument) << "the same address by another name";
}
