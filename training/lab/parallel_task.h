// Real text as a task.
#pragma once

#include <cstdint>

#include "proto/lab_config.pb.h"
#include "training/lab/parallel/parallel_text.h"
#include "training/lab/task.h"
#include "training/lab/translator/translator.h"

namespace tandem {

/// The text that config.parallel names, without pairs that are too long. With a translator its
/// translations take the place of the targets, and pairs that it leaves words of untranslated
/// (has_unknown_marks()) are left out. Throws Error as read_parallel_text() and translate() do.
ParallelText read_task_text(const LabConfig& config, Translator* translator);

/// Tests `known` and `novel` (a source word that no seed pair has), from documents of their own;
/// see parallel/parallel_splits.h. Vocabularies are learned from the text of the seed pairs and of
/// the loop: which words and pieces there are on either side, as the made-up languages'
/// vocabularies say, not what means what. Test pairs that can't be written with them are left out.
/// The right translation is the text's target, token by token. Throws Error naming what the text
/// has too little of.
LabTask make_parallel_task(const LabConfig& config, const ParallelText& text, std::uint64_t seed);

}  // namespace tandem
