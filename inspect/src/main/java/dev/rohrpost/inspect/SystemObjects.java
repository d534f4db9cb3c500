package dev.rohrpost.inspect;

import dev.rohrpost.UnixException;
import dev.rohrpost.inspect.proc.Proc;
import dev.rohrpost.libc.FcntlH;
import dev.rohrpost.libc.SysStatH;
import dev.rohrpost.memory.SharedMemory;
import dev.rohrpost.memory.SystemVSegment;
import dev.rohrpost.queue.PosixQueue;
import dev.rohrpost.queue.SystemVQueue;
import dev.rohrpost.semaphore.SemaphoreSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The objects that exist without anybody who holds them: those of this IPC namespace.
final class SystemObjects {
  private static final String SIZE = "QSIZE:";

  private final Proc proc;
  private final Home home;
  private final List<Unknown> unknown;

  SystemObjects(Proc proc, List<Unknown> unknown) {
    this.proc = proc;
    this.home = Home.of(proc);
    this.unknown = unknown;
  }

  /// Lists all.
  ///
  /// @return what finds out who has mapped the segments
  MappingReader read(Finds finds) {
    attempt(
        "System V queues",
        () -> {
          for (var status : SystemVQueue.list()) {
            put(finds, new IpcObject.SystemVQueue(status));
          }
        });
    attempt(
        "System V semaphores",
        () -> {
          for (var status : SemaphoreSet.list()) {
            put(finds, new IpcObject.Semaphores(status));
          }
        });
    attempt("POSIX queues", () -> posixQueues(finds));
    Map<Integer, IpcObject.SystemVSegment> attached = new HashMap<>();
    attempt(
        "System V segments",
        () -> {
          for (var status : SystemVSegment.list()) {
            var segment = new IpcObject.SystemVSegment(status);
            put(finds, segment);
            if (status.attachments() > 0) {
              attached.put(status.id(), segment);
            }
          }
        });
    Map<Long, IpcObject.PosixSegment> files = new HashMap<>();
    attempt("segments in /dev/shm", () -> posixSegments(finds, files));
    return new MappingReader(home, attached, files);
  }

  private void posixQueues(Finds finds) throws UnixException {
    var names = PosixQueue.names();
    if (names.isEmpty()) {
      unknown.add(
          new Unknown(
              Unknown.Matter.SYSTEM_OBJECTS,
              "POSIX queues that nobody has open",
              "no file system of type mqueue is mounted",
              List.of()));
      return;
    }
    var mount = PosixQueue.mount().map(Path::toString).orElse("");
    for (var name : names.get()) {
      var file = proc.stat(FcntlH.AT_FDCWD, mount + name);
      var inode = file == null ? 0 : file.inode();
      put(finds, new IpcObject.PosixQueue(name, 0, inode, bytes(mount + name)));
    }
  }

  /// The file says how much is in the queue, as in `QSIZE:129 NOTIFY:0`, to who may read it.
  private OptionalLong bytes(String file) {
    var text = proc.text(FcntlH.AT_FDCWD, file);
    if (text == null || !text.startsWith(SIZE)) {
      return OptionalLong.empty();
    }
    var end = text.indexOf(' ');
    return OptionalLong.of(Long.parseLong(text, SIZE.length(), end, 10));
  }

  private void posixSegments(Finds finds, Map<Long, IpcObject.PosixSegment> files)
      throws IOException {
    for (var status : SharedMemory.list()) {
      var stat = proc.stat(FcntlH.AT_FDCWD, "/dev/shm" + status.name());
      if (stat != null && stat.is(SysStatH.S_IFREG)) {
        var device = home.segmentsOn(stat.device());
        var segment = new IpcObject.PosixSegment(status.name(), device, stat.inode(), stat.size());
        put(finds, segment);
        files.put(stat.inode(), segment);
      }
    }
  }

  private static void put(Finds finds, IpcObject object) {
    finds.objects.put(object.id(), object);
  }

  private void attempt(String what, Reading reading) {
    try {
      reading.run();
    } catch (IOException e) {
      unknown.add(
          new Unknown(
              Unknown.Matter.SYSTEM_OBJECTS, what, String.valueOf(e.getMessage()), List.of()));
    }
  }

  /// Lists one kind.
  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }
}
