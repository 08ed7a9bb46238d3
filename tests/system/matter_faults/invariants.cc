#include "invariants.h"

namespace matter_faults {
namespace {

struct invariant {
  const char* says;
  const char* sql;  // the matters (or files) that break it
};

constexpr invariant invariants[] = {
    {"an open matter is nobody's turn",
     "SELECT m.number FROM matters m WHERE m.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM matter_turns t WHERE t.matter_id = m.id)"},
    {"an open matter has no clock",
     "SELECT m.number FROM matters m WHERE m.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM matter_clocks c WHERE c.matter_id = m.id AND c.ended_at "
     "IS NULL)"},
    {"a desk handles it jointly and alone", "SELECT m.number FROM matters m JOIN matter_desks d ON d.matter_id = m.id AND d.desk_path = m.desk_path"},
    {"it was told that it is late, and nothing late runs",
     "SELECT m.number FROM matters m WHERE m.escalated_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM matter_clocks c WHERE c.matter_id = m.id AND "
     "c.ended_at IS NULL AND c.escalated > 0)"},
    {"an ended matter is still somebody's turn",
     "SELECT m.number FROM matters m JOIN matter_turns t ON t.matter_id = m.id WHERE m.ended_at IS NOT NULL"},
    {"due_at is not that of the clock that runs out first",
     "SELECT m.number FROM matters m WHERE COALESCE(m.due_at, -1) <> COALESCE((SELECT min(c.due_at) FROM matter_clocks c WHERE c.matter_id = m.id "
     "AND c.state = 'running'), -1)"},
    {"a turn's due time is not its matter's",
     "SELECT m.number FROM matters m JOIN matter_turns t ON t.matter_id = m.id WHERE t.due_at <> COALESCE(m.due_at, 9223372036854775807)"},
    {"an ended matter has a clock that runs",
     "SELECT m.number FROM matters m JOIN matter_clocks c ON c.matter_id = m.id WHERE m.ended_at IS NOT NULL AND (c.ended_at IS NULL OR c.next_at IS "
     "NOT NULL)"},
    {"a clock that stopped is still looked at",
     "SELECT m.number FROM matters m JOIN matter_clocks c ON c.matter_id = m.id WHERE c.ended_at IS NOT NULL AND c.next_at IS NOT NULL"},
    {"a clock of one code runs twice",
     "SELECT m.number FROM matters m JOIN matter_clocks c ON c.matter_id = m.id WHERE c.ended_at IS NULL GROUP BY m.number, c.code HAVING count(*) > "
     "1"},
    {"a running clock that is in time is never looked at",
     "SELECT m.number FROM matters m JOIN matter_clocks c ON c.matter_id = m.id WHERE c.state = 'running' AND c.overdue_at IS NULL AND c.next_at IS "
     "NULL"},
    {"its beginning does not stand in the timeline exactly once",
     "SELECT m.number FROM matters m WHERE (SELECT count(*) FROM matter_lines l WHERE l.matter_id = m.id AND l.kind = 'opened') <> 1"},
    {"the last step of the timeline led elsewhere than it stands",
     "SELECT m.number FROM matters m JOIN matter_lines l ON l.matter_id = m.id WHERE l.kind = 'step' AND l.detail NOT LIKE '%\"to\":\"\"%' AND l.id "
     "= "
     "(SELECT max(k.id) FROM matter_lines k WHERE k.matter_id = m.id AND (k.kind IN ('reopened', 'again', 'edition') OR (k.kind = 'step' AND "
     "k.detail NOT LIKE '%\"to\":\"\"%'))) AND l.detail NOT LIKE '%\"to\":\"' || m.stage || '\"%'"},
    {"one thing was told twice of one clock",
     "SELECT m.number FROM matters m JOIN matter_lines l ON l.matter_id = m.id WHERE l.kind = 'clock' AND l.text_en LIKE '%has run out' GROUP BY "
     "m.number, l.code, l.round, l.detail HAVING count(*) > 1"},
    {"signatures wait under a matter that is over",
     "SELECT m.number FROM matters m JOIN matter_signatures s ON s.matter_id = m.id WHERE m.ended_at IS NOT NULL"},
    {"merging goes round in a circle", "SELECT m.number FROM matters m JOIN matters o ON o.id = m.merged_into WHERE o.merged_into = m.id"},
    {"the journal does not hold its opening exactly once",
     "SELECT m.number FROM matters m WHERE (SELECT count(*) FROM journal j WHERE j.subject_id = m.id AND j.action = 'open_matter') <> 1"},
    {"a file is counted other than it is used",
     "SELECT f.id FROM files f WHERE f.uses <> (SELECT count(*) FROM matter_evidence e WHERE e.file_id = f.id AND e.removed_at IS NULL)"},
    {"evidence names a file that is not there",
     "SELECT m.number FROM matter_evidence e JOIN matters m ON m.id = e.matter_id WHERE e.removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM files f "
     "WHERE f.id = e.file_id)"},
    {"what opened by itself is not there",
     "SELECT r.period FROM matter_recurrences r WHERE NOT EXISTS (SELECT 1 FROM matters m WHERE m.id = r.matter_id)"},
};

}  // namespace

std::vector<std::string> broken_invariants(store::database& db) {
  std::vector<std::string> out;
  db.read([&](store::connection& reader) {
    for (const auto& one : invariants) {
      const auto found = reader.query(one.sql);
      for (std::size_t i = 0; i < found.size() && i < 5; ++i) out.push_back(found.text(i, 0) + ": " + one.says);
    }
  });
  return out;
}

}  // namespace matter_faults
