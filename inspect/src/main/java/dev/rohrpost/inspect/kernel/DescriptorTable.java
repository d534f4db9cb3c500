package dev.rohrpost.inspect.kernel;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.LinuxBpfH;
import dev.rohrpost.libc.SysStatH;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The descriptors of all processes, but for those of folders, devices, and ordinary files that
/// have never been locked.
final class DescriptorTable {
  static final String ITERATOR = "bpf_iter_task_file";

  private static final int PIPEFS_MAGIC = 0x50495045;
  private static final int SOCKFS_MAGIC = 0x534f434b;
  private static final int FMODE_READ = 1;
  private static final int FMODE_WRITE = 2;

  /// Of file systems whose ordinary files are none: handles of the kernel, of processes, queues,
  /// and memory.
  private static final List<Integer> SPECIAL =
      List.of(
          0x09041934, // anonymous inodes
          0x50494446, // pidfs
          0x19800202, // mqueue
          0x01021994, // tmpfs
          0x958458f6); // hugetlbfs

  private enum Column {
    PID("task->tgid"),
    TID("task->pid"),
    FD("fd"),
    INODE("file->f_inode->i_ino"),
    FILE_SYSTEM("file->f_inode->i_sb->s_magic"),
    TYPE("file->f_inode->i_mode"),
    LOCKS("file->f_inode->i_flctx"),
    MODE("file->f_mode"),
    TABLE("task->files"),
    SHARERS("task->files->count.counter"),
    DESCRIPTION("file"),
    READERS("file->f_inode->i_pipe->readers"),
    WRITERS("file->f_inode->i_pipe->writers"),
    HEAD("file->f_inode->i_pipe->head"),
    TAIL("file->f_inode->i_pipe->tail"),
    CAPACITY("file->f_inode->i_pipe->max_usage");

    private final String path;

    Column(String path) {
      this.path = path;
    }
  }

  /// What is asked for last: `f_count` up to Linux 6.12; since then `f_ref`, which is one less.
  private static final int REFERENCES = Column.values().length;

  private static final String COUNT = "file->f_count.counter";
  private static final String COUNT_LESS_ONE = "file->f_ref.refcnt.counter";

  private static final int WIDTH = REFERENCES + 1;

  private DescriptorTable() {}

  /// Prepares the question.
  static Listing listing(Btf btf) throws UnixException, NoSuchTypeException {
    var query = new Query(btf, ITERATOR, WIDTH);
    keepWhatTalks(query);
    for (var column : Column.values()) {
      query.column(column.path);
    }
    references(query);
    return query.ready();
  }

  /// Reads the answer. The kernel lists the descriptors of a thread only if they are others than
  /// those of the first thread, but if that has ended it lists them for each of the rest.
  static List<Descriptor> read(Rows rows) {
    var descriptors = new ArrayList<Descriptor>(rows.count());
    var ofOthers = new HashSet<List<Long>>();
    for (var row = 0; row < rows.count(); row++) {
      var descriptor = descriptor(rows, row);
      if (get(rows, row, Column.TID) == descriptor.pid() || ofOthers.add(place(descriptor))) {
        descriptors.add(descriptor);
      }
    }
    return descriptors;
  }

  private static List<Long> place(Descriptor descriptor) {
    return List.of((long) descriptor.pid(), descriptor.table(), (long) descriptor.fd());
  }

  /// The iterator itself has a reference while it shows a file, which does not count.
  private static void references(Query query) throws NoSuchTypeException {
    try {
      query.load(1, COUNT_LESS_ONE);
    } catch (NoSuchTypeException _) {
      query.load(1, COUNT);
      query.code().computeWith(LinuxBpfH.BPF_ADD, 1, -1);
    }
    query.column(1);
  }

  private static void keepWhatTalks(Query query) throws NoSuchTypeException {
    var code = query.code();
    var kept = new ArrayList<Integer>();
    query.load(1, Column.TYPE.path);
    code.computeWith(LinuxBpfH.BPF_AND, 1, SysStatH.S_IFMT);
    kept.add(code.jump(LinuxBpfH.BPF_JEQ, 1, SysStatH.S_IFIFO));
    kept.add(code.jump(LinuxBpfH.BPF_JEQ, 1, SysStatH.S_IFSOCK));
    query.load(1, Column.LOCKS.path);
    kept.add(code.jump(LinuxBpfH.BPF_JNE, 1, 0));
    query.load(1, Column.FILE_SYSTEM.path);
    // Numbers that are part of an instruction have a sign.
    code.computeWith(LinuxBpfH.BPF_LSH, 1, 32).computeWith(LinuxBpfH.BPF_ARSH, 1, 32);
    for (var magic : SPECIAL) {
      kept.add(code.jump(LinuxBpfH.BPF_JEQ, 1, magic));
    }
    code.end();
    kept.forEach(code::land);
  }

  private static Descriptor descriptor(Rows rows, int row) {
    var mode = (int) get(rows, row, Column.MODE);
    return new Descriptor(
        (int) get(rows, row, Column.PID),
        (int) get(rows, row, Column.FD),
        get(rows, row, Column.TABLE),
        (int) get(rows, row, Column.SHARERS),
        type(rows, row),
        get(rows, row, Column.INODE),
        (mode & FMODE_READ) != 0,
        (mode & FMODE_WRITE) != 0,
        get(rows, row, Column.LOCKS) != 0,
        get(rows, row, Column.DESCRIPTION),
        rows.get(row, REFERENCES),
        pipe(rows, row));
  }

  private static PipeState pipe(Rows rows, int row) {
    if ((int) get(rows, row, Column.FILE_SYSTEM) != PIPEFS_MAGIC) {
      return PipeState.NONE;
    }
    return new PipeState(
        (int) get(rows, row, Column.READERS),
        (int) get(rows, row, Column.WRITERS),
        (int) (get(rows, row, Column.HEAD) - get(rows, row, Column.TAIL)),
        (int) get(rows, row, Column.CAPACITY));
  }

  private static Descriptor.Type type(Rows rows, int row) {
    var fileSystem = (int) get(rows, row, Column.FILE_SYSTEM);
    var mode = (int) get(rows, row, Column.TYPE);
    return switch (fileSystem) {
      case PIPEFS_MAGIC -> Descriptor.Type.PIPE;
      case SOCKFS_MAGIC -> Descriptor.Type.SOCKET;
      default ->
          SPECIAL.contains(fileSystem) || (mode & SysStatH.S_IFMT) == SysStatH.S_IFIFO
              ? Descriptor.Type.OTHER
              : Descriptor.Type.FILE;
    };
  }

  @SuppressWarnings("EnumOrdinal") // the columns are in the order of the table
  private static long get(Rows rows, int row, Column column) {
    return rows.get(row, column.ordinal());
  }
}
