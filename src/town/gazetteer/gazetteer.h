#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/position.h"

namespace gazetteer {

enum class entry_kind : std::uint8_t { road, crossing, place, address };
std::string_view name_of(entry_kind kind);

// Something with a name and a position.
struct entry {
  entry_kind kind = entry_kind::place;
  std::string name;         // as it is shown; a crossing: "A / B"
  std::string other_names;  // further names, "|" between them
  std::string detail;       // what it is: "amenity=school", the street of an address
  base::position where;
};

struct match {
  const entry* what = nullptr;
  int score = 0;       // 0 … 1000; 1000 = the whole name, letter for letter
  std::string remark;  // why this is not exact, or ""
};

struct near_entry {
  const entry* what = nullptr;
  double distance_m = 0;
};

// The names of one place. Immutable: share it between threads.
class gazetteer {
 public:
  explicit gazetteer(std::vector<entry> entries);
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  // The best matches, best first. "A & B", "A / B", "A与B", "A和B路口" ask for a crossing; "12 Main Street" for an address.
  [[nodiscard]] std::vector<match> search(std::string_view query, std::size_t limit) const;
  // The nearest entry of the kind within `most_m` metres.
  [[nodiscard]] std::optional<near_entry> find_near(entry_kind kind, base::position where, double most_m) const;

 private:
  struct folded {
    std::string name;               // folded: see fold_name
    std::vector<std::string> more;  // folded other names
    std::string left, right;        // of a crossing
  };
  [[nodiscard]] std::vector<match> search_names(const std::string& query, bool forgiving) const;
  [[nodiscard]] std::vector<match> search_crossings(const std::string& left, const std::string& right, bool forgiving) const;
  [[nodiscard]] std::vector<match> search_address(const std::string& query) const;
  std::vector<entry> entries_;
  std::vector<folded> folded_;
};

// A name as it is compared: lower case, accents dropped, abbreviations written out, one space between words.
std::string fold_name(std::string_view text);

// How well the folded query fits the folded name: 1000 equal, then begins with, all words begin words, contains; 0 not.
int fit_of(std::string_view query, std::string_view name);
// As fit_of, but each word may have one wrong letter (two from eight letters on).
int forgiving_fit_of(std::string_view query, std::string_view name);

// The two roads of a query for a crossing; nothing when it is not one.
std::optional<std::pair<std::string, std::string>> crossing_parts(std::string_view query);

// "45.51, -122.67" or "-122.67 45.51" (longitude first when the first number cannot be a latitude) as a position;
// nothing when the text is not two numbers that can be one.
std::optional<base::position> position_from_text(std::string_view text);

struct import_counts {
  std::int64_t roads = 0, crossings = 0, places = 0, addresses = 0;
};

// Reads the names out of an .osm.pbf and writes them to `file` (a text file, one entry per line, written aside and renamed).
import_counts import_names(const std::string& osm_pbf, const std::string& file);
// Reads what import_names wrote; base::problem names_file_broken when it is not whole.
std::shared_ptr<const gazetteer> read_names(const std::string& file);

}  // namespace gazetteer
