#pragma once
#include "engines/matter/matter_work.h"

namespace matter {

inline constexpr std::size_t most_exported = 10'000;

// Matters as XLSX: one sheet of them (with the fields of their kind, when they are all of one) and one with the question, who asked
// and when. A text that a spreadsheet would take for a formula is written so that it is none.
operation::answer export_matters(const services& on, const operation::request& asked, store::connection& db, std::vector<matter_record>& all);

}  // namespace matter
