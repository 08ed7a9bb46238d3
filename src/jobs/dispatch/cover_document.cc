#include "jobs/dispatch/cover_document.h"

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <stdexcept>

#include "foundation/base/text.h"

namespace dispatch {
namespace {

void add_number(std::string& out, double number) {
  std::array<char, 40> text;  // NOLINT: filled by to_chars
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

std::string row_hex(std::span<const std::uint64_t> words) {
  std::string bytes;
  for (const auto word : words) {
    for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(word >> shift & 0xFF));
  }
  return base::to_hex(bytes);
}

std::vector<std::uint64_t> row_from_hex(std::string_view text, std::size_t words) {
  const auto bytes = base::from_hex(text);
  if (!bytes || bytes->size() != words * 8) throw std::runtime_error("a row of the cover is broken");
  std::vector<std::uint64_t> row(words, 0);
  for (std::size_t i = 0; i < bytes->size(); ++i) {
    row[i / 8] |= static_cast<std::uint64_t>(static_cast<unsigned char>((*bytes)[i])) << (i % 8 * 8);
  }
  return row;
}

}  // namespace

std::string cover_document(const cover_model& model) {
  std::string out = R"({"south_west":[)";
  add_number(out, model.south_west.lon);
  out += ',';
  add_number(out, model.south_west.lat);
  out += R"(],"cell":[)";
  add_number(out, model.cell_lon);
  out += ',';
  add_number(out, model.cell_lat);
  out += R"(],"columns":)" + std::to_string(model.columns) + R"(,"rows":)" + std::to_string(model.rows) + R"(,"within_ms":)" +
         std::to_string(model.within_ms) + R"(,"cells":[)";
  for (std::size_t i = 0; i < model.cells.size(); ++i) {
    const auto& cell = model.cells[i];
    out += i == 0 ? "[" : ",\n[";
    out += std::to_string(cell.column) + "," + std::to_string(cell.row) + "," + std::to_string(cell.weight) + ",";
    base::append_json_string(out, cell.area_id);
    out += R"(,")" + row_hex(model.row_of(i)) + R"("])";
  }
  return out + "]}";
}

cover_model read_cover_document(std::string_view text) {
  const auto json = boost::json::parse(boost::json::string_view(text.data(), text.size()));
  const auto pair = [&](const char* name) {
    const auto& list = json.at(name).as_array();
    return base::position{.lon = list.at(0).to_number<double>(), .lat = list.at(1).to_number<double>()};
  };
  const auto cell_size = pair("cell");
  cover_model model{.south_west = pair("south_west"),
                    .cell_lon = cell_size.lon,
                    .cell_lat = cell_size.lat,
                    .columns = json.at("columns").to_number<std::int32_t>(),
                    .rows = json.at("rows").to_number<std::int32_t>(),
                    .within_ms = json.at("within_ms").to_number<std::int64_t>()};
  const auto& cells = json.at("cells").as_array();
  model.cells.resize(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto& cell = cells[i].as_array();
    model.cells[i] = {.column = cell.at(0).to_number<std::int32_t>(),
                      .row = cell.at(1).to_number<std::int32_t>(),
                      .weight = cell.at(2).to_number<std::int64_t>(),
                      .area_id = std::string(cell.at(3).as_string())};
    const auto& hex = cell.at(4).as_string();
    const auto row = row_from_hex({hex.data(), hex.size()}, model.words());
    model.reach.insert(model.reach.end(), row.begin(), row.end());
  }
  return model;
}

}  // namespace dispatch
