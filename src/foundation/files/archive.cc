#include "foundation/files/archive.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>

#include "foundation/files/byte_order.h"
#include "foundation/files/refusals.h"

namespace files {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view local_mark = "PK\x03\x04"sv, entry_mark = "PK\x01\x02"sv, end_mark = "PK\x05\x06"sv;
constexpr std::size_t local_bytes = 30, entry_bytes = 46, end_bytes = 22;
constexpr std::size_t longest_comment = 65'535;
constexpr std::size_t longest_descriptor = 24;  // behind a part whose size was not known when it was begun
constexpr std::uint64_t ratio_from = 1U << 20U;

base::problem damaged(const char* why) { return broken_file(std::string("Its archive is damaged: ") + why); }

// The end record that reaches to the last byte with its comment.
std::optional<std::size_t> find_end(std::string_view bytes) {
  if (bytes.size() < end_bytes) return std::nullopt;
  const std::size_t last = bytes.size() - end_bytes;
  const std::size_t first = last > longest_comment ? last - longest_comment : 0;
  for (std::size_t at = last + 1; at-- > first;) {
    if (bytes.substr(at, 4) == end_mark && little16(bytes, at + 20) == last - at) return at;
  }
  return std::nullopt;
}

// Reads the directory entry by entry and finds what each speaks of.
class directory {
 public:
  directory(std::string_view bytes, const limits& within) : bytes_(bytes), within_(within) {}

  archive read() {
    const auto found = find_end(bytes_);
    if (!found) throw damaged("it was not sent or saved whole.");
    const auto end = *found;
    const std::size_t count = little16(bytes_, end + 10), size = little32(bytes_, end + 12), begins = little32(bytes_, end + 16);
    if (little32(bytes_, end + 4) != 0 || little16(bytes_, end + 8) != count) throw damaged("it is a part of several.");
    if (begins > end || size != end - begins) throw damaged("its directory is not where it says.");
    if (count == 0) throw damaged("it is empty.");
    if (count > within_.archive_parts) throw swollen_archive("It holds " + std::to_string(count) + " parts.");
    archive out{.parts = {}, .comment_at = end + 20};
    at_ = begins;
    for (std::size_t i = 0; i < count; ++i) out.parts.push_back(next(begins, end));
    if (at_ != end) throw damaged("its directory is longer than it says.");
    check_places(out.parts, begins);
    return out;
  }

 private:
  archive_part next(std::size_t begins, std::size_t end) {
    if (end - at_ < entry_bytes || bytes_.substr(at_, 4) != entry_mark) throw damaged("its directory is broken.");
    const std::size_t name = little16(bytes_, at_ + 28), extra = little16(bytes_, at_ + 30), comment = little16(bytes_, at_ + 32);
    if (end - at_ - entry_bytes < name + extra + comment) throw damaged("its directory is broken.");
    archive_part one{.name = bytes_.substr(at_ + entry_bytes, name),
                     .packed = {},
                     .deflated = little16(bytes_, at_ + 10) == 8,
                     .unpacked = little32(bytes_, at_ + 24),
                     .checksum = little32(bytes_, at_ + 16),
                     .begins = little32(bytes_, at_ + 42),
                     .ends = 0};
    if ((little16(bytes_, at_ + 8) & 0x2041U) != 0) throw broken_file("A part of the document is locked with a password.");
    if (!one.deflated && little16(bytes_, at_ + 10) != 0) throw damaged("a part is packed in a way that is not used in documents.");
    find_packed(one, little32(bytes_, at_ + 20), begins);
    check_size(one);
    if (!names_.insert(one.name).second) throw damaged("two parts have one name.");
    at_ += entry_bytes + name + extra + comment;
    return one;
  }

  // Behind its local head, which must tell the same name and way of packing.
  void find_packed(archive_part& one, std::size_t size, std::size_t limit) const {
    const auto at = one.begins;
    if (at > limit || limit - at < local_bytes || bytes_.substr(at, 4) != local_mark) throw damaged("a part is not where it says.");
    const std::size_t name = little16(bytes_, at + 26), extra = little16(bytes_, at + 28);
    if (limit - at - local_bytes < name + extra || limit - at - local_bytes - name - extra < size) throw damaged("a part is longer than the file.");
    const bool same = bytes_.substr(at + local_bytes, name) == one.name && (little16(bytes_, at + 8) == 8) == one.deflated;
    if (!same) throw damaged("its directory and its parts do not agree.");
    one.packed = bytes_.substr(at + local_bytes + name + extra, size);
    one.ends = at + local_bytes + name + extra + size;
  }

  void check_size(const archive_part& one) {
    total_ += one.unpacked;
    if (total_ > within_.archive_unpacked) {
      throw swollen_archive("It unpacks into more than " + std::to_string(within_.archive_unpacked >> 20U) + " MB.");
    }
    if (one.unpacked > ratio_from && one.unpacked / within_.archive_ratio > one.packed.size()) {
      throw swollen_archive("A part of it unpacks into more than " + std::to_string(within_.archive_ratio) + " times its size.");
    }
  }

  // One after the other from the first byte to the directory: nothing hides between them, and none is counted twice.
  static void check_places(const std::vector<archive_part>& parts, std::size_t end) {
    std::vector<const archive_part*> sorted;
    sorted.reserve(parts.size());
    for (const auto& one : parts) sorted.push_back(&one);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->begins < b->begins; });
    if (sorted.front()->begins != 0) throw damaged("something lies before its first part.");
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      const auto next = i + 1 < sorted.size() ? sorted[i + 1]->begins : end;
      if (sorted[i]->ends > next) throw damaged("two parts lie over each other.");
      if (next - sorted[i]->ends > longest_descriptor) throw damaged("something lies between its parts.");
    }
  }

  std::string_view bytes_;
  const limits& within_;
  std::size_t at_ = 0;
  std::uint64_t total_ = 0;
  std::set<std::string_view> names_;
};

// Inflates one part in small pieces; zlib's own memory is some forty kilobytes.
class unpacker {
 public:
  explicit unpacker(std::string_view packed) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // zlib only reads it
    stream_.avail_in = static_cast<uInt>(packed.size());
    if (::inflateInit2(&stream_, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  }
  ~unpacker() { ::inflateEnd(&stream_); }
  unpacker(const unpacker&) = delete;
  unpacker& operator=(const unpacker&) = delete;

  // The next piece; empty at the end of the stream.
  std::string_view next() {
    if (ended_) return {};
    stream_.next_out = piece_.data();
    stream_.avail_out = static_cast<uInt>(piece_.size());
    const int became = ::inflate(&stream_, Z_NO_FLUSH);
    ended_ = became == Z_STREAM_END;
    const std::size_t got = piece_.size() - stream_.avail_out;
    if (!ended_ && (became != Z_OK || got == 0)) throw damaged("a part cannot be unpacked.");
    return {reinterpret_cast<const char*>(piece_.data()), got};
  }
  [[nodiscard]] bool took_all() const { return ended_ && stream_.avail_in == 0; }

 private:
  z_stream stream_{};
  bool ended_ = false;
  std::array<Bytef, 65'536> piece_{};
};

}  // namespace

archive read_archive(std::string_view bytes, const limits& within) { return directory(bytes, within).read(); }

bool ends_as_archive(std::string_view bytes) { return find_end(bytes).has_value(); }

std::string check_part(const archive_part& one, std::size_t keep) {
  std::string kept;
  std::uint64_t count = 0;
  uLong checksum = 0;
  const auto take = [&](std::string_view piece) {
    count += piece.size();
    if (count > one.unpacked) throw damaged("a part is longer than its directory says.");
    checksum = ::crc32_z(checksum, reinterpret_cast<const Bytef*>(piece.data()), piece.size());
    kept += piece.substr(0, std::min(piece.size(), keep - kept.size()));
  };
  if (one.deflated) {
    const auto reader = std::make_unique<unpacker>(one.packed);
    for (auto piece = reader->next(); !piece.empty(); piece = reader->next()) take(piece);
    if (!reader->took_all()) throw damaged("a part is not as long as it says.");
  } else {
    take(one.packed);
  }
  if (count != one.unpacked || checksum != one.checksum) throw damaged("a part does not match its checksum.");
  return kept;
}

}  // namespace files
