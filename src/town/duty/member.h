#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "foundation/seal/box.h"
#include "town/duty/noun.h"

namespace duty {

enum class member_role : std::uint8_t { officer, auxiliary, leader, member };
inline constexpr record::choice member_role_choices[] = {
    {"officer", "民警", "Officer"}, {"auxiliary", "辅警", "Auxiliary"}, {"leader", "队长", "Leader"}, {"member", "队员", "Member"}};

struct training {
  std::string subject;
  std::string trained_on;
  std::optional<std::string> due_on = {};  // again by this day
  std::string trainer;                     // a duty holder's name or a school
};
const record::table& record_of(const training*);

// A duty holder who serves in a force. Only what the duty needs; the phone is sealed and no part of this record.
struct member {
  std::string id;
  std::string code;
  std::string name;
  member_role role = member_role::member;
  std::string force_id;
  bool full_time = true;
  std::optional<std::string> area_id = {};  // narrower than the force's
  std::optional<std::string> post_id = {};
  std::optional<std::string> account_id = {};
  std::string work_section;
  std::string vehicle;
  std::string joined_on;
  std::optional<std::string> left_on = {};
  std::vector<training> trainings = {};
  bool walk_up = false;
  std::int64_t version = 0;
  std::string force_name;
  bool has_contact = false;
  bool on_shift = false;
  std::string area_path = "/";
};
const record::table& record_of(const member*);

struct member_contact {
  std::string phone;
};
const record::table& record_of(const member_contact*);

const noun<member>& member_noun();
// GET and POST /api/members, GET, PATCH and DELETE /api/members/{id}, GET and PUT /api/members/{id}/contact.
// Permissions: duty.read, duty.write, member.contact.read (each reading is journaled). `master` must outlive them.
std::vector<operation::definition> member_operations(const seal::master_key& master);

// The member who signs in as this account, if he serves now.
std::optional<member> find_member_of(store::connection& db, std::string_view account_id);

// Keeps the phone sealed with a key of its own, in place of the one before; "" forgets it. Neither told nor journaled here.
void put_phone(store::connection& db, const seal::master_key& master, const std::string& member_id, const std::string& phone);
// "" when there is none; throws 500 contact_unreadable when the key does not fit. Who reads journals it.
std::string open_phone(store::connection& db, const seal::master_key& master, const std::string& member_id);

// How long a phone is kept of who has left.
inline constexpr base::duration phone_kept = base::days(30);
// Forgets the phones of those who left before this local day (YYYY-MM-DD): each is journaled and told. Returns how many, 200 at most.
std::size_t forget_phones(store::transaction& t, const std::string& left_before);

}  // namespace duty
