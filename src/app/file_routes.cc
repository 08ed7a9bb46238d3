#include "app/file_routes.h"

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/web/http_rules.h"
#include "foundation/web/request_checks.h"

namespace app {
namespace {

std::shared_ptr<const operation::caller> signed_in(const authenticate& who, const web::request& in) {
  auto caller = who(in);
  if (!caller) throw base::problem(401, "not_signed_in", "Sign in first.", "", "Sign in, or send a valid token.");
  return caller;
}

// Who sends it is asked before the body, and again behind it: a session may end meanwhile.
std::shared_ptr<const operation::caller> sender(const authenticate& who, const web::request& in) {
  if (const auto foreign = web::judge_origin(in); foreign && !in.header("Authorization")) throw *foreign;
  auto caller = signed_in(who, in);
  if (!caller->may(may_send_files)) throw base::forbidden(std::string(may_send_files));
  return caller;
}

std::string sent_name(const web::request& in) {
  const auto field = in.header("X-File-Name");
  const auto name = web::percent_decode(field.value_or(""));
  if (field && name) return *name;
  throw base::problem(422, "bad_file_name", "The file's name cannot be read.",
                      field ? "X-File-Name is not UTF-8, percent-encoded." : "There is no X-File-Name.",
                      "Send X-File-Name as UTF-8, percent-encoded.");
}

// Before any of the body is read: who it is, and that there is room for so much.
std::shared_ptr<void> admit(const file_desk& desk, const authenticate& who, const web::request& in) {
  const auto caller = sender(who, in);
  sent_name(in);
  const auto length = base::parse_int(in.header("Content-Length").value_or(""));
  if (!length) throw base::problem(411, "length_required", "The file's size must be said before it.", "", "Send Content-Length, without chunks.");
  const auto most = desk.largest_body(in.header("Content-Type").value_or(""));
  if (*length < 0 || static_cast<std::size_t>(*length) > most) {
    throw base::problem(413, "file_too_large", "The file is too large.", "At most " + std::to_string(most >> 20U) + " MB of this type.",
                        "Save it smaller, or split it.");
  }
  auto room = desk.incoming().take(caller->account_id, static_cast<std::size_t>(*length));
  if (!room) throw base::problem(503, "busy", "Too many files are under way at once.", "", "Try again in a few seconds.");
  return room;
}

void take_file(file_desk& desk, const authenticate& who, web::request in, const web::reply& reply) {
  auto caller = sender(who, in);
  file_desk::upload what{.who = std::move(caller),
                         .request_id = in.id,
                         .name = sent_name(in),
                         .media_type = std::string(in.header("Content-Type").value_or("")),
                         .body = {},
                         .room = std::move(in.admitted)};
  what.body = std::move(in.body);
  desk.take_in(std::move(what), reply);
}

// What reading needs; shared by its two routes.
struct reading {
  file_desk& desk;
  authenticate who;
  may_read_file may_read;
};

void hand_out(const reading& with, const web::request& in, const web::reply& reply, bool thumbnail) {
  with.desk.hand_out({.who = signed_in(with.who, in),
                      .id = std::string(in.parameter("id")),
                      .thumbnail = thumbnail,
                      .known_tags = std::string(in.header("If-None-Match").value_or(""))},
                     with.may_read, reply);
}

}  // namespace

void bind_files(web::router& router, file_desk& desk, authenticate who, may_read_file may_read) {
  const auto with = std::make_shared<const reading>(reading{.desk = desk, .who = who, .may_read = std::move(may_read)});
  router.add({.verb = web::method::get, .pattern = "/api/files/{id}", .handle = [with](const web::request& in, const web::reply& reply) {
                hand_out(*with, in, reply, false);
              }});
  router.add({.verb = web::method::get, .pattern = "/api/files/{id}/thumbnail", .handle = [with](const web::request& in, const web::reply& reply) {
                hand_out(*with, in, reply, true);
              }});
  web::route taking{.verb = web::method::post, .pattern = "/api/files", .handle = {}, .max_body = desk.largest_body("")};
  taking.handle = [&desk, who](web::request in, const web::reply& reply) { take_file(desk, who, std::move(in), reply); };
  taking.admit = [&desk, who](const web::request& in) { return admit(desk, who, in); };
  router.add(std::move(taking));
}

}  // namespace app
