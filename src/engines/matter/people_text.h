#pragma once
#include <string>
#include <string_view>
#include <vector>

// A name as words are looked for in it, however it was written: full width, traditional characters, spaced, with characters
// nobody sees, joined or in capitals.
namespace matter {

// What stands between two marks of punctuation.
struct clause {
  std::string han;                 // its Chinese characters, simplified, with nothing between them; 、 as |
  std::vector<std::string> words;  // its words of Latin letters and digits, in lower case

  [[nodiscard]] bool is_empty() const { return han.empty() && words.empty(); }
};

// A text's clauses, none of them empty; harmless names (people_words.h) are taken out unless they are to stay.
std::vector<clause> clauses_of(std::string_view text);
std::vector<clause> without_harmless(std::vector<clause> clauses);

// Where the word begins in the clause at `from` or behind it; npos when it does not stand there. In Chinese: the byte in
// `han`; otherwise the place among `words`: its parts one after another or joined, with an s behind them or none.
struct found_word {
  std::size_t at = 0;
  std::size_t length = 0;
};
bool is_chinese(std::string_view word);
bool find_word(const clause& in, std::string_view word, std::size_t from, found_word& found);

// Whether the word is all there is.
bool is_all(const std::vector<clause>& clauses, std::string_view word);

}  // namespace matter
