#pragma once
#include <boost/json/object.hpp>

#include <span>
#include <string>
#include <vector>

#include "engines/matter/matter_case.h"

// What people fill in, by the fields of a kind. Pure; whether a place or unit exists is asked at the edge.
namespace matter {

// What is wrong with the values given, each at "/fields/NAME": not asked here, of another type, too long, no choice, out of
// range. null empties a field.
std::vector<base::wrong_field> field_faults(const kind& of, const boost::json::object& given, std::span<const std::string> allowed);
// Fields that must be filled and are not, in `filled` (what stands after the act).
std::vector<base::wrong_field> missing_fields(const kind& of, const boost::json::object& filled, std::span<const std::string> needed);
// Checks that do not hold; those about empty fields hold.
std::vector<base::wrong_field> check_faults(const kind& of, const boost::json::object& filled, std::span<const check> checks);

// Whether deadlines can be counted from this moment: the years 1900 to 2199. Others are slips of the hand.
bool can_be_counted(base::instant at);

bool is_filled(const boost::json::object& fields, std::string_view name);
void put_fields(boost::json::object& into, const boost::json::object& given);

// What a value says to people: a choice's name, yes or no.
words say_value(const field& of, const boost::json::value& value);
// The title: the place's name and the fields its kind makes it of, at most 200 characters.
words title_of(const kind& of, const boost::json::object& fields, std::string_view place_name);
// What tells it from others of the same title: the first text its kind shows on the board, or else asks for; at most 120 characters.
std::string brief_of(const kind& of, const boost::json::object& fields);

}  // namespace matter
