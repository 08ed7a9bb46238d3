#include "unit/record/sample_record.h"

namespace sample {
namespace {

using record::field_of;

constexpr record::choice states[] = {{"fresh", "新", "new"}, {"sent", "已派", "sent"}, {"done", "完成", "done"}};
constexpr record::choice colours[] = {{"red", "红", "red"}, {"green", "绿", "green"}};

constexpr record::field note_fields[] = {
    field_of<&note::text>({.name = "text", .summary = "what was said", .min_length = 1, .max_length = 20}),
    field_of<&note::at>({.name = "at", .summary = "when"}),
    field_of<&note::weights>({.name = "weights", .summary = "how much", .required = false, .minimum = 0, .maximum = 1}),
};

using every = everything;
constexpr record::field fields[] = {
    field_of<&every::id>({.name = "id", .summary = "UUID", .read_only = true, .max_length = 36}),
    field_of<&every::name>({.name = "name", .summary = "name", .max_length = 10}),
    field_of<&every::active>({.name = "active", .summary = "flag", .required = false}),
    field_of<&every::count>({.name = "count", .summary = "how many", .required = false, .minimum = 0, .maximum = 1'000'000}),
    field_of<&every::small>({.name = "small", .summary = "small number", .required = false}),
    field_of<&every::ratio>({.name = "ratio", .summary = "share", .required = false, .minimum = -1}),
    field_of<&every::at>({.name = "at", .summary = "when"}),
    field_of<&every::where>({.name = "where", .summary = "where"}),
    field_of<&every::now>({.name = "now", .summary = "state", .required = false, .choices = states}),
    field_of<&every::colour>({.name = "colour", .summary = "colour", .required = false, .choices = colours}),
    field_of<&every::unit_id>({.name = "unit_id", .summary = "unit", .refers_to = "unit", .pattern_hint = "a UUID"}),
    field_of<&every::maybe>({.name = "maybe", .summary = "maybe"}),
    field_of<&every::maybe_count>({.name = "maybe_count", .summary = "maybe"}),
    field_of<&every::maybe_small>({.name = "maybe_small", .summary = "maybe"}),
    field_of<&every::maybe_ratio>({.name = "maybe_ratio", .summary = "maybe"}),
    field_of<&every::until>({.name = "until", .summary = "until"}),
    field_of<&every::target>({.name = "target", .summary = "target"}),
    field_of<&every::next>({.name = "next", .summary = "next state", .choices = states}),
    field_of<&every::remark>({.name = "remark", .summary = "a note"}),
    field_of<&every::tags>({.name = "tags", .summary = "tags", .required = false, .max_length = 3}),
    field_of<&every::numbers>({.name = "numbers", .summary = "numbers", .required = false}),
    field_of<&every::states>({.name = "states", .summary = "states", .required = false, .choices = states}),
    field_of<&every::line>({.name = "line", .summary = "positions", .required = false}),
    field_of<&every::notes>({.name = "notes", .summary = "notes", .required = false}),
    field_of<&every::first>({.name = "first", .summary = "first note", .required = false}),
    field_of<&every::detail>({.name = "detail", .summary = "anything", .required = false}),
    field_of<&every::version>({.name = "version", .summary = "version", .read_only = true}),
    field_of<&every::joined>({.name = "joined", .summary = "from another table", .read_only = true, .column = false}),
};

const record::table note_table{.name = "Note", .summary = "A note.", .fields = note_fields};
const record::table everything_table{.name = "Everything", .summary = "One of each.", .fields = fields};

}  // namespace

const record::table& record_of(const note*) { return note_table; }
const record::table& record_of(const everything*) { return everything_table; }

}  // namespace sample
