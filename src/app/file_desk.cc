#include "app/file_desk.h"

#include "foundation/base/id.h"
#include "foundation/base/problem.h"
#include "foundation/files/content.h"
#include "foundation/files/forget.h"
#include "foundation/seal/hash.h"
#include "foundation/web/http_rules.h"
#include "foundation/web/precondition.h"

namespace app {
namespace {

constexpr std::size_t intake_threads = 2, intake_queue = 256;  // its bodies are bounded by their bytes
constexpr std::size_t reader_threads = 2, reader_queue = 1'024;
constexpr base::duration kept_unused = base::days(1);

base::problem busy() { return {503, "busy", "Too many files are under way at once.", "", "Try again in a few seconds."}; }

// A name that says the same in ASCII for old programs, and the name itself (RFC 6266, RFC 5987).
std::string disposition(const files::file& one) {
  std::string plain;
  for (const char c : one.name) {
    const bool usable = c >= ' ' && c < '\x7F' && c != '"' && c != '\\' && c != '%';
    // One mark for each letter that is not ASCII, not for each of its bytes.
    if (usable || (static_cast<unsigned char>(c) & 0xC0U) != 0x80) plain += usable ? c : '_';
  }
  return std::string(files::is_photo(one.type) ? "inline" : "attachment") + "; filename=\"" + plain + "\"; filename*=UTF-8''" +
         web::percent_encode(one.name);
}

// The bytes together with their ticket: it is given back when the last of them are sent.
std::shared_ptr<const std::string> with_ticket(std::string bytes, std::shared_ptr<void> ticket) {
  struct held {
    std::string bytes;
    std::shared_ptr<void> ticket;
  };
  const auto both = std::make_shared<held>(held{std::move(bytes), std::move(ticket)});
  return {both, &both->bytes};
}

}  // namespace

file_desk::file_desk(store::database& db, file_desk_options how)
    : db_(db),
      within_(how.within),
      contents_(std::move(how.folder)),
      scanner_(std::move(how.clamd)),
      incoming_(how.incoming),
      outgoing_(how.outgoing),
      intake_(intake_threads, intake_queue),
      readers_(reader_threads, reader_queue) {}

file_desk::~file_desk() { stop(); }

void file_desk::stop() {
  intake_.stop();
  readers_.stop();
}

std::size_t file_desk::largest_body(std::string_view media_type) const {
  return media_type.starts_with("image/") ? within_.photo_bytes : within_.document_bytes;
}

void file_desk::take_in(upload what, const web::reply& answer) {
  const auto shared = std::make_shared<upload>(std::move(what));
  const bool queued = intake_.submit([this, shared, answer] {
    try {
      keep(*shared, answer);
    } catch (...) {
      answer.refuse_current_exception();
    }
  });
  if (!queued) throw busy();
}

void file_desk::keep(upload& what, const web::reply& answer) {
  auto clean = files::clean(std::move(what.body), {.media_type = what.media_type, .name = what.name}, within_);
  scanner_.check(clean.bytes);
  const bool photo = files::is_photo(clean.type);
  const auto thumbnail = photo ? thumbnails_.make(clean) : std::string();
  files::file one{.sha256 = seal::to_hex(seal::sha256(clean.bytes)),
                  .type = clean.type,
                  .name = std::move(clean.name),
                  .bytes = static_cast<std::int64_t>(clean.bytes.size()),
                  .uploaded_by = what.who->account_id};
  if (photo) {
    const bool turned = clean.orientation >= 5;
    one.width = turned ? clean.height : clean.width;
    one.height = turned ? clean.width : clean.height;
  }
  const files::content_folder::hold hold(contents_, one.sha256);  // until the row is committed, or is not
  contents_.put(hold, clean.bytes, thumbnail);
  files::kept_file kept;
  db_.write_and_wait({.account_id = what.who->account_id, .remote = what.who->remote, .request_id = what.request_id},
                     [&](store::transaction& work) { kept = files::keep_file(work, one); });
  auto given = web::json_response(kept.fresh ? 201 : 200, record::to_json(kept.what));
  given.headers.push_back({"Location", "/api/files/" + kept.what.id});
  answer(std::move(given));
}

void file_desk::hand_out(wish what, const may_read_file& may_read, const web::reply& answer) {
  if (!base::is_uuid(what.id)) throw base::not_found("file");
  const bool queued = readers_.submit([this, what = std::move(what), may_read, answer] {
    try {
      std::optional<files::stored_file> found;
      db_.read([&](store::connection& reader) {
        found = files::find_file(reader, what.id);
        if (found && !found->is_unused_of(what.who->account_id) && !may_read(reader, *what.who, what.id)) found.reset();
      });
      if (!found || (what.thumbnail && !found->what.thumbnail)) throw base::not_found("file");
      answer(file_response(what, found->what));
    } catch (...) {
      answer.refuse_current_exception();
    }
  });
  if (!queued) throw busy();
}

// What somebody sent is never more than a picture or a thing to save: no script, no frame, no other type.
web::response file_desk::file_response(const wish& what, const files::file& one) {
  const std::string tag = '"' + one.sha256 + (what.thumbnail ? "-thumbnail" : "") + '"';
  web::response out;
  out.headers = {{"ETag", tag}, {"Cache-Control", "private, no-cache"}, {"Content-Security-Policy", "default-src 'none'; sandbox"}};
  if (web::has_matching_tag(what.known_tags, tag)) {
    out.status = 304;
    return out;
  }
  out.content_type = what.thumbnail ? "image/jpeg" : std::string(files::media_type(one.type));
  out.headers.push_back({"Content-Disposition", what.thumbnail ? "inline" : disposition(one)});
  const auto account = what.who->account_id;
  if (what.thumbnail) {
    out.body = contents_.get_thumbnail(one.sha256);
    return out;
  }
  auto ticket = outgoing_.take(account, static_cast<std::size_t>(one.bytes));
  if (!ticket) throw busy();
  out.shared_body = with_ticket(contents_.get(one.sha256, one.bytes), std::move(ticket));
  return out;
}

std::string file_desk::forget(base::instant now) {
  const base::system_clock machine;
  const auto done = files::forget_files(db_, contents_, {.rows = now - kept_unused, .contents = machine.now() - kept_unused});
  return std::to_string(done.rows) + " unused files, " + std::to_string(done.contents) + " contents removed";
}

}  // namespace app
