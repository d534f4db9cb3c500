package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import dev.rohrpost.cli.command.Ending;
import dev.rohrpost.fd.Deadline;
import dev.rohrpost.ipc.SystemVKey;
import dev.rohrpost.memory.Ring;
import dev.rohrpost.memory.RingSettings;
import dev.rohrpost.memory.SharedMemory;
import dev.rohrpost.messaging.Endpoint;
import dev.rohrpost.messaging.Message;
import dev.rohrpost.messaging.Receiver;
import dev.rohrpost.messaging.Selection;
import dev.rohrpost.messaging.Sender;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.PosixQueueSettings;
import dev.rohrpost.queue.SystemVQueue;
import dev.rohrpost.semaphore.SemaphoreSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where demonstrations happen: this process, another one, and a folder for what has a path. All
/// that was made is gone after it.
final class Scene implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SHORTLY = Duration.ofMillis(300);
  private static final long PAUSE_NANOS = 1_000_000;

  /// Above the highest pid.
  private static final int KEY_SHIFT = 22;

  /// A peer that is not there yet answers with one of these, the last for sockets of virtual
  /// machines.
  private static final Set<Errno> NOT_YET =
      Set.of(Errno.ENOENT, Errno.ECONNREFUSED, Errno.ECONNRESET);

  /// Before the name of a program that is not installed.
  static final String NO_PROGRAM = "there is no program ";

  private static final String LATE = "the other side was not there in time";

  /// What a kernel or a machine answers that was not made for something.
  private static final Pattern LACK =
      Pattern.compile(
          "\\b(EAFNOSUPPORT|EPROTONOSUPPORT|ESOCKTNOSUPPORT|ENOSYS|ENODEV|EADDRNOTAVAIL"
              + "|ENETUNREACH|EOPNOTSUPP)\\b|vsock.*"
              + LATE
              + "|^"
              + NO_PROGRAM);

  private final Path folder;
  private final List<String> command;
  private final Partner partner;
  private @Nullable Heir heir;
  private final List<AutoCloseable> left = new CopyOnWriteArrayList<>();

  private Scene(Path folder, List<String> command) throws IOException {
    this.folder = folder;
    this.command = command;
    try {
      this.partner = Partner.start(command, program -> program);
    } catch (IOException e) {
      Files.delete(folder);
      throw e;
    }
  }

  static Scene open() throws IOException {
    return open(Partner.command());
  }

  /// As above.
  ///
  /// @param command what starts a partner
  static Scene open(List<String> command) throws IOException {
    return Ending.making(
        () -> new Scene(Files.createTempDirectory("rohrpost-"), command), Scene::close);
  }

  Partner partner() {
    return partner;
  }

  /// Returns the process that has inherited pipes; another one, when all of them were used.
  synchronized Heir heir() throws IOException {
    if (heir != null && heir.isUsedUp()) {
      heir.close();
      heir = null;
    }
    if (heir == null) {
      heir = Heir.start(command);
    }
    return heir;
  }

  private synchronized void closeHeir() {
    if (heir != null) {
      heir.close();
      heir = null;
    }
  }

  Path folder() {
    return folder;
  }

  /// Returns a name that nobody else uses.
  String name(String what) {
    return "rohrpost-" + what + "-" + ProcessHandle.current().pid();
  }

  /// Remembers what is to be removed, last things first.
  void leave(AutoCloseable object) {
    left.addFirst(object);
  }

  /// Makes a queue that is gone at the end.
  ///
  /// @return its endpoint
  String systemVQueue(int number) throws UnixException {
    var key = new SystemVKey(number << KEY_SHIFT | (int) ProcessHandle.current().pid());
    leave(SystemVQueue.create(key)::remove);
    return "sysv:" + key.number();
  }

  /// As above.
  String ring(String what) throws UnixException {
    var name = "/" + name(what);
    Ring.create(name, RingSettings.DEFAULT).close();
    leave(() -> SharedMemory.remove(name));
    return "shm:" + name;
  }

  /// As above: one semaphore, at 0.
  SemaphoreSet semaphore(int number) throws UnixException {
    var key = new SystemVKey(number << KEY_SHIFT | (int) ProcessHandle.current().pid());
    var set = SemaphoreSet.create(key, 1);
    leave(set::remove);
    return set;
  }

  /// As above.
  String posixQueue(String what) throws UnixException {
    var name = "/" + name(what);
    var settings = PosixQueueSettings.DEFAULT.withinLimits();
    PosixQueue.create(name, settings).close();
    leave(() -> PosixQueue.remove(name));
    return "mq:" + name;
  }

  /// Tells whether a failure says that the machine does not have it.
  static boolean isLack(String why) {
    return LACK.matcher(why).find();
  }

  static Deadline soon() {
    return Deadline.after(PATIENCE);
  }

  /// Opens a sender, as soon as somebody is there.
  static Sender sender(String uri) throws IOException, InterruptedException {
    var deadline = soon();
    awaitPort(uri);
    return asSoonAsThere(
        () -> Sender.open(Endpoint.parse(uri), deadline).orElseThrow(() -> late("open", uri)));
  }

  /// Insists on sockets of virtual machines that lead back to this machine: there is a refusal at
  /// once, or nobody at all.
  static void requireVsock() throws UnixException, InterruptedException {
    var nobody = "vsock://1:1";
    try (var sender = Sender.open(Endpoint.parse(nobody), Deadline.after(SHORTLY)).orElse(null)) {
      if (sender == null) {
        throw late("connect", nobody);
      }
    } catch (UnixException.Disconnected _) {
      // This machine has answered.
    }
  }

  /// Waits until somebody is at a port of UDP: who is not there yet loses datagrams.
  static void awaitPort(String uri) throws IOException {
    var deadline = soon();
    if (Endpoint.parse(uri) instanceof Endpoint.Internet(var protocol, _, var port, _)
        && protocol == Endpoint.Internet.Protocol.UDP) {
      while (!deadline.hasPassed() && !Ports.receivesDatagrams(port)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /// What needs somebody at the other end.
  @FunctionalInterface
  interface Meeting<T> {
    T meet() throws UnixException, InterruptedException;
  }

  /// Tries until somebody is there.
  static <T> T asSoonAsThere(Meeting<T> meeting) throws UnixException, InterruptedException {
    var deadline = soon();
    while (true) {
      try {
        return meeting.meet();
      } catch (UnixException e) {
        if (!NOT_YET.contains(e.errno()) || deadline.hasPassed()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS); // there is nothing else to wait for
      }
    }
  }

  static Receiver receiver(String uri) throws UnixException, InterruptedException {
    return Receiver.open(Endpoint.parse(uri), Selection.ANY, soon())
        .orElseThrow(() -> late("open", uri));
  }

  /// Sends from here, and has the other process receive.
  ///
  /// @param from the words after `receive`, such as the endpoint
  /// @return what it received, as JSON
  List<String> exchange(String to, List<Message> messages, String... from)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("receive"));
    words.addAll(List.of(from));
    words.addAll(List.of("--json", "--timeout", "5s"));
    partner.begin(words.toArray(String[]::new));
    var reading = partner.reading(); // or it waits for us to read, while we wait for it to receive
    try (var sender = sender(to)) {
      for (var message : messages) {
        send(sender, message, to);
      }
    } finally {
      reading.await(); // also after a failure, or it would be taken for the next answer
    }
    return reading.await().orFail().lines();
  }

  /// Sends all of a message.
  static void send(Sender sender, Message message, String to)
      throws UnixException, InterruptedException {
    if (!sender.send(message, soon()).complete()) {
      throw late("send", to);
    }
  }

  /// Work that is done while a message is sent again and again.
  @FunctionalInterface
  interface Meanwhile<T> {
    T call() throws IOException, InterruptedException;
  }

  /// Sends a message again and again, because nobody can see whether somebody hears it yet.
  static <T> T repeating(Sender sender, Message message, Meanwhile<T> meanwhile)
      throws IOException, InterruptedException {
    var repeater =
        Thread.startVirtualThread(() -> {
          while (!Thread.interrupted()) {
            sendOnce(sender, message);
            LockSupport.parkNanos(PAUSE_NANOS);
          }
        });
    try {
      return meanwhile.call();
    } finally {
      repeater.interrupt();
      repeater.join();
    }
  }

  private static void sendOnce(Sender sender, Message message) {
    try {
      sender.send(message, Deadline.NOW);
    } catch (IOException _) {
      // It shows in what is received.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Says that the other end did not do its part in time.
  static UnixException late(String call, String uri) {
    return UnixException.verdict(call, uri, LATE);
  }

  /// Says who received what.
  String received(List<String> lines) {
    return "process "
        + ProcessHandle.current().pid()
        + " sent, process "
        + partner.pid()
        + " received "
        + String.join(" ", lines);
  }

  /// Removes what was made.
  void clear() {
    for (var object : left) {
      try {
        object.close();
      } catch (Exception _) {
        // It is gone already, or was never made: nothing is left behind, which is what is wanted.
      }
    }
    left.clear();
  }

  @Override
  public void close() {
    partner.close();
    closeHeir();
    clear();
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException _) {
      // Closed a second time, by a signal.
    }
  }
}
