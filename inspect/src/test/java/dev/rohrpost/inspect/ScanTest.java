package dev.rohrpost.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rohrpost.UnixException;
import dev.rohrpost.fd.Fd;
import dev.rohrpost.inspect.IpcObject.Pipe.Fill;
import dev.rohrpost.inspect.kernel.Tables;
import dev.rohrpost.pipe.Pipe;
import dev.rohrpost.testkit.Foreign;
import dev.rohrpost.testkit.Jvm;
import dev.rohrpost.testkit.NoChildrenLeft;
import dev.rohrpost.testkit.NoFdLeaks;
import dev.rohrpost.testkit.Python;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The lists of the kernel and the files of `/proc` say the same.
@ExtendWith({NoFdLeaks.class, NoChildrenLeft.class})
@Tag("busy")
class ScanTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @BeforeEach
  void theKernelMayBeAsked() {
    var isRoot = "root".equals(System.getProperty("user.name"));
    Assumptions.assumeTrue(
        isRoot && Files.exists(Path.of("/sys/kernel/btf/vmlinux")),
        "only root may ask a kernel that describes its types");
    assertThat(Tables.read()).as("what the kernel lists").isPresent();
  }

  @Test
  void bothWaysSeeTheSame() throws Exception {
    Foreign.require("unshare");
    var program = Python.source(ScanTest.class, "zoo.py");
    try (var zoo = Python.start(program, folder.toString())) {
      var pids =
          Arrays.stream(zoo.line(PATIENCE).split(" ", -1))
              .map(Integer::valueOf)
              .collect(Collectors.toCollection(TreeSet::new));
      var listed = Inspector.look(Tables::read);
      var read = Inspector.look(Optional::empty);
      // Who was seen to do its last step to sleep is looked at again.
      var end = System.nanoTime() + PATIENCE.toNanos();
      while (!processes(listed, pids).equals(processes(read, pids)) && System.nanoTime() < end) {
        listed = Inspector.look(Tables::read);
        read = Inspector.look(Optional::empty);
      }
      for (var pid : pids) {
        assertThat(processes(listed, Set.of(pid))).isEqualTo(processes(read, Set.of(pid)));
      }
      assertThat(links(listed, pids)).isEqualTo(links(read, pids));
      assertThat(processes(listed, pids)).hasSameSizeAs(pids);
      assertThat(links(listed, pids)).hasSizeGreaterThan(pids.size());
      zoo.endInput();
      zoo.await(PATIENCE);
    }
  }

  /// A kernel may leave out of its lists whom it protects.
  @Test
  void nobodyWhoIsInProcIsLeftOut() throws Exception {
    var before = pids();
    var seen = Inspector.look(Tables::read).processes().stream().map(ProcessInfo::pid).toList();
    before.retainAll(pids());
    assertThat(before).contains(1);
    assertThat(seen).containsAll(before);
  }

  /// Lists all processes without the threads of the kernel, which are 2 and its children.
  private static Set<Integer> pids() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != 2 && parent(process) != 2)
        .map(process -> (int) process.pid())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static long parent(ProcessHandle process) {
    return process.parent().map(ProcessHandle::pid).orElse(0L);
  }

  @Test
  void aPipeIsAsFullAsItWasMade() throws Exception {
    var page = 4096;
    try (var pipe = Pipe.open()) {
      var end = pipe.writeEnd().fd();
      var pages = Pipe.capacity(end) / page;
      assertThat(fill(end)).isEqualTo(new Fill(0, pages));
      pipe.writeEnd().write(ByteBuffer.allocate(page + 1));
      assertThat(fill(end)).isEqualTo(new Fill(2, pages));
      pipe.writeEnd().write(ByteBuffer.allocate((pages - 2) * page));
      assertThat(fill(end)).isEqualTo(new Fill(pages, pages)).matches(Fill::isFull);
    }
  }

  private static Fill fill(Fd end) throws UnixException {
    var own = (int) ProcessHandle.current().pid();
    var picture = Inspector.look(Tables::read);
    var link =
        end.borrow(number ->
            picture.links().stream()
                .filter(one -> one.pid() == own && one.fd() == number)
                .findFirst()
                .orElseThrow());
    var pipe = (IpcObject.Pipe) picture.object(link.object()).orElseThrow();
    return pipe.fill().orElseThrow();
  }

  @Test
  void whereTheKernelRefusesProcIsRead() throws Exception {
    var refused = "--bounding-set=-bpf,-perfmon,-sys_admin";
    try (var jvm =
        Jvm.of(Refused.class).under(Foreign.require("setpriv").toString(), refused).start()) {
      assertThat(jvm.await(PATIENCE).orFail().out()).isEqualTo("not listed, but seen\n");
    }
  }

  /// Looks at itself.
  static final class Refused {
    private Refused() {}

    public static void main(String... arguments) throws UnixException {
      var own = (int) ProcessHandle.current().pid();
      System.out.println(
          (Tables.read().isPresent() ? "listed" : "not listed")
              + (Inspector.look().process(own).isPresent() ? ", but seen" : " and not seen"));
    }
  }

  /// The program is part of the command line, and too much to read when something differs.
  private static ProcessInfo withoutProgram(ProcessInfo process) {
    return new ProcessInfo(
        process.pid(),
        process.parent(),
        process.uid(),
        process.name(),
        process.command().stream().filter(word -> !word.contains("\n")).toList(),
        process.state(),
        process.started(),
        process.namespaces(),
        process.signals(),
        process.hidden(),
        process.threads());
  }

  private static List<ProcessInfo> processes(Picture picture, Set<Integer> pids) {
    return picture.processes().stream()
        .filter(one -> pids.contains(one.pid()))
        .map(ScanTest::withoutProgram)
        .toList();
  }

  /// What they hold, each descriptor once, and the objects themselves. How full a pipe is only the
  /// lists say.
  private static Map<Link, IpcObject> links(Picture picture, Set<Integer> pids) {
    return picture.links().stream()
        .filter(link -> pids.contains(link.pid()))
        .collect(
            Collectors.toMap(
                Function.identity(),
                link -> withoutFill(picture.object(link.object()).orElseThrow())));
  }

  private static IpcObject withoutFill(IpcObject object) {
    return object instanceof IpcObject.Pipe(var inode, _)
        ? new IpcObject.Pipe(inode, Optional.empty())
        : object;
  }
}
