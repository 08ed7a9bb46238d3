#pragma once
#include <memory>
#include <optional>
#include <string>

#include "foundation/web/router.h"

namespace app {

// A map's vector tiles in an .mbtiles file (SQLite), served as they lie there: gzip-compressed. Safe to share between
// threads.
class tile_file {
 public:
  // Nothing when the file is not there or is no tile file.
  static std::shared_ptr<const tile_file> find(const std::string& path);
  virtual ~tile_file() = default;
  // The tile of XYZ numbering; nothing when the map has none there.
  [[nodiscard]] virtual std::optional<std::string> tile(int zoom, int x, int y) const = 0;
  [[nodiscard]] virtual std::string metadata_json() const = 0;  // TileJSON: minzoom, maxzoom, bounds
};

// GET /tiles/{zoom}/{x}/{file} and /tiles/tiles.json. Without tiles they answer 404.
void bind_tiles(web::router& router, std::shared_ptr<const tile_file> tiles);

}  // namespace app
