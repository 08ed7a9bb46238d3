#include "foundation/web/request_checks.h"

#include <algorithm>

#include "foundation/base/text.h"
#include "foundation/seal/hash.h"

namespace web {
namespace {

constexpr std::size_t max_key_length = 64;

bool is_own_origin(const request& what, std::string_view origin) {
  const auto host = what.header("host");
  if (!host) return false;
  if (same_text(origin, "https://" + std::string(*host))) return true;
  // Behind a proxy that ends TLS without saying so the page is https and the request is not: both are taken then.
  return !what.secure && same_text(origin, "http://" + std::string(*host));
}

base::problem foreign_origin(std::string_view origin) {
  return {403, "foreign_origin", "This change does not come from our own pages.", "It comes from " + std::string(origin) + ".",
          "Use the console at its own address, or have the administrator allow this origin."};
}

// The part of a language range before '-', and its weight.
struct preference {
  std::string_view language;
  double weight = 1;
};

preference read_preference(std::string_view item) {
  const auto semicolon = item.find(';');
  const auto range = base::trim(item.substr(0, semicolon));
  preference out{.language = range.substr(0, range.find('-'))};
  if (semicolon == std::string_view::npos) return out;
  const auto weight = base::trim(item.substr(semicolon + 1));
  if (weight.starts_with("q=")) out.weight = base::parse_double(weight.substr(2)).value_or(0);
  return out;
}

}  // namespace

bool is_changing(method verb) { return verb != method::get && verb != method::head && verb != method::options; }

std::optional<base::problem> judge_origin(const request& what, const std::vector<std::string>& also_allowed) {
  if (!is_changing(what.verb)) return std::nullopt;
  if (const auto origin = what.header("origin")) {
    const bool allowed = std::any_of(also_allowed.begin(), also_allowed.end(), [&](const std::string& one) { return same_text(one, *origin); });
    if (allowed || is_own_origin(what, *origin)) return std::nullopt;
    return foreign_origin(*origin);
  }
  const auto site = what.header("sec-fetch-site");
  if (!site || *site == "same-origin" || *site == "none") return std::nullopt;
  return foreign_origin("another site");
}

std::optional<base::problem> judge_json(const request& what) {
  if (!is_changing(what.verb) || what.body.empty()) return std::nullopt;
  const auto type = what.header("content-type").value_or("");
  const auto semicolon = type.find(';');
  const bool json = same_text(base::trim(type.substr(0, semicolon)), "application/json");
  const auto rest = semicolon == std::string_view::npos ? std::string_view() : base::trim(type.substr(semicolon + 1));
  if (json && (rest.empty() || same_text(rest, "charset=utf-8") || same_text(rest, "charset=\"utf-8\""))) return std::nullopt;
  return base::problem(415, "not_json", "The body must be JSON.", "", "Send it with Content-Type: application/json.");
}

std::optional<std::string> idempotency_key(const request& what) {
  const auto field = what.header("idempotency-key");
  if (!field) return std::nullopt;
  std::string_view key = base::trim(*field);
  if (key.size() >= 2 && key.front() == '"' && key.back() == '"') key = key.substr(1, key.size() - 2);
  const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < '\x7F' && c != '"' && c != '\\'; });
  if (key.empty() || key.size() > max_key_length || !visible) {
    throw base::problem(400, "bad_idempotency_key", "The Idempotency-Key is not well-formed.", "It must be 1 to 64 visible ASCII characters.",
                        "Make a new UUID for each new request, and keep it when you send the request again.");
  }
  return std::string(key);
}

std::string request_fingerprint(const request& what) {
  std::string text(method_text(what.verb));
  text += ' ';
  text += what.target;
  text += '\n';
  text += what.body;
  return seal::to_hex(seal::sha256(text));
}

std::string_view pick_language(std::string_view accept_language) {
  double zh = 0;
  double en = 0;
  while (!accept_language.empty()) {
    const auto end = accept_language.find(',');
    const auto wanted = read_preference(accept_language.substr(0, end));
    if (same_text(wanted.language, "zh")) zh = std::max(zh, wanted.weight);
    if (same_text(wanted.language, "en")) en = std::max(en, wanted.weight);
    if (end == std::string_view::npos) break;
    accept_language.remove_prefix(end + 1);
  }
  return en > zh ? "en" : "zh";
}

std::string_view language_of(const request& what) { return pick_language(what.header("accept-language").value_or("")); }

}  // namespace web
