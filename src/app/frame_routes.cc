#include "app/frame_routes.h"

#include "engines/track/frame_read.h"
#include "engines/track/position_records.h"
#include "foundation/base/problem.h"
#include "foundation/web/request_checks.h"

namespace app {
namespace {

constexpr std::string_view may_report = "unit.position.write";

void take_frame(track::intake& take, const authenticate& who, const web::request& in, web::reply reply) {
  if (const auto foreign = web::judge_origin(in); foreign && !in.header("Authorization")) throw *foreign;
  // A form of another site cannot send this type without asking first.
  if (in.header("Content-Type").value_or("") != "application/octet-stream") {
    throw base::problem(415, "not_binary", "A frame is sent as application/octet-stream.", "", "Set Content-Type.");
  }
  const auto caller = who(in);
  if (!caller) throw base::problem(401, "not_signed_in", "Sign in first.", "", "Sign in, or send a valid token.");
  if (!caller->may(may_report)) throw base::forbidden(std::string(may_report));
  auto frame = track::read_frame(in.body);
  frame.may = [caller](const std::string& area_path) { return caller->may(may_report, area_path); };
  take.take(std::move(frame), [reply = std::move(reply)](const track::verdicts& became, const std::exception_ptr& failed) {
    failed ? reply.refuse(failed) : reply(web::json_response(200, record::to_json(became)));
  });
}

}  // namespace

void bind_frames(web::router& router, track::intake& take, authenticate who) {
  router.add({.verb = web::method::post,
              .pattern = "/api/unit-frames",
              .handle = [&take, who = std::move(who)](const web::request& in, web::reply reply) { take_frame(take, who, in, std::move(reply)); }});
}

}  // namespace app
