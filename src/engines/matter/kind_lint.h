#pragma once
#include <string>
#include <vector>

#include "engines/matter/kind.h"

// Rules over kinds that were read without a fault of form: pure, no file, no clock.
namespace matter {

// What a rule is asked about. `town`: every kind, and the rows of legal clocks.
struct lint_case {
  const kind& one;
  const catalogue& town;
};

// A fault of the kind; its file is left empty.
using lint_faults = std::vector<fault>;

// Names: each says what is named and is not there.
lint_faults lint_field_names(const lint_case& of);  // unknown_field
lint_faults lint_stage_names(const lint_case& of);  // unknown_stage
lint_faults lint_step_names(const lint_case& of);   // unknown_step
lint_faults lint_results(const lint_case& of);      // unknown_result, no_result, misplaced_result, unused_result
lint_faults lint_file_set(const lint_case& of);     // no_file_set, unused_file_set
lint_faults lint_rules_named(const lint_case& of);  // unknown_rule
lint_faults lint_kinds_named(const lint_case& of);  // unknown_kind
lint_faults lint_conditions(const lint_case& of);   // unknown_choice
// The way through the stages.
lint_faults lint_reach(const lint_case& of);                // unreachable_stage
lint_faults lint_ends(const lint_case& of);                 // no_end, ending_with_steps
lint_faults lint_clock_in_each_stage(const lint_case& of);  // no_clock, clock_never_runs
lint_faults lint_bounce(const lint_case& of);               // endless_bounce
// Clocks.
lint_faults lint_clock_limits(const lint_case& of);  // no_owner, no_limit, two_limits, warn_too_long
lint_faults lint_clock_days(const lint_case& of);    // not_a_day, before_nothing
// Fields and what compares them.
lint_faults lint_used_fields(const lint_case& of);     // unused_field, untrue_use
lint_faults lint_asked_fields(const lint_case& of);    // never_asked
lint_faults lint_opening_fields(const lint_case& of);  // again_too_late, carries_too_little
lint_faults lint_bands(const lint_case& of);           // thresholds_fall, grades_mismatch, not_a_number
lint_faults lint_checks(const lint_case& of);          // mixed_types
lint_faults lint_carried(const lint_case& of);         // unknown_field, mixed_types
// People.
lint_faults lint_signers(const lint_case& of);  // too_many_signers, no_role
lint_faults lint_people(const lint_case& of);   // personal_field, personal_evidence, personal_name, person_subject
// The rest.
lint_faults lint_recurrence(const lint_case& of);  // no_such_day
lint_faults lint_openings(const lint_case& of);    // cyclic_kinds, never_opened, duplicate_number

// All of them, by line. Rules over the way through the stages wait until every name is known.
lint_faults lint_kind(const lint_case& of);

// The dated rows of one legal clock, by their beginning: clock_overlap, clock_gap, no_citation, bad_days.
lint_faults lint_clock_rows(const std::vector<clock_row>& rows);

}  // namespace matter
