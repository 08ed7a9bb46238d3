#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "foundation/base/time.h"

namespace files {

// What the scanner answered to one stream.
struct scan_verdict {
  enum class became { clean, infected, failed };
  became what = became::failed;
  std::string detail = {};  // the finding's name, or why it failed
};
// Of the bytes clamd sends back ("stream: OK", "stream: NAME FOUND", "… ERROR"). Pure.
scan_verdict read_verdict(std::string_view answer);

// The virus scanner clamd, asked by its INSTREAM command for each file. Safe to share between threads.
class virus_scanner {
 public:
  // "" (none), the path of its Unix socket ("/run/clamav/clamd.ctl"), or HOST:PORT ("[::1]:3310"). Throws base::problem
  // bad_config when it is none of these.
  explicit virus_scanner(std::string address, base::duration limit = base::seconds(40));
  [[nodiscard]] bool configured() const { return !address_.empty(); }
  // Returns when the bytes are clean, or no scanner is configured. Throws 422 infected_file, or 503 scanner_unreachable when
  // it cannot be asked or does not say: what was not scanned is not kept.
  void check(std::string_view bytes) const;

 private:
  const std::string address_;
  const base::duration limit_;  // of the whole conversation
};

}  // namespace files
