/** The threads of a library compiled ahead of time, in Rust: what emit/c/team.ts says. */
import { largestScratch, workerThreadBytes } from "../abi.ts";
import type { LibraryNeeds } from "../needs.ts";
import type { Lines } from "../text.ts";

export function rustTeam({ threads, scratch }: LibraryNeeds): Lines {
  if (threads === undefined) return [];
  return [...start(threads), ...(scratch ? withScratch : withoutScratch), ...finish(threads)];
}

const start = (threads: number): Lines =>
  `
/// pthread_t is a word wherever there are POSIX threads.
extern "C" {
  fn pthread_create(
    thread: *mut u64,
    attributes: *const u64,
    work: unsafe extern "C" fn(*mut core::ffi::c_void) -> *mut core::ffi::c_void,
    given: *mut core::ffi::c_void,
  ) -> i32;
  fn pthread_join(thread: u64, result: *mut *mut core::ffi::c_void) -> i32;
  fn pthread_attr_init(attributes: *mut u64) -> i32;
  fn pthread_attr_setstacksize(attributes: *mut u64, bytes: usize) -> i32;
  fn pthread_attr_destroy(attributes: *mut u64) -> i32;
}

type KleisWork = unsafe extern "C" fn(*mut core::ffi::c_void, i64, *mut f64);

#[repr(C)]
struct KleisThreads {
  run: unsafe extern "C" fn(*const KleisThreads, KleisWork, *mut core::ffi::c_void, i64),
  threads: i64,
}

#[derive(Clone, Copy)]
struct KleisWorker {
  thread: u64,
  function: Option<KleisWork>,
  task: *mut core::ffi::c_void,
  part: i64,
  started: bool,
  done: bool,
}

const KLEIS_MOST_WORKERS: usize = ${threads - 1};

unsafe fn kleis_work_with(worker: *mut KleisWorker, scratch: *mut f64) {
  if let Some(function) = (*worker).function {
    function((*worker).task, (*worker).part, scratch);
  }
  (*worker).done = true;
}
`.split("\n");

const withoutScratch: Lines = `
unsafe extern "C" fn kleis_work(given: *mut core::ffi::c_void) -> *mut core::ffi::c_void {
  kleis_work_with(given as *mut KleisWorker, core::ptr::null_mut());
  core::ptr::null_mut()
}

unsafe fn kleis_work_here(worker: *mut KleisWorker) {
  kleis_work_with(worker, core::ptr::null_mut());
}`.split("\n");

const withScratch: Lines = `
mod kleis_memory {
  extern "C" {
    pub fn posix_memalign(to: *mut *mut f64, alignment: usize, size: usize) -> i32;
    pub fn free(memory: *mut f64);
  }
}

unsafe extern "C" fn kleis_work(given: *mut core::ffi::c_void) -> *mut core::ffi::c_void {
  let mut scratch: *mut f64 = core::ptr::null_mut();
  if kleis_memory::posix_memalign(&mut scratch, 64, ${largestScratch} * 8) == 0 {
    kleis_work_with(given as *mut KleisWorker, scratch);
    kleis_memory::free(scratch);
  }
  core::ptr::null_mut()
}

#[repr(align(64))]
struct KleisScratch(core::cell::UnsafeCell<[f64; ${largestScratch}]>);

unsafe impl Sync for KleisScratch {}

/// Where there is no memory for one thread, all share this, in turn.
static KLEIS_SCRATCH: KleisScratch = KleisScratch(core::cell::UnsafeCell::new([0.0; ${largestScratch}]));
static KLEIS_SCRATCH_TAKEN: core::sync::atomic::AtomicBool = core::sync::atomic::AtomicBool::new(false);

unsafe fn kleis_work_here(worker: *mut KleisWorker) {
  use core::sync::atomic::Ordering::{Acquire, Release};
  while KLEIS_SCRATCH_TAKEN.swap(true, Acquire) {
    core::hint::spin_loop();
  }
  kleis_work_with(worker, KLEIS_SCRATCH.0.get() as *mut f64);
  KLEIS_SCRATCH_TAKEN.store(false, Release);
}`.split("\n");

const finish = (threads: number): Lines =>
  `
unsafe extern "C" fn kleis_run(_: *const KleisThreads, function: KleisWork, task: *mut core::ffi::c_void, parts: i64) {
  let none = KleisWorker { thread: 0, function: None, task, part: 0, started: false, done: false };
  let mut storage = [none; KLEIS_MOST_WORKERS];
  let workers = storage.as_mut_ptr();
  // Larger than any system's.
  let mut attributes = [0u64; 32];
  let asks = parts > 1 && pthread_attr_init(attributes.as_mut_ptr()) == 0;
  if asks {
    pthread_attr_setstacksize(attributes.as_mut_ptr(), ${workerThreadBytes});
  }
  for k in 0..parts - 1 {
    let worker = workers.offset(k as isize);
    (*worker).function = Some(function);
    (*worker).part = k + 1;
    let given = worker as *mut core::ffi::c_void;
    (*worker).started =
      asks && pthread_create(&mut (*worker).thread, attributes.as_ptr(), kleis_work, given) == 0;
  }
  if asks {
    pthread_attr_destroy(attributes.as_mut_ptr());
  }
  function(task, 0, core::ptr::null_mut());
  for k in 0..parts - 1 {
    let worker = workers.offset(k as isize);
    if (*worker).started {
      pthread_join((*worker).thread, core::ptr::null_mut());
    }
    if !(*worker).done {
      kleis_work_here(worker);
    }
  }
}

static KLEIS_THREADS: KleisThreads = KleisThreads { run: kleis_run, threads: ${threads} };`.split("\n");
