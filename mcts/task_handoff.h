// What ThreadSanitizer must be told about oneTBB tasks. The library isn't instrumented, so the
// sanitizer doesn't see that a task begins after it was spawned, and would report whatever the task
// reads first. Does nothing in other builds.
#pragma once

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace tandem {

inline char task_handoff_tag;

/// On the spawning thread, after all that the tasks read has been written: their own captures
/// too, so make them with task_group::defer().
inline void before_spawning_tasks() {
#if defined(__SANITIZE_THREAD__)
  __tsan_release(&task_handoff_tag);
#endif
}

/// First in every task.
inline void at_task_begin() {
#if defined(__SANITIZE_THREAD__)
  __tsan_acquire(&task_handoff_tag);
#endif
}

}  // namespace tandem
