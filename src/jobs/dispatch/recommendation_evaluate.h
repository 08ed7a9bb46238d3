#pragma once
#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "jobs/dispatch/recommendation_inputs.h"
#include "jobs/dispatch/recommendation_view.h"
#include "town/road/search_workspace.h"

namespace dispatch {

// The memory of the searches of one recommendation at a time.
struct search_memory {
  std::array<road::search_workspace, road::profile_count> of_profile;
};

// Memories for as many recommendations at once as are asked for; each is used again.
class search_memories {
 public:
  class lent {
   public:
    explicit lent(search_memories& from) : from_(from), memory_(from.take()) {}
    ~lent() { from_.give_back(std::move(memory_)); }
    lent(const lent&) = delete;
    lent& operator=(const lent&) = delete;
    [[nodiscard]] search_memory& get() { return *memory_; }

   private:
    search_memories& from_;
    std::unique_ptr<search_memory> memory_;
  };

 private:
  std::unique_ptr<search_memory> take();
  void give_back(std::unique_ptr<search_memory> memory);
  std::mutex mutex_;
  std::vector<std::unique_ptr<search_memory>> free_;
};

// The recommendation these inputs give; id, incident, inputs' digest and duration are the caller's to fill in. Depends on
// nothing else: the same inputs give the same result.
recommendation evaluate(const recommendation_inputs& inputs, search_memory& memory);

// What the rules look at, unit by unit. needs: the mask of all needed capabilities.
std::vector<unit_fact> facts_of(const recommendation_inputs& inputs, std::uint64_t& needs);

}  // namespace dispatch
