/**
 * The bridge: a small Node-API add-on that calls kernels directly, in tens of nanoseconds where ffi-rs takes microseconds.
 *
 * One for all kernels, compiled once by the machine's own compiler and kept in the cache like any library. The prototypes are
 * declared by hand, since Node's headers are not part of an installation; Node-API is stable across versions of Node.
 */
import type { KernelSource } from "../emit/abi.ts";

export const bridgeFlags: readonly string[] = [
  "-std=gnu11",
  "-O2",
  "-fPIC",
  "-shared",
  "-Wl,--no-as-needed",
  "-ldl",
];

export const bridgeSource: KernelSource = {
  language: "c",
  libraries: [],
  templates: [],
  text: `/* Calls kernels, and tells where array buffers lie. Addresses are numbers below 2^53. */
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct napi_env_ *napi_env;
typedef struct napi_value_ *napi_value;
typedef struct napi_info_ *napi_info;
typedef napi_value (*napi_callback)(napi_env, napi_info);

int napi_get_cb_info(napi_env, napi_info, size_t *, napi_value *, napi_value *, void **);
int napi_get_value_int64(napi_env, napi_value, int64_t *);
int napi_get_value_string_utf8(napi_env, napi_value, char *, size_t, size_t *);
int napi_get_arraybuffer_info(napi_env, napi_value, void **, size_t *);
int napi_create_int64(napi_env, int64_t, napi_value *);
int napi_create_int32(napi_env, int32_t, napi_value *);
int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
int napi_set_named_property(napi_env, napi_value, const char *, napi_value);

static napi_value number(napi_env env, int64_t value) {
  napi_value result = NULL;
  napi_create_int64(env, value, &result);
  return result;
}

/* call(function, frame): the status code */
static napi_value call(napi_env env, napi_info info) {
  size_t count = 2;
  napi_value args[2], result = NULL;
  int64_t function = 0, frame = 0;
  napi_get_cb_info(env, info, &count, args, NULL, NULL);
  napi_get_value_int64(env, args[0], &function);
  napi_get_value_int64(env, args[1], &frame);
  napi_create_int32(env, ((int32_t (*)(uint64_t *))(uintptr_t)function)((uint64_t *)(uintptr_t)frame), &result);
  return result;
}

/* release(function, frame) */
static napi_value release(napi_env env, napi_info info) {
  size_t count = 2;
  napi_value args[2];
  int64_t function = 0, frame = 0;
  napi_get_cb_info(env, info, &count, args, NULL, NULL);
  napi_get_value_int64(env, args[0], &function);
  napi_get_value_int64(env, args[1], &frame);
  ((void (*)(uint64_t *))(uintptr_t)function)((uint64_t *)(uintptr_t)frame);
  return NULL;
}

/* symbol(path, name): its address, 0 if there is none */
static napi_value symbol(napi_env env, napi_info info) {
  size_t count = 2, length = 0;
  napi_value args[2];
  char path[4096], name[64];
  napi_get_cb_info(env, info, &count, args, NULL, NULL);
  if (napi_get_value_string_utf8(env, args[0], path, sizeof path, &length) || length >= sizeof path - 1)
    return number(env, 0);
  if (napi_get_value_string_utf8(env, args[1], name, sizeof name, &length)) return number(env, 0);
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  return number(env, library == NULL ? 0 : (int64_t)(uintptr_t)dlsym(library, name));
}

/* addressOf(arrayBuffer): -1 for what has no plain memory */
static napi_value address_of(napi_env env, napi_info info) {
  size_t count = 1, length = 0;
  napi_value args[1];
  void *data = NULL;
  napi_get_cb_info(env, info, &count, args, NULL, NULL);
  if (napi_get_arraybuffer_info(env, args[0], &data, &length)) return number(env, -1);
  return number(env, (int64_t)(uintptr_t)data);
}

/* copyFrom(address, arrayBuffer): fills the buffer */
static napi_value copy_from(napi_env env, napi_info info) {
  size_t count = 2, length = 0;
  napi_value args[2];
  void *data = NULL;
  int64_t address = 0;
  napi_get_cb_info(env, info, &count, args, NULL, NULL);
  napi_get_value_int64(env, args[0], &address);
  if (!napi_get_arraybuffer_info(env, args[1], &data, &length) && length > 0)
    memcpy(data, (const void *)(uintptr_t)address, length);
  return NULL;
}

static void define(napi_env env, napi_value exports, const char *name, napi_callback body) {
  napi_value function = NULL;
  napi_create_function(env, name, strlen(name), body, NULL, &function);
  napi_set_named_property(env, exports, name, function);
}

napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  define(env, exports, "call", call);
  define(env, exports, "release", release);
  define(env, exports, "symbol", symbol);
  define(env, exports, "addressOf", address_of);
  define(env, exports, "copyFrom", copy_from);
  return exports;
}
`,
};
