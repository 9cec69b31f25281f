/*
 * fft_lengths, a part of fft_f64: which passes a length takes.
 *
 * Version     1
 */

enum { fft_f64_known = fft_f64_n > 0 };
/* What primes passes take. Code for a length that is not known has fewer of them: it has to have them all. */
enum { fft_f64_primes = fft_f64_known ? 2 * 3 * 5 * 7 * 11 * 13 : 2 * 3 * 5 * 7 };

/* The factor of what remains that a pass takes when the ones before it have taken `s`: vectors want eight or four first. */
#define fft_f64_factor(rest, s)                                                                                         \
  ((rest) == 16 && (s) >= 8 && fft_f64_known ? 16                                                                       \
   : (rest) % 8 == 0                         ? 8                                                                        \
   : (rest) % 4 + (s) == 1                   ? 4                                                                        \
   : (rest) % 13 == 0 && fft_f64_known       ? 13                                                                       \
   : (rest) % 11 == 0 && fft_f64_known       ? 11                                                                       \
   : (rest) % 7 == 0                         ? 7                                                                        \
   : (rest) % 5 == 0                         ? 5                                                                        \
   : (rest) % 3 == 0                         ? 3                                                                        \
   : (rest) % 4 == 0                         ? 4                                                                        \
   : (rest) % 2 == 0                         ? 2                                                                        \
                                             : 1)

/* The shortest convenient length that is not below x: a power of two, or 5, 6 or 7 eighths of it. */
#define fft_f64_power(x) ((fft_f64_int)16 << (60 - __builtin_clzll(((fft_f64_int)(x)-1) | 8)))
#define fft_f64_convenient(x)                                                                                           \
  (fft_f64_power(x) / 8 * 5 >= (x)   ? fft_f64_power(x) / 8 * 5                                                         \
   : fft_f64_power(x) / 8 * 6 >= (x) ? fft_f64_power(x) / 8 * 6                                                         \
   : fft_f64_power(x) / 8 * 7 >= (x) ? fft_f64_power(x) / 8 * 7                                                         \
                                     : fft_f64_power(x))

/* Complex numbers that are transformed, and how many by passes. */
enum { fft_f64_points = !fft_f64_known ? 1 : fft_f64_real ? fft_f64_n / 2 : fft_f64_n };
/* No prime factor of n is another where the primes' product to its 32nd power is a multiple of n. */
#define fft_f64_square(x, n) ((fft_f64_int)(x) * (fft_f64_int)(x) % (n))
enum { fft_f64_power1 = fft_f64_square(fft_f64_primes % fft_f64_points, fft_f64_points) };
enum { fft_f64_power2 = fft_f64_square(fft_f64_power1, fft_f64_points) };
enum { fft_f64_power3 = fft_f64_square(fft_f64_power2, fft_f64_points) };
enum { fft_f64_power4 = fft_f64_square(fft_f64_power3, fft_f64_points) };
enum { fft_f64_power5 = fft_f64_square(fft_f64_power4, fft_f64_points) };
enum { fft_f64_chirps = fft_f64_power5 != 0 };
enum { fft_f64_size = fft_f64_chirps ? fft_f64_convenient(2 * fft_f64_points - 1) : fft_f64_points };

/* Pass k of a known length, as fft_f64_planned makes it: bits say which passes are needed, `twiddles` counts doubles. */
#define fft_f64_pass(k, j)                                                                                              \
  enum { fft_f64_radix##k = fft_f64_factor(fft_f64_rest##j, fft_f64_taken##j) };                                        \
  enum { fft_f64_rest##k = fft_f64_rest##j / fft_f64_radix##k };                                                        \
  enum { fft_f64_taken##k = fft_f64_taken##j * fft_f64_radix##k };                                                      \
  enum { fft_f64_short##k = fft_f64_taken##j + 0 < fft_f64_width };                                                     \
  enum { fft_f64_narrow##k = fft_f64_narrow##j | fft_f64_short##k << fft_f64_radix##k };                                \
  enum { fft_f64_last##k = fft_f64_last##j | (fft_f64_rest##k == 1 && !fft_f64_short##k) << fft_f64_radix##k };         \
  enum { fft_f64_wide##k = fft_f64_wide##j | (fft_f64_rest##k > 1 && !fft_f64_short##k) << fft_f64_radix##k };          \
  enum { fft_f64_few##k = fft_f64_few##j | (fft_f64_rest##k * fft_f64_taken##j < fft_f64_width) << fft_f64_radix##k };  \
  enum { fft_f64_half##k = fft_f64_half##j | (2 * fft_f64_taken##j == fft_f64_width) << fft_f64_radix##k };             \
  enum { fft_f64_first##k = fft_f64_first##j | (fft_f64_taken##j + 0 == 1) << fft_f64_radix##k };                       \
  enum { fft_f64_scatters##k = fft_f64_scatters##j | fft_f64_scattered(k, j) << fft_f64_radix##k };                     \
  enum {                                                                                                                \
    fft_f64_twiddles##k = fft_f64_twiddles##j + fft_f64_twiddles_of(fft_f64_radix##k, fft_f64_rest##k, fft_f64_taken##j + 0) \
  };
/* Whether a narrow pass stores element by element: its butterflies' neighbours are neither a square's rows nor half vectors. */
#define fft_f64_is_square(radix) ((radix) % fft_f64_width == 0 || ((radix) == 4 && fft_f64_width == 8))
#define fft_f64_scattered(k, j)                                                                                         \
  (fft_f64_short##k && (fft_f64_rest##k * fft_f64_taken##j < fft_f64_width ||                                           \
                        !((fft_f64_taken##j + 0 == 1 && fft_f64_is_square(fft_f64_radix##k)) ||                         \
                          (fft_f64_width > 2 && 2 * fft_f64_taken##j == fft_f64_width))))
#define fft_f64_twiddles_of(radix, m, s)                                                                                \
  (2 * ((radix)-1) *                                                                                                    \
   ((s) < fft_f64_width ? ((s) * (m) + fft_f64_width - 1) / fft_f64_width * fft_f64_width : (m)))
enum { fft_f64_rest = fft_f64_size, fft_f64_taken = 1, fft_f64_twiddles = 0 };
enum { fft_f64_narrow = 0, fft_f64_last = 0, fft_f64_wide = 0 };
enum { fft_f64_few = 0, fft_f64_half = 0, fft_f64_first = 0, fft_f64_scatters = 0 };
fft_f64_pass(0, ) fft_f64_pass(1, 0) fft_f64_pass(2, 1) fft_f64_pass(3, 2) fft_f64_pass(4, 3) fft_f64_pass(5, 4);
fft_f64_pass(6, 5) fft_f64_pass(7, 6) fft_f64_pass(8, 7) fft_f64_pass(9, 8) fft_f64_pass(10, 9) fft_f64_pass(11, 10);
fft_f64_pass(12, 11) fft_f64_pass(13, 12) fft_f64_pass(14, 13) fft_f64_pass(15, 14);
#define fft_f64_needs(kind, radix) (fft_f64_known ? fft_f64_##kind##15 >> (radix) & 1 : (radix) <= 8)
/* Whether any pass takes it: compilers need not carry the other butterflies into each pass before they drop them. */
#define fft_f64_uses(radix) (fft_f64_needs(narrow, radix) || fft_f64_needs(wide, radix) || fft_f64_needs(last, radix))

enum {
  fft_f64_odd_uses = fft_f64_uses(3) || fft_f64_uses(5) || fft_f64_uses(7) || fft_f64_uses(11) || fft_f64_uses(13)
};

/* The only narrow pass is the first, and all it stores are whole vectors. */
enum { fft_f64_whole = fft_f64_known && fft_f64_radix0 % fft_f64_width == 0 && fft_f64_rest0 >= (int)fft_f64_width };
