// No operation lists, searches or joins parties: by what it takes, by what it gives, and by what it answers to every role.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "database_dump.h"
#include "foundation/base/problem.h"
#include "manifest.h"
#include "sealed_town.h"
#include "support/shared_data.h"
#include "town/access/access_rules.h"

namespace {

class PartySearch : public privacy::sealed_town {};
ON_BOTH_ENGINES(PartySearch);

// Records that hold a person who is no duty holder, and the only operations that take or give them.
const std::map<std::string, std::set<std::string>, std::less<>> sealed_records = {
    {"Party", {"put_matter_parties", "read_matter_parties", "create_matter"}},
    {"Parties", {"put_matter_parties", "read_matter_parties"}},
    {"Caller", {"get_caller"}},
    {"JJDB", {"create_incident_110", "get_incident_110"}},  // the 110 data set's record of a call, with who called
    {"CallerDraft", {"create_incident", "set_caller", "call_for_help"}},
};
// A duty holder's own; fields of these names may stand in them.
const std::set<std::string, std::less<>> duty_records = {"MemberContact", "Member", "WalkUpEntry"};

// Yes or no, whether a file is to be with what is sealed: asked for one incident or list, needs its permission, is journaled.
const std::set<std::pair<std::string_view, std::string_view>> flags = {{"get_incident_110", "caller"}};

// Whether a field can hold a word at all: that there is a caller, and until when, says nothing of him.
bool can_hold_words(const record::field& one) {
  const auto kind = record::kind_of(one);
  return kind != record::kind::boolean && kind != record::kind::time && kind != record::kind::integer && kind != record::kind::number;
}

void each_table(const record::table* top, const std::function<void(const record::table&)>& what) {
  if (top == nullptr) return;
  what(*top);
  for (const auto* one : record::nested_tables(*top)) what(*one);
}

}  // namespace

TEST_P(PartySearch, NoParameterOfAnyOperationAsksForAPerson) {
  std::size_t checked = 0;
  for (const auto& one : on().operations) {
    for (const auto& parameter : one.parameters) {
      ++checked;
      if (flags.contains({one.name, parameter.name})) continue;
      EXPECT_EQ(privacy::person_word_in(parameter.name), "") << one.name << " takes ?" << parameter.name;
    }
    for (auto at = one.path.find('{'); at != std::string_view::npos; at = one.path.find('{', at + 1)) {
      const auto part = one.path.substr(at + 1, one.path.find('}', at) - at - 1);
      EXPECT_EQ(privacy::person_word_in(part), "") << one.name << " takes {" << part << "}";
    }
  }
  EXPECT_GT(checked, 60U);
}

TEST_P(PartySearch, NoRecordButTheSealedOnesHasAFieldForAPerson) {
  std::set<std::string> seen;
  for (const auto& one : on().operations) {
    const auto look = [&](const record::table& table) {
      const auto owners = sealed_records.find(table.name);
      seen.insert(std::string(table.name));
      if (owners != sealed_records.end()) {
        EXPECT_TRUE(owners->second.contains(std::string(one.name))) << one.name << " takes or gives " << table.name;
        return;
      }
      for (const auto& field : table.fields) {
        const bool nested = record::kind_of(field) == record::kind::list || record::kind_of(field) == record::kind::object;
        if (nested || !can_hold_words(field) || duty_records.contains(table.name)) continue;
        EXPECT_EQ(privacy::person_word_in(field.options.name), "") << table.name << "." << field.options.name << " of " << one.name;
      }
    };
    each_table(one.input, look);
    each_table(one.output, look);
    if (one.output_shape == operation::shape::list && one.output != nullptr) {
      EXPECT_FALSE(sealed_records.contains(one.output->name)) << one.name << " lists " << one.output->name;
    }
  }
  EXPECT_GT(seen.size(), 60U);
  for (const auto& [name, owners] : sealed_records) EXPECT_TRUE(seen.contains(name)) << name << " is no record any more";
}

// Every operation that reads is asked by every role, with half of each marker as every parameter: no answer holds the whole.
TEST_P(PartySearch, NoAnswerOfAnyReadingHoldsThemWhateverIsAsked) {
  const auto id = sealed_dispute();
  call(person("mediator", "village"), "read_matter_parties", {{"id", id}});
  std::size_t answered = 0;
  std::vector<privacy::spot> answers;
  const auto try_it = [&](const auto& who, const operation::definition& one, const privacy::parts& query) {
    privacy::parts path;
    for (auto at = one.path.find('{'); at != std::string_view::npos; at = one.path.find('{', at + 1)) {
      path.emplace(one.path.substr(at + 1, one.path.find('}', at) - at - 1), id);
    }
    try {
      answers.push_back({std::string(one.name), ask(who, one.name, path, {}, query).body});
      ++answered;
    } catch (const base::problem& no) {
      answers.push_back({std::string(one.name), no.title + no.detail});
    }
  };
  const auto half = [](const std::string& word) { return word.substr(0, word.size() == 14 ? 8 : 9); };
  for (const auto& role : accounts::all_roles()) {
    const auto who = person(std::string(role.code), "");
    for (const auto& one : on().operations) {
      if (one.method != "GET" || one.name == "get_caller") continue;
      try_it(who, one, {});
      for (const auto& parameter : one.parameters) {
        for (const auto& word : {half(privacy::marker_name), half(privacy::marker_phone)}) try_it(who, one, {{std::string(parameter.name), word}});
      }
    }
  }
  EXPECT_GT(answered, 500U);
  EXPECT_EQ(privacy::traces(answers, privacy::all_markers()), "");
}

TEST_P(PartySearch, ASearchForAPartyFindsNoMatter) {
  sealed_dispute();
  const auto who = person("supervisor", "");
  ASSERT_EQ(call(who, "list_matters", {}, {}, {{"kind", "dispute"}}).at("items").as_array().size(), 1U);
  for (const auto& word : privacy::all_markers()) {
    EXPECT_TRUE(call(who, "list_matters", {}, {}, {{"q", word}}).at("items").as_array().empty()) << word;
    EXPECT_TRUE(call(who, "list_matters", {}, {}, {{"q", word.substr(0, 3)}}).at("items").as_array().empty()) << word;
  }
}

TEST_P(PartySearch, WordsTypedIntoASearchAreNotKept) {
  sealed_dispute();
  const auto who = person("supervisor", "");
  for (const auto* operation : {"list_matters", "export_matters", "get_matter_board"}) {
    ask(who, operation, {}, {}, {{"kind", "dispute"}, {"q", privacy::marker_name}});
  }
  auto all = privacy::every_cell(*on().db);
  all.push_back({"log", test::read_file(log_path())});
  EXPECT_EQ(privacy::traces(all, privacy::all_markers()), "") << "who exports leaves a trace, what he looked for is nobody's mark";
}
