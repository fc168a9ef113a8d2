#include "training/lab/language/words.h"

namespace tandem {
namespace {

constexpr std::string_view kVowels = "aeiou";
constexpr int kPatience = 50;  // draws that meet only known words, before the word grows

char draw_letter(std::string_view letters, Random& random) {
  return letters[random.below(static_cast<int>(letters.size()))];
}

}  // namespace

std::string WordMaker::make(int syllables) {
  for (;; ++syllables) {
    for (int i = 0; i < kPatience; ++i) {
      std::string word = draw(syllables);
      if (made_.insert(word).second) return word;
    }
  }
}

std::string WordMaker::draw(int syllables) {
  std::string word;
  for (int i = 0; i < syllables; ++i) {
    word += draw_letter(consonants_, random_);
    word += draw_letter(kVowels, random_);
  }
  return word;
}

}  // namespace tandem
