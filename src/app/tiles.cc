#include "app/tiles.h"

#include <filesystem>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/store/blob_file.h"

namespace app {
namespace {

class mbtiles final : public tile_file {
 public:
  explicit mbtiles(std::unique_ptr<store::blob_file> file) : file_(std::move(file)) {}

  [[nodiscard]] std::optional<std::string> tile(int zoom, int x, int y) const override {
    // .mbtiles counts rows from the south (TMS).
    return file_->find("SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3", {zoom, x, (1 << zoom) - 1 - y});
  }

  [[nodiscard]] std::string metadata_json() const override {
    const auto value = [&](std::string_view name) {
      return file_->find("SELECT value FROM metadata WHERE name = '" + std::string(name) + "'", {}).value_or("");
    };
    std::string out = R"({"tilejson":"3.0.0","scheme":"xyz","tiles":["/tiles/{z}/{x}/{y}.mvt"],"attribution":"© OpenStreetMap contributors")";
    const auto number = [&](std::string_view name, std::int64_t standard) { return std::to_string(base::parse_int(value(name)).value_or(standard)); };
    out += R"(,"minzoom":)" + number("minzoom", 0) + R"(,"maxzoom":)" + number("maxzoom", 14);
    const std::string bounds = value("bounds");
    if (base::split(bounds, ',').size() == 4) out += R"(,"bounds":[)" + bounds + "]";
    return out + "}";
  }

 private:
  std::unique_ptr<store::blob_file> file_;
};

web::response tile_answer(const web::request& in, const tile_file& tiles) {
  const auto zoom = base::parse_int(in.parameter("zoom"));
  const auto x = base::parse_int(in.parameter("x"));
  auto name = in.parameter("file");
  if (!name.ends_with(".mvt")) throw base::not_found("tile");
  name.remove_suffix(4);
  const auto y = base::parse_int(name);
  if (!zoom || !x || !y || *zoom < 0 || *zoom > 22 || *x < 0 || *y < 0 || *x >= (1LL << *zoom) || *y >= (1LL << *zoom)) throw base::not_found("tile");
  auto data = tiles.tile(static_cast<int>(*zoom), static_cast<int>(*x), static_cast<int>(*y));
  web::response out{.status = data ? 200 : 204};
  out.headers.push_back({"Cache-Control", "private, max-age=86400"});
  if (!data) return out;
  out.content_type = "application/vnd.mapbox-vector-tile";
  if (data->starts_with("\x1F\x8B")) out.headers.push_back({"Content-Encoding", "gzip"});
  out.body = std::move(*data);
  return out;
}

}  // namespace

std::shared_ptr<const tile_file> tile_file::find(const std::string& path) {
  if (!std::filesystem::exists(path)) return nullptr;
  auto file = store::blob_file::open(path, "SELECT count(*) FROM metadata");
  if (!file) return nullptr;
  return std::make_shared<const mbtiles>(std::move(file));
}

void bind_tiles(web::router& router, std::shared_ptr<const tile_file> tiles) {
  router.add({.verb = web::method::get, .pattern = "/tiles/tiles.json", .handle = web::answer_with([tiles](const web::request&) {
                                                                          if (!tiles) throw base::not_found("map");
                                                                          return web::json_response(200, tiles->metadata_json());
                                                                        })});
  router.add({.verb = web::method::get, .pattern = "/tiles/{zoom}/{x}/{file}", .handle = web::answer_with([tiles](const web::request& in) {
                                                                                 if (!tiles) throw base::not_found("tile");
                                                                                 return tile_answer(in, *tiles);
                                                                               })});
}

}  // namespace app
