#include "training/lab/text/chrf.h"

#include <string>

#include "training/lab/text/unicode.h"

namespace tandem {
namespace {

std::u32string visible_characters(std::string_view text) {
  std::u32string characters = code_points(text);
  std::erase_if(characters, is_whitespace);
  return characters;
}

}  // namespace

ChrfStatistics& ChrfStatistics::operator+=(const ChrfStatistics& other) {
  for (std::size_t i = 0; i < orders.size(); ++i) orders[i] += other.orders[i];
  return *this;
}

ChrfStatistics chrf_statistics(std::string_view hypothesis, std::string_view reference) {
  const std::u32string hypothesis_characters = visible_characters(hypothesis);
  const std::u32string reference_characters = visible_characters(reference);
  ChrfStatistics statistics;
  for (std::size_t i = 0; i < statistics.orders.size(); ++i) {
    NgramOverlap& order = statistics.orders[i];
    order = ngram_overlap(hypothesis_characters, reference_characters, i + 1);
    if (order.reference == 0) order.hypothesis = 0;
  }
  return statistics;
}

double chrf_score(const ChrfStatistics& corpus, double beta) {
  double precision = 0;
  double recall = 0;
  int effective_order = 0;
  for (const NgramOverlap& order : corpus.orders) {
    if (order.hypothesis == 0 || order.reference == 0) continue;
    const auto matches = static_cast<double>(order.matches);
    precision += matches / static_cast<double>(order.hypothesis);
    recall += matches / static_cast<double>(order.reference);
    ++effective_order;
  }
  if (precision == 0) return 0;  // then there is no match, and recall is 0 too
  precision /= effective_order;
  recall /= effective_order;
  const double weight = beta * beta;
  return 100 * (1 + weight) * precision * recall / (weight * precision + recall);
}

}  // namespace tandem
