#pragma once
#include <string>

#include "journal_desk.h"

namespace journal {

// The calls of what a town's duty writes: forces, members, posts, kit, shifts, handings-over, codes for volunteers and
// lists; and of what is watched with what reports it.
class duty_desk : public desk {
 protected:
  void duty_operations();
  void watch_operations();

 private:
  // Creates by create_WHAT, changes by update_WHAT and takes away again by remove_WHAT; returns one that stays.
  struct kept {
    std::string what;    // of the operations' names
    std::string kind;    // of the rows' subject
    std::string body;    // of the one that stays
    std::string spare;   // of the one that is removed
    std::string change;  // of the one that stays
  };
  std::string keep(const kept& one);
  // By the commander, who may write duty everywhere.
  static sent by_commander(const char* operation, const std::string& id, const std::string& body = {});

  void force_operations();
  void member_operations();
  void contact_operations();
  void shift_operations();
  void attendance_operations();
  void handover_operations();
  void walk_up_operations();
  void list_operations();
  // A shift of the force from now on, with these members (a JSON array).
  std::string planned_shift(const std::string& members);

  std::string force_, officer_member_, other_member_, kit_;
};

}  // namespace journal
