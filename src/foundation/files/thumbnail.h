#pragma once
#include <mutex>
#include <string>

#include "foundation/files/content.h"

namespace files {

// Makes small pictures of photos, one at a time: decoding takes up to twelve bytes a pixel (a progressive JPEG of four
// colours), 1.2 GB for the largest. Safe to share between threads.
class thumbnailer {
 public:
  static constexpr int longest_side = 320;  // pixels
  thumbnailer();
  // A JPEG of the photo, turned upright, on white, never larger than the photo. Throws base::problem broken_file when the
  // photo cannot be decoded or is not as large as it says: then its content is no photo.
  std::string make(const cleaned& photo);

 private:
  std::mutex one_at_a_time_;
};

}  // namespace files
