package dev.rohrpost.inspect.proc;

/// The file `stat` of a process or thread.
///
/// @param name of the program or thread; any bytes but NUL
/// @param state such as `S`
/// @param parent the number of the parent process
/// @param session the number of its session
/// @param flags `PF_*` of the kernel
/// @param threads how many the process has
/// @param started in clock ticks since the machine was started
/// @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
public record StatLine(
    String name, char state, int parent, int session, long flags, int threads, long started) {
  private static final long PF_KTHREAD = 0x200000;

  /// Takes the file apart.
  ///
  /// @param text the whole file
  /// @return its fields
  public static StatLine parse(String text) {
    var open = text.indexOf('(');
    var close = text.lastIndexOf(')'); // the name may have some of its own
    var name = text.substring(open + 1, close);
    var fields = new long[19];
    var at = close + 4;
    for (var i = 0; i < fields.length; i++) {
      var end = text.indexOf(' ', at);
      // Some fields that nobody here asks for, such as masks, need all 64 bits.
      fields[i] = i == 0 || i == 2 || i == 5 || i == 16 || i == 18 ? number(text, at, end) : 0;
      at = end + 1;
    }
    return new StatLine(
        name,
        text.charAt(close + 2),
        (int) fields[0],
        (int) fields[2],
        fields[5],
        (int) fields[16],
        fields[18]);
  }

  private static long number(String text, int from, int to) {
    return Long.parseLong(text, from, to, 10);
  }

  /// {@return whether it is a thread of the kernel, which has no descriptors}
  public boolean isKernel() {
    return (flags & PF_KTHREAD) != 0;
  }
}
