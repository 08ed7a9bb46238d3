#include "app/file_paths.h"

#include "app/file_routes.h"
#include "foundation/files/file.h"

namespace app {
namespace {

constexpr std::string_view id_parameter = R"({"name":"id","in":"path","required":true,"schema":{"type":"string","format":"uuid"}})";
constexpr std::string_view refusal = R"("default":{"$ref":"#/components/responses/Problem"}})";
constexpr std::string_view bytes = R"({"schema":{"type":"string","format":"binary"}})";

std::string sending() {
  return R"({"post":{"operationId":"send_file","summary":"Keeps one photo or document, until it is used or a day has passed.","tags":["files"],)"
         R"("x-permission":")" +
         std::string(may_send_files) +
         R"(","parameters":[{"name":"X-File-Name","in":"header","required":true,"description":"the file's name, UTF-8, percent-encoded",)"
         R"("schema":{"type":"string"}},{"name":"Content-Length","in":"header","required":true,"description":"said before the body; no chunks",)"
         R"("schema":{"type":"integer","minimum":1}}],"requestBody":{"required":true,)"
         R"("description":"the bytes; what they are is told by them, and must agree with Content-Type","content":{"image/*":)" +
         std::string(bytes) + R"(,"application/*":)" + std::string(bytes) +
         R"(}},"responses":{"2XX":{"description":"201, or 200 when the account sent the same within a day and nothing uses it yet.",)"
         R"("content":{"application/json":{"schema":{"$ref":"#/components/schemas/File"}}}},)" +
         std::string(refusal) + "}}";
}

std::string reading(std::string_view name, std::string_view summary, std::string_view type) {
  return R"({"get":{"operationId":")" + std::string(name) + R"(","summary":")" + std::string(summary) + R"(","tags":["files"],"parameters":[)" +
         std::string(id_parameter) + R"(],"responses":{"200":{"description":"The bytes.","headers":{"ETag":{"schema":{"type":"string"}}},)" +
         R"("content":{")" + std::string(type) + R"(":)" + std::string(bytes) + R"(}},"304":{"description":"If-None-Match names what is there."},)" +
         std::string(refusal) + "}}";
}

}  // namespace

std::vector<other_path> file_paths() {
  const auto* file = &record_of(static_cast<const files::file*>(nullptr));
  return {{"/api/files", sending(), file},
          {"/api/files/{id}", reading("get_file", "A photo or document, for whoever sent it or may read what it belongs to.", "*/*"), nullptr},
          {"/api/files/{id}/thumbnail", reading("get_file_thumbnail", "A small picture of a photo.", "image/jpeg"), nullptr}};
}

}  // namespace app
