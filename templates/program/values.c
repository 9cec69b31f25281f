/*
 * What a stand-alone program has beside its kernels: values written in the notation of the language, as `kleis eval` writes them, boxes
 * as `out` draws them, and trouble told with its place. It stands in front of the generated `main`, and compiles alone.
 *
 * Numbers are the shortest decimals that read back as themselves, without exponents (as ECMAScript's Number::toString chooses them).
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Kernels take a frame of 8-byte words: a header, then what they give. The generated part says which words mean what. */
typedef uint64_t word;

/* Where values are written: the output, or the cell of a box. */
static FILE *sink;

static void put(const char *text) { fputs(text, sink); }

/* ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────────── */

enum { most_digits = 17 };

/* `digits` and a power of ten: 0.d₁d₂… · 10^point. */
struct decimal {
  char digits[most_digits + 1];
  int point;
};

/* The magnitude rounded to `count` digits. */
static struct decimal rounded(double magnitude, int count) {
  char text[32];
  snprintf(text, sizeof text, "%.*e", count - 1, magnitude);
  struct decimal result;
  int length = 0;
  const char *at = text;
  for (; *at != 'e'; at++)
    if (*at >= '0' && *at <= '9') result.digits[length++] = *at;
  result.digits[length] = 0;
  result.point = atoi(at + 1) + 1;
  return result;
}

static double read_back(const struct decimal *of) {
  char text[48];
  snprintf(text, sizeof text, "0.%se%d", of->digits, of->point);
  return strtod(text, NULL);
}

/* The next decimal of as many digits. */
static struct decimal next_above(struct decimal of) {
  int at = (int)strlen(of.digits) - 1;
  for (; at >= 0 && of.digits[at] == '9'; at--) of.digits[at] = '0';
  if (at >= 0) {
    of.digits[at]++;
  } else {
    of.digits[0] = '1';
    of.point++;
  }
  return of;
}

/*
 * The shortest decimal that reads back as this. Beside a power of two, where the gap below is half the one above, the
 * nearest decimal of some length may fail where the next above succeeds.
 */
static struct decimal shortest(double magnitude) {
  /* Every decimal of 15 digits survives; so do fewer of them, with zeros behind. Subnormal numbers have fewer digits. */
  for (int count = magnitude < 2.3e-308 ? 1 : 15; count < most_digits; count++) {
    const struct decimal nearest = rounded(magnitude, count), above = next_above(nearest);
    if (read_back(&nearest) == magnitude) return nearest;
    if (read_back(&above) == magnitude) return above;
  }
  return rounded(magnitude, most_digits);
}

static void put_zeros(int count) {
  for (int i = 0; i < count; i++) put("0");
}

static void put_real(double x) {
  if (isnan(x)) {
    put("NaN");
    return;
  }
  if (x == 0) {
    put("0");
    return;
  }
  if (x < 0) put("-");
  if (isinf(x)) {
    put("inf");
    return;
  }
  struct decimal of = shortest(fabs(x));
  int length = (int)strlen(of.digits);
  while (length > 1 && of.digits[length - 1] == '0') of.digits[--length] = 0;
  if (of.point <= 0) {
    put("0.");
    put_zeros(-of.point);
    put(of.digits);
  } else if (of.point >= length) {
    put(of.digits);
    put_zeros(of.point - length);
  } else {
    fprintf(sink, "%.*s.%s", of.point, of.digits, of.digits + of.point);
  }
}

static inline void put_integer(int64_t n) { fprintf(sink, "%" PRId64, n); }

static inline void put_boolean(int b) { put(b ? "true" : "false"); }

static inline void put_complex(double re, double im) {
  put_real(re);
  if (im == 0) return;
  put(im < 0 ? " - " : " + ");
  put_real(im < 0 ? -im : im);
  put("i");
}

static inline void put_text(const char *text) {
  put("\"");
  for (; *text; text++) {
    switch (*text) {
    case '\n': put("\\n"); break;
    case '\t': put("\\t"); break;
    case '"': put("\\\""); break;
    case '\\': put("\\\\"); break;
    default: fputc(*text, sink);
    }
  }
  put("\"");
}

/* ── boxes ───────────────────────────────────────────────────────────────────────────────────────────────────────────── */

struct cell {
  char *text;
  size_t bytes;
  int64_t row, column;
};

static struct cell *cells;
static int64_t cell_count, cell_room;

static void *memory_or_end(void *memory) {
  if (memory) return memory;
  fputs("error: there is not enough memory for the values to be shown\n", stderr);
  exit(1);
}

/* What is put from now on is the text of a cell. */
static inline void begin_cell(int64_t row, int64_t column) {
  if (cell_count == cell_room) {
    cell_room = 2 * cell_room + 64;
    cells = memory_or_end(realloc(cells, (size_t)cell_room * sizeof *cells));
  }
  struct cell *const cell = &cells[cell_count++];
  cell->row = row;
  cell->column = column;
  sink = memory_or_end(open_memstream(&cell->text, &cell->bytes));
}

static inline void end_cell(void) {
  fclose(sink);
  sink = stdout;
}

/* Characters, of which some have several bytes. */
static int64_t characters(const char *text) {
  int64_t count = 0;
  for (; *text; text++) count += (*text & 0xc0) != 0x80;
  return count;
}

static void put_times(const char *text, int64_t count) {
  for (int64_t i = 0; i < count; i++) put(text);
}

static inline void put_box(int64_t rows) {
  int64_t columns = 0;
  for (int64_t k = 0; k < cell_count; k++)
    if (cells[k].column >= columns) columns = cells[k].column + 1;
  int64_t *const width = memory_or_end(calloc((size_t)columns + 1, sizeof *width));
  int64_t inside = 2 + (columns > 0 ? 2 * (columns - 1) : 0);
  for (int64_t k = 0; k < cell_count; k++) {
    const int64_t wide = characters(cells[k].text), column = cells[k].column;
    if (wide > width[column]) {
      inside += wide - width[column];
      width[column] = wide;
    }
  }
  put("┌"), put_times(" ", inside), put("┐\n");
  for (int64_t row = 0, k = 0; row < rows; row++) {
    put("│ ");
    for (int64_t column = 0; column < columns; column++) {
      const char *text = "";
      if (k < cell_count && cells[k].row == row && cells[k].column == column) text = cells[k++].text;
      put_times(" ", width[column] - characters(text) + (column > 0 ? 2 : 0));
      put(text);
    }
    put(" │\n");
  }
  put("└"), put_times(" ", inside), put("┘");
  for (int64_t k = 0; k < cell_count; k++) free(cells[k].text);
  cell_count = 0;
  free(width);
}

/* ── frames ──────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static inline double real_of(word bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static inline const double *reals_at(word address) { return (const double *)(uintptr_t)address; }
static inline const int64_t *integers_at(word address) { return (const int64_t *)(uintptr_t)address; }
static inline const uint8_t *booleans_at(word address) { return (const uint8_t *)(uintptr_t)address; }

/* Memory that a kernel fills. */
static inline word room_for(int64_t elements, size_t size) {
  return (word)(uintptr_t)memory_or_end(calloc((size_t)elements + 1, size));
}

/* What is said of a failure at a site: its text, where {0} and {1} are the two numbers that the kernel left. */
static inline void tell(const char *message, int64_t detail0, int64_t detail1) {
  fflush(stdout);
  for (const char *at = message; *at; at++) {
    if (at[0] == '{' && (at[1] == '0' || at[1] == '1') && at[2] == '}') {
      fprintf(stderr, "%" PRId64, at[1] == '0' ? detail0 : detail1);
      at += 2;
    } else {
      fputc(*at, stderr);
    }
  }
}

/* ── the program ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Evaluates what the program is made of and writes it; generated. */
int evaluate_all(void);

/* Recursion is deep in mathematics: the work has a stack of its own, of which only what is used takes memory. */
enum { usual_stack = 7 << 20, large_stack = 1 << 30, kept_stack = 1 << 20 };
static word stack_bytes = usual_stack - kept_stack;

static void *work(void *result) {
  *(int *)result = evaluate_all();
  return NULL;
}

int main(void) {
  static char buffer[1 << 16];
  int result = 1;
  pthread_t thread;
  pthread_attr_t attributes;
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  sink = stdout;
  pthread_attr_init(&attributes);
  if (pthread_attr_setstacksize(&attributes, large_stack) == 0) {
    stack_bytes = large_stack - kept_stack;
    if (pthread_create(&thread, &attributes, work, &result) == 0) {
      pthread_join(thread, NULL);
    } else {
      stack_bytes = usual_stack - kept_stack;
      work(&result);
    }
  } else {
    work(&result);
  }
  if (fflush(stdout) != 0) {
    perror("error: the output cannot be written");
    return 1;
  }
  return result;
}
/* ── what follows is generated ───────────────────────────────────────────────────────────────────────────────────────── */
