#include "engines/matter/kind_lint_tools.h"
#include "engines/matter/kind_people.h"

// No kind keeps a file on a person: neither its fields nor any name in it.
namespace matter {
namespace {

std::string remedy_for(person_sort sort) {
  switch (sort) {
    case person_sort::duty: return "Make it a field of type unit or force, or name the leader in charge of the matter; a text names no duty holder.";
    case person_sort::group:
    case person_sort::noun: return std::string(keeps_no_file) + " A count (type whole with a maximum) or a yes_no may stand.";
    default: return std::string(keeps_no_file);
  }
}

// Looks at names and keeps what it finds.
struct name_reader {
  const kind& one;
  lint_faults out = {};

  void look(named_as what, const std::string& code, const words& name, int line, const std::string& called) {
    const auto word = person_in(what, code, name);
    if (!word) return;
    const bool is_evidence = what == named_as::evidence;
    out.push_back(
        fault_at(line, is_evidence ? "personal_evidence" : "personal_name",
                 called + " " + code + (is_evidence ? " is one on a person (" : " files people under a kind (") + std::string(word->word) + ")",
                 std::string(keeps_no_file)));
  }
  void look_all(const std::vector<choice_item>& items, int line, const std::string& called, named_as what = named_as::choice) {
    for (const auto& item : items) {
      if (what != named_as::option) look(what, item.code, item.name, item.line > 0 ? item.line : line, called);
      if (what == named_as::option && item.line > 0) look(what, item.code, item.name, item.line, called);
    }
  }
  void look_at_evidence(const std::vector<evidence_rule>& list, const std::string& path) {
    for (const auto& item : list) look(named_as::evidence, item.code, item.name, line_at(one, path + "." + item.code), "the piece of evidence");
  }
};

void look_at_fields(name_reader& names) {
  for (const auto& field : names.one.fields) {
    names.look_all(field.choices, field.line, "of the field " + field.name + " the choice", named_as::option);
    const auto word = person_in(field);
    if (!word) continue;
    names.out.push_back(fault_at(field.line, "personal_field",
                                 "the field " + field.name + " (" + field.label.zh + ") is one on a person (" + std::string(word->word) + ")",
                                 remedy_for(word->sort)));
  }
  for (const auto& band : names.one.bands) {
    names.look(named_as::choice, band.code, band.name, band.line, "the band");
    names.look_all(band.grades, band.line, "of the band " + band.code + " the grade");
  }
}

void look_at_clocks(name_reader& names) {
  for (const auto& clock : names.one.clocks) {
    names.look(named_as::choice, clock.code, clock.name, clock.line, "the clock");
    for (const auto& pause : clock.pauses)
      names.look(named_as::choice, pause.code, pause.name, clock.line, "of the clock " + clock.code + " the pause");
  }
}

void look_at_stages(name_reader& names) {
  for (const auto& stage : names.one.stages) names.look(named_as::choice, stage.code, stage.name, stage.line, "the stage");
  for_each_step(names.one, [&](const stage& in, const step& one) {
    names.look(named_as::choice, one.code, one.name, one.line, "the step");
    names.look_at_evidence(one.evidence, path_of(in, one) + ".evidence");
    for (const auto& receipt : one.receipts) names.look(named_as::choice, receipt.code, receipt.name, one.line, "the receipt");
  });
}

}  // namespace

lint_faults lint_people(const lint_case& of) {
  name_reader names{.one = of.one};
  const words* told[] = {&of.one.name, &of.one.sentence};
  for (const auto* name : told) {
    const auto word = person_in(name == &of.one.name ? named_as::subject : named_as::choice, of.one.code, *name);
    if (!word) continue;
    names.out.push_back(fault_at(line_at(of.one, "kind"), "person_subject", "a kind of matter about people (" + std::string(word->word) + ")",
                                 std::string(keeps_no_file)));
    break;
  }
  look_at_fields(names);
  look_at_clocks(names);
  look_at_stages(names);
  names.look_all(of.one.results, line_at(of.one, "results"), "the result");
  names.look_at_evidence(of.one.file_set, "file_set");
  return names.out;
}

}  // namespace matter
