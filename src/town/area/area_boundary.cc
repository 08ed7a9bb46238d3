#include <unordered_set>
#include <utility>

#include "foundation/base/text.h"
#include "town/area/area_code.h"
#include "town/area/area_import.h"

namespace area {
namespace {

constexpr std::size_t longest_name = 200;  // code points
constexpr std::size_t longest_code = 64;   // bytes

void convert(geo::ring& line, geo::datum from) {
  for (auto& p : line) p = geo::convert(p, from, geo::datum::wgs84);
}

void convert(geo::multi_polygon& area, geo::datum from) {
  if (from == geo::datum::wgs84) return;
  for (geo::polygon& part : area.polygons) {
    convert(part.exterior, from);
    for (geo::ring& hole : part.holes) convert(hole, from);
  }
}

// The property as trimmed text; empty when it is not there or not a text or whole number.
std::string property_text(const geo::feature& f, const std::string& name) {
  if (name.empty()) return {};
  const auto* value = geo::find_property(f, name);
  const auto text = value != nullptr ? geo::text_of(*value) : std::nullopt;
  return text ? std::string(base::trim(*text)) : std::string();
}

class boundary_reader {
 public:
  boundary_reader(const boundary_import& how, const std::string& source) : how_(how), source_(source) {}

  area_list read(std::string_view geojson) {
    auto read = geo::read_geojson(geojson, how_.options);
    for (auto& fault : read.faults)
      add_fault(feature_of(fault.pointer), std::move(fault.code), fault.pointer + ": " + fault.detail, std::move(fault.remedy));
    list_.more_faults = read.more_faults;
    for (geo::feature& f : read.features) add(f);
    return std::move(list_);
  }

 private:
  void add_fault(std::size_t feature, std::string code, std::string detail, std::string remedy) {
    if (list_.faults.size() < 1'000) {
      list_.faults.push_back({source_, feature, std::move(code), std::move(detail), std::move(remedy)});
    } else {
      ++list_.more_faults;
    }
  }

  // "/features/17/geometry" → 17.
  static std::size_t feature_of(std::string_view pointer) {
    const auto steps = base::split(pointer, '/');
    return steps.size() > 2 && steps[1] == "features" ? static_cast<std::size_t>(base::parse_int(steps[2]).value_or(0)) : 0;
  }

  void add(geo::feature& f) {
    const std::size_t at = f.source_index;
    const std::string feature = "Feature " + std::to_string(at);
    const std::string name = property_text(f, how_.name_property);
    if (name.empty() || base::count_code_points(name) > longest_name) {
      return add_fault(at, "bad_name", feature + " has no usable property \"" + how_.name_property + "\".",
                       "Fill it, or name another property for the name.");
    }
    std::string code = property_text(f, how_.code_property);
    if (code.empty() || code.size() > longest_code) {
      return add_fault(at, "bad_code", feature + " (" + name + ") has no usable property \"" + how_.code_property + "\".",
                       "Fill it, or name another property for the code.");
    }
    std::string parent = how_.parent_property.empty() ? how_.parent_code : property_text(f, how_.parent_property);
    if (!how_.parent_property.empty() && !parent.empty()) parent = how_.code_prefix + parent;
    if (how_.official_codes) {
      const auto official = area_code::parse(code);
      if (!official || official->kind() != how_.kind) {
        return add_fault(at, "bad_code", code + " (" + name + ") is no code of this level.", "Correct it, or name the right level.");
      }
      code = official->text();
      const auto above = official->parent();
      if (parent.empty() && above) parent = above->text();
    }
    code = how_.code_prefix + code;
    if (f.place.kind != geo::shape::polygon && f.place.kind != geo::shape::multi_polygon) {
      return add_fault(at, "no_boundary", feature + " (" + name + ") has no area.", "Its geometry must be a Polygon or MultiPolygon.");
    }
    if (!codes_.insert(code).second) {
      return add_fault(at, "duplicate", code + " (" + name + ") comes twice.", "Join the two into one MultiPolygon; the first was taken.");
    }
    area_draft draft{.code = std::move(code),
                     .kind = how_.kind,
                     .name = name,
                     .name_en = property_text(f, how_.name_en_property),
                     .parent_code = std::move(parent),
                     .boundary = {}};
    draft.boundary.polygons = std::move(f.place.polygons);
    convert(draft.boundary, how_.datum);
    list_.areas.push_back(std::move(draft));
  }

  const boundary_import& how_;
  const std::string& source_;
  area_list list_;
  std::unordered_set<std::string> codes_;
};

}  // namespace

area_list read_boundaries(std::string_view geojson, const boundary_import& how, const std::string& source) {
  return boundary_reader(how, source).read(geojson);
}

}  // namespace area
