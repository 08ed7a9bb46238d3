#include "foundation/web/response.h"

#include <algorithm>
#include <array>
#include <exception>

#include "foundation/base/text.h"

namespace web {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += ',';
  base::append_json_string(out, name);
  out += ':';
  base::append_json_string(out, value);
}

void append_wrong_fields(std::string& out, const std::vector<base::wrong_field>& fields) {
  if (fields.empty()) return;
  out += ",\"errors\":[";
  for (const auto& field : fields) {
    if (&field != &fields.front()) out += ',';
    out += "{\"pointer\":";
    base::append_json_string(out, field.pointer);
    out += ",\"code\":";
    base::append_json_string(out, field.code);
    append_member(out, "detail", field.detail);
    out += '}';
  }
  out += ']';
}

constexpr std::array<std::string_view, 9> own_members{"type", "title", "status", "detail", "instance", "code", "remedy", "request_id", "errors"};

struct phrase {
  int status;
  std::string_view text;
};

constexpr std::array<phrase, 38> phrases{{{100, "Continue"},
                                          {200, "OK"},
                                          {201, "Created"},
                                          {202, "Accepted"},
                                          {204, "No Content"},
                                          {206, "Partial Content"},
                                          {301, "Moved Permanently"},
                                          {302, "Found"},
                                          {303, "See Other"},
                                          {304, "Not Modified"},
                                          {307, "Temporary Redirect"},
                                          {308, "Permanent Redirect"},
                                          {400, "Bad Request"},
                                          {401, "Unauthorized"},
                                          {403, "Forbidden"},
                                          {404, "Not Found"},
                                          {405, "Method Not Allowed"},
                                          {406, "Not Acceptable"},
                                          {408, "Request Timeout"},
                                          {409, "Conflict"},
                                          {410, "Gone"},
                                          {411, "Length Required"},
                                          {412, "Precondition Failed"},
                                          {413, "Content Too Large"},
                                          {414, "URI Too Long"},
                                          {415, "Unsupported Media Type"},
                                          {417, "Expectation Failed"},
                                          {421, "Misdirected Request"},
                                          {422, "Unprocessable Content"},
                                          {428, "Precondition Required"},
                                          {429, "Too Many Requests"},
                                          {431, "Request Header Fields Too Large"},
                                          {500, "Internal Server Error"},
                                          {501, "Not Implemented"},
                                          {503, "Service Unavailable"},
                                          {504, "Gateway Timeout"},
                                          {505, "HTTP Version Not Supported"},
                                          {507, "Insufficient Storage"}}};

}  // namespace

const std::string* response::header(std::string_view name) const {
  const auto at = std::find_if(headers.begin(), headers.end(), [&](const name_value& h) { return same_text(h.name, name); });
  return at == headers.end() ? nullptr : &at->value;
}

response json_response(int status, std::string body) { return {.status = status, .content_type = "application/json", .body = std::move(body)}; }

response text_response(int status, std::string body) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(body)};
}

response empty_response(int status) { return {.status = status}; }

response redirect_response(std::string location, int status) { return {.status = status, .headers = {{"Location", std::move(location)}}}; }

response problem_response(const base::problem& what, std::string_view path, std::string_view request_id) {
  std::string body = R"({"type":)";
  base::append_json_string(body, "urn:shouwang:problem:" + what.code);
  body += R"(,"title":)";
  base::append_json_string(body, what.title);
  body += R"(,"status":)" + std::to_string(what.status);
  append_member(body, "detail", what.detail);
  append_member(body, "instance", path);
  append_member(body, "code", what.code);
  append_member(body, "remedy", what.remedy);
  append_member(body, "request_id", request_id);
  append_wrong_fields(body, what.fields);
  for (const auto& [name, value] : what.members) {
    if (std::find(own_members.begin(), own_members.end(), name) == own_members.end()) append_member(body, name, value);
  }
  body += '}';
  return {.status = what.status, .content_type = "application/problem+json", .headers = {{"Cache-Control", "no-store"}}, .body = std::move(body)};
}

response current_exception_response(std::string_view path, std::string_view request_id) {
  std::string failure = "an exception that is not std::exception";
  try {
    throw;
  } catch (const base::problem& known) {
    return problem_response(known, path, request_id);
  } catch (const std::exception& unexpected) {
    failure = unexpected.what();
  } catch (...) {  // `failure` says it already
  }
  const base::problem told(500, "internal", "Something went wrong on the server.", "",
                           "Try again; if it stays, give the request id to the administrator, who finds the cause in the log.");
  response answer = problem_response(told, path, request_id);
  answer.failure = std::move(failure);
  return answer;
}

std::string_view status_phrase(int status) {
  const auto at = std::find_if(phrases.begin(), phrases.end(), [&](const phrase& p) { return p.status == status; });
  return at == phrases.end() ? "Unknown" : at->text;
}

}  // namespace web
