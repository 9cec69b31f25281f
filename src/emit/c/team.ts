/**
 * The threads of a library compiled ahead of time, in C: a call starts them for a task and waits for their end, so nothing of the
 * library runs between calls, several callers do not meet, and it may be unloaded. A part for which no thread can be started, or which has
 * no memory, is done by the caller.
 */
import { largestScratch, workerThreadBytes } from "../abi.ts";
import type { LibraryNeeds } from "../needs.ts";
import type { Lines } from "../text.ts";

export function cTeam({ threads, scratch }: LibraryNeeds): Lines {
  if (threads === undefined) return [];
  return [...start(threads), ...(scratch ? withScratch : withoutScratch), ...finish(threads)];
}

const start = (threads: number): Lines =>
  `
typedef void kleis_part(void *, i64, double *);

// pthread_t is a word wherever there are POSIX threads.
int pthread_create(u64 *, const void *, void *(*)(void *), void *);
int pthread_join(u64, void **);
int pthread_attr_init(void *);
int pthread_attr_setstacksize(void *, __SIZE_TYPE__);
int pthread_attr_destroy(void *);

struct kleis_threads {
  void (*run)(const struct kleis_threads *, kleis_part *, void *, i64);
  i64 threads;
};

struct kleis_worker {
  u64 thread;
  kleis_part *function;
  void *task;
  i64 part;
  _Bool started, done;
};

enum { kleis_most_workers = ${threads - 1} };
`.split("\n");

const withoutScratch: Lines = `
static void *kleis_work(void *given) {
  struct kleis_worker *const worker = given;
  worker->function(worker->task, worker->part, 0);
  worker->done = 1;
  return 0;
}

static void kleis_work_here(struct kleis_worker *worker) { kleis_work(worker); }`.split("\n");

const withScratch: Lines = `
int posix_memalign(void **, __SIZE_TYPE__, __SIZE_TYPE__);
void free(void *);

static void *kleis_work(void *given) {
  struct kleis_worker *const worker = given;
  void *scratch;
  if (posix_memalign(&scratch, 64, ${largestScratch} * sizeof(double))) return 0;
  worker->function(worker->task, worker->part, scratch);
  free(scratch);
  worker->done = 1;
  return 0;
}

// Where there is no memory for one thread, all share this, in turn.
static double kleis_scratch[${largestScratch}] __attribute__((aligned(64)));
static volatile _Bool kleis_scratch_taken;

static void kleis_work_here(struct kleis_worker *worker) {
  while (__atomic_test_and_set(&kleis_scratch_taken, __ATOMIC_ACQUIRE)) continue;
  worker->function(worker->task, worker->part, kleis_scratch);
  __atomic_clear(&kleis_scratch_taken, __ATOMIC_RELEASE);
}`.split("\n");

const finish = (threads: number): Lines =>
  `
static void kleis_run(const struct kleis_threads *team, kleis_part *function, void *task, i64 parts) {
  struct kleis_worker workers[kleis_most_workers];
  // Larger than any system's.
  u64 attributes[32];
  (void)team;
  const _Bool asks = parts > 1 && !pthread_attr_init(attributes);
  if (asks) pthread_attr_setstacksize(attributes, ${workerThreadBytes});
  for (i64 k = 0; k + 1 < parts; k++) {
    workers[k] = (struct kleis_worker){0, function, task, k + 1, 0, 0};
    workers[k].started = asks && !pthread_create(&workers[k].thread, attributes, kleis_work, &workers[k]);
  }
  if (asks) pthread_attr_destroy(attributes);
  function(task, 0, 0);
  for (i64 k = 0; k + 1 < parts; k++) {
    if (workers[k].started) pthread_join(workers[k].thread, 0);
    if (!workers[k].done) kleis_work_here(&workers[k]);
  }
}

static const struct kleis_threads kleis_threads = {kleis_run, ${threads}};`.split("\n");
