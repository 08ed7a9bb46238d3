#include "support/server_process.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

#include "foundation/base/text.h"
#include "support/program.h"
#include "support/shared_data.h"

namespace test {
namespace {

void add_settings(std::vector<std::string>& command, const std::vector<std::string>& settings) {
  for (const auto& one : settings) {
    command.push_back("--set");
    command.push_back(one);
  }
}

}  // namespace

std::string server_process::import_place(const std::string& place, const std::string& data_folder, const std::vector<std::string>& settings,
                                         const std::string& maps_from) {
  std::vector<std::string> words{"import", "--place",   place.starts_with('/') ? place : project_file("sample/" + place),
                                 "--data", data_folder, "--no-tiles"};
  if (!maps_from.empty()) words.insert(words.end(), {"--maps-from", maps_from});
  add_settings(words, settings);
  const auto ended = run_shouwang(words, std::chrono::minutes(10));
  if (ended.code != 0) throw std::runtime_error("import failed: " + ended.output + ended.errors);
  return ended.output;
}

server_process::server_process(std::string data_folder, std::vector<std::string> settings, std::vector<std::string> verb)
    : data_folder_(std::move(data_folder)), settings_(std::move(settings)), verb_(std::move(verb)) {
  start();
}

server_process::~server_process() {
  if (pid_ > 0) terminate();
}

void server_process::start() {
  // The cheapest password hashing that is allowed, and no units that move by themselves.
  std::vector<std::string> command{shouwang_binary()};
  command.insert(command.end(), verb_.begin(), verb_.end());
  command.insert(command.end(), {"--data", data_folder_, "--port", "0", "--set", "access.hash_mb=8", "--set", "sample.move_units=false"});
  add_settings(command, settings_);
  const auto child = start_program(command, data_folder_ + "/serve.log");
  pid_ = child.pid;
  output_ = child.output;
  read_until_listening(child.output);
}

void server_process::read_until_listening(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto got = ::read(descriptor, buffer.data(), buffer.size());
    if (got <= 0) throw std::runtime_error("the server did not start: " + text + log());
    text.append(buffer.data(), static_cast<std::size_t>(got));
    const auto at = text.find("listening on ");
    if (at == std::string::npos || text.find('\n', at) == std::string::npos) continue;
    for (const auto line : base::split(text, '\n')) {
      const auto words = base::split(line, ' ');
      if (words.size() == 4 && words[0] == "account" && words[2] == "password") passwords_[std::string(words[1])] = std::string(words[3]);
    }
    const auto address = std::string_view(text).substr(at, text.find('\n', at) - at);
    port_ = static_cast<std::uint16_t>(base::parse_int(address.substr(address.rfind(':') + 1)).value_or(0));
    return;
  }
}

void server_process::kill() {
  ::kill(pid_, SIGKILL);
  wait_for_program(pid_);
  ::close(output_);
  pid_ = -1;
}

int server_process::terminate() {
  ::kill(pid_, SIGTERM);
  const int code = wait_for_program(pid_);
  ::close(output_);
  pid_ = -1;
  return code;
}

program_end server_process::finish(std::chrono::milliseconds limit) {
  auto output = read_output(output_, limit);
  if (!output) throw std::runtime_error("the program did not end by itself in time: " + log());
  const int code = wait_for_program(pid_);
  ::close(output_);
  pid_ = -1;
  return {.code = code, .output = std::move(*output), .errors = log()};
}

const std::string& server_process::password(const std::string& account) const {
  const auto found = passwords_.find(account);
  if (found == passwords_.end()) throw std::runtime_error("no first account " + account);
  return found->second;
}

std::string server_process::sign_in(const std::string& account) const {
  http_client client(port_);
  const auto answer = client.post("/api/session", R"({"name":")" + account + R"(","password":")" + password(account) + "\"}");
  if (answer.status != 201) throw std::runtime_error("cannot sign in: " + std::to_string(answer.status) + " " + answer.body);
  const std::string field = answer.field("Set-Cookie");
  return field.substr(0, field.find(';'));
}

std::string server_process::log() const {
  try {
    return read_file(data_folder_ + "/serve.log");
  } catch (const std::runtime_error&) {
    return "";
  }
}

desk_client::desk_client(const server_process& server, const std::string& account) : cookie_(server.sign_in(account)), client_(server.port()) {}

http_answer desk_client::send(const std::string& method, const std::string& target, const std::string& json, http_fields more) {
  more.emplace_back("Cookie", cookie_);
  if (!json.empty()) more.emplace_back("Content-Type", "application/json");
  return client_.request(method, target, more, json);
}

http_answer desk_client::post(const std::string& target, const std::string& json, http_fields more) {
  return send("POST", target, json, std::move(more));
}

std::string json_member(const std::string& json, const std::string& name) {
  const std::string key = "\"" + name + "\":";
  const auto at = json.find(key);
  if (at == std::string::npos) return "";
  auto from = at + key.size();
  if (json[from] == '"') return json.substr(from + 1, json.find('"', from + 1) - from - 1);
  return json.substr(from, json.find_first_of(",}]", from) - from);
}

}  // namespace test
