#include "town/road/osm_pbf_reader.h"

#include <gtest/gtest.h>

#include <map>
#include <protozero/pbf_writer.hpp>
#include <sstream>
#include <vector>

#include "foundation/base/problem.h"
#include "maps/osm_writer.h"
#include "support/shared_data.h"

namespace {

// Keeps everything it hears, as text that is easy to compare.
struct listener : road::osm_visitor {
  std::vector<std::string> heard;
  static std::string text(const road::osm_tags& tags) {
    std::string out;
    for (const auto& tag : tags) out += " " + std::string(tag.key) + "=" + std::string(tag.value);
    return out;
  }
  void node(std::int64_t id, road::point_e7 at, const road::osm_tags& tags) override {
    heard.push_back("n" + std::to_string(id) + " " + std::to_string(at.lon) + "," + std::to_string(at.lat) + text(tags));
  }
  void way(std::int64_t id, std::span<const std::int64_t> nodes, const road::osm_tags& tags) override {
    std::string out = "w" + std::to_string(id);
    for (const auto n : nodes) out += " " + std::to_string(n);
    heard.push_back(out + text(tags));
  }
  void relation(std::int64_t id, std::span<const road::osm_member> members, const road::osm_tags& tags) override {
    std::string out = "r" + std::to_string(id);
    for (const auto& m : members) out += " " + std::to_string(static_cast<int>(m.kind)) + ":" + std::to_string(m.id) + ":" + std::string(m.role);
    heard.push_back(out + text(tags));
  }
};

test::osm_map small_map() {
  return {.nodes = {{.id = 10, .lon = 118.5, .lat = 31.25, .tags = {}},
                    {.id = 7, .lon = -8.1234567, .lat = -41.7654321, .tags = {{"barrier", "gate"}, {"access", "no"}}},
                    {.id = 9'000'000'000, .lon = 180, .lat = -90, .tags = {}}},
          .ways = {{.id = 5, .nodes = {10, 7, 9'000'000'000}, .tags = {{"highway", "primary"}, {"name", "解放路"}}}},
          .relations = {{.id = 3, .members = {{1, 5, "from"}, {0, 7, "via"}, {1, 4, "to"}}, .tags = {{"type", "restriction"}}}}};
}

const std::vector<std::string> small_map_heard = {"n10 1185000000,312500000", "n7 -81234567,-417654321 barrier=gate access=no",
                                                  "n9000000000 1800000000,-900000000", "w5 10 7 9000000000 highway=primary name=解放路",
                                                  "r3 1:5:from 0:7:via 1:4:to type=restriction"};

std::vector<std::string> read(const std::string& bytes, road::osm_wanted wanted = {}) {
  listener all;
  std::istringstream in(bytes);
  road::read_osm_pbf(in, "test.osm.pbf", wanted, all);
  return all.heard;
}

// The code and the detail of the problem that reading these bytes must end with.
std::string refusal(const std::string& bytes) {
  try {
    read(bytes);
  } catch (const base::problem& p) {
    EXPECT_FALSE(p.remedy.empty());
    EXPECT_EQ(p.status, 422);
    return p.code + ": " + p.detail;
  }
  return "no refusal";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// A data block with one group holding this message under this field number.
std::string one_message(protozero::pbf_tag_type field, const std::string& message, std::int32_t granularity = 100) {
  std::string table, group, block;
  protozero::pbf_writer(table).add_bytes(1, std::string());
  protozero::pbf_writer(group).add_message(field, message);
  protozero::pbf_writer writer(block);
  writer.add_message(1, table);
  writer.add_message(2, group);
  writer.add_int32(17, granularity);
  return test::pbf_header() + test::pbf_frame("OSMData", test::pbf_blob(block, false));
}

}  // namespace

TEST(OsmPbfReader, HandsOverNodesWaysAndRelationsInEveryEncoding) {
  for (const bool dense : {true, false}) {
    for (const bool zlib : {true, false}) {
      for (const std::size_t block : {std::size_t{1}, std::size_t{2}, std::size_t{8000}}) {
        const auto bytes = test::write_osm_pbf(small_map(), {.dense = dense, .zlib = zlib, .objects_a_block = block});
        EXPECT_EQ(read(bytes), small_map_heard) << dense << zlib << block;
      }
    }
  }
}

TEST(OsmPbfReader, LeavesOutWhatIsNotWanted) {
  const auto bytes = test::write_osm_pbf(small_map());
  EXPECT_EQ(read(bytes, {.nodes = false, .ways = true, .relations = false}), std::vector<std::string>{small_map_heard[3]});
  EXPECT_EQ(read(bytes, {.nodes = false, .ways = false, .relations = true}), std::vector<std::string>{small_map_heard[4]});
}

TEST(OsmPbfReader, CountsWhatItHandedOver) {
  listener all;
  std::istringstream in(test::write_osm_pbf(small_map()));
  const auto info = road::read_osm_pbf(in, "x", {}, all);
  EXPECT_EQ(info.nodes, 3U);
  EXPECT_EQ(info.ways, 1U);
  EXPECT_EQ(info.relations, 1U);
  EXPECT_EQ(info.program, "shouwang tests");
}

TEST(OsmPbfReader, RefusesAFileCutAnywhere) {
  const auto bytes = test::write_osm_pbf(small_map(), {.dense = true, .zlib = true, .objects_a_block = 2});
  std::size_t clean_ends = 0;
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto answer = refusal(bytes.substr(0, length));
    if (answer == "no refusal") {
      ++clean_ends;  // a cut between two blocks cannot be seen: the format has no end mark
    } else {
      EXPECT_TRUE(contains(answer, "map_file_broken")) << length << " " << answer;
      EXPECT_TRUE(contains(answer, "at byte")) << answer;
    }
  }
  EXPECT_EQ(clean_ends, 4U);
}

TEST(OsmPbfReader, RefusesWhatIsNoMapFile) {
  EXPECT_TRUE(contains(refusal(""), "empty"));
  EXPECT_TRUE(contains(refusal("<?xml version='1.0'?><osm></osm>"), "no .osm.pbf file"));
  EXPECT_TRUE(contains(refusal(test::pbf_frame("OSMData", test::pbf_blob("", false))), "no header block"));
}

TEST(OsmPbfReader, RefusesLyingLengths) {
  EXPECT_TRUE(contains(refusal(std::string("\x7f\xff\xff\xff", 4) + "x"), "block header of 2147483647"));
  std::string negative;
  protozero::pbf_writer writer(negative);
  writer.add_string(1, "OSMHeader");
  writer.add_int32(3, -5);
  EXPECT_TRUE(contains(refusal(std::string("\0\0\0", 3) + static_cast<char>(negative.size()) + negative), "impossible length"));
  std::string huge;
  protozero::pbf_writer second(huge);
  second.add_string(1, "OSMHeader");
  second.add_int32(3, 33 * 1024 * 1024);
  EXPECT_TRUE(contains(refusal(std::string("\0\0\0", 3) + static_cast<char>(huge.size()) + huge), "impossible length"));
}

TEST(OsmPbfReader, NeverUnpacksMoreThanABlockStates) {
  const std::string zeros(20 * 1024 * 1024, '\0');
  const auto with = [&](std::int64_t stated) { return test::pbf_header() + test::pbf_frame("OSMData", test::pbf_blob_stating(zeros, stated)); };
  EXPECT_TRUE(contains(refusal(with(100)), "does not unpack to the 100 bytes"));
  EXPECT_TRUE(contains(refusal(with(30 * 1024 * 1024)), "does not unpack"));
  EXPECT_TRUE(contains(refusal(with(-1)), "impossible unpacked length"));
  EXPECT_TRUE(contains(refusal(with(100LL * 1024 * 1024)), "impossible unpacked length"));
}

TEST(OsmPbfReader, RefusesOtherCompressionsAndHistory) {
  std::string lzma;
  protozero::pbf_writer writer(lzma);
  writer.add_int32(2, 10);
  writer.add_bytes(4, "whatever");
  EXPECT_TRUE(contains(refusal(test::pbf_header() + test::pbf_frame("OSMData", lzma)), "map_file_unsupported"));
  EXPECT_TRUE(contains(refusal(test::pbf_header({"OsmSchema-V0.6", "HistoricalInformation"})), "map_file_unsupported"));
}

TEST(OsmPbfReader, RefusesNumbersOutsideTheTableOfTexts) {
  std::string way;
  protozero::pbf_writer writer(way);
  const std::vector<std::uint32_t> index = {77};
  writer.add_int64(1, 1);
  writer.add_packed_uint32(2, index.begin(), index.end());
  writer.add_packed_uint32(3, index.begin(), index.end());
  EXPECT_TRUE(contains(refusal(one_message(3, way)), "text number 77"));
  std::string relation;
  protozero::pbf_writer second(relation);
  const std::vector<std::int32_t> role = {-1}, kind = {0};
  const std::vector<std::int64_t> member = {4};
  second.add_packed_int32(8, role.begin(), role.end());
  second.add_packed_sint64(9, member.begin(), member.end());
  second.add_packed_int32(10, kind.begin(), kind.end());
  EXPECT_TRUE(contains(refusal(one_message(4, relation)), "text number 4294967295"));
}

TEST(OsmPbfReader, RefusesListsThatDoNotMatch) {
  std::string way;
  protozero::pbf_writer writer(way);
  const std::vector<std::uint32_t> two = {0, 0}, one = {0};
  writer.add_packed_uint32(2, two.begin(), two.end());
  writer.add_packed_uint32(3, one.begin(), one.end());
  EXPECT_TRUE(contains(refusal(one_message(3, way)), "more keys than values"));
  std::string dense;
  protozero::pbf_writer second(dense);
  const std::vector<std::int64_t> ids = {1, 1}, lats = {0};
  second.add_packed_sint64(1, ids.begin(), ids.end());
  second.add_packed_sint64(8, lats.begin(), lats.end());
  second.add_packed_sint64(9, lats.begin(), lats.end());
  EXPECT_TRUE(contains(refusal(one_message(2, dense)), "fewer coordinates"));
}

TEST(OsmPbfReader, RefusesPlacesOutsideTheEarth) {
  for (const std::int64_t lat : {std::int64_t{900'000'001}, std::int64_t{-900'000'001}, std::numeric_limits<std::int64_t>::max()}) {
    std::string node;
    protozero::pbf_writer writer(node);
    writer.add_sint64(1, 1);
    writer.add_sint64(8, lat);
    EXPECT_TRUE(contains(refusal(one_message(1, node)), "outside the earth")) << lat;
  }
  EXPECT_TRUE(contains(refusal(one_message(1, "", 0)), "granularity"));
  EXPECT_TRUE(contains(refusal(one_message(1, "", -100)), "granularity"));
}

TEST(OsmPbfReader, NamesAMissingFile) {
  listener all;
  try {
    road::read_osm_pbf("/nowhere/at/all.osm.pbf", {}, all);
    FAIL();
  } catch (const base::problem& p) {
    EXPECT_EQ(p.code, "map_file_missing");
  }
}

TEST(OsmPbfReader, ReadsARealExtractAsOtherToolsDo) {
  SHARED_OR_SKIP(path, "data/osm/porto_region.osm.pbf");
  struct : road::osm_visitor {
    std::size_t highway_refs = 0;
    void way(std::int64_t, std::span<const std::int64_t> nodes, const road::osm_tags& tags) override {
      if (!tags.find("highway").empty()) highway_refs += nodes.size();
    }
  } counter;
  const auto info = road::read_osm_pbf(path, {}, counter);
  EXPECT_EQ(info.nodes, 347'944U);
  EXPECT_EQ(info.ways, 51'458U);
  EXPECT_EQ(info.relations, 357U);
  EXPECT_EQ(counter.highway_refs, 426'961U);
  EXPECT_EQ(info.bounds, (road::box_e7{.west = -87'950'000, .south = 409'810'000, .east = -83'580'000, .north = 413'990'000}));
}
