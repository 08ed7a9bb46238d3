#pragma once
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>

namespace test {

// A fake of the virus scanner: it speaks clamd's INSTREAM on a Unix socket and finds something in bytes that hold EICAR's test
// text. It has moods the real one (clamd.h) cannot be brought into.
class fake_clamd {
 public:
  enum class mood { honest, silent, refusing_large, babbling };
  explicit fake_clamd(std::string path, mood how = mood::honest) : path_(std::move(path)), how_(how) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ::unlink(path_.c_str());
    if (::bind(listening_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || ::listen(listening_, 16) != 0) {
      throw std::runtime_error("cannot listen on " + path_);
    }
    thread_ = std::thread([this] { serve(); });
  }
  ~fake_clamd() {
    stopping_ = true;
    thread_.join();
    ::close(listening_);
    ::unlink(path_.c_str());
  }
  fake_clamd(const fake_clamd&) = delete;
  fake_clamd& operator=(const fake_clamd&) = delete;

  static std::string test_virus() { return std::string("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-") + "ANTIVIRUS-TEST-FILE!$H+H*"; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int streams() const { return streams_; }

 private:
  void serve() {
    while (!stopping_) {
      pollfd one{.fd = listening_, .events = POLLIN, .revents = 0};
      if (::poll(&one, 1, 20) <= 0) continue;
      const int client = ::accept(listening_, nullptr, nullptr);
      if (client < 0) continue;
      talk(client);
      ::close(client);
    }
  }

  std::string read(int client, std::size_t count) const {
    std::string out;
    while (out.size() < count && !stopping_) {
      pollfd one{.fd = client, .events = POLLIN, .revents = 0};
      if (::poll(&one, 1, 20) <= 0) continue;
      std::string piece(count - out.size(), '\0');
      const auto got = ::recv(client, piece.data(), piece.size(), 0);
      if (got <= 0) break;
      out.append(piece, 0, static_cast<std::size_t>(got));
    }
    return out;
  }

  static void say(int client, const std::string& what) { ::send(client, what.c_str(), what.size() + 1, MSG_NOSIGNAL); }

  void talk(int client) {
    if (read(client, 10) != std::string("zINSTREAM\0", 10)) return say(client, "UNKNOWN COMMAND");
    std::string all;
    for (;;) {
      const auto length = read(client, 4);
      if (length.size() != 4) return;
      std::size_t count = 0;
      for (const char c : length) count = count << 8U | static_cast<unsigned char>(c);
      if (count == 0) break;
      all += read(client, count);
      if (how_ == mood::refusing_large && all.size() > 1'000) return say(client, "INSTREAM size limit exceeded. ERROR");
    }
    ++streams_;
    if (how_ == mood::silent) {
      while (!stopping_) std::this_thread::sleep_for(std::chrono::milliseconds(10));
      return;
    }
    if (how_ == mood::babbling) return say(client, std::string(100'000, 'b'));
    say(client, all.find(test_virus()) == std::string::npos ? "stream: OK" : "stream: Win.Test.EICAR_HDB-1 FOUND");
  }

  std::string path_;
  mood how_;
  int listening_ = -1;
  std::atomic<bool> stopping_{false};
  std::atomic<int> streams_{0};
  std::thread thread_;
};

}  // namespace test
