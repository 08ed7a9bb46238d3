#pragma once
#include <string>

#include "engines/matter/matter_case.h"

// What the files of the hand-over rules share.
namespace matter {

refused not_yours();
refused must_be_open(const matter_case& one);
// Open, and the caller handles it; or conducts it where it lies.
refused must_handle(const matter_case& one, const surroundings& in);
refused must_lead(const matter_case& one, const surroundings& in);
// A text that people see; `pointer`: the input it comes from.
refused reason_needed(const std::string& reason, const char* pointer = "/reason");
// Not while it waits for an answer or a ruling.
refused must_be_in_hand(const matter_case& one);

// The line of an act.
line spoken(std::string kind, words text, std::string reason = {});
void say(changes& out, const matter_case& one, const surroundings& in, line text);

}  // namespace matter
