#include <expat.h>
#include <zip.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>

#include "foundation/base/problem.h"
#include "foundation/base/text.h"
#include "foundation/sheet/sheet.h"

namespace sheet {
namespace {

constexpr std::size_t chunk_bytes = 64U << 10U;
constexpr int deepest = 64;  // elements within elements

base::problem bad(const std::string& detail) {
  return {422, "bad_sheet", "The file cannot be read as a workbook.", detail, "Save it as XLSX, or as CSV in UTF-8."};
}

base::problem too_large(const std::string& detail) {
  return {413, "sheet_too_large", "The file holds more than is read at once.", detail, "Split it."};
}

// What an element says; names without their namespace's prefix.
struct element {
  std::string name;
  std::map<std::string, std::string> attributes;  // "id" of r:id is there as "r:id"
};

struct listener {
  std::function<void(const element&)> begin = [](const element&) {};
  std::function<void(const std::string&)> end = [](const std::string&) {};
  std::function<void(std::string_view)> text = [](std::string_view) {};
};

std::string local_name(const char* name) {
  const std::string_view all(name);
  const auto colon = all.find(':');
  return std::string(colon == std::string_view::npos ? all : all.substr(colon + 1));
}

// Expat calls C functions: what is thrown within them is kept and thrown again outside.
class xml_reader {
 public:
  explicit xml_reader(listener to) : to_(std::move(to)), parser_(XML_ParserCreate(nullptr), &XML_ParserFree) {
    if (!parser_) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_begin, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
  }

  void take(std::string_view bytes, bool last) {
    const auto status = XML_Parse(parser_.get(), bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
    if (thrown_) std::rethrow_exception(thrown_);
    if (status == XML_STATUS_ERROR) throw bad(std::string("Its XML is broken: ") + XML_ErrorString(XML_GetErrorCode(parser_.get())) + ".");
  }

 private:
  template <class F>
  void guarded(const F& what) {
    if (thrown_) return;
    try {
      what();
    } catch (...) {
      thrown_ = std::current_exception();
      XML_StopParser(parser_.get(), XML_FALSE);
    }
  }
  static void XMLCALL on_begin(void* self, const XML_Char* name, const XML_Char** attributes) {
    auto& own = *static_cast<xml_reader*>(self);
    own.guarded([&] {
      if (++own.depth_ > deepest) throw bad("Its XML is too deep.");
      element one{.name = local_name(name), .attributes = {}};
      for (; *attributes != nullptr; attributes += 2) one.attributes.emplace(attributes[0], attributes[1]);
      own.to_.begin(one);
    });
  }
  static void XMLCALL on_end(void* self, const XML_Char* name) {
    auto& own = *static_cast<xml_reader*>(self);
    own.guarded([&] {
      --own.depth_;
      own.to_.end(local_name(name));
    });
  }
  static void XMLCALL on_text(void* self, const XML_Char* text, int length) {
    auto& own = *static_cast<xml_reader*>(self);
    own.guarded([&] { own.to_.text({text, static_cast<std::size_t>(length)}); });
  }
  // No workbook has one: it is there to make a small file large.
  static void XMLCALL on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<xml_reader*>(self)->guarded([] { throw bad("Its XML has a document type."); });
  }

  listener to_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser_;
  std::exception_ptr thrown_;
  int depth_ = 0;
};

// The archive; its parts are unpacked piece by piece, and counted as they come, whatever the directory says of their size.
class package {
 public:
  package(std::string_view bytes, const limits& within) : left_(within.bytes_unpacked), archive_(nullptr, &zip_discard) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* opened = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (opened == nullptr && source != nullptr) zip_source_free(source);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (opened == nullptr) throw bad("Its archive is broken: " + why + ".");
    archive_.reset(opened);
  }

  [[nodiscard]] bool has(const std::string& name) const { return zip_name_locate(archive_.get(), name.c_str(), 0) >= 0; }

  void read(const std::string& name, listener to) {
    const std::unique_ptr<zip_file_t, void (*)(zip_file_t*)> file(zip_fopen(archive_.get(), name.c_str(), 0),
                                                                  [](zip_file_t* one) { zip_fclose(one); });
    if (!file) throw bad("It has no part " + name + ".");
    xml_reader xml(std::move(to));
    std::string chunk(chunk_bytes, '\0');
    for (;;) {
      const auto count = zip_fread(file.get(), chunk.data(), chunk.size());
      if (count < 0) throw bad("Its part " + name + " is damaged.");
      const auto size = static_cast<std::size_t>(count);
      if (size > left_) throw too_large("It unpacks into more than is read at once.");
      left_ -= size;
      xml.take({chunk.data(), size}, size == 0);
      if (size == 0) return;
    }
  }

 private:
  std::size_t left_;
  std::unique_ptr<zip_t, decltype(&zip_discard)> archive_;
};

std::string attribute(const element& of, const std::string& name) {
  const auto found = of.attributes.find(name);
  return found == of.attributes.end() ? std::string() : found->second;
}

// A part's path from the target of a relation of xl/workbook.xml; nothing for one that leads elsewhere.
std::string part_of_target(const std::string& target) {
  if (target.find("..") != std::string::npos || target.find(':') != std::string::npos) return {};
  return target.starts_with('/') ? target.substr(1) : "xl/" + target;
}

class workbook_reader {
 public:
  workbook_reader(std::string_view bytes, const limits& within) : within_(within), parts_(bytes, within) {}

  std::vector<sheet> read() {
    std::vector<sheet> out;
    read_targets();
    const auto listed = read_list();
    if (parts_.has("xl/sharedStrings.xml")) read_shared();
    for (const auto& [name, relation] : listed) {
      const auto target = targets_.find(relation);
      if (target == targets_.end() || target->second.empty()) throw bad("Its sheet " + name + " leads nowhere.");
      out.push_back(read_sheet(name, target->second));
    }
    return out;
  }

 private:
  void read_targets() {
    parts_.read("xl/_rels/workbook.xml.rels", {.begin = [&](const element& one) {
                  if (one.name == "Relationship") targets_[attribute(one, "Id")] = part_of_target(attribute(one, "Target"));
                }});
  }

  // Name and relation of each sheet, in order.
  std::vector<std::pair<std::string, std::string>> read_list() {
    std::vector<std::pair<std::string, std::string>> listed;
    parts_.read("xl/workbook.xml", {.begin = [&](const element& one) {
                  if (one.name != "sheet") return;
                  if (listed.size() >= within_.sheets) throw too_large("It has more than " + std::to_string(within_.sheets) + " sheets.");
                  listed.emplace_back(attribute(one, "name"), attribute(one, "r:id"));
                }});
    if (listed.empty()) throw bad("It has no sheet.");
    return listed;
  }

  // The phonetic readings (rPh) some programs keep beside a text are no part of it.
  void read_shared() {
    bool in_text = false;
    int phonetic = 0;
    listener to;
    to.begin = [&](const element& one) {
      if (one.name == "si") {
        if (shared_.size() >= within_.cells) throw too_large("It has more than " + std::to_string(within_.cells) + " texts.");
        shared_.emplace_back();
      }
      if (one.name == "rPh") ++phonetic;
      in_text = one.name == "t" && phonetic == 0 && !shared_.empty();
    };
    to.end = [&](const std::string& name) {
      if (name == "rPh") --phonetic;
      in_text = false;
    };
    to.text = [&](std::string_view text) {
      if (in_text) append(shared_.back(), text);
    };
    parts_.read("xl/sharedStrings.xml", std::move(to));
  }

  void append(std::string& to, std::string_view text) const {
    to += text;
    if (to.size() > within_.cell_bytes) throw too_large("It has a cell of more than " + std::to_string(within_.cell_bytes) + " bytes.");
  }

  struct place {
    std::size_t row = 0;     // of the cell being read, from 1
    std::size_t column = 0;  // from 0
    std::string type;
    std::string text;
    bool in_text = false;
  };

  void begin_row(const sheet& out, place& at, const element& one) {
    const auto number = base::parse_int(attribute(one, "r"));
    const auto row = number && *number > 0 ? static_cast<std::size_t>(*number) : at.row + 1;
    if (row <= at.row) throw bad("Its rows are out of order in sheet " + out.name + ".");
    at.row = row;
    at.column = 0;
  }

  void begin_cell(const sheet& out, place& at, const element& one) {
    if (at.row == 0) throw bad("It has a cell outside a row in sheet " + out.name + ".");
    const auto named = attribute(one, "r");
    if (!named.empty()) {
      const auto column = column_of(named);
      if (!column) throw bad("It has a cell named " + named.substr(0, 20) + ".");
      at.column = *column;
    }
    if (at.column >= within_.columns) throw too_large("It has more than " + std::to_string(within_.columns) + " columns.");
    at.type = attribute(one, "t");
    at.text.clear();
  }

  void end_cell(sheet& out, place& at) {
    if (!at.text.empty()) {
      // Rows are made by what stands in them: spreadsheets keep empty ones down to the millionth.
      if (out.rows.size() < at.row) {
        rows_ += at.row - out.rows.size();
        if (at.row > within_.rows || rows_ > within_.rows) throw too_large("It has more than " + std::to_string(within_.rows) + " rows.");
        out.rows.resize(at.row);
      }
      auto& row = out.rows[at.row - 1];
      if (++cells_ > within_.cells) throw too_large("It has more than " + std::to_string(within_.cells) + " cells.");
      if (at.column >= row.size()) row.resize(at.column + 1);
      row[at.column] = cell_of(out, at);
    }
    ++at.column;
  }

  [[nodiscard]] cell cell_of(const sheet& out, const place& at) const {
    if (at.type == "s") {
      const auto index = base::parse_int(at.text);
      if (!index || *index < 0 || static_cast<std::size_t>(*index) >= shared_.size()) {
        throw bad("Cell " + column_letter(at.column) + std::to_string(at.row) + " of sheet " + out.name + " refers to no text.");
      }
      return {.text = shared_[static_cast<std::size_t>(*index)]};
    }
    if (at.type == "b") return {.text = at.text == "1" ? "true" : "false"};
    if (at.type.empty() || at.type == "n") return {.text = at.text, .number = true};
    return {.text = at.text};  // inlineStr, str (a formula's text), e (an error: #REF! and the like)
  }

  sheet read_sheet(const std::string& name, const std::string& part) {
    sheet out{.name = name};
    place at;
    int phonetic = 0;
    listener to;
    to.begin = [&](const element& one) {
      if (one.name == "row") begin_row(out, at, one);
      if (one.name == "c") begin_cell(out, at, one);
      if (one.name == "rPh") ++phonetic;
      at.in_text = (one.name == "v" || one.name == "t") && phonetic == 0;
    };
    to.end = [&](const std::string& ended) {
      if (ended == "c") end_cell(out, at);
      if (ended == "rPh") --phonetic;
      at.in_text = false;
    };
    to.text = [&](std::string_view text) {
      if (at.in_text) append(at.text, text);
    };
    parts_.read(part, std::move(to));
    return out;
  }

  const limits within_;
  package parts_;
  std::map<std::string, std::string> targets_;
  std::vector<std::string> shared_;
  std::size_t cells_ = 0;
  std::size_t rows_ = 0;
};

}  // namespace

std::vector<sheet> read_xlsx(std::string_view bytes, const limits& within) {
  if (bytes.size() > within.bytes) throw too_large("It has " + std::to_string(bytes.size()) + " bytes.");
  return workbook_reader(bytes, within).read();
}

}  // namespace sheet
