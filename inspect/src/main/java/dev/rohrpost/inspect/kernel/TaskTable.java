package dev.rohrpost.inspect.kernel;

import dev.rohrpost.UnixException;
import dev.rohrpost.libc.LinuxBpfH;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// All threads of all processes, and those of the kernel.
final class TaskTable {
  private static final int NAME_SIZE = 16; // TASK_COMM_LEN
  private static final int PF_KTHREAD = 0x200000;
  private static final int SIGNALS = 64;

  // The states of the kernel; each bit has the letter at its place.
  private static final String LETTERS = "RSDTtXZP";
  private static final int LETTERED = 0x7f;
  private static final int UNINTERRUPTIBLE = 0x02;
  private static final int IDLE = 0x402;
  private static final int LOCK_WAIT = 0x1000;
  private static final int FROZEN = 0x8000;

  private static final long TICK = 10_000_000; // nanoseconds, in /proc, on every processor

  static final String ITERATOR = "bpf_iter_task";
  static final String REGISTERS_TYPE = "pt_regs";

  /// As the kernel hands them to a system call: its number, six arguments; then what `/proc` shows
  /// behind these.
  private static final List<String> REGISTERS =
      List.of("orig_ax", "di", "si", "dx", "r10", "r8", "r9", "sp", "ip");

  /// What is asked for by name. The number of runs comes first, and last whether it runs: who was
  /// asleep in between, and has the same number later, has not been run since.
  private enum Column {
    RUNS("task->sched_info.pcount"),
    FLAGS("task->flags"),
    STATE("task->__state"),
    EXIT_STATE("task->exit_state"),
    ON_CPU("task->on_cpu"),
    TID("task->pid"),
    PID("task->tgid"),
    PARENT("task->real_parent->tgid"),
    UID("task->real_cred->uid.val"),
    STARTED("task->start_boottime"),
    SHARED_PENDING("task->signal->shared_pending.signal.sig"),
    PENDING("task->pending.signal.sig"),
    BLOCKED("task->blocked.sig"),
    ALARM("task->signal->real_timer.state"),
    LEVEL("task->thread_pid->level"),
    PID_NAMESPACE("task->thread_pid->numbers.ns->ns.inum"),
    NET_NAMESPACE("task->nsproxy->net_ns->ns.inum"),
    IPC_NAMESPACE("task->nsproxy->ipc_ns->ns.inum"),
    MOUNT_NAMESPACE("task->nsproxy->mnt_ns->ns.inum");

    private final String path;

    Column(String path) {
      this.path = path;
    }
  }

  // And what takes more than a name.
  private static final int NAME = Column.values().length;
  private static final int SET = NAME + NAME_SIZE / Long.BYTES;
  private static final int CAUGHT = SET + 1;
  private static final int CALL = CAUGHT + 1;
  private static final int WIDTH = CALL + REGISTERS.size();

  private TaskTable() {}

  /// Prepares the question.
  static Listing listing(Btf btf) throws UnixException, NoSuchTypeException {
    var query = new Query(btf, ITERATOR, WIDTH);
    for (var column : Column.values()) {
      query.column(column.path);
    }
    query.text("task", "comm", NAME_SIZE);
    signals(query, btf);
    call(query, btf);
    return query.ready();
  }

  /// Reads the threads of processes from the answer, in the order of their numbers.
  static List<Task> read(Rows rows) {
    var tasks = new ArrayList<Task>(rows.count());
    for (var row = 0; row < rows.count(); row++) {
      if (!isOfKernel(rows, row)) {
        tasks.add(task(rows, row));
      }
    }
    return tasks;
  }

  /// Reads the numbers of the threads of the kernel from the answer.
  static Set<Integer> ofKernel(Rows rows) {
    var tids = new HashSet<Integer>();
    for (var row = 0; row < rows.count(); row++) {
      if (isOfKernel(rows, row)) {
        tids.add(number(rows, row, Column.TID));
      }
    }
    return tids;
  }

  private static boolean isOfKernel(Rows rows, int row) {
    return (number(rows, row, Column.FLAGS) & PF_KTHREAD) != 0;
  }

  /// Adds the sets of signals that are not left to the kernel, and of those that have a handler.
  /// There are no branches in it, since the kernel would follow each way through 64 of them before
  /// it trusts the program.
  private static void signals(Query query, Btf btf) throws NoSuchTypeException {
    var handlers = 9;
    var set = 2;
    var caught = 3;
    var code = query.code();
    query.load(handlers, "task->sighand");
    var action = query.member("task->sighand->action");
    var handler = btf.member(action.type(), "sa.sa_handler").offset();
    code.computeWith(LinuxBpfH.BPF_MOV, set, 0).computeWith(LinuxBpfH.BPF_MOV, caught, 0);
    for (var signal = SIGNALS - 1; signal >= 0; signal--) {
      var offset = action.offset() + signal * btf.size(action.type()) + handler;
      // SIG_DFL is 0, SIG_IGN 1, and addresses are positive: their negatives have the sign.
      code.load(Long.BYTES, 1, handlers, offset)
          .computeWith(LinuxBpfH.BPF_NEG, 1, 0)
          .compute(LinuxBpfH.BPF_MOV, 4, 1)
          .computeWith(LinuxBpfH.BPF_ADD, 4, 1);
      appendSign(code, set, 1);
      appendSign(code, caught, 4);
    }
    query.column(set);
    query.column(caught);
  }

  private static void appendSign(Code code, int bits, int register) {
    code.computeWith(LinuxBpfH.BPF_LSH, bits, 1)
        .computeWith(LinuxBpfH.BPF_RSH, register, Long.SIZE - 1)
        .compute(LinuxBpfH.BPF_OR, bits, register);
  }

  private static void call(Query query, Btf btf) throws NoSuchTypeException {
    var registers = 9;
    var code = query.code();
    query.load(1, "task");
    code.call(LinuxBpfH.BPF_FUNC_task_pt_regs).compute(LinuxBpfH.BPF_MOV, registers, Code.RESULT);
    var type = btf.named(REGISTERS_TYPE);
    for (var name : REGISTERS) {
      code.load(Long.BYTES, 1, registers, btf.member(type, name).offset());
      query.column(1);
    }
  }

  private static Task task(Rows rows, int row) {
    var call = new ArrayList<Long>(REGISTERS.size());
    for (var i = 0; i < REGISTERS.size(); i++) {
      call.add(rows.get(row, CALL + i));
    }
    return new Task(
        number(rows, row, Column.PID),
        number(rows, row, Column.TID),
        name(rows, row),
        state(rows, row),
        get(rows, row, Column.RUNS),
        call,
        number(rows, row, Column.PARENT),
        number(rows, row, Column.UID),
        get(rows, row, Column.STARTED) / TICK,
        get(rows, row, Column.SHARED_PENDING) | get(rows, row, Column.PENDING),
        get(rows, row, Column.BLOCKED),
        rows.get(row, SET) ^ rows.get(row, CAUGHT),
        rows.get(row, CAUGHT),
        get(rows, row, Column.ALARM) != 0,
        number(rows, row, Column.LEVEL) == 0 ? namespace(rows, row, Column.PID_NAMESPACE) : 0,
        namespace(rows, row, Column.NET_NAMESPACE),
        namespace(rows, row, Column.IPC_NAMESPACE),
        namespace(rows, row, Column.MOUNT_NAMESPACE));
  }

  @SuppressWarnings("EnumOrdinal") // the columns are in the order of the table
  private static long get(Rows rows, int row, Column column) {
    return rows.get(row, column.ordinal());
  }

  private static int number(Rows rows, int row, Column column) {
    return (int) get(rows, row, column);
  }

  private static long namespace(Rows rows, int row, Column column) {
    return get(rows, row, column) & 0xffffffffL;
  }

  private static String name(Rows rows, int row) {
    var bytes = ByteBuffer.allocate(NAME_SIZE).order(ByteOrder.nativeOrder());
    bytes.putLong(rows.get(row, NAME)).putLong(rows.get(row, NAME + 1));
    var size = 0;
    while (size < NAME_SIZE && bytes.get(size) != 0) {
      size++;
    }
    return new String(bytes.array(), 0, size, StandardCharsets.UTF_8);
  }

  /// The letter that `/proc` shows. Who still has a processor runs, even if it is about to sleep.
  private static char state(Rows rows, int row) {
    var exit = number(rows, row, Column.EXIT_STATE);
    var state = number(rows, row, Column.STATE);
    if (exit == 0 && number(rows, row, Column.ON_CPU) != 0) {
      return 'R';
    }
    if ((state & IDLE) == IDLE) {
      return 'I';
    }
    var reported = (state | exit) & LETTERED;
    if ((state & (LOCK_WAIT | FROZEN)) != 0) {
      reported = UNINTERRUPTIBLE;
    }
    return LETTERS.charAt(Integer.SIZE - Integer.numberOfLeadingZeros(reported));
  }
}
