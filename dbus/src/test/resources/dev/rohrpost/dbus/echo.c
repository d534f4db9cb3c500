/* Echoes by sd-bus. "serve" answers every call of /echo with its arguments, read and written again. "call" calls
   the service with values of every type, and says whether the same came back. */
#define _GNU_SOURCE
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-bus.h>

static sd_bus *bus;

static int check(int result, const char *what) {
  if (result < 0) {
    fprintf(stderr, "%s: %s\n", what, strerror(-result));
    exit(1);
  }
  return result;
}

static int echo(sd_bus_message *call, void *data, sd_bus_error *error) {
  (void)data;
  (void)error;
  sd_bus_message *reply = NULL;
  check(sd_bus_message_new_method_return(call, &reply), "new_method_return");
  check(sd_bus_message_copy(reply, call, 1), "copy");
  check(sd_bus_send(bus, reply, NULL), "send");
  sd_bus_message_unref(reply);
  return 1;
}

static void serve(void) {
  check(sd_bus_add_object(bus, NULL, "/echo", echo, NULL), "add_object");
  check(sd_bus_request_name(bus, "com.example.Echo", 0), "request_name");
  puts("ready");
  fflush(stdout);
  for (;;) {
    int done = sd_bus_process(bus, NULL);
    if (done < 0) return; /* the bus has gone */
    if (done == 0) check(sd_bus_wait(bus, UINT64_MAX), "wait");
  }
}

static char *dump(sd_bus_message *message) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  check(sd_bus_message_rewind(message, 1), "rewind");
  check(sd_bus_message_dump(message, out, SD_BUS_MESSAGE_DUMP_SUBTREE_ONLY), "dump");
  fclose(out);
  return text;
}

static sd_bus_message *begin(void) {
  sd_bus_message *call = NULL;
  check(sd_bus_message_new_method_call(bus, &call, "com.example.Echo", "/echo", "com.example.Echo", "Echo"),
        "new_method_call");
  return call;
}

static sd_bus_message *finish(sd_bus_message *call, const char *type) {
  sd_bus_error error = SD_BUS_ERROR_NULL;
  sd_bus_message *reply = NULL;
  if (sd_bus_call(bus, call, 0, &error, &reply) < 0) {
    printf("%s: %s: %s\n", type, error.name, error.message);
    exit(1);
  }
  return reply;
}

static void compare(sd_bus_message *call, const char *type) {
  sd_bus_message *reply = finish(call, type);
  char *ours = dump(call), *theirs = dump(reply);
  if (strcmp(ours, theirs) == 0) {
    printf("same y%s\n", type);
  } else {
    printf("different y%s: %s%s\n", type, ours, theirs);
  }
  free(ours);
  free(theirs);
  sd_bus_message_unref(call);
  sd_bus_message_unref(reply);
}

static void descriptor(void) {
  sd_bus_message *call = begin();
  check(sd_bus_message_append(call, "h", 0), "append");
  sd_bus_message *reply = finish(call, "h");
  int returned = -1;
  check(sd_bus_message_read(reply, "h", &returned), "read");
  struct stat sent, got;
  if (fstat(0, &sent) == 0 && fstat(returned, &got) == 0 && sent.st_ino == got.st_ino) {
    puts("same h");
  } else {
    puts("different h");
  }
  sd_bus_message_unref(call);
  sd_bus_message_unref(reply);
}

#define SAMPLE(type, ...)                                              \
  do {                                                                 \
    sd_bus_message *call = begin();                                    \
    check(sd_bus_message_append(call, "y" type, 9, __VA_ARGS__), type); \
    compare(call, type);                                               \
  } while (0)
#define I64(value) ((int64_t)(value))
#define U64(value) ((uint64_t)(value))

static void call_all(void) {
  SAMPLE("y", 255);
  SAMPLE("b", 1);
  SAMPLE("n", -32768);
  SAMPLE("q", 65535);
  SAMPLE("i", INT32_MIN);
  SAMPLE("u", UINT32_MAX);
  SAMPLE("x", INT64_MIN);
  SAMPLE("t", UINT64_MAX);
  SAMPLE("d", -0.0);
  SAMPLE("d", INFINITY);
  SAMPLE("d", (double)NAN);
  SAMPLE("s", "h\u00e4\u00df \u20ac \U0001f600");
  SAMPLE("s", "");
  SAMPLE("o", "/a/b");
  SAMPLE("g", "a{sv}(ii)");
  SAMPLE("v", "v", "n", 1);
  SAMPLE("ay", 2, 0, 255);
  SAMPLE("ab", 2, 1, 0);
  SAMPLE("an", 2, -1, 2);
  SAMPLE("aq", 1, 65535);
  SAMPLE("ai", 3, -1, 2, 3);
  SAMPLE("au", 1, UINT32_MAX);
  SAMPLE("ax", 1, I64(-1));
  SAMPLE("at", 0);
  SAMPLE("ad", 2, 1.5, -2.0);
  SAMPLE("as", 3, "a", "", "bcd");
  SAMPLE("ao", 1, "/");
  SAMPLE("ag", 2, "", "ii");
  SAMPLE("av", 2, "y", 1, "s", "x");
  SAMPLE("(y(st))", 1, "a", U64(2));
  SAMPLE("a(yt)", 2, 1, U64(2), 3, U64(4));
  SAMPLE("aas", 2, 0, 1, "x");
  SAMPLE("aat", 2, 1, U64(1), 0);
  SAMPLE("a{sv}", 0);
  SAMPLE("a{sv}", 1, "k", "y", 1);
  SAMPLE("a{qas}", 1, 7, 1, "x");
  SAMPLE("a{oa{sa{sv}}}", 1, "/", 1, "i", 1, "p", "s", "x");
  SAMPLE("v", "(yx(sd))", 1, I64(2), "x", 0.5);
  SAMPLE("v", "a{ut}", 1, 1, U64(2));
  SAMPLE("v", "ay", 1, 7);
  descriptor();
}

int main(int count, char **words) {
  check(sd_bus_open_user(&bus), "open_user");
  if (count == 2 && strcmp(words[1], "serve") == 0) {
    serve();
  } else {
    call_all();
  }
  sd_bus_flush_close_unref(bus);
  return 0;
}
