/**
 * A team of threads in C, as templates/README.md has it: what lets products and maps run on several processors. Kernels know only the
 * address of the structure, so the number of threads is no part of their code, and without a team they need none of this.
 *
 * Workers sleep until a task comes and never end: nothing of the process may be unloaded under them. They take no signals. Of
 * several calls at once each has the team for itself in turn. Threads that cannot be started are done without.
 */
import { type KernelSource, largestScratch, workerThreadBytes } from "../emit/abi.ts";

export const teamFlags: readonly string[] = ["-std=gnu11", "-O2", "-fPIC", "-shared", "-pthread"];

/** What the library exports: words in, threads wanted, and out, the address of the team; 0 where there is no memory. */
export const teamSymbol = "kleis_team";

export const teamSource: KernelSource = {
  language: "c",
  libraries: [],
  templates: [],
  text: `/* Threads that share the parts of a task. */
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>

typedef void (*part_function)(void *task, int64_t part, double *scratch);

struct team {
  void (*run)(const struct team *, part_function, void *, int64_t);
  int64_t threads;
  /* Held by the call that the team works for. */
  pthread_mutex_t turn;
  /* Guards what follows. */
  pthread_mutex_t lock;
  pthread_cond_t begun, done;
  part_function function;
  void *task;
  int64_t parts, next, unfinished;
};

struct worker {
  struct team *team;
  double *scratch;
};

enum { scratch_bytes = ${largestScratch} * 8 };

/* The parts that nobody has taken yet, one after the other; the lock is held before and after. */
static void work_on(struct team *team, double *scratch) {
  while (team->next < team->parts) {
    const int64_t part = team->next++;
    const part_function function = team->function;
    void *const task = team->task;
    pthread_mutex_unlock(&team->lock);
    function(task, part, scratch);
    pthread_mutex_lock(&team->lock);
    if (--team->unfinished == 0) pthread_cond_broadcast(&team->done);
  }
}

static void *work(void *argument) {
  struct worker *const worker = argument;
  struct team *const team = worker->team;
  pthread_mutex_lock(&team->lock);
  for (;;) {
    work_on(team, worker->scratch);
    pthread_cond_wait(&team->begun, &team->lock);
  }
  return NULL;
}

static void run(const struct team *shared, part_function function, void *task, int64_t parts) {
  struct team *const team = (struct team *)shared;
  pthread_mutex_lock(&team->turn);
  pthread_mutex_lock(&team->lock);
  team->function = function;
  team->task = task;
  team->parts = parts;
  team->next = 1;
  team->unfinished = parts;
  pthread_cond_broadcast(&team->begun);
  pthread_mutex_unlock(&team->lock);
  /* Part 0 has memory of its own. */
  function(task, 0, NULL);
  pthread_mutex_lock(&team->lock);
  team->unfinished--;
  while (team->unfinished > 0) pthread_cond_wait(&team->done, &team->lock);
  pthread_mutex_unlock(&team->lock);
  pthread_mutex_unlock(&team->turn);
}

static int start(struct team *team) {
  struct worker *const worker = malloc(sizeof *worker);
  void *scratch = NULL;
  pthread_t thread;
  pthread_attr_t attributes;
  if (worker == NULL || posix_memalign(&scratch, 64, scratch_bytes)) {
    free(worker);
    return 0;
  }
  worker->team = team;
  worker->scratch = scratch;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, ${workerThreadBytes});
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  const int failed = pthread_create(&thread, &attributes, work, worker);
  pthread_attr_destroy(&attributes);
  if (failed) {
    free(scratch);
    free(worker);
  }
  return !failed;
}

/* words[0]: threads, the caller's included; words[1] becomes the address of the team. Gives the threads that there are. */
__attribute__((visibility("default"))) int32_t kleis_team(uint64_t *words) {
  struct team *const team = calloc(1, sizeof *team);
  words[1] = 0;
  if (team == NULL) return 1;
  sigset_t all, before;
  team->run = run;
  team->threads = 1;
  pthread_mutex_init(&team->turn, NULL);
  pthread_mutex_init(&team->lock, NULL);
  pthread_cond_init(&team->begun, NULL);
  pthread_cond_init(&team->done, NULL);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (team->threads < (int64_t)words[0] && start(team)) team->threads++;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (team->threads > 1) words[1] = (uint64_t)team;
  return (int32_t)team->threads;
}

__attribute__((visibility("default"))) void kleis_release(uint64_t *words) {
  (void)words;
}
`,
};
