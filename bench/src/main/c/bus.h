// A service and its client in another process, both with sd-bus, on a bus that they start; or with
// PEER without a bus. What one operation is says WORK.
#include "bench.h"
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-bus.h>

#define NAME "dev.rohrpost.Bench"
#define PATH "/bench"
enum { CALL, LARGE, DICT, SIGNALS, IDLE, LENGTH = 100, MUCH = 1 << 20, ENTRIES = 100, CONNECTIONS = 1000 };

static sd_bus *bus;
static char text[LENGTH + 1];
static char much[MUCH];

// The functions of sd-bus return a negative errno.
#define done(call)                     \
  ({                                   \
    __typeof__(call) got = (call);     \
    if (got < 0)                       \
      errx(1, #call ": %s", strerror(-(int)got)); \
    got;                               \
  })

static int echo(sd_bus_message *call) {
  const char *value;
  done(sd_bus_message_read(call, "s", &value));
  return sd_bus_reply_method_return(call, "s", value);
}

static int bytes(sd_bus_message *call) {
  sd_bus_message *reply;
  const void *value;
  size_t length;
  done(sd_bus_message_read_array(call, 'y', &value, &length));
  done(sd_bus_message_new_method_return(call, &reply));
  done(sd_bus_message_append_array(reply, 'y', value, length));
  done(sd_bus_send(NULL, reply, NULL));
  sd_bus_message_unref(reply);
  return 1;
}

static int dict(sd_bus_message *call) {
  sd_bus_message *reply;
  char key[20];
  done(sd_bus_message_new_method_return(call, &reply));
  done(sd_bus_message_open_container(reply, 'a', "{sv}"));
  for (int i = 0; i < ENTRIES; i++) {
    snprintf(key, sizeof key, "Property%d", i);
    if (i % 2)
      done(sd_bus_message_append(reply, "{sv}", key, "u", (unsigned)i));
    else
      done(sd_bus_message_append(reply, "{sv}", key, "s", "a value of a property"));
  }
  done(sd_bus_message_close_container(reply));
  done(sd_bus_send(NULL, reply, NULL));
  sd_bus_message_unref(reply);
  return 1;
}

static int burst(sd_bus_message *call) {
  unsigned count;
  done(sd_bus_message_read(call, "u", &count));
  while (count-- > 0)
    done(sd_bus_emit_signal(bus, PATH, NAME, "Ticked", "s", text));
  return sd_bus_reply_method_return(call, "");
}

static int called(sd_bus_message *call, void *data, sd_bus_error *error) {
  const char *member = sd_bus_message_get_member(call);
  (void)data;
  (void)error;
  if (!member || sd_bus_message_is_method_call(call, NULL, NULL) <= 0)
    return 0;
  return strcmp(member, "Echo") == 0    ? echo(call)
         : strcmp(member, "Bytes") == 0 ? bytes(call)
         : strcmp(member, "Dict") == 0  ? dict(call)
         : strcmp(member, "Burst") == 0 ? burst(call)
                                        : 0;
}

static void serve(void) {
  done(sd_bus_add_object(bus, NULL, PATH, called, NULL));
  while (1) {
    int more = sd_bus_process(bus, NULL);
    if (more < 0)
      exit(0); // the client has gone
    if (more == 0)
      done(sd_bus_wait(bus, UINT64_MAX));
  }
}

static sd_bus_message *answered(sd_bus_message *call) {
  sd_bus_error error = SD_BUS_ERROR_NULL;
  sd_bus_message *reply;
  if (sd_bus_call(bus, call, 0, &error, &reply) < 0)
    errx(1, "%s: %s", error.name, error.message);
  sd_bus_message_unref(call);
  return reply;
}

static sd_bus_message *call_of(const char *member) {
  sd_bus_message *call;
#ifdef PEER
  done(sd_bus_message_new_method_call(bus, &call, NULL, PATH, NAME, member));
#else
  done(sd_bus_message_new_method_call(bus, &call, NAME, PATH, NAME, member));
#endif
  return call;
}

static void call(void) {
  sd_bus_message *message = call_of("Echo");
  const char *value;
  done(sd_bus_message_append(message, "s", text));
  message = answered(message);
  done(sd_bus_message_read(message, "s", &value));
  if (strlen(value) != LENGTH)
    errx(1, "an echo of %zu bytes", strlen(value));
  sd_bus_message_unref(message);
}

static void end(pid_t process) {
  must(kill(process, SIGTERM));
  must(waitpid(process, NULL, 0));
}

#ifdef PEER
static void work(long times) {
  while (times-- > 0)
    call();
}

static void on_socket(int socket, int is_server) {
  sd_id128_t id = {0};
  done(sd_bus_new(&bus));
  done(sd_bus_set_fd(bus, socket, socket));
  if (is_server)
    done(sd_bus_set_server(bus, 1, id));
  done(sd_bus_start(bus));
}

int main(int argc, char **argv) {
  int ends[2];
  pid_t service;
  arguments(argc, argv);
  memset(text, 'x', LENGTH);
  must(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
  service = must(fork());
  close(ends[service == 0 ? 0 : 1]);
  on_socket(ends[service == 0 ? 1 : 0], service == 0);
  if (service == 0)
    serve();
  measure(work);
  end(service);
}
#else
static void large(void) {
  sd_bus_message *message = call_of("Bytes");
  const void *value;
  size_t length;
  done(sd_bus_message_append_array(message, 'y', much, MUCH));
  message = answered(message);
  done(sd_bus_message_read_array(message, 'y', &value, &length));
  if (length != MUCH)
    errx(1, "an echo of %zu bytes", length);
  sd_bus_message_unref(message);
}

static void read_dict(void) {
  sd_bus_message *message = answered(call_of("Dict"));
  int count = 0;
  done(sd_bus_message_enter_container(message, 'a', "{sv}"));
  while (done(sd_bus_message_enter_container(message, 'e', "sv")) > 0) {
    const char *key, *type, *word;
    unsigned number;
    done(sd_bus_message_read(message, "s", &key));
    done(sd_bus_message_peek_type(message, NULL, &type));
    if (*type == 'u')
      done(sd_bus_message_read(message, "v", "u", &number));
    else
      done(sd_bus_message_read(message, "v", "s", &word));
    done(sd_bus_message_exit_container(message));
    count++;
  }
  if (count != ENTRIES)
    errx(1, "%d entries", count);
  sd_bus_message_unref(message);
}

static long ticks;

static int ticked(sd_bus_message *signal, void *data, sd_bus_error *error) {
  const char *value;
  (void)data;
  (void)error;
  done(sd_bus_message_read(signal, "s", &value));
  ticks++;
  return 0;
}

static void signals(long times) {
  sd_bus_message *message = call_of("Burst");
  ticks = 0;
  done(sd_bus_message_append(message, "u", (unsigned)times));
  sd_bus_message_unref(answered(message));
  while (ticks < times)
    if (done(sd_bus_process(bus, NULL)) == 0)
      done(sd_bus_wait(bus, UINT64_MAX));
}

static void work(long times) {
  if (WORK == SIGNALS)
    signals(times);
  else
    while (times-- > 0)
      WORK == CALL ? call() : WORK == LARGE ? large() : read_dict();
}

static void connect_to(const char *address) {
  done(sd_bus_new(&bus));
  done(sd_bus_set_address(bus, address));
  done(sd_bus_set_bus_client(bus, 1));
  done(sd_bus_start(bus));
}

static pid_t started_bus(char *address, int room) {
  int said[2];
  pid_t daemon;
  FILE *in;
  must(pipe2(said, O_CLOEXEC));
  daemon = must(fork());
  if (daemon == 0) {
    must(dup2(said[1], STDOUT_FILENO));
    must(dup2(must(open("/dev/null", O_WRONLY)), STDERR_FILENO)); // it warns of its own limits
    must(execlp("dbus-daemon", "dbus-daemon", "--session", "--nofork", "--nopidfile",
                "--address=unix:tmpdir=/tmp", "--print-address=1", NULL));
  }
  close(said[1]);
  in = fdopen(said[0], "r");
  if (!in || !fgets(address, room, in))
    errx(1, "dbus-daemon does not say where it is");
  address[strcspn(address, "\n")] = '\0';
  return daemon;
}

// How much memory this process has, in bytes.
static double resident(void) {
  long all, pages;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%ld %ld", &all, &pages) != 2)
    err(1, "/proc/self/statm");
  fclose(file);
  return (double)pages * sysconf(_SC_PAGESIZE);
}

static void idle(const char *address) {
  double before = 0;
  for (int i = 0; i < CONNECTIONS + CONNECTIONS / 10; i++) {
    const char *name;
    if (i == CONNECTIONS / 10)
      before = resident();
    connect_to(address);
    done(sd_bus_get_unique_name(bus, &name));
  }
  printf("{\"bytes each\": %.1f}\n", (resident() - before) / CONNECTIONS);
}

int main(int argc, char **argv) {
  char address[200], byte;
  int ready[2];
  pid_t daemon, service;
  arguments(argc, argv);
  memset(text, 'x', LENGTH);
  daemon = started_bus(address, sizeof address);
  if (WORK == IDLE) {
    idle(address);
    end(daemon);
    return 0;
  }
  must(pipe2(ready, O_CLOEXEC));
  service = must(fork());
  connect_to(address);
  if (service == 0) {
    done(sd_bus_request_name(bus, NAME, 0));
    must(write(ready[1], "", 1));
    serve();
  }
  must(read(ready[0], &byte, 1));
  if (WORK == SIGNALS)
    done(sd_bus_match_signal(bus, NULL, NAME, PATH, NAME, "Ticked", ticked, NULL));
  measure(work);
  end(service);
  end(daemon);
}
#endif
