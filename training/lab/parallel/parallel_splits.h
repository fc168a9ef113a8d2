// Parallel text split for a study: pairs to begin with, sources for the loop, fresh pairs, and test
// sets that share neither a document nor a template with any of them.
//
// First split_by_document(), then make_parallel_splits(). Between the two the caller may drop pairs
// from either side (sentences that are too long, say). A program that makes new targets has to run
// before both, since targets count as leaks too.
//
// Words and templates are those of sentence_template.h.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "training/lab/parallel/parallel_text.h"

namespace tandem {

struct DocumentSides {
  ParallelText training;
  ParallelText test;
};

/// Each document is on one side by a draw of the seed and its name, on the test side with
/// probability `test_share`; so text that is added changes no other document's side. On each side
/// only the first pair of each source template stays, and of the test side only pairs that share
/// neither the source's template nor the target's with a training pair. Pairs keep their order.
///
/// Throws Error unless 0 < test_share < 1. A side may come out empty.
DocumentSides split_by_document(const ParallelText& text, std::uint64_t seed, double test_share);

struct ParallelSplitSizes {
  // Numbers of pairs, >= 0.
  int seed_pairs = 1500;
  int loop_sources = 8000;  ///< their targets are for judges, not for training
  int fresh_pairs = 8000;   ///< the control that gets more real data
  int test_known = 500;     ///< every source word occurs in the seed pairs' sources
  int test_novel = 500;  ///< a source word occurs in the loop sources, but in no seed pair's source
};

struct ParallelSplits {
  ParallelText seed_pairs;
  ParallelText loop_sources;
  ParallelText fresh_pairs;
  ParallelText test_known;
  ParallelText test_novel;
};

struct NamedParallelSplit {
  std::string_view name;  ///< as in ParallelSplits
  bool test = false;
  const ParallelText* pairs = nullptr;  ///< valid as long as the ParallelSplits
};

/// All splits in the order of ParallelSplits.
std::array<NamedParallelSplit, 5> named_splits(const ParallelSplits& splits);

/// Draws the splits from the sides; the same for the same arguments. A word that is like a name
/// makes no sentence novel (to copy it needs no knowledge), but keeps it from being known.
///
/// Throws Error for a size below 0, and for a split that the text is too small for, naming it and
/// how many pairs there are for it.
ParallelSplits make_parallel_splits(const DocumentSides& sides, std::uint64_t seed,
                                    const ParallelSplitSizes& sizes);

/// What is wrong with the splits, a sentence for each case; empty if they are as they should be: no
/// source in two splits or twice in one, no document on both sides, no test pair with a training
/// pair's source template or target template, and in the test sets known and novel words as
/// ParallelSplitSizes says. All of it is found anew from the pairs.
std::vector<std::string> check_disjoint(const ParallelSplits& splits);

}  // namespace tandem
