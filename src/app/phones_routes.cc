#include "app/phones_routes.h"

#include <algorithm>

#include "engines/track/osmand_read.h"
#include "engines/track/owntracks_read.h"
#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/seal/encoding.h"
#include "foundation/web/http_rules.h"

namespace app {
namespace {

constexpr const char* retry_after_s = "10";
constexpr std::size_t most_form_pairs = 64;

// Where an answer goes, after the request itself is gone.
struct caller_back {
  web::reply reply;
  std::string path;
  std::string id;

  void operator()(web::response answer) const {
    if (answer.status == 401) answer.headers.push_back({"WWW-Authenticate", R"(Basic realm="shouwang", charset="UTF-8")"});
    if (answer.status == 429 || answer.status == 503) answer.headers.push_back({"Retry-After", retry_after_s});
    reply(std::move(answer));
  }
  void operator()(const std::exception_ptr& why) const {
    try {
      std::rethrow_exception(why);
    } catch (...) {
      (*this)(web::current_exception_response(path, id));
    }
  }
};

base::problem no_credentials() {
  return {401, "no_credentials", "A device's name and key are needed.", "", "Enter the device's name and key in the app's settings."};
}

// "Basic " base64("name:key").
std::pair<std::string, std::string> name_and_key(const web::request& in) {
  const auto field = in.header("Authorization");
  constexpr std::size_t scheme = 6;
  if (!field || field->size() <= scheme || !web::same_text(field->substr(0, scheme), "Basic ")) throw no_credentials();
  const auto both = seal::from_base64(base::trim(field->substr(scheme)));
  const auto colon = both ? both->find(':') : std::string::npos;
  if (colon == std::string::npos) throw no_credentials();
  return {both->substr(0, colon), both->substr(colon + 1)};
}

void take_owntracks(track::phones& desk, const web::request& in, const caller_back& answer) {
  const auto [name, key] = name_and_key(in);
  const auto device = desk.admit(name, key, track::protocol::owntracks);
  desk.check_names(*device, in.header("X-Limit-U").value_or(""), in.header("X-Limit-D").value_or(""));
  desk.check_names(*device, in.query_value("u").value_or(""), in.query_value("d").value_or(""));
  desk.take(device, track::read_owntracks(in.body), track::door::owntracks,
            [answer](const std::exception_ptr& failed) { failed ? answer(failed) : answer(web::json_response(200, "[]")); });
}

std::vector<track::name_and_value> pairs_of(const std::vector<web::name_value>& from) {
  std::vector<track::name_and_value> out;
  out.reserve(from.size());
  for (const auto& [name, value] : from) out.emplace_back(name, value);
  return out;
}

track::phone_message read_osmand(const web::request& in, base::instant received) {
  const auto body = base::trim(in.body);
  if (body.starts_with('{')) {
    auto read = track::read_osmand_json(in.body, received);
    if (read.device.empty()) read.device = in.query_value("id").value_or(in.query_value("deviceid").value_or(""));
    return read;
  }
  auto pairs = pairs_of(in.query);
  if (const auto form = web::decode_query(body, most_form_pairs)) {
    for (auto& one : pairs_of(*form)) pairs.push_back(std::move(one));
  }
  return track::read_osmand(pairs, received);
}

// The protocol's own refusal of a request that names no position; what the phone itself marks as none is fine.
bool is_refused(const track::phone_message& read) {
  const auto refused = [](std::string_view why) { return why != track::reason::not_valid && why != track::reason::empty; };
  return read.fixes.empty() && std::any_of(read.unread.begin(), read.unread.end(), refused);
}

void take_osmand(track::phones& desk, const web::request& in, base::instant received, const caller_back& answer) {
  auto read = read_osmand(in, received);
  track::device_ptr device;
  try {
    device = desk.admit_by_key(read.device, track::protocol::osmand);
  } catch (base::problem& unknown) {
    unknown.status = 400;  // what this protocol says to a stranger
    throw;
  }
  const bool refused = is_refused(read);
  desk.take(device, std::move(read), track::door::osmand, [answer, refused](const std::exception_ptr& failed) {
    if (failed) {
      answer(failed);
    } else if (refused) {
      answer(std::make_exception_ptr(base::problem(400, "no_position", "There is no position in this.", "", "Send lat, lon and timestamp.")));
    } else {
      answer(web::text_response(200, ""));
    }
  });
}

template <class Take>
web::handler guarded(Take take) {
  return [take = std::move(take)](const web::request& in, web::reply reply) {
    const caller_back answer{.reply = std::move(reply), .path = in.path, .id = in.id};
    try {
      take(in, answer);
    } catch (...) {
      answer(std::current_exception());
    }
  };
}

}  // namespace

void bind_phones(web::router& router, track::phones& desk, const base::clock& time) {
  const auto osmand = guarded([&desk, &time](const web::request& in, const caller_back& answer) { take_osmand(desk, in, time.now(), answer); });
  router.add({.verb = web::method::post,
              .pattern = "/api/phones/owntracks",
              .handle = guarded([&desk](const web::request& in, const caller_back& answer) { take_owntracks(desk, in, answer); }),
              .max_body = track::most_phone_bytes,
              .quiet = true});
  router.add({.verb = web::method::get, .pattern = "/api/phones/osmand", .handle = osmand, .max_body = track::most_phone_bytes, .quiet = true});
  router.add({.verb = web::method::post, .pattern = "/api/phones/osmand", .handle = osmand, .max_body = track::most_phone_bytes, .quiet = true});
}

}  // namespace app
