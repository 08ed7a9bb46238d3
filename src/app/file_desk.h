#pragma once
#include <functional>
#include <memory>
#include <string>

#include "app/byte_budget.h"
#include "app/worker_pool.h"
#include "foundation/files/clamd.h"
#include "foundation/files/content_folder.h"
#include "foundation/files/file_store.h"
#include "foundation/files/thumbnail.h"
#include "foundation/operation/operation.h"
#include "foundation/web/reply.h"

namespace app {

// Whether the caller may read a file that is in use, or was: whoever uses files says so. Asked on a read snapshot.
using may_read_file = std::function<bool(store::connection&, const operation::caller&, const std::string& file_id)>;

struct file_desk_options {
  std::string folder = {};  // of the contents
  std::string clamd = {};   // setting files.clamd
  files::limits within = {};
  // Bodies under way and in work. A body has its cleaned copy beside it, one photo at a time is decoded.
  byte_budget::bounds incoming = {.bytes = 256U << 20U, .bytes_of_account = 100U << 20U, .tickets_of_account = 8};
  byte_budget::bounds outgoing = {.bytes = 256U << 20U, .bytes_of_account = 128U << 20U, .tickets_of_account = 64};
};

// Takes files in and hands them out, off the io threads, within a bounded amount of memory.
class file_desk {
 public:
  file_desk(store::database& db, file_desk_options how);
  ~file_desk();
  file_desk(const file_desk&) = delete;
  file_desk& operator=(const file_desk&) = delete;

  struct upload {
    std::shared_ptr<const operation::caller> who;
    std::string request_id;
    std::string name;        // decoded
    std::string media_type;  // Content-Type as sent
    std::string body;
    std::shared_ptr<void> room;  // its ticket of `incoming`
  };
  // Cleans, scans, decodes, keeps, and answers 201, or 200 for what the account sent before.
  void take_in(upload what, const web::reply& answer);

  struct wish {
    std::shared_ptr<const operation::caller> who;
    std::string id;
    bool thumbnail = false;
    std::string known_tags;  // If-None-Match
  };
  void hand_out(wish what, const may_read_file& may_read, const web::reply& answer);

  // Removes what nobody uses; a sentence on what it did. `now`: the records' time.
  std::string forget(base::instant now);

  // The most a body of this Content-Type may have, from its head alone.
  [[nodiscard]] std::size_t largest_body(std::string_view media_type) const;
  [[nodiscard]] const byte_budget& incoming() const { return incoming_; }
  [[nodiscard]] files::content_folder& contents() { return contents_; }
  void stop();

 private:
  void keep(upload& what, const web::reply& answer);
  web::response file_response(const wish& what, const files::file& one);
  store::database& db_;
  const files::limits within_;
  files::content_folder contents_;
  files::thumbnailer thumbnails_;
  const files::virus_scanner scanner_;
  const byte_budget incoming_;
  const byte_budget outgoing_;
  worker_pool intake_;
  worker_pool readers_;
};

}  // namespace app
