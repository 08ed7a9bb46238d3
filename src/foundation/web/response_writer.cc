#include "foundation/web/response_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace web {
namespace {

bool is_safe(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
  out.append(text.data(), end);
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

std::string security_lines(const security_policy& policy, bool secure) {
  std::string out;
  append_line(out, "Content-Security-Policy", policy.content);
  append_line(out, "X-Content-Type-Options", "nosniff");
  append_line(out, "Referrer-Policy", "same-origin");
  append_line(out, "Cross-Origin-Opener-Policy", "same-origin");
  append_line(out, "Cross-Origin-Resource-Policy", "same-origin");
  append_line(out, "Permissions-Policy", policy.permissions);
  if (secure && policy.hsts_max_age_s > 0) append_line(out, "Strict-Transport-Security", "max-age=" + std::to_string(policy.hsts_max_age_s));
  return out;
}

std::string http_date(base::instant t) {
  constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = static_cast<std::time_t>(t.us / 1'000'000);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  const int used = std::snprintf(
      text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", days.at(static_cast<std::size_t>(parts.tm_wday)).data(), parts.tm_mday,
      months.at(static_cast<std::size_t>(parts.tm_mon)).data(), parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return {text.data(), static_cast<std::size_t>(used)};
}

bool append_head(std::string& out, const response& answer, const head_facts& facts) {
  bool all_sent = true;
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(answer.status));
  out += ' ';
  out += status_phrase(answer.status);
  out += "\r\n";
  append_line(out, "Date", facts.date);
  append_line(out, "X-Request-Id", facts.request_id);
  if (!answer.content_type.empty() && is_safe(answer.content_type)) append_line(out, "Content-Type", answer.content_type);
  for (const auto& field : answer.headers) {
    if (is_safe(field.name) && is_safe(field.value) && !field.name.empty()) {
      append_line(out, field.name, field.value);
    } else {
      all_sent = false;
    }
  }
  if (answer.header("Cache-Control") == nullptr) out += "Cache-Control: no-store\r\n";
  out += facts.security_lines;
  if (answer.events == nullptr && answer.status != 204 && answer.status != 304) {
    out += "Content-Length: ";
    append_number(out, facts.length);
    out += "\r\n";
  }
  out += facts.close ? "Connection: close\r\n\r\n" : "\r\n";
  return all_sent;
}

bool is_compressible(std::string_view content_type) {
  const auto type = content_type.substr(0, content_type.find(';'));
  constexpr std::array<std::string_view, 10> others{"application/json",
                                                    "application/problem+json",
                                                    "application/geo+json",
                                                    "application/manifest+json",
                                                    "application/xml",
                                                    "application/wasm",
                                                    "image/svg+xml",
                                                    "application/schema+json",
                                                    "application/openmetrics-text",
                                                    "application/javascript"};
  return type.starts_with("text/") ? type != "text/event-stream" : std::find(others.begin(), others.end(), type) != others.end();
}

}  // namespace web
