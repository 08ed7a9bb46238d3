#pragma once
#include <string>
#include <string_view>

#include "engines/matter/kind.h"

// What a fault of a catalogue says to people.
namespace matter {

// What is wrong and what to do, in Chinese, by the fault's code; empty for a code nobody has given words.
std::string_view in_chinese(std::string_view fault_code);

// "WHAT. REMEDY （CHINESE）", without the file and the line. The English names what exactly is meant.
std::string said(const fault& one);

}  // namespace matter
