package dev.rohrpost.cli;

import dev.rohrpost.Errno;
import dev.rohrpost.UnixException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What to do about a failure of queues and semaphores.
final class QueueHints {
  private static final Pattern LIMIT = Pattern.compile("sysctl ([a-z._]+) is \\d+");
  private static final Pattern KEY = Pattern.compile("(?:queue|semaphores) (0x[0-9a-f]+).*");

  private QueueHints() {}

  /// Returns what to do, or null where the failure is of something else or nothing is known.
  static @Nullable String hint(UnixException e) {
    var noun = noun(e.call());
    if (noun == null) {
      return null;
    }
    var object = String.valueOf(e.object());
    var limit = LIMIT.matcher(object);
    return switch (e.errno().toString()) {
      case "ENOENT" -> ofMissing(e.call(), noun, object);
      case "EEXIST" -> "leave out --exclusive to use it as it is";
      case "EIDRM" -> "it was removed, or is another one now; see: rohrpost " + noun + " list";
      case "EMFILE" ->
          object.contains("RLIMIT_MSGQUEUE")
              ? "fewer or shorter messages fit, or raise it with: ulimit -q"
              : null;
      case "ENOSPC" -> "remove some: rohrpost " + noun + " list";
      case "EPERM", "EACCES", "EINVAL" ->
          limit.find()
              ? "raise it as root: sysctl -w " + limit.group(1) + "=NUMBER"
              : ofRefused(e, noun);
      default -> null;
    };
  }

  private static @Nullable String noun(String call) {
    return switch (call) {
      case "msgget", "msgctl", "msgsnd", "msgrcv" -> "queue";
      case "mq_open", "mq_unlink", "mq_send", "mq_receive", "mq_notify" -> "queue";
      case "semget", "semctl", "semop" -> "semaphore";
      default -> null;
    };
  }

  private static String ofMissing(String call, String noun, String object) {
    var key = KEY.matcher(object);
    var endpoint =
        call.startsWith("mq_") ? "mq:" + object : key.matches() ? named(key.group(1)) : "URI";
    return "create it with: rohrpost " + noun + " create " + endpoint;
  }

  private static String named(String key) {
    return "sysv:0x" + Long.toHexString(Long.decode(key));
  }

  private static @Nullable String ofRefused(UnixException e, String noun) {
    if (!e.is(Errno.EINVAL)) {
      return "look whose it is: rohrpost " + noun + " list";
    }
    return e.call().equals("semget") // it is too large, or too small
        ? null
        : "there is none of that number any more; see: rohrpost " + noun + " list";
  }
}
