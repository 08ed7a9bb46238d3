#pragma once
#include "foundation/record/words.h"

namespace dispatch {

using record::words;

}  // namespace dispatch
