# Headers nearly every file reads, read once by g++: for the tests, and for the sanitizers' builds. The optimised
# build and clang's go without: there a file that forgets an include is found, and g++ 12 keeps apart what std::string does inside
# (its warnings of array bounds there are not ours: with precompiled headers it forgets that they stand in a system header).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(SHOUWANG_PRECOMPILED ON)
else()
  set(SHOUWANG_PRECOMPILED OFF)
endif()

set(common_headers <boost/json.hpp> <algorithm> <chrono> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <mutex> <optional> <ranges>
  <set> <span> <stdexcept> <string> <string_view> <thread> <unordered_map> <variant> <vector>)

# Makes `target` the owner of precompiled headers; it has one empty file.
function(shouwang_own_headers target)
  file(WRITE ${CMAKE_BINARY_DIR}/${target}.cc "")
  add_library(${target} OBJECT ${CMAKE_BINARY_DIR}/${target}.cc)
  shouwang_options(${target})
  target_precompile_headers(${target} PRIVATE ${ARGN})
endfunction()

function(shouwang_use_headers target owner)
  target_precompile_headers(${target} REUSE_FROM ${owner})
endfunction()

# A module of the server; the owner is `headers`.
function(shouwang_use_module_headers target)
  if(SHOUWANG_PRECOMPILED AND SHOUWANG_SANITIZE)
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
    shouwang_use_headers(${target} headers)
  endif()
endfunction()
