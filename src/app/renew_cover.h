#pragma once

namespace app {

struct town;

// Makes what recommendations know of cover: cells and travel times once per graph (kept beside it), demand from the
// place's past calls and the incidents so far. Takes a second or so the first time: never on the path of a request.
void renew_cover(town& of);

}  // namespace app
