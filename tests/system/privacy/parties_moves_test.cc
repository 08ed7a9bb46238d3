// Whatever happens to a matter, its parties stay in it and go nowhere else.
#include <gtest/gtest.h>

#include <fstream>

#include "database_dump.h"
#include "sealed_town.h"
#include "support/shared_data.h"

namespace {

class PartiesStay : public privacy::sealed_town {
 protected:
  std::string reading(const std::string& id) { return refusal_of(person("mediator", "village"), "read_matter_parties", {{"id", id}}); }
  std::size_t boxes() { return ask("SELECT matter_id FROM matter_parties").size(); }
  std::vector<std::string> others_of(const std::string& id) {
    const auto rows = ask("SELECT id FROM matters WHERE id <> '" + id + "'");
    std::vector<std::string> out;
    for (std::size_t i = 0; i < rows.size(); ++i) out.push_back(rows.text(i, 0));
    return out;
  }
  std::size_t party_count(const std::string& id) {
    return call(person("mediator", "village"), "read_matter_parties", {{"id", id}}).at("parties").as_array().size();
  }
  std::string place() {
    put("INSERT INTO places (id, kind, name, name_en, position_lon, position_lat, area_id, area_path, source, invented, created_at, version)"
        " VALUES ('place', 'building', '一号楼', 'One', 100, 30, 'grid', '" +
        path_of("grid") + "', 'test', FALSE, 0, 1)");
    return R"({"kind":"dispute","place_id":"place","fields":{"dispute_type":"t02_neighbours","summary":"又起争执。"})";
  }
};
ON_BOTH_ENGINES(PartiesStay);

}  // namespace

TEST_P(PartiesStay, WhenItIsSplit) {
  const auto id = sealed_dispute();
  ask(person("mediator", "village"), "split_matter", {{"id", id}},
      R"({"parts":[{"dispute_type":"t02_neighbours","summary":"一"},{"dispute_type":"t02_neighbours","summary":"二"}]})");
  const auto parts = others_of(id);
  ASSERT_EQ(parts.size(), 2U);
  for (const auto& part : parts) EXPECT_EQ(reading(part), "not_found");
  EXPECT_EQ(boxes(), 1U);
  EXPECT_EQ(reading(id), "");
}

TEST_P(PartiesStay, WhenItIsMergedOrLinked) {
  const auto mediator = person("mediator", "village");
  const auto id = sealed_dispute();
  const auto into = dispute();
  ask(mediator, "link_matter", {{"id", id}}, R"({"matter_id":")" + into + R"("})");
  ask(mediator, "merge_matter", {{"id", id}}, R"({"matter_id":")" + into + R"("})");
  EXPECT_EQ(reading(into), "not_found");
  EXPECT_EQ(boxes(), 1U);
  const auto ends = [&] { return call(mediator, "get_matter", {{"id", id}}).at("parties_expire_at"); };
  EXPECT_TRUE(ends().is_null()) << "the quarrel goes on where it was merged into";
  add_document(mediator, into, "decline_notice");
  step(mediator, into, "decline", R"({"reason":"不属调解范围"})");
  EXPECT_FALSE(ends().is_null()) << "it is over";
}

TEST_P(PartiesStay, WhenItMovesToANewerEdition) {
  const auto id = sealed_dispute();
  const auto before = ask("SELECT wrapped_key, box FROM matter_parties").text(0, 1);
  const auto file = resources() + "/catalogue/kinds/dispute.yaml";
  auto text = test::read_file(file);
  text.replace(text.find("edition: 1"), 10, "edition: 2");
  std::ofstream(file) << text;
  restart();
  ask(person("supervisor", "village"), "move_matter_edition", {{"id", id}}, R"({"code":"reported"})");
  EXPECT_EQ(boxes(), 1U);
  EXPECT_EQ(ask("SELECT box FROM matter_parties").text(0, 0), before);
  EXPECT_EQ(reading(id), "");
}

TEST_P(PartiesStay, WhenTheSameIsReportedOnceMore) {
  const auto body = place();
  const auto grid = person("grid_worker", "grid");
  const std::string id(call(grid, "create_matter", {}, body + "}").at("matter").at("id").as_string());
  ask(person("mediator", "village"), "put_matter_parties", {{"id", id}}, R"({"parties":)" + parties_json() + "}");
  finish(id);
  tick(base::days(3));
  const auto again = call(grid, "create_matter", {}, body + R"(,"parties":[{"role":"respondent","name":"丙"}]})");
  ASSERT_EQ(again.at("matter").at("id").as_string(), id) << "it reopens the old one";
  EXPECT_EQ(party_count(id), 3U) << "who reports adds to what the mediator knows and cannot replace it";
  EXPECT_TRUE(again.at("parties_expire_at").is_null());
  finish(id);
  std::string many;
  for (int i = 0; i < 28; ++i) many += std::string(i == 0 ? "" : ",") + R"({"role":"respondent","name":"丁"})";
  EXPECT_EQ(refusal_of(grid, "create_matter", {}, body + R"(,"parties":[)" + many + "]}"), "bad_input");
}
