package dev.rohrpost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test that leaves descriptors open: `left open: [28 -> pipe:[4711]]`.
///
/// Use it as `@ExtendWith(NoFdLeaks.class)` on a test class. What `@BeforeEach` opens counts, what
/// a field initializer or `@BeforeAll` opens does not.
public final class NoFdLeaks implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(NoFdLeaks.class);

  static {
    // The first socket of a JVM makes a socket pair that stays: let that happen before anybody
    // counts.
    try {
      SocketChannel.open().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new SecureRandom().nextInt();
  }

  /// Made by JUnit.
  public NoFdLeaks() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(HERE).put("before", OpenFds.now());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    OpenFds before = context.getStore(HERE).get("before", OpenFds.class);
    if (before == null) {
      return;
    }
    // Threads that the test started may still be closing theirs, and a close is no event to wait
    // for.
    List<String> left = Settling.whatRemains(() -> OpenFds.now().since(before));
    if (!left.isEmpty()) {
      throw new AssertionError("left open: " + left);
    }
  }
}
