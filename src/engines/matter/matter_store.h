#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engines/matter/matter_case.h"
#include "engines/matter/step_rules.h"
#include "foundation/operation/operation.h"
#include "foundation/store/store.h"

// Matters in the database. One query reads them, with the caller's permission as a condition in it.
namespace matter {

// A condition for reading matters ("m." before each column) with its parameters.
struct clause {
  std::string where = "TRUE";
  std::vector<store::value> parameters = {};
  std::string order = {};
  std::string mark() const { return "$" + std::to_string(parameters.size()); }  // of the last parameter
};

// The condition that the caller may see the matter m: it lies in an area of his, or his desk handles it jointly.
std::string seen_by(const operation::caller& who, std::vector<store::value>& parameters);
// Matters with the names that belong to them. `who` null: the system itself, everything.
std::vector<matter_record> read_matters(store::connection& db, const operation::caller* who, clause what);
std::optional<matter_record> find_matter(store::connection& db, const operation::caller* who, std::string_view id);
matter_record get_matter(store::connection& db, const operation::caller* who, std::string_view id);  // throws not_found

// The whole case of a matter that was read.
matter_case load_case(store::connection& db, matter_record what);
// Several cases in as few questions as possible: for the scheduler.
std::vector<matter_case> load_clocked(store::connection& db, std::span<const std::string> ids);

void insert_case(store::transaction& work, matter_case& one, std::span<const turn> turns, std::span<const line> lines);
// Writes what differs; the version rises by one. 409 changed_meanwhile when somebody else was first.
void save_case(store::transaction& work, const matter_case& before, matter_case& after, std::span<const turn> turns, std::span<const line> lines);
// Many cases of which only clocks, due columns and lines changed: what the scheduler writes.
void save_clocked(store::transaction& work, std::span<const matter_case> before, std::span<matter_case> after,
                  std::span<const std::vector<line>> lines);

// Lines alone, without a change of the matter: that somebody has read what is sealed.
void add_lines(store::transaction& work, const std::string& matter_id, std::span<const line> lines);
std::vector<line> list_lines(store::connection& db, const std::string& matter_id);
std::vector<link> list_links(store::connection& db, const operation::caller& who, const std::string& matter_id);
// Holds both rows until the end of the transaction: what is seen of them from now on stays so, on other nodes too.
void hold_both(store::connection& db, const std::string& one, const std::string& other);
bool is_linked(store::connection& db, const std::string& one, const std::string& other, const std::string& kind);
void put_link(store::transaction& work, const std::string& from, const std::string& to, const std::string& kind, const std::string& by);

// Whether the file proves a matter that this one has nothing to do with.
bool is_evidence_elsewhere(store::connection& db, const std::string& matter_id, const std::string& file_id);
void put_evidence(store::connection& db, const std::string& matter_id, const evidence& one);
void remove_evidence(store::connection& db, const std::string& id, base::instant at);

// "HZ-2026-000001".
std::string next_number(store::connection& db, const std::string& prefix, int year);

// Matters that were merged into it, also by way of others.
std::vector<std::string> list_merged(store::connection& db, const std::string& id);

// To those who may read it where it lies, and at the desks that handle it too.
void publish(store::transaction& work, const matter_record& one, std::span<const std::string> joint);

}  // namespace matter
