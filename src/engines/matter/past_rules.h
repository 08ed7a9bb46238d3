#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engines/matter/matter_case.h"

// What of a matter's past still counts. Pure.
namespace matter {

// How many steps were done when what counts for this step began to count: what was brought or said before the matter went back to a
// stage it had been in, or before this step was last done, was for that time.
std::size_t fresh_from(const matter_case& one, const step& what);

// Fields the step needs that were last said by a step that was undone when the matter went back, or before this step was last done: they
// are said again with it.
std::vector<std::string> said_anew(const matter_case& one, const step& what);

// Whether what is known calls for the step. What only steps said that were undone calls for nothing until it
// is said again.
bool is_called_for(const matter_case& one, const step& what, const kind& of);

// The number of the last step of this round in which the field was said; nothing when it was not.
std::optional<std::size_t> last_said(const matter_case& one, std::string_view field);

// A round is over: what its steps found out is no answer of the next. What it was opened with stays; all of it stays in the timeline.
void forget_answers(matter_case& one, const kind& of);

}  // namespace matter
