#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "app/replay_town.h"
#include "app/run_operation.h"
#include "foundation/base/clock.h"

namespace app {

using find_route = std::function<std::optional<replay_route>(base::position from, base::position to, const std::string& kind)>;
// Maps a source's call type to the catalogue's.
using map_type = std::function<std::string(const std::string& source_type)>;

// Drives the real system through its own operations, as a console would: the same decoding, permission, transaction,
// journal and events.
class replay_operations final : public replay_desk {
 public:
  struct parts {
    std::span<const operation::definition> operations;
    operation_runner& runner;
    std::shared_ptr<const operation::caller> who;
    base::manual_clock& clock;
    find_route route;
    map_type type_of;
    std::function<void(base::instant)> pace;  // waits until the watcher's clock is there; empty: at once
    std::string source;                       // of the calls: names the file
  };
  explicit replay_operations(parts given) : parts_(std::move(given)) {}
  taken_call take_call(const past_call& call) override;
  std::vector<std::string> recommend(const std::string& incident_id) override;
  bool assign(const std::string& incident_id, const std::string& unit_id) override;
  void set_status(const std::string& unit_id, const std::string& status) override;
  void close(const std::string& incident_id) override;
  void report_positions(const std::vector<unit_report>& reports) override;
  std::optional<replay_route> route(base::position from, base::position to, const std::string& kind) override;
  std::optional<straight_line_comparison> compare(const std::string& incident_id) override;
  void advance_to(base::instant now) override;

 private:
  std::string call(std::string_view operation, std::map<std::string, std::string, std::less<>> path, std::string body);
  parts parts_;
  std::map<std::string, std::string> assignment_of_;        // by unit
  std::map<std::string, std::string> last_recommendation_;  // by incident: its id
  std::optional<straight_line_comparison> last_comparison_;
  std::int64_t number_ = 0;
};

}  // namespace app
