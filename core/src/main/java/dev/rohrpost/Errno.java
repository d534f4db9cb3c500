package dev.rohrpost;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The number by which the kernel says why a call failed.
///
/// A record and not an enum: the machine may know numbers that this library does not. The constants
/// are those that the library and its callers act upon; [#toString()] knows every name of Linux.
///
/// @param number the value of C's `errno`
/// @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
public record Errno(int number) {
  /// No number: the kernel has not failed anything.
  public static final Errno NONE = new Errno(0);

  /// Operation not permitted.
  public static final Errno EPERM = new Errno(1);

  /// No such file or directory.
  public static final Errno ENOENT = new Errno(2);

  /// No such process.
  public static final Errno ESRCH = new Errno(3);

  /// Interrupted system call.
  public static final Errno EINTR = new Errno(4);

  /// Input/output error.
  public static final Errno EIO = new Errno(5);

  /// No such device or address.
  public static final Errno ENXIO = new Errno(6);

  /// Argument list too long.
  public static final Errno E2BIG = new Errno(7);

  /// Exec format error.
  public static final Errno ENOEXEC = new Errno(8);

  /// Bad file descriptor.
  public static final Errno EBADF = new Errno(9);

  /// No child processes.
  public static final Errno ECHILD = new Errno(10);

  /// Resource temporarily unavailable.
  public static final Errno EAGAIN = new Errno(11);

  /// Cannot allocate memory.
  public static final Errno ENOMEM = new Errno(12);

  /// Permission denied.
  public static final Errno EACCES = new Errno(13);

  /// Bad address.
  public static final Errno EFAULT = new Errno(14);

  /// Device or resource busy.
  public static final Errno EBUSY = new Errno(16);

  /// File exists.
  public static final Errno EEXIST = new Errno(17);

  /// No such device.
  public static final Errno ENODEV = new Errno(19);

  /// Not a directory.
  public static final Errno ENOTDIR = new Errno(20);

  /// Is a directory.
  public static final Errno EISDIR = new Errno(21);

  /// Invalid argument.
  public static final Errno EINVAL = new Errno(22);

  /// Too many open files in system.
  public static final Errno ENFILE = new Errno(23);

  /// Too many open files.
  public static final Errno EMFILE = new Errno(24);

  /// Inappropriate ioctl for device.
  public static final Errno ENOTTY = new Errno(25);

  /// File too large.
  public static final Errno EFBIG = new Errno(27);

  /// No space left on device.
  public static final Errno ENOSPC = new Errno(28);

  /// Illegal seek.
  public static final Errno ESPIPE = new Errno(29);

  /// Read-only file system.
  public static final Errno EROFS = new Errno(30);

  /// Broken pipe.
  public static final Errno EPIPE = new Errno(32);

  /// Numerical result out of range.
  public static final Errno ERANGE = new Errno(34);

  /// Resource deadlock avoided.
  public static final Errno EDEADLK = new Errno(35);

  /// File name too long.
  public static final Errno ENAMETOOLONG = new Errno(36);

  /// Function not implemented.
  public static final Errno ENOSYS = new Errno(38);

  /// Directory not empty.
  public static final Errno ENOTEMPTY = new Errno(39);

  /// Too many levels of symbolic links.
  public static final Errno ELOOP = new Errno(40);

  /// No message of desired type.
  public static final Errno ENOMSG = new Errno(42);

  /// Identifier removed.
  public static final Errno EIDRM = new Errno(43);

  /// No data available.
  public static final Errno ENODATA = new Errno(61);

  /// Machine is not on the network.
  public static final Errno ENONET = new Errno(64);

  /// Protocol error.
  public static final Errno EPROTO = new Errno(71);

  /// Value too large for defined data type.
  public static final Errno EOVERFLOW = new Errno(75);

  /// Socket operation on non-socket.
  public static final Errno ENOTSOCK = new Errno(88);

  /// Destination address required.
  public static final Errno EDESTADDRREQ = new Errno(89);

  /// Message too long.
  public static final Errno EMSGSIZE = new Errno(90);

  /// Protocol wrong type for socket.
  public static final Errno EPROTOTYPE = new Errno(91);

  /// Protocol not available.
  public static final Errno ENOPROTOOPT = new Errno(92);

  /// Protocol not supported.
  public static final Errno EPROTONOSUPPORT = new Errno(93);

  /// Socket type not supported.
  public static final Errno ESOCKTNOSUPPORT = new Errno(94);

  /// Operation not supported.
  public static final Errno EOPNOTSUPP = new Errno(95);

  /// Address family not supported by protocol.
  public static final Errno EAFNOSUPPORT = new Errno(97);

  /// Address already in use.
  public static final Errno EADDRINUSE = new Errno(98);

  /// Cannot assign requested address.
  public static final Errno EADDRNOTAVAIL = new Errno(99);

  /// Network is down.
  public static final Errno ENETDOWN = new Errno(100);

  /// Network is unreachable.
  public static final Errno ENETUNREACH = new Errno(101);

  /// Software caused connection abort.
  public static final Errno ECONNABORTED = new Errno(103);

  /// Connection reset by peer.
  public static final Errno ECONNRESET = new Errno(104);

  /// No buffer space available.
  public static final Errno ENOBUFS = new Errno(105);

  /// Transport endpoint is already connected.
  public static final Errno EISCONN = new Errno(106);

  /// Transport endpoint is not connected.
  public static final Errno ENOTCONN = new Errno(107);

  /// Cannot send after transport endpoint shutdown.
  public static final Errno ESHUTDOWN = new Errno(108);

  /// Too many references: cannot splice.
  public static final Errno ETOOMANYREFS = new Errno(109);

  /// Connection timed out.
  public static final Errno ETIMEDOUT = new Errno(110);

  /// Connection refused.
  public static final Errno ECONNREFUSED = new Errno(111);

  /// Host is down.
  public static final Errno EHOSTDOWN = new Errno(112);

  /// No route to host.
  public static final Errno EHOSTUNREACH = new Errno(113);

  /// Operation already in progress.
  public static final Errno EALREADY = new Errno(114);

  /// Operation now in progress.
  public static final Errno EINPROGRESS = new Errno(115);

  /// Disk quota exceeded.
  public static final Errno EDQUOT = new Errno(122);

  /// Bad message.
  public static final Errno EBADMSG = new Errno(74);

  /// Owner died.
  public static final Errno EOWNERDEAD = new Errno(130);

  /// {@return what the number means, in the words of strerror(3), without a capital letter or a
  /// full stop}
  public String text() {
    var line = line();
    return line == null ? "unknown error" : line.substring(line.indexOf(' ') + 1);
  }

  /// Returns the symbolic name, such as `ENOENT`; `errno N` for a number without one. What a record
  /// has without this is put together by the JVM at its first use, which takes several
  /// milliseconds; every program that looks at an errno would wait for it when it starts.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Errno that && that.number == number;
  }

  @Override
  public int hashCode() {
    return number;
  }

  @Override
  public String toString() {
    var line = line();
    return line == null ? "errno " + number : line.substring(0, line.indexOf(' '));
  }

  /// Finds a number by its text, in any case.
  ///
  /// @return empty if no number of Linux has that text
  static Optional<Errno> ofText(String text) {
    for (var number = 1; number <= HIGHEST; number++) {
      var errno = new Errno(number);
      if (errno.text().equalsIgnoreCase(text)) {
        return Optional.of(errno);
      }
    }
    return Optional.empty();
  }

  private @Nullable String line() {
    var from = LINES.indexOf("\n" + number + " ");
    if (from < 0) {
      return null;
    }
    return LINES.substring(LINES.indexOf(' ', from) + 1, LINES.indexOf('\n', from + 1));
  }

  private static final int HIGHEST = 133;

  /// The table of Linux, which x86-64 and aarch64 share: number, name, text. One string, because an
  /// errno is looked up once per failure and a map of 130 objects would be built at every start.
  private static final String LINES =
      """

      1 EPERM operation not permitted
      2 ENOENT no such file or directory
      3 ESRCH no such process
      4 EINTR interrupted system call
      5 EIO input/output error
      6 ENXIO no such device or address
      7 E2BIG argument list too long
      8 ENOEXEC exec format error
      9 EBADF bad file descriptor
      10 ECHILD no child processes
      11 EAGAIN resource temporarily unavailable
      12 ENOMEM cannot allocate memory
      13 EACCES permission denied
      14 EFAULT bad address
      15 ENOTBLK block device required
      16 EBUSY device or resource busy
      17 EEXIST file exists
      18 EXDEV invalid cross-device link
      19 ENODEV no such device
      20 ENOTDIR not a directory
      21 EISDIR is a directory
      22 EINVAL invalid argument
      23 ENFILE too many open files in system
      24 EMFILE too many open files
      25 ENOTTY inappropriate ioctl for device
      26 ETXTBSY text file busy
      27 EFBIG file too large
      28 ENOSPC no space left on device
      29 ESPIPE illegal seek
      30 EROFS read-only file system
      31 EMLINK too many links
      32 EPIPE broken pipe
      33 EDOM numerical argument out of domain
      34 ERANGE numerical result out of range
      35 EDEADLK resource deadlock avoided
      36 ENAMETOOLONG file name too long
      37 ENOLCK no locks available
      38 ENOSYS function not implemented
      39 ENOTEMPTY directory not empty
      40 ELOOP too many levels of symbolic links
      42 ENOMSG no message of desired type
      43 EIDRM identifier removed
      44 ECHRNG channel number out of range
      45 EL2NSYNC level 2 not synchronized
      46 EL3HLT level 3 halted
      47 EL3RST level 3 reset
      48 ELNRNG link number out of range
      49 EUNATCH protocol driver not attached
      50 ENOCSI no CSI structure available
      51 EL2HLT level 2 halted
      52 EBADE invalid exchange
      53 EBADR invalid request descriptor
      54 EXFULL exchange full
      55 ENOANO no anode
      56 EBADRQC invalid request code
      57 EBADSLT invalid slot
      59 EBFONT bad font file format
      60 ENOSTR device not a stream
      61 ENODATA no data available
      62 ETIME timer expired
      63 ENOSR out of streams resources
      64 ENONET machine is not on the network
      65 ENOPKG package not installed
      66 EREMOTE object is remote
      67 ENOLINK link has been severed
      68 EADV advertise error
      69 ESRMNT srmount error
      70 ECOMM communication error on send
      71 EPROTO protocol error
      72 EMULTIHOP multihop attempted
      73 EDOTDOT RFS specific error
      74 EBADMSG bad message
      75 EOVERFLOW value too large for defined data type
      76 ENOTUNIQ name not unique on network
      77 EBADFD file descriptor in bad state
      78 EREMCHG remote address changed
      79 ELIBACC can not access a needed shared library
      80 ELIBBAD accessing a corrupted shared library
      81 ELIBSCN .lib section in a.out corrupted
      82 ELIBMAX attempting to link in too many shared libraries
      83 ELIBEXEC cannot exec a shared library directly
      84 EILSEQ invalid or incomplete multibyte or wide character
      85 ERESTART interrupted system call should be restarted
      86 ESTRPIPE streams pipe error
      87 EUSERS too many users
      88 ENOTSOCK socket operation on non-socket
      89 EDESTADDRREQ destination address required
      90 EMSGSIZE message too long
      91 EPROTOTYPE protocol wrong type for socket
      92 ENOPROTOOPT protocol not available
      93 EPROTONOSUPPORT protocol not supported
      94 ESOCKTNOSUPPORT socket type not supported
      95 EOPNOTSUPP operation not supported
      96 EPFNOSUPPORT protocol family not supported
      97 EAFNOSUPPORT address family not supported by protocol
      98 EADDRINUSE address already in use
      99 EADDRNOTAVAIL cannot assign requested address
      100 ENETDOWN network is down
      101 ENETUNREACH network is unreachable
      102 ENETRESET network dropped connection on reset
      103 ECONNABORTED software caused connection abort
      104 ECONNRESET connection reset by peer
      105 ENOBUFS no buffer space available
      106 EISCONN transport endpoint is already connected
      107 ENOTCONN transport endpoint is not connected
      108 ESHUTDOWN cannot send after transport endpoint shutdown
      109 ETOOMANYREFS too many references: cannot splice
      110 ETIMEDOUT connection timed out
      111 ECONNREFUSED connection refused
      112 EHOSTDOWN host is down
      113 EHOSTUNREACH no route to host
      114 EALREADY operation already in progress
      115 EINPROGRESS operation now in progress
      116 ESTALE stale file handle
      117 EUCLEAN structure needs cleaning
      118 ENOTNAM not a XENIX named type file
      119 ENAVAIL no XENIX semaphores available
      120 EISNAM is a named type file
      121 EREMOTEIO remote I/O error
      122 EDQUOT disk quota exceeded
      123 ENOMEDIUM no medium found
      124 EMEDIUMTYPE wrong medium type
      125 ECANCELED operation canceled
      126 ENOKEY required key not available
      127 EKEYEXPIRED key has expired
      128 EKEYREVOKED key has been revoked
      129 EKEYREJECTED key was rejected by service
      130 EOWNERDEAD owner died
      131 ENOTRECOVERABLE state not recoverable
      132 ERFKILL operation not possible due to RF-kill
      133 EHWPOISON memory page has hardware error
      """;
}
